"""Every explorer of the built book under the keyboard, its numbers held to the package's."""

import json
from pathlib import Path

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.accessibility import axe_violations
from tests.browser.conftest import everywhere, from_disk
from tests.browser.explorers import drawn, expect_as_in_python, explorer, shown_wrongly, snapshot

pytestmark = pytest.mark.browser

PAGE = "explorers"
CHAPTERS = {
    "foundations/convolution": ["convolution"],
    "foundations/padding": ["output-size"],
    "foundations/flattening": ["flatten"],
}
PICTURES = Path(__file__).resolve().parents[2] / "screenshots"  # kept for a look, not by Git


@pytest.fixture
def reader(explorers_page):
    """The one visit for the whole sweep; no test leaves a state to the next."""
    return explorers_page


def stops(setting):
    """Return the values that a slider stops at."""
    if setting.kind == "log":
        return setting.stops
    steps = round((setting.high - setting.low) / setting.step)
    return [setting.low + step * setting.step for step in range(steps + 1)]


@pytest.mark.parametrize("slug", EXPLORERS)
def test_every_slider_over_its_whole_range_by_keyboard(reader, slug):
    found, made = explorer(reader.page, slug), EXPLORERS[slug]()
    kinds = ("slider", "log")
    names = [name for name, one in EXPLORERS[slug].settings().items() if one.kind in kinds]
    assert found.locator("input[type=range][data-setting]").count() == len(names)
    for name in names:
        setting = EXPLORERS[slug].settings()[name]
        found.evaluate("one => one.set(one.initial)")
        found.locator(f"input[data-setting={name}]").focus()
        reader.page.keyboard.press("Home")
        for step, value in enumerate(stops(setting)):
            seen = snapshot(found)
            assert seen["state"][name] == pytest.approx(value)
            expect_as_in_python(made, seen, (slug, name, step))
            reader.page.keyboard.press("ArrowRight")
        assert seen["state"][name] == pytest.approx(setting.high)
    assert reader.errors == []
    assert reader.outside == []


def sweep_drawn_sliders(page, found, made, where):
    """Drive the visible sliders that stand in the drawing itself; return how many moves."""
    names = found.locator(".drawing input[type=range]:visible").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert len(set(names)) == len(names) > 0, where
    moves = 0
    for name in names:
        slider = found.locator(f'.drawing input[type=range][aria-label="{name}"]')
        slider.focus()
        before = slider.input_value()
        page.keyboard.press("Home")
        for _ in range(100):
            expect_as_in_python(made, snapshot(found), (where, name, slider.input_value()))
            moves += 1
            if slider.input_value() == slider.get_attribute("max"):
                break
            page.keyboard.press("ArrowRight")
        else:
            raise AssertionError(f"{name} never came to its end")
        slider.evaluate(
            "(one, to) => { one.value = to; one.dispatchEvent(new Event('input')); }", before
        )
    return moves


def test_the_sliders_of_a_stack_of_layers(reader):
    found, made = explorer(reader.page, "receptive-field"), EXPLORERS["receptive-field"]()
    found.evaluate("one => one.set(one.initial)")
    drawn(found)
    assert sweep_drawn_sliders(reader.page, found, made, "receptive-field") > 40
    assert reader.errors == []


def test_the_sliders_of_every_kind_of_layer(reader):
    found, made = explorer(reader.page, "network-builder"), EXPLORERS["network-builder"]()
    kinds = [
        {"layer": "Conv2D", "filters": 4, "kernel_size": 3},
        {"layer": "BatchNorm"},
        {"layer": "LeakyReLU"},
        {"layer": "MaxPool2D"},
        {"layer": "Dropout", "rate": 0.5},
        {"layer": "ELU"},
        {"layer": "AvgPool2D", "padding": "same"},
        {"layer": "Flatten"},
        {"layer": "Dense", "units": 10},
    ]
    found.evaluate("(one, layers) => one.set({...one.initial, layers})", kinds)
    drawn(found)
    moves = 0
    for number, kind in enumerate(kinds):
        opener = found.locator("button[aria-expanded]").nth(number)
        if opener.get_attribute("aria-expanded") == "false":
            opener.click()
        drawn(found)
        if kind["layer"] != "Flatten":
            moves += sweep_drawn_sliders(reader.page, found, made, kind["layer"])
    assert moves > 150
    assert reader.errors == []


@pytest.mark.parametrize("slug", EXPLORERS)
def test_every_choice_and_every_switch(reader, slug):
    found, made = explorer(reader.page, slug), EXPLORERS[slug]()
    for name, setting in EXPLORERS[slug].settings().items():
        if setting.kind == "choice" and setting.label:
            for value in setting.options:
                found.evaluate("one => one.set(one.initial)")
                found.locator(f"select[data-setting={name}]").select_option(value)
                seen = snapshot(found)
                assert seen["state"][name] == value
                expect_as_in_python(made, seen, (slug, name, value))
        elif setting.kind == "toggle" and setting.label:
            for _ in range(2):
                before = snapshot(found)["state"][name]
                found.locator(f"input[data-setting={name}]").focus()
                reader.page.keyboard.press("Space")
                seen = snapshot(found)
                assert seen["state"][name] is not before
                expect_as_in_python(made, seen, (slug, name))
    assert reader.errors == []


def test_what_is_shown_wrongly_is_noticed():
    seen = {"results": {"a": 0.126, "b": [1, 2]}, "shown": [["a", "a = 0.13"], ["b.1", "2"]]}
    assert shown_wrongly(seen) == []
    seen["shown"] = [["a", "0.12"], ["b.0", "2"]]
    assert [key for key, *_ in shown_wrongly(seen)] == ["a", "b.0"]
    seen = {"results": {"a": None, "b": []}, "shown": [["a", "0"], ["b.0", "2"], ["c.d", "1"]]}
    assert [key for key, *_ in shown_wrongly(seen)] == ["a", "b.0", "c.d"]


def test_the_page_from_the_disk_loads_all_explorers_and_their_data(visit):
    reader = visit()
    page = reader.open(PAGE)
    for slug in EXPLORERS:
        assert snapshot(explorer(page, slug))["results"]["problem"] == ""
    assert reader.errors == []
    assert reader.outside == []


def test_an_address_sets_the_explorers_it_names_and_keeps_its_section(visit):
    reader = visit()
    reader.open("index")
    home = f"{reader.home}{PAGE}.html"
    reader.page.goto(f"{home}#explorer-pooling!output-size?stride=3&size=20!pooling?size=3")
    for slug in set(EXPLORERS) - {"feature-map", "live-network"}:  # these start near the view
        reader.page.locator(f"cnncourse-explorer[name={slug}][ready]").first.wait_for()
    reader.page.wait_for_function(
        """() => {
          const { top } = document.getElementById("explorer-pooling").getBoundingClientRect();
          return -5 <= top && top < 300;
        }"""
    )
    size = snapshot(explorer(reader.page, "output-size"))["state"]
    assert (size["stride"], size["size"], size["kernel_size"]) == (3, 20, 3)
    assert snapshot(explorer(reader.page, "pooling"))["state"]["size"] == 3


def test_what_is_set_stands_in_the_address_and_comes_back(visit):
    reader = visit()
    page = reader.open(PAGE)
    found = explorer(page, "output-size")
    found.locator("input[data-setting=stride]").focus()
    page.keyboard.press("End")
    page.wait_for_function("location.hash.includes('stride=8')")
    page.goto(page.url)
    page.reload()
    assert snapshot(explorer(page, "output-size"))["state"]["stride"] == 8
    found = explorer(page, "output-size")
    found.get_by_role("button", name="Reset").click()
    page.wait_for_function("!location.hash.includes('stride')")
    assert snapshot(found)["state"]["stride"] == 2


def test_what_is_set_to_its_default_comes_back_where_the_page_had_another(visit):
    reader = visit()
    page = reader.open("foundations/padding")
    found = explorer(page, "output-size")
    assert snapshot(found)["state"]["kernel_size"] == 5  # the chapter's; the default is 3
    found.locator("input[data-setting=kernel_size]").press("ArrowLeft")
    found.locator("input[data-setting=kernel_size]").press("ArrowLeft")
    found.locator("input[data-setting=padding]").press("ArrowRight")
    page.wait_for_function("location.hash.includes('padding=1')")
    assert "kernel_size=3" in page.url
    page.reload()
    state = snapshot(explorer(page, "output-size"))["state"]
    assert (state["kernel_size"], state["padding"]) == (3, 1)
    page.evaluate(
        """() => new Promise(done => {
          addEventListener("hashchange", () => setTimeout(done), { once: true });
          location.hash = "!output-size?padding=1";
        })"""
    )
    state = snapshot(explorer(page, "output-size"))["state"]  # as a visit of that address gives
    assert (state["kernel_size"], state["size"], state["padding"]) == (5, 28, 1)


@everywhere(
    "given",
    ["stride=0", "stride=2.5", "stride=1e99", 'stride="3"', "stride=[1]", "strid=3", "stride=%"]
    + ["stride=%3Cimg src=x onerror=alert(1)%3E", "__proto__={}", "padding_kind=%22full%22", "="],
)
def test_an_address_with_anything_else_changes_nothing_and_says_so(visit, given):
    reader = visit()
    reader.open("index")
    reader.page.goto(f"{reader.home}{PAGE}.html#!output-size?{given}")
    found = explorer(reader.page, "output-size")
    assert found.evaluate("one => one.frame.state.changed()") == {}
    note = found.locator(".note")
    assert "Not taken from the address" in note.inner_text()
    assert found.locator("img").count() == 0
    assert reader.errors == []


def test_links_within_the_page_leave_the_explorers_as_they_are(visit):
    reader = visit(viewport={"width": 1200, "height": 900})
    page = reader.open(PAGE)
    found = explorer(page, "output-size")
    found.evaluate("one => one.set({stride: 5})")
    page.wait_for_function("location.hash.includes('stride=5')")
    page.evaluate(
        """() => new Promise(done => {
          addEventListener("hashchange", () => setTimeout(done), { once: true });
          location.hash = "explorer-flatten";
        })"""
    )
    assert snapshot(found)["state"]["stride"] == 5


@from_disk
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_no_accessibility_violation_and_a_picture_to_look_at(visit, scheme, width):
    reader = visit(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = reader.open(PAGE)
    PICTURES.mkdir(exist_ok=True)
    # What stays in place while a page scrolls would stand across a picture taller than the screen.
    page.add_style_tag(content=".bd-header-article, .skip-link, #pst-skip-link {display: none}")
    for slug in EXPLORERS:
        explorer(page, slug).screenshot(path=PICTURES / f"{slug}-{scheme}-{width}.png")
    assert axe_violations(page, "cnncourse-explorer") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@everywhere("name", [*CHAPTERS])
def test_the_explorers_of_a_chapter_answer(visit, name):
    reader, slugs = visit(), CHAPTERS[name]
    page = reader.open(name)
    stored = page.locator("cnncourse-explorer[ready]")
    stored.nth(len(slugs) - 1).wait_for()
    assert [one.get_attribute("name") for one in stored.all()] == slugs
    for number, slug in enumerate(slugs):
        found, made = stored.nth(number), EXPLORERS[slug]()
        slider = found.locator("input[type=range][data-setting]").first
        if slider.count():
            setting = slider.get_attribute("data-setting")
            slider.focus()
            page.keyboard.press("End")
            seen = snapshot(found)
            assert seen["state"][setting] == made.settings()[setting].high
        else:  # a chapter may show none of the controls: the drawing still answers
            found.evaluate("one => one.set({row: 3})")
            seen = snapshot(found)
            assert seen["state"]["row"] == 3
        expect_as_in_python(made, seen, (name, slug))
    assert reader.errors == []
    assert reader.outside == []
    assert axe_violations(page, "cnncourse-explorer") == []  # it asks for style sheets itself


@from_disk
@pytest.mark.parametrize("name", CHAPTERS)
def test_an_explorer_in_a_cell_is_dark_where_the_page_is(visit, name):
    page = visit(color_scheme="dark").open(name)
    found = page.locator("cnncourse-explorer[ready]").first
    found.wait_for()
    assert found.locator("section.explorer").evaluate("one => one.classList.contains('dark')")
    grounds = found.evaluate(
        """one => {
          const clear = "rgba(0, 0, 0, 0)", seen = [];
          for (let at = one.parentElement; at; at = at.parentElement) {
            const ground = getComputedStyle(at).backgroundColor;
            if (ground !== clear) seen.push(ground);
          }
          return seen;
        }"""
    )
    body = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert set(grounds) == {body}
    assert axe_violations(page, "cnncourse-explorer") == []


@from_disk
def test_without_scripts_each_explorer_is_a_drawing(visit):
    page = visit(java_script_enabled=False).open(PAGE)
    for slug in EXPLORERS:
        picture = page.locator(f"cnncourse-explorer[name={slug}] svg[role=img]").first
        assert picture.is_visible(), slug
        assert picture.get_attribute("aria-label"), slug


@from_disk
def test_in_print_each_explorer_is_a_drawing(visit):
    reader = visit()
    page = reader.open(PAGE)
    for slug in EXPLORERS:
        explorer(page, slug)
    page.emulate_media(media="print")
    for slug in EXPLORERS:
        found = page.locator(f"cnncourse-explorer[name={slug}]")
        assert found.locator("> svg").is_visible(), slug
        assert not found.locator(".drawing").is_visible(), slug


def test_the_state_in_the_page_is_what_python_wrote(visit):
    page = visit().open(PAGE)
    for slug in EXPLORERS:
        found = explorer(page, slug)
        written = json.loads(found.get_attribute("state"))
        assert {key: found.evaluate("one => one.state")[key] for key in written} == written
