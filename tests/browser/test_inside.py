"""Inside the live network by mouse and keys; a network and a picture of one's own."""

import base64
import io

import numpy as np
import pytest
from matplotlib import image as images

from cnncourse import ops, reference, weightfile, zoo
from cnncourse.explorers import LiveNetwork, inside
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer
from tests.browser.test_spoken import LISTEN, RESTED
from tests.networks import drawn_weights

pytestmark = pytest.mark.browser

DROP = """(one, [name, type, text]) => {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], name, { type }));
    const target = one.shadowRoot.querySelector(".pad");
    const drop = new DragEvent("drop", {
        dataTransfer: given, bubbles: true, composed: true, cancelable: true });
    target.dispatchEvent(drop);
    return drop.defaultPrevented;
}"""

PASTE = DROP.replace('new DragEvent("drop"', 'new ClipboardEvent("paste"').replace(
    "dataTransfer:", "clipboardData:"
)


def scripts(page):
    """Return the names of the scripts that the page has asked for."""
    addresses = page.evaluate("[...document.scripts].map(one => one.src)")
    return {address.split("?")[0].rpartition("/")[2] for address in addresses}


def opened(visit):
    """Return a visitor and the live network, its insides in view."""
    reader = visit(viewport={"width": 900, "height": 800})
    found = explorer(reader.open("explorers"), "live-network")
    found.locator(".layers").evaluate("one => one.scrollIntoView()")  # soon it is another one
    found.locator(".inside figure.layer").first.wait_for()
    return reader, found


def number(words):
    """Return a number of the page."""
    return float(words.replace("−", "-").replace(",", ""))


def as_in_python(found):
    """Compare what stands inside the chosen unit with the package; returns Python's explorer."""
    drawn(found)
    explorer = LiveNetwork(**found.evaluate("one => one.state"))
    expected = explorer.inside()
    title = found.locator(".unit .title").inner_text()
    name, value = title.split(" = ")
    assert name == expected["unit"]
    assert number(value) == pytest.approx(expected["value"], abs=6e-5)
    sums = found.locator(".sums")
    if "products" not in expected:
        assert not sums.is_visible()
        return expected
    rows = {
        row.locator("th").inner_text(): [
            number(n) for n in row.locator("td").all_inner_texts() if n and "×" not in n
        ]
        for row in sums.locator("tbody tr").all()
    }
    count = expected["products"].size
    total = rows.pop(f"all {count} products" if count > 1 else "all one product")
    assert total == [pytest.approx(expected["sum"], abs=6e-5)]
    if expected["bias"] is not None:
        bias = [expected["bias"], expected["total"]]
        np.testing.assert_allclose(rows.pop("bias"), bias, atol=6e-5)
    after = [row for name, row in rows.items() if name.startswith("after")]
    assert after == [[pytest.approx(expected["value"], abs=6e-5)]] * len(after)
    terms = [row for name, row in rows.items() if not name.startswith("after")]
    assert sum(row[-2] for row in terms) == pytest.approx(expected["sum"], abs=1e-4 * len(terms))
    np.testing.assert_allclose(
        np.cumsum([row[-2] for row in terms]), [r[-1] for r in terms], atol=1e-4 * len(terms)
    )
    return expected


def test_a_number_is_clicked_and_followed_back_to_the_pixels_by_keys(visit):
    reader, found = opened(visit)
    page, box = reader.page, found.locator(".inside figure.layer", has_text="dense2")
    box.locator("canvas").click(position={"x": 4, "y": 4})
    found.locator(".unit").wait_for()
    assert found.evaluate("one => one.state.unit") == "dense2[0]"
    seen = [as_in_python(found)["unit"]]
    found.get_by_role("application", name="What it reads").focus()
    while not seen[-1].startswith("image"):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "([one, unit]) => one.state.unit !== unit", arg=[found.element_handle(), seen[-1]]
        )
        seen.append(as_in_python(found)["unit"])
    layers = [inside.parse(unit).layer for unit in seen]
    assert layers == ["dense2", "dense1", "flatten1", "pool2", "conv2", "pool1", "conv1", "image"]
    assert (reader.errors, reader.outside) == ([], [])
    assert axe_violations(page, "cnncourse-explorer[name=live-network]") == []
    for unit in reversed(seen[:-1]):
        page.keyboard.press("Backspace")
        drawn(found)
        assert found.evaluate("one => one.state.unit") == unit
    page.keyboard.press("Escape")
    drawn(found)
    assert found.evaluate("one => one.state.unit") == ""
    assert not found.locator(".unit").is_visible()


def test_a_weight_is_pointed_at_walked_to_and_kept(visit):
    reader, found = opened(visit)
    page = reader.page
    found.evaluate("one => one.set({unit: 'conv2[4,5,9]'})")
    expected = as_in_python(found)
    kernel = found.get_by_role("application", name="Weights")
    term, voice = found.locator(".unit .term"), found.locator(".spoken")

    def hover(row, column):
        size = kernel.bounding_box()["width"] / expected["weights"].shape[1]
        kernel.hover(position={"x": (column + 0.5) * size, "y": (row + 0.5) * size})
        drawn(found)

    def said(row, column):
        weight, number, product = (
            f"{expected[name][row, column, 0]:.4f}".replace("-", "−")
            for name in ("weights", "inputs", "products")
        )
        place = (expected["rows"][row], expected["columns"][column])
        words = f"he weight at row {row}, column {column} of the window for map 0 multiplies row "
        end = f"{place[0]}, column {place[1]} of map 0 of pool1: {number} × {weight} = {product}"
        return words + end

    def frames():
        marks = found.locator(".unit .map").evaluate_all(
            """maps => maps.map(map => [...map.querySelectorAll(".frame.second:not(.under)")]
              .map(one => [Number(one.getAttribute("y")), Number(one.getAttribute("x"))]))"""
        )
        return [[tuple(one) for one in each] for each in marks]

    kernel.scroll_into_view_if_needed()
    hover(1, 2)
    assert term.inner_text() == f"T{said(1, 2)}"
    row, column = expected["rows"][1], expected["columns"][2]
    assert frames() == [[(row, column)], [(1, 2)], [(1, 2)], [(1, 2)]]
    kernel.click(position={"x": 4, "y": 4})
    drawn(found)
    assert term.inner_text() == f"Kept: t{said(0, 0)}"
    hover(2, 1)
    assert term.inner_text() == f"Kept: t{said(0, 0)}"
    assert "one is kept" in kernel.get_attribute("aria-label")
    has_said = "([one, words]) => one.textContent.includes(words)"
    page.wait_for_function(has_said, arg=[voice.element_handle(), said(0, 0)])
    page.keyboard.press("Escape")
    drawn(found)
    assert term.inner_text() == f"T{said(0, 0)}"
    assert found.evaluate("one => one.state.unit") == "conv2[4,5,9]"
    kernel.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    drawn(found)
    assert term.inner_text() == f"Kept: t{said(2, 1)}"
    page.keyboard.press("ArrowUp")  # whoever walks on lets go
    drawn(found)
    assert term.inner_text() == f"T{said(1, 1)}"
    found.evaluate(RESTED)  # of the walk it has spoken by now
    found.evaluate(LISTEN)
    for row, column in ((0, 0), (0, 1), (1, 2), (2, 2)):
        hover(row, column)
    assert found.evaluate(RESTED) == [], "what is only pointed at is not spoken"
    page.keyboard.press("Escape")
    drawn(found)
    assert found.evaluate("one => one.state.unit") == ""
    assert (reader.errors, reader.outside) == ([], [])


def test_a_link_opens_the_number_in_the_network_that_its_sender_saw(visit):
    reader = visit()
    page = reader.page
    page.goto(
        f"{reader.home}explorers.html#!live-network?network=%22C-cnn-small%22"
        "&unit=%22conv2%5B13%2C0%2C5%5D%22&shift_down=3"
    )
    found = explorer(page, "live-network")
    found.locator(".inside .answer", has_text="two-conv-small").wait_for()
    expected = as_in_python(found)
    assert expected["rows"].tolist() == [12, 13, 14]
    assert {"data-c-cnn-small.js", "part-inside.js", "part-unit.js"} <= scripts(page)
    assert "data-b-relu.js" not in scripts(page)
    found.get_by_label("Network", exact=True).select_option("B-relu")
    found.locator(".inside .answer", has_text="two-small-conv-relu").wait_for()
    assert found.evaluate("one => one.state.unit") == ""  # it has no such number
    assert (reader.errors, reader.outside) == ([], [])


def test_a_network_of_ones_own_is_dropped_and_answers_as_in_python(visit, tmp_path):
    reader, found = opened(visit)
    weights = drawn_weights(zoo.LENET_5, 4, "float32")
    weightfile.save_weights(tmp_path / "mine.safetensors", zoo.LENET_5, weights)
    content = (tmp_path / "mine.safetensors").read_bytes()
    note = found.locator(".inside .note")
    spoilt = base64.b64encode(content[:-5]).decode()
    assert found.evaluate(DROP, ["spoilt.safetensors", "", spoilt])
    note.get_by_text("spoilt.safetensors: ").wait_for()
    note.get_by_text("it may be cut off").wait_for()
    found.locator(".network input[type=file]").set_input_files(tmp_path / "mine.safetensors")
    found.locator(".inside .answer", has_text="lenet-5").wait_for()
    assert not note.is_visible()
    image = LiveNetwork().frame_image[..., None]
    exact = {name: np.asarray(array, float) for name, array in weights.items()}
    logits = reference.forward(zoo.LENET_5, exact, image[None])[0]
    share = ops.softmax(logits)
    words = f"It says class {share.argmax()} with {100 * share.max():.1f} %."
    assert words in found.locator(".answer").inner_text()
    found.evaluate("one => one.set({unit: 'conv2[4,5,9]'})")
    drawn(found)
    expected = inside.explain(zoo.LENET_5, exact, image, "conv2[4,5,9]")
    value = found.locator(".unit .title").inner_text().split(" = ")[1]
    assert number(value) == pytest.approx(expected["value"], abs=6e-5)
    assert (reader.errors, reader.outside) == ([], [])


def test_a_picture_of_ones_own_is_dropped_inverted_and_read_by_python(visit):
    reader, found = opened(visit)
    picture = np.ones((56, 84, 3))
    picture[8:20, 20:60] = 0
    file = io.BytesIO()
    images.imsave(file, picture, format="png")
    text = base64.b64encode(file.getvalue()).decode()
    assert "part-picture.js" not in scripts(reader.page)
    assert found.evaluate(DROP, ["shirt.png", "image/png", text])
    found.get_by_text("shirt.png: of 84 × 56 its middle, at 28 × 28 pixels.").wait_for()
    drawn(found)
    expected = np.ones((28, 28))
    expected[4:10, 3:23] = 0
    made = LiveNetwork(**found.evaluate("one => one.state"))
    assert made.image == "drawn"
    np.testing.assert_array_equal(made.frame_image, expected)
    found.get_by_role("button", name="Invert", exact=True).click()
    drawn(found)
    made = LiveNetwork(**found.evaluate("one => one.state"))
    np.testing.assert_array_equal(made.frame_image, 1 - expected)
    assert found.locator('[data-result="prediction"]').inner_text() == made.prediction
    found.get_by_role("button", name="Invert", exact=True).focus()
    assert found.evaluate(PASTE, ["pasted.png", "image/png", text])
    found.get_by_text("pasted.png: of 84 × 56 its middle, at 28 × 28 pixels.").wait_for()
    assert found.evaluate(DROP, ["text.png", "image/png", base64.b64encode(b"no picture").decode()])
    found.get_by_text("text.png: this browser reads no picture in it").wait_for()
    assert (reader.errors, reader.outside) == ([], [])


MODEL = """([state, more]) => {
    const listeners = {};
    const fire = name => (listeners[`change:${name}`] ?? []).forEach(listener => listener());
    window.model = {
        get: name => state[name],
        set: (name, value) => { state[name] = value; },
        save_changes: () => { window.saved = state.network; },
        on: (event, listener) => (listeners[event] ??= []).push(listener),
        off: (event, gone) => {
            listeners[event] = (listeners[event] ?? []).filter(one => one !== gone);
        },
    };
    window.answer = () => { state.more = more; fire("more"); };
    window.widget.render({ model: window.model, el: document.getElementById("here") });
}"""


def test_in_a_notebook_the_network_that_is_chosen_is_sent_by_python(visit):
    reader = visit()
    page, made = reader.page, LiveNetwork(unit="conv1[3,4,5]")
    page.set_content("<div id=here></div>")
    module = made.view._esm.replace("export default", "globalThis.widget =")
    page.add_script_tag(content=module, type="module")
    page.wait_for_function("window.widget")
    wires = {name: made.view.get_state()[name] for name in made.settings()}
    state = {**wires, "data": made.view.data, "more": {}, "controls": {}}
    chosen = LiveNetwork(network="B-relu").view.more
    page.evaluate(MODEL, [state, chosen])
    page.locator(".unit .title", has_text="conv1[3,4,5] = ").wait_for()
    page.get_by_label("Network", exact=True).select_option("B-relu")
    page.wait_for_function("window.saved === 1")
    page.locator(".inside .note", has_text="Loading").wait_for()
    page.evaluate("window.answer()")
    page.locator(".inside .answer", has_text="two-small-conv-relu").wait_for()
    made.network = "B-relu"
    value = page.locator(".unit .title").inner_text().split(" = ")[1]
    assert number(value) == pytest.approx(made.inside()["value"], abs=6e-5)
    assert (reader.errors, reader.outside) == ([], [])
