"""Where the live network looks: the map over the picture as it is dragged, and in words."""

import numpy as np
import pytest

from cnncourse import weightfile
from cnncourse.explorers import LiveNetwork, looking
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer
from tests.networks import drawn_weights
from tests.test_explorers.test_looking import POOLED

pytestmark = pytest.mark.browser

INK = """one => {
    const canvas = one.shadowRoot.querySelector(".pad .over");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return [...data].filter((_, at) => at % 4 === 3);
}"""
DENSEST = 215  # of 255, in `overlay.js`
SCRIPTS = "() => [...document.scripts].map(one => one.src.split('/').pop())"


def as_in_python(found):
    """Compare the map over the picture and the words with the package; returns Python's."""
    drawn(found)
    made = LiveNetwork(**found.evaluate("one => one.state"))
    expected, words = made.looked(), found.locator(".looks .found").inner_text()
    if expected["problem"]:
        assert expected["problem"] in words
        assert not found.locator(".pad .over").is_visible()
        return expected
    ink = np.reshape(found.evaluate(INK), (28, 28))
    most = abs(expected["map"]).max()
    np.testing.assert_allclose(ink, DENSEST * abs(expected["placed"]) / most, atol=1.01)
    logit = f"{expected['logit']:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    assert f"logit {logit}" in words
    assert f"{100 * expected['share']:.0f} % of its weight lies on the item" in words
    return expected


def test_the_map_follows_the_item_and_the_class_asked_about(visit_bare):
    reader = visit_bare("live-network", viewport={"width": 900, "height": 900})
    page = reader.page
    found = explorer(page, "live-network")
    assert "part-where.js" not in page.evaluate(SCRIPTS)
    found.get_by_role("button", name="Where does it look?").click()
    found.locator(".looks .found").wait_for()
    before = as_in_python(found)
    box = found.locator(".pad").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 100 + 3 * box["width"] / 28, box["y"] + 100, steps=3)
    after = as_in_python(found)  # while it is held
    page.mouse.up()
    assert found.evaluate("one => one.state.shift_right") == 3
    assert abs(after["placed"] - before["placed"]).max() > 0.01
    asked = found.get_by_label("Class asked about")
    asked.focus()
    page.keyboard.press("ArrowDown")  # as by hand: the one after the answer
    assert as_in_python(found)["asked"] == 0
    asked.select_option(label="Sandal")
    assert as_in_python(found)["asked"] == 5
    page.wait_for_function("location.hash.includes('asked=%22sandal%22')")
    found.get_by_label("Map", exact=True).select_option("gradient")
    assert as_in_python(found)["layer"] == "image"
    found.get_by_label("Map", exact=True).select_option("grad-cam++")
    assert "take Grad-CAM, or a network with ReLU" in as_in_python(found)["problem"]
    found.locator(".looks").get_by_label("Network").select_option("B-relu")
    found.get_by_text("Grad-CAM++ of conv2 in two-small-conv-relu").wait_for()
    assert as_in_python(found)["map"].shape == (8, 8)
    assert axe_violations(page, "cnncourse-explorer") == []
    found.get_by_role("button", name="Where does it look?").click()
    drawn(found)
    assert not found.locator(".pad .over").is_visible()


def test_a_link_opens_it_and_forced_colours_keep_it_readable(visit_bare):
    reader = visit_bare("live-network", viewport={"width": 390, "height": 900})
    page = reader.page
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(page.url.split("#")[0] + "#!live-network?look=%22grad-cam%22&asked=%22bag%22")
    found = explorer(page, "live-network")
    found.locator(".looks .found").wait_for()
    found.locator(".found", has_text="Asked about: Bag, logit").wait_for()
    as_in_python(found)
    ends = found.locator(".looks .legend .number").all_inner_texts()
    assert ends[0] == "0"
    assert float(ends[1]) > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_cam_of_a_network_of_ones_own_that_ends_in_a_mean(visit_bare, tmp_path):
    weights = drawn_weights(POOLED, 5, "float32")
    weightfile.save_weights(tmp_path / "mine.safetensors", POOLED, weights)
    page = visit_bare("live-network", viewport={"width": 900, "height": 900}).page
    found = explorer(page, "live-network")
    found.evaluate("one => one.set({look: 'cam', asked: 'coat'})")
    found.get_by_text("ends in MaxPool2D, Flatten, Dense, Dense: take Grad-CAM").wait_for()
    found.locator(".layers").evaluate("one => one.scrollIntoView()")  # which loads the insides
    found.locator(".inside input[type=file]").set_input_files(tmp_path / "mine.safetensors")
    found.get_by_text("CAM of conv2 in pooled, 10 × 10").wait_for()
    image = LiveNetwork().frame_image[..., None]
    exact = {key: np.asarray(one, np.float64) for key, one in weights.items()}
    expected = looking.look(POOLED, exact, image, "cam", 4)
    shown = found.locator(".looks .found").inner_text()
    assert f"Asked about: class 4, logit {expected['logit']:.2f}".replace("-", "−") in shown
    low, high = found.locator(".looks .legend .number").all_inner_texts()
    ends = [float(one.replace("−", "-")) for one in (low, high)]
    wanted = [min(expected["map"].min(), 0), max(expected["map"].max(), 0)]
    assert ends == pytest.approx(wanted, abs=0.006 * max(map(abs, wanted)))
