"""The receptive field's maps under hand and keyboard, and its layers added and removed."""

import pytest

from tests.browser.accessibility import axe_violations
from tests.browser.conftest import Visit
from tests.browser.explorers import drawn, explorer, seen_as_in_python

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(explorers_page):
    """The visit, with the explorer as it was at first."""
    found = explorer(explorers_page.page, "receptive-field")
    found.evaluate("one => one.set(one.initial)")
    drawn(found)
    return explorers_page


def chosen(seen):
    """Return the unit that is looked at, as (map, row, column)."""
    found = seen["results"]
    return found["names"][found["layer"]], found["row"], found["column"]


def a_map(found, name):
    """Return the map of a layer."""
    return found.get_by_role("application", name=f"{name},")


def test_a_click_on_a_map_chooses_its_unit(reader):
    found = explorer(reader.page, "receptive-field")
    for name, units in (("conv1", 26), ("pool1", 13), ("conv2", 11)):
        place = a_map(found, name)
        place.scroll_into_view_if_needed()
        box = place.bounding_box()
        side = box["width"] / units
        reader.page.mouse.click(box["x"] + 7.5 * side, box["y"] + 2.5 * side)
        assert chosen(seen_as_in_python(found)) == (name, 2, 7)
    box = a_map(found, "input").bounding_box()
    reader.page.mouse.move(box["x"] + 20, box["y"] + 20)
    assert chosen(seen_as_in_python(found)) == ("conv2", 2, 7)  # to be read, not chosen
    reader.page.mouse.click(box["x"] + 20, box["y"] + 20)
    assert chosen(seen_as_in_python(found))[0] == "input"
    assert reader.errors == []


def test_arrow_keys_walk_over_a_map_and_stop_at_its_edges(reader):
    found = explorer(reader.page, "receptive-field")
    a_map(found, "conv2").focus()
    for key, wanted in (
        ("ArrowRight", (5, 6)),
        ("ArrowDown", (6, 6)),
        ("Home", (0, 0)),
        ("ArrowUp", (0, 0)),
        ("End", (10, 10)),
        ("ArrowRight", (10, 10)),
        ("ArrowLeft", (10, 9)),
    ):
        reader.page.keyboard.press(key)
        assert chosen(seen_as_in_python(found)) == ("conv2", *wanted), key


def test_keys_faster_than_the_screen_lose_no_step(reader):
    found = explorer(reader.page, "receptive-field")
    a_map(found, "conv2").evaluate(
        """map => { for (let i = 0; i < 4; i += 1) map.dispatchEvent(
             new KeyboardEvent("keydown", {key: "ArrowRight"})); }"""
    )
    assert chosen(seen_as_in_python(found)) == ("conv2", 5, 9)


def test_layers_are_added_changed_moved_and_removed_by_keyboard(reader):
    found, page = explorer(reader.page, "receptive-field"), reader.page
    found.get_by_role("button", name="Add pooling").press("Enter")
    assert seen_as_in_python(found)["results"]["names"][-1] == "pool2"
    found.get_by_role("slider", name="pool2 window size").press("ArrowRight")
    assert seen_as_in_python(found)["state"]["layers"][3] == ["pool", 3, 2, "valid", 1]
    found.get_by_role("slider", name="conv2 dilation").press("End")
    assert seen_as_in_python(found)["state"]["layers"][2][4] == 4
    found.get_by_label("conv1 padding").select_option("same")
    assert seen_as_in_python(found)["results"]["map_sizes"][1] == 28
    found.get_by_role("button", name="Move conv2 up").press("Enter")
    page.keyboard.press("Enter")  # the focus has gone with the layer
    layers = seen_as_in_python(found)["state"]["layers"]
    assert [layer[0] for layer in layers] == ["conv", "conv", "pool", "pool"]
    assert layers[0][4] == 4
    for count in (3, 2, 1, 0):
        found.get_by_role("button", name="Remove").first.press("Enter")
        assert len(seen_as_in_python(found)["state"]["layers"]) == count
    assert found.evaluate("one => one.shadowRoot.activeElement.textContent") == "Add convolution"
    for _ in range(8):
        found.get_by_role("button", name="Add convolution").press("Enter")
    assert seen_as_in_python(found)["results"]["size"] == 17
    assert found.get_by_role("button", name="Add pooling").is_disabled()
    assert reader.errors == []


def test_a_layer_that_does_not_fit_is_named_in_its_place(reader):
    found = explorer(reader.page, "receptive-field")
    found.locator("input[data-setting=input_size]").press("Home")
    found.get_by_role("slider", name="conv2 kernel size").press("End")
    seen = seen_as_in_python(found)
    assert "layer 3 (conv2" in seen["problem"]
    assert found.locator("li.fault").inner_text().startswith("conv2")
    assert "does not fit" in found.locator("li.fault").inner_text()
    assert chosen(seen)[0] == "pool1"
    found.get_by_role("slider", name="conv2 kernel size").press("Home")
    assert seen_as_in_python(found)["problem"] == ""
    assert found.locator("li.fault").count() == 0


def test_every_preset(reader):
    found = explorer(reader.page, "receptive-field")
    wanted = {
        "Two 3×3": (5, 25),
        "Three 3×3": (7, 49),
        "VGG-like": (16, 256),
        "Dilated 1, 2, 4": (15, 225),
        "Dilated 2, 2": (9, 25),
        "Network B": (16, 256),
    }
    assert found.get_by_role("group", name="Presets").get_by_role("button").count() == len(wanted)
    for words, (size, seen_pixels) in wanted.items():
        found.get_by_role("button", name=words).click()
        results = seen_as_in_python(found)["results"]
        assert (results["size"], results["seen"]) == (size, seen_pixels), words


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_eight_layers_and_a_problem(browser, served, scheme):
    reader = Visit(
        browser, served, viewport={"width": 360, "height": 700}, color_scheme=scheme, has_touch=True
    )
    page = reader.open("explorers")
    found = explorer(page, "receptive-field")
    layers = [["conv", 7, 2, "same", 1]] * 2 + [["conv", 3, 1, 3, 2]] * 5 + [["pool", 1, 1, 1, 1]]
    found.evaluate("(one, layers) => one.set({layers, layer: 7, input_size: 64})", layers)
    assert "layer 8" in seen_as_in_python(found)["problem"]
    place = a_map(found, "conv2")
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    page.touchscreen.tap(box["x"] + 2, box["y"] + 2)
    assert chosen(seen_as_in_python(found)) == ("conv2", 0, 0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_violations(page, "cnncourse-explorer[name=receptive-field]") == []
    reader.context.close()
