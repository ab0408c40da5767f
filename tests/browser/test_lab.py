"""The explorers in a real JupyterLab: what the page does Python reads, and the reverse."""

import time

import pytest

from cnncourse.explorers import EXPLORERS, Convolution
from tests.browser.explorers import shown_wrongly
from tests.browser.lab import running_lab
from tests.test_explorers.states import plain

pytestmark = pytest.mark.browser

OUTPUT_SIZE = [
    "from cnncourse.explorers import OutputSize\nexplorer = OutputSize()\nexplorer",
    "print(explorer.stride, explorer.output_size, explorer.formula)",
    "explorer.stride, explorer.padding_kind = 5, 'same'",
    "print(explorer.sliders.stride.value, explorer.padding_kind)",
    "explorer.kernel_size, explorer.padding_kind, explorer.size = 11, 'valid', 4",
    "explorer.stride = 0",
]
CONVOLUTION = [
    "from cnncourse.explorers import Convolution\nexplorer = Convolution()\nexplorer",
    "print(explorer.output.shape, round(float(explorer.output.sum()), 6))",
    "explorer.kernel, explorer.stride = 'blur', 1",
]
ELSEWHERE = [
    "from cnncourse.explorers import EXPLORERS\n"
    "made = {slug: kind() for slug, kind in EXPLORERS.items()}",
    *[f"made[{slug!r}]" for slug in EXPLORERS],
    *[f"print(made[{slug!r}].values)" for slug in EXPLORERS],
]
CHOSEN = [
    "from cnncourse.explorers import Convolution\n"
    "explorer = Convolution(controls=['stride', 'kernel'])\nexplorer",
    "print(explorer.stride, explorer.kernel, explorer.output.shape)",
    "explorer.dilation = 2",
]
DRAWN = """all => all.filter(one => !one.closest("[hidden]")).map(
  one => [one.dataset.result, one.textContent])"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab for the tests of this file."""
    with running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def home(lab):
    """What the browser may ask is JupyterLab alone."""
    return lab.home


@pytest.fixture
def learner(visit):
    """Someone whose browser met no outside address and no error when the test is over."""
    learner = visit(viewport={"width": 1000, "height": 900})
    yield learner
    assert learner.errors == []
    assert learner.outside == []


def control(output, label):
    """Return the line of the ipywidgets control with the given label."""
    named = output.page.get_by_text(label, exact=True)
    return output.locator(".widget-inline-hbox").filter(has=named)


def handle(output, label):
    """Return the handle of the slider with the given label."""
    return control(output, label).get_by_role("slider")


def test_a_slider_moved_in_the_page_is_read_in_python(lab, learner):
    notebook = lab.open(learner.page, "page_to_python", OUTPUT_SIZE)
    output = notebook.run(0)
    drawing = output.locator("section.explorer")
    drawing.get_by_text("As set: 0 before, 0 after, output 3").wait_for()
    assert notebook.printed(1) == "2 3 ⌊(8 + 0 + 0 − 3) / 2⌋ + 1 = 3"

    handle(output, "Stride").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        learner.page.keyboard.press(key)
    drawing.get_by_text("As set: 0 before, 0 after, output 2").wait_for()
    notebook.wait_until_printed(1, "3 2 ⌊(8 + 0 + 0 − 3) / 3⌋ + 1 = 2")

    output.get_by_label("Padding", exact=True).select_option("same")
    drawing.get_by_text("As set: 0 before, 1 after, output 3").wait_for()
    notebook.wait_until_printed(3, "3 same")


def test_the_output_in_python_follows_the_slider_and_the_page_follows_python(lab, learner):
    notebook = lab.open(learner.page, "output", CONVOLUTION)
    output, made = notebook.run(0), Convolution()
    for settings, key, label in [
        ({}, None, None),
        ({"stride": 2}, "ArrowRight", "Stride"),
        ({"dilation": 2}, "ArrowRight", "Dilation"),
        ({"kernel": "blur", "stride": 1}, None, None),
    ]:
        for name, value in settings.items():
            setattr(made, name, value)
        if key:
            handle(output, label).focus()
            learner.page.keyboard.press(key)
        elif settings:
            notebook.run(2)
        total = round(float(made.output.sum()), 6)
        notebook.wait_until_printed(1, f"{made.output.shape} {total}")
        assert expect_numbers(output, made) > 0


def test_what_python_sets_moves_the_slider_and_the_drawing(lab, learner):
    notebook = lab.open(learner.page, "python_to_page", OUTPUT_SIZE)
    output = notebook.run(0)
    drawing = output.locator("section.explorer")
    drawing.get_by_text("As set: 0 before, 0 after, output 3").wait_for()

    notebook.run(2)
    drawing.get_by_text("As set: 0 before, 0 after, output 2").wait_for()
    assert float(handle(output, "Stride").get_attribute("aria-valuenow")) == 5
    assert control(output, "Stride").locator(".widget-readout").inner_text() == "5"
    assert output.get_by_label("Padding", exact=True).input_value() == "same"

    notebook.run(4)
    drawing.get_by_text("Kernel size (11) is larger than the padded input (4)").wait_for()
    handle(output, "Input size").focus()
    for _ in range(7):
        learner.page.keyboard.press("ArrowRight")
    drawing.get_by_text("As set: 0 before, 0 after, output 1").wait_for()
    assert not drawing.locator(".problem").is_visible()
    notebook.wait_until_printed(1, "5 1 ⌊(11 + 0 + 0 − 11) / 5⌋ + 1 = 1")

    refusal = notebook.run(5, fails=True)
    refusal.get_by_text("stride must be a whole number from 1 to 8, got 0").wait_for()
    assert float(handle(output, "Stride").get_attribute("aria-valuenow")) == 5
    assert notebook.printed(3) == "5 valid"


def test_every_explorer_is_shown_and_moves_both_ways(lab, learner):
    cells = ["from cnncourse.explorers import EXPLORERS"]
    for slug, explorer in EXPLORERS.items():
        name, setting = first_slider(explorer)
        cells += [f"explorer = EXPLORERS[{slug!r}]()\nexplorer"]
        # The page adds a step in floating point, so that 2 + 0.1 is a hair below 2.1.
        cells += [f"print(round(explorer.{name}, 9))", f"explorer.{name} = {setting.low}"]
    notebook = lab.open(learner.page, "all", cells)
    notebook.run(0)
    for index, explorer in zip(range(1, len(cells), 3), EXPLORERS.values(), strict=True):
        output, made = notebook.run(index), explorer()
        expect_shown(output, explorer)
        expect_numbers(output, made)
        name, setting = first_slider(explorer)
        moved = handle(output, setting.label)
        assert float(moved.get_attribute("aria-valuenow")) == setting.default_value
        moved.focus()
        learner.page.keyboard.press("ArrowRight")
        after = round(setting.default_value + setting.step, 9)
        notebook.wait_until_printed(index + 1, str(after))
        setattr(made, name, after)
        expect_numbers(output, made)
        notebook.run(index + 2)
        learner.page.wait_for_function(
            "([handle, value]) => Number(handle.ariaValueNow) === value",
            arg=[moved.element_handle(), setting.low],
        )
        setattr(made, name, setting.low)
        expect_numbers(output, made)


def test_made_in_one_cell_and_shown_in_another(lab, learner):
    notebook = lab.open(learner.page, "elsewhere", ELSEWHERE)
    notebook.run(0)
    for index, explorer in enumerate(EXPLORERS.values(), start=1):
        output, made = notebook.run(index), explorer()
        expect_shown(output, explorer)
        name, setting = first_slider(explorer)
        handle(output, setting.label).focus()
        learner.page.keyboard.press("ArrowRight")
        setattr(made, name, round(setting.default_value + setting.step, 9))
        expect_numbers(output, made)
        notebook.wait_until_printed(index + len(EXPLORERS), str(made.values))


def test_only_the_controls_that_were_chosen(lab, learner):
    notebook = lab.open(learner.page, "chosen", CHOSEN)
    output, made = notebook.run(0), Convolution()
    output.locator("section.explorer").wait_for()
    assert output.locator(".widget-slider").count() == 1
    assert output.locator(".widget-dropdown").count() == 1
    labels = output.locator(".widget-label").all_inner_texts()
    assert labels == ["Stride", "Kernel"]
    handle(output, "Stride").focus()
    learner.page.keyboard.press("ArrowRight")
    made.stride = 2
    expect_numbers(output, made)
    notebook.wait_until_printed(1, f"2 sobel-x {made.output.shape}")
    notebook.run(2)
    made.dilation = 2
    expect_numbers(output, made)


def expect_numbers(output, made):
    """Wait until the drawing's numbers are those of an explorer set to the same; count them."""
    place = output.locator("section.explorer [data-result]")
    results, until = plain(made.results), time.monotonic() + 10
    while wrong := shown_wrongly({"results": results, "shown": place.evaluate_all(DRAWN)}):
        assert time.monotonic() < until, wrong
    return place.count()


def first_slider(explorer):
    """Return the name and the setting of the first slider that can be moved up from its default.

    One that can be moved down as well comes first; any can be moved back.
    """
    movable = [
        (name, setting)
        for name, setting in explorer.settings().items()
        if (setting.kind == "slider" or (setting.kind == "log" and setting.whole))
        and setting.default_value < setting.high
    ]
    return next((one for one in movable if one[1].low < one[1].default_value), movable[0])


def expect_shown(output, explorer):
    """Check that the drawing and all sliders are there, and words that say what is drawn."""
    drawing = output.locator("section.explorer")
    drawing.wait_for()
    assert drawing.get_attribute("aria-label") == explorer.title
    assert drawing.locator(".summary").inner_text()
    assert not drawing.locator(".problem").is_visible()
    assert drawing.locator(".drawing").bounding_box()["height"] > 60
    for setting in explorer.settings().values():
        if setting.kind == "slider":
            handle(output, setting.label).wait_for()
