"""The network builder by hand: layers added, moved, changed and removed, code copied, links."""

import pytest

from cnncourse.explorers import NetworkBuilder
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer, seen_as_in_python, snapshot

pytestmark = pytest.mark.browser

SLUG = "network-builder"


@pytest.fixture
def reader(visit):
    """A visit whose page is open, with the clipboard at hand."""
    one = visit(permissions=["clipboard-read", "clipboard-write"])
    one.open("explorers")
    yield one
    assert one.errors == []


@pytest.fixture
def found(reader):
    """The explorer, at its defaults."""
    return explorer(reader.page, SLUG)


def names(found):
    """Return the layers' names as they stand in the list."""
    drawn(found)
    return found.locator(".nb-layers strong").all_inner_texts()


def focused(found):
    """Return the accessible name of what has the focus."""
    drawn(found)
    return found.evaluate(
        "one => { const at = one.shadowRoot.activeElement;"
        " return at && (at.getAttribute('aria-label') || at.textContent); }"
    )


def button(found, name):
    """Return the button of this very name."""
    return found.get_by_role("button", name=name, exact=True)


TWO_CONV = ["conv1", "pool1", "conv2", "pool2", "flatten1", "dense1", "dense2"]


def test_layers_are_added_moved_turned_and_removed_by_keyboard(reader, found):
    keys = reader.page.keyboard
    assert names(found) == TWO_CONV
    button(found, "Move conv1 down").focus()
    keys.press("Enter")
    assert names(found) == ["pool1", "conv1", *TWO_CONV[2:]]
    assert focused(found) == "Move conv1 down"
    keys.press("Enter")
    # Two convolutions in a row: the one that was moved is the second now, and keeps the focus.
    assert names(found)[:3] == ["pool1", "conv1", "conv2"]
    assert focused(found) == "Move conv2 down"
    seen_as_in_python(found)
    button(found, "Remove conv2").focus()
    keys.press("Space")
    assert names(found) == ["pool1", "conv1", "pool2", "flatten1", "dense1", "dense2"]
    assert focused(found) == "Remove pool2"
    button(found, "Add after pool2").focus()
    keys.press("Enter")
    assert focused(found) == "Kind of conv2"
    keys.press("b")  # no other kind begins with it
    assert names(found)[3] == "norm1"
    assert focused(found) == "Kind of norm1"
    button(found, "Duplicate norm1").focus()
    keys.press("Enter")
    assert focused(found) == "Duplicate norm2"
    seen = seen_as_in_python(found)
    assert seen["results"]["network"] == "my-network"
    assert seen["results"]["fixed"] == 4 * 64
    undo = button(found, "Undo")
    for _ in range(6):
        undo.click()
    assert names(found) == TWO_CONV
    assert snapshot(found)["results"]["network"] == "two-conv"


def opened(found, name):
    """Open the layer of this name."""
    drawn(found)
    found.locator("button.nb-name", has=found.page.get_by_text(name, exact=True)).click()
    drawn(found)


def test_a_residual_is_built_changed_and_taken_apart_by_keyboard(reader, found):
    keys = reader.page.keyboard
    button(found, "Add after conv1").focus()
    keys.press("Enter")
    assert focused(found) == "Kind of conv2"
    found.get_by_label("Kind of conv2").select_option("Residual")
    block = ["residual1", "residual1/conv1", "residual1/conv2"]
    assert names(found) == ["conv1", *block, "pool1", "conv2", *TWO_CONV[3:]]
    assert focused(found) == "Kind of residual1"
    seen = seen_as_in_python(found)
    layer = {"layer": "Conv2D", "filters": 32, "kernel_size": 3, "padding": "same"}
    body = [layer | {"activation": "relu"}, layer]
    assert seen["state"]["layers"][1] == {"layer": "Residual", "layers": body}
    assert seen["problem"] == ""
    button(found, "Add to the layers of residual1").focus()
    keys.press("Enter")
    assert focused(found) == "Kind of residual1/conv3"
    button(found, "Move residual1/conv3 up").focus()
    keys.press("Enter")
    assert focused(found) == "Move residual1/conv2 up"
    keys.press("Enter")
    assert focused(found) == "Move residual1/conv1 up"
    keys.press("Enter")  # it is the first: nothing moves out of the residual
    seen = seen_as_in_python(found)
    assert seen["state"]["layers"][1]["layers"] == [layer, *body]
    button(found, "Duplicate residual1/conv1").focus()
    keys.press("Enter")
    assert focused(found) == "Duplicate residual1/conv2"
    button(found, "Remove residual1/conv2").focus()
    keys.press("Enter")
    assert focused(found) == "Remove residual1/conv2"
    assert names(found)[1:5] == [*block, "residual1/conv3"]
    for _ in range(3):
        keys.press("Enter")
        drawn(found)
    assert names(found) == ["conv1", "pool1", *TWO_CONV[2:]]
    undo = button(found, "Undo")
    undo.click()
    assert names(found)[1:3] == ["residual1", "residual1/conv1"]
    for _ in range(9):
        undo.click() if undo.get_attribute("aria-disabled") == "false" else None
    assert names(found) == TWO_CONV
    assert snapshot(found)["results"]["network"] == "two-conv"


def test_the_shortcut_of_a_residual_and_what_mends_it(reader, found):
    found.evaluate(
        "one => one.set({layers: [{layer: 'Conv2D', filters: 4, kernel_size: 3},"
        " {layer: 'Residual', layers: [{layer: 'Conv2D', filters: 4, kernel_size: 3,"
        " padding: 'same'}]}]})"
    )
    opened(found, "residual1/conv1")
    found.get_by_label("residual1/conv1 filters, typed").fill("6")
    found.get_by_label("residual1/conv1 stride").press("ArrowRight")
    seen = seen_as_in_python(found)
    told = found.locator(".nb-mistake:visible").inner_text()
    assert "residual1 does not fit: Residual adds its input, (26, 26, 4), to what leaves" in told
    button(found, "Use shortcut [Conv2D(6, 1, stride=2)]").click()
    seen = seen_as_in_python(found)
    assert (seen["problem"], names(found)[-1]) == ("", "residual1/shortcut/conv1")
    opened(found, "residual1/shortcut/conv1")
    button(found, "Remove residual1/shortcut/conv1").click()
    assert "shortcut" not in snapshot(found)["state"]["layers"][1]
    button(found, "Add to the shortcut of residual1").click()
    seen = seen_as_in_python(found)
    assert (seen["problem"], seen["results"]["shapes"][-1]) == ("", [13, 13, 6])
    reader.page.wait_for_function("location.hash.includes('shortcut')")
    reader.page.reload()
    assert seen_as_in_python(explorer(reader.page, SLUG))["results"] == seen["results"]


def test_a_residual_block_at_the_end_takes_what_leaves_the_network(found):
    button(found, "Add residual block at the end").click()
    seen = seen_as_in_python(found)
    dense = {"layer": "Dense", "units": 10}
    assert seen["state"]["layers"][-1]["layers"] == [dense | {"activation": "relu"}, dense]
    found.evaluate("one => one.set({layers: Array(38).fill({layer: 'ReLU'})})")
    button(found, "Add residual block at the end").dispatch_event("click")
    assert len(names(found)) == 38


def test_residuals_fit_on_a_phone(reader, found):
    reader.page.set_viewport_size({"width": 390, "height": 800})
    nested = {"layer": "ReLU"}
    for _ in range(8):
        nested = {"layer": "Residual", "layers": [nested]}
    reader.page.evaluate("([one, layers]) => one.set({layers})", [found.element_handle(), [nested]])
    seen_as_in_python(found)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    edges = found.locator(".nb-layers li").evaluate_all(
        "all => all.map(one => { const { left, right } = one.getBoundingClientRect();"
        " return [left, right, one.scrollWidth <= one.clientWidth + 1]; })"
    )
    assert [left for left, _, _ in edges[:5]] == sorted({left for left, _, _ in edges})
    assert all(fits for _, _, fits in edges)
    opened(found, "residual1/residual1")
    assert reader.errors == []
    assert axe_violations(reader.page, f"cnncourse-explorer[name={SLUG}]") == []
    reader.errors.clear()  # axe-core asks for the style sheets, which a disk refuses it


def test_every_slider_of_every_kind_of_layer_agrees_with_python(reader, found):
    kinds = found.locator(".nb-layers li.open select").first
    for kind in ("Conv2D", "MaxPool2D", "AvgPool2D", "BatchNorm", "Dropout", "LeakyReLU", "ELU"):
        found.evaluate("one => one.set(one.initial)")
        drawn(found)
        kinds.select_option(kind)
        drawn(found)
        sliders = found.locator(".nb-layers li.open input[type=range]:visible")
        count = sliders.count()
        assert count == {"Conv2D": 4, "BatchNorm": 2}.get(kind, 2 if "Pool" in kind else 1)
        for i in range(count):
            sliders.nth(i).focus()
            before = focused(found)
            for key in ("Home", "ArrowRight", "End"):
                reader.page.keyboard.press(key)
                seen_as_in_python(found)
            assert focused(found).split(" ", 1)[1] == before.split(" ", 1)[1]


def test_padding_activation_bias_and_typed_numbers(reader, found):
    layer = found.locator(".nb-layers li.open")
    layer.get_by_label("conv1 padding", exact=True).select_option("number")
    layer.get_by_label("conv1 padding, pixels").press("End")
    layer.get_by_label("conv1 activation").select_option("gelu")
    layer.get_by_label("conv1 bias").press("Space")
    typed = layer.get_by_label("conv1 filters, typed")
    typed.fill("18")
    seen = seen_as_in_python(found)
    assert seen["results"]["calls"][0] == (
        "Conv2D(18, 3, padding=7, activation='gelu', use_bias=False)"
    )
    for nonsense in ("0", "", "1.5", "513"):
        typed.fill(nonsense)
        assert snapshot(found)["state"]["layers"][0]["filters"] == 18
    typed.press("Tab")
    assert typed.input_value() == "18"


def test_a_mistake_is_named_at_its_layer_and_what_follows_can_be_changed(reader, found):
    reader.page.evaluate(
        "([one, layers]) => one.set({layers})",
        [
            found.element_handle(),
            [
                {"layer": "MaxPool2D", "size": 9},
                {"layer": "Conv2D", "filters": 4, "kernel_size": 5},
                {"layer": "Dense", "units": 10},
            ],
        ],
    )
    seen = seen_as_in_python(found)
    assert seen["problem"].startswith("layer 2 (conv1, Conv2D(4, 5)) of 'my-network'")
    told = found.locator(".nb-mistake:visible")
    assert told.count() == 1
    assert "conv1 does not fit: kernel size (5) is larger" in told.inner_text()
    code = found.locator("code[data-result=keras_code]")
    assert code.inner_text().startswith("# No code: layer 2 (conv1")
    button(found, "Use padding “same”").click()
    assert "Dense needs a vector" in told.inner_text()
    found.locator(".nb-layers button.nb-name").nth(2).click()
    found.get_by_label("dense1 units, typed").fill("7")
    assert snapshot(found)["results"]["mistake_at"] == 2
    button(found, "Put Flatten() before it").click()
    seen = seen_as_in_python(found)
    assert seen["problem"] == ""
    assert seen["results"]["shapes"][-1] == [7]
    assert told.count() == 0


def test_equal_layers_change_places_and_keep_the_focus(reader, found):
    found.evaluate("one => one.set({layers: [{layer: 'ReLU'}, {layer: 'ReLU'}]})")
    drawn(found)
    button(found, "Move relu1 down").focus()
    reader.page.keyboard.press("Enter")
    assert focused(found) == "Move relu2 down"
    reader.page.keyboard.press("Enter")
    assert focused(found) == "Move relu2 down"


def test_the_empty_network_can_be_built_up_again(reader, found):
    for _ in TWO_CONV:
        found.locator(".nb-layers li.open").get_by_role("button", name="Remove").click()
        drawn(found)
    assert "needs at least one layer" in seen_as_in_python(found)["problem"]
    assert focused(found) == "Add layer at the end"
    reader.page.keyboard.press("Enter")
    assert names(found) == ["conv1"]
    assert seen_as_in_python(found)["problem"] == ""


def test_there_is_an_end_to_the_layers(found):
    found.evaluate("one => one.set({layers: Array(40).fill({layer: 'ReLU'})})")
    drawn(found)
    last = found.get_by_role("button", name="40 layers are the most here")
    assert last.get_attribute("aria-disabled") == "true"
    last.click(force=True)
    button(found, "Duplicate relu1").click()
    assert len(names(found)) == 40


def test_presets_by_the_select(found):
    select = found.get_by_label("Start from")
    options = select.locator("option").evaluate_all("all => all.map(one => one.value)")
    for name in options[1:]:
        select.select_option(name)
        seen = seen_as_in_python(found)
        assert seen["results"]["network"] == name
        assert select.input_value() == name


def test_the_code_of_both_frameworks_is_copied(reader, found):
    made = NetworkBuilder()
    tabs = found.get_by_role("tab")
    button(found, "Copy code").click()
    found.get_by_text("Copied.").wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == made.keras_code
    tabs.first.focus()
    reader.page.keyboard.press("ArrowRight")
    assert focused(found) == "PyTorch"
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert found.get_by_role("tabpanel").inner_text().startswith("from torch import nn")
    button(found, "Copy code").click()
    reader.page.wait_for_function(
        "async code => (await navigator.clipboard.readText()) === code", arg=made.torch_code
    )
    reader.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(1); }")
    button(found, "Copy code").click()
    found.get_by_text("The code is selected").wait_for()


def test_a_link_reproduces_the_network(reader, found):
    found.get_by_label("Start from").select_option("lenet-5")
    button(found, "Duplicate conv1").click()
    found.evaluate("one => one.set({input_size: 40, input_channels: 3})")
    before = seen_as_in_python(found)
    reader.page.wait_for_function("location.hash.includes('input_size=40')")
    reader.page.reload()
    again = seen_as_in_python(explorer(reader.page, SLUG))
    assert again["state"] == before["state"]
    assert again["results"] == before["results"]


@pytest.mark.parametrize("layers", ['"lenet"', "3", "[3]", '[{"layer":"Lambda"}]', "[[]]", "{}"])
def test_a_link_with_other_layers_changes_nothing(reader, layers):
    reader.open("index")
    reader.page.goto(f"{reader.home}explorers.html#!{SLUG}?layers={layers}")
    found = explorer(reader.page, SLUG)
    assert "Not taken from the address: layers" in found.locator(".note").inner_text()
    assert snapshot(found)["state"]["layers"] == "two-conv"
