"""Keys and clicks that arrive before the page has drawn: none is lost, none meets another layer.

The drawing waits for the screen's next frame, which on a slow machine comes after several keys.
Each test holds that frame back.
"""

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.conftest import Visit
from tests.browser.explorers import between_frames, drawn, explorer, seen_as_in_python, snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def start(explorers_page):
    """Return a function that gives an explorer as it was at first, with the settings given."""

    def begin(slug, **settings):
        found = explorer(explorers_page.page, slug)
        found.evaluate("(one, given) => one.set({...one.initial, ...given})", settings)
        drawn(found)
        return found

    yield begin
    assert explorers_page.errors == []


def button(found, name):
    """Return the button of this very name."""
    return found.get_by_role("button", name=name, exact=True)


def focused(found):
    """Return the accessible name of what has the focus."""
    return found.evaluate(
        "one => { const at = one.shadowRoot.activeElement;"
        " return at && (at.getAttribute('aria-label') || at.textContent); }"
    )


@pytest.mark.parametrize("slug", EXPLORERS)
def test_every_control_of_the_page(start, slug):
    found = start(slug)
    wanted = {}
    with between_frames(found.page):
        for name, setting in EXPLORERS[slug].settings().items():
            control = found.locator(f"[data-setting={name}]")
            if not setting.label or setting.kind not in ("slider", "log", "choice", "toggle"):
                continue
            if setting.kind == "slider":
                control.press("End")
                control.press("ArrowLeft")
                wanted[name] = pytest.approx(setting.high - setting.step)
            elif setting.kind == "log":
                control.press("End")
                control.press("ArrowLeft")
                wanted[name] = setting.stops[-2]
            elif setting.kind == "toggle":
                control.press("Space")
                wanted[name] = not setting.default_value
            else:
                wanted[name] = list(setting.options)[-1]
                control.select_option(wanted[name])
    state = seen_as_in_python(found)["state"]
    assert {name: state[name] for name in wanted} == wanted


def test_every_kind_of_control_of_a_layer_in_the_network_builder(start):
    found = start("network-builder")
    layer = found.locator(".nb-layers li.open")
    layer.get_by_label("conv1 padding", exact=True).select_option("number")
    drawn(found)
    typed = layer.get_by_label("conv1 filters, typed")
    with between_frames(found.page):
        layer.get_by_label("conv1 padding, pixels").press("End")
        layer.get_by_label("conv1 activation").select_option("gelu")
        layer.get_by_label("conv1 bias").press("Space")
        layer.get_by_label("conv1 kernel size").press("ArrowRight")
        typed.fill("18")
        layer.get_by_label("conv1 stride").press("ArrowRight")
    seen = seen_as_in_python(found)
    assert seen["results"]["calls"][0] == (
        "Conv2D(18, 4, stride=2, padding=7, activation='gelu', use_bias=False)"
    )
    assert typed.input_value() == "18"
    assert layer.get_by_label("conv1 bias").is_checked() is False


@pytest.mark.parametrize(("text", "taken"), [("513", 51), ("12.5", 12), ("", 32)])
def test_what_is_being_typed_stays_as_it_is_typed(start, text, taken):
    found = start("network-builder")
    typed = found.get_by_label("conv1 filters, typed")
    with between_frames(found.page):
        found.get_by_label("conv1 stride").press("ArrowRight")
        typed.press("Control+a")
        typed.press("Delete")
        found.page.keyboard.type(text)
    layer = snapshot(found)["state"]["layers"][0]
    assert (layer["stride"], layer["filters"]) == (2, taken)
    assert typed.input_value() == text
    found.evaluate("one => one.set({layers: [{layer: 'Conv2D', filters: 7, kernel_size: 3}]})")
    drawn(found)
    assert typed.input_value() == "7"  # changed from elsewhere


def test_steps_of_the_network_builder_meet_the_layers_where_they_went(start):
    found = start("network-builder")
    names, layer = found.locator(".nb-layers strong"), found.locator(".nb-layers li.open")
    with between_frames(found.page):
        layer.get_by_label("conv1 stride").press("ArrowRight")
        button(found, "Move conv1 down").press("Enter")
        assert focused(found) == "Move conv1 down"
        found.page.keyboard.press("Enter")
        assert focused(found) == "Move conv2 down"
        found.page.keyboard.press("Enter")
        button(found, "Duplicate conv2").press("Enter")
        assert focused(found) == "Duplicate conv3"
        layer.get_by_label("conv3 filters, typed").fill("9")
    seen = seen_as_in_python(found)
    assert names.all_inner_texts()[:5] == ["pool1", "conv1", "pool2", "conv2", "conv3"]
    assert [one.get("stride") for one in seen["state"]["layers"][1:5]] == [None, None, 2, 2]
    assert seen["state"]["layers"][4]["filters"] == 9
    with between_frames(found.page):
        layer.get_by_label("conv3 stride").press("End")
        button(found, "Remove conv3").press("Enter")
        found.page.keyboard.press("Enter")
        for _ in range(3):
            button(found, "Undo").press("Enter")
        found.locator(".nb-layers button.nb-name").nth(3).press("Enter")
        layer.get_by_label("conv2 stride").press("End")
    layers = seen_as_in_python(found)["state"]["layers"]
    assert [one["layer"] for one in layers[:4]] == ["MaxPool2D", "Conv2D", "MaxPool2D", "Conv2D"]
    # Three steps were taken back: two layers removed, and before them the slider of a third.
    assert [one.get("stride") for one in layers] == [None, None, None, 6, 2, None, None, None]


def test_the_code_that_is_copied_is_that_of_the_network_as_set(browser, served):
    reader = Visit(browser, served, permissions=["clipboard-read", "clipboard-write"])
    page = reader.open("explorers")
    found = explorer(page, "network-builder")
    with between_frames(page):
        found.get_by_label("conv1 filters, typed").fill("18")
        button(found, "Copy code").press("Enter")
        found.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == seen_as_in_python(found)["results"]["keras_code"]
    reader.context.close()


def test_every_kind_of_control_of_a_layer_in_the_receptive_field(start):
    found = start("receptive-field")
    with between_frames(found.page):
        found.get_by_label("conv1 kernel size").press("ArrowRight")
        found.get_by_label("conv1 padding").select_option("same")
        found.get_by_label("conv1 stride").press("ArrowRight")
        found.get_by_label("conv1 dilation").press("ArrowRight")
        found.get_by_label("pool1 window size").press("ArrowRight")
    assert seen_as_in_python(found)["state"]["layers"][:2] == [
        ["conv", 4, 2, "same", 2],
        ["pool", 3, 2, "valid", 1],
    ]


def test_steps_of_the_receptive_field_meet_the_layers_where_they_went(start):
    found = start("receptive-field")
    with between_frames(found.page):
        found.get_by_label("conv1 kernel size").press("End")
        button(found, "Move conv1 down").press("Enter")
        found.page.keyboard.press("Enter")
        for _ in range(9):
            button(found, "Add convolution").press("Enter")
        found.get_by_label("pool1 stride").press("ArrowRight")
    layers = seen_as_in_python(found)["state"]["layers"]
    assert [layer[0] for layer in layers] == ["pool", *["conv"] * 7]
    assert [layer[1] for layer in layers[1:3]] == [3, 7]  # conv2 was passed, conv1 is as set
    with between_frames(found.page):
        button(found, "Remove conv1").press("Enter")
        found.page.keyboard.press("Enter")  # the next has taken its place, and the focus
        found.get_by_label("conv1 stride").press("ArrowRight")
    layers = seen_as_in_python(found)["state"]["layers"]
    assert [(layer[0], layer[2]) for layer in layers] == [
        ("pool", 3),
        ("conv", 2),
        *[("conv", 1)] * 4,
    ]


def test_the_window_of_the_convolution_goes_on_from_where_it_is(start):
    found = start("convolution", row=0, column=0)
    found.locator(".output > .map").focus()
    with between_frames(found.page):
        for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
            found.page.keyboard.press(key)
        for _ in range(2):
            button(found, "One place on").press("Enter")
    results = seen_as_in_python(found)["results"]
    assert (results["row"], results["column"]) == (1, 4)


def test_weights_typed_one_after_the_other_are_all_taken(start):
    found = start("convolution")
    with between_frames(found.page):
        found.get_by_label("Weight, row 0, column 0").fill("5")
        found.get_by_label("Weight, row 2, column 1").fill("-7")
    weights = seen_as_in_python(found)["results"]["weights"]
    assert (weights[0][0], weights[2][1]) == ([5], [-7])


def test_a_picture_chosen_just_before_is_the_one_that_is_searched(start):
    found = start("live-network")
    with between_frames(found.page):
        found.locator("select[data-setting=image]").select_option("bag")
        button(found, "Try every position").press("Enter")
    found.get_by_text("Inside the dashed line").wait_for()
    assert found.locator(".sweep .found").inner_text() != ""
    with between_frames(found.page):
        found.locator("input[data-setting=size]").press("Home")
        button(found, "Lower left corner").press("Enter")
    assert seen_as_in_python(found)["results"]["kept"] == pytest.approx(1)


def test_what_a_button_of_the_dense_head_says_is_not_wiped_away(start):
    found = start("dense-head")
    with between_frames(found.page):
        found.locator("input[data-setting=sole]").press("End")
        button(found, "No opinion").press("Enter")
        found.get_by_role("slider", name="Logit of Dress").press("ArrowRight")
    assert seen_as_in_python(found)["results"]["logits"][1] == pytest.approx(0.1)
    assert found.locator(".said").inner_text().startswith("All logits are 0")
