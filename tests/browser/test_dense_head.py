"""The dense head's logits under hand and keyboard, and its buttons."""

import pytest

from tests.browser.accessibility import axe_violations
from tests.browser.conftest import Visit
from tests.browser.explorers import drawn, explorer, seen_as_in_python, snapshot

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(explorers_page):
    """The visit, with the explorer as it was at first."""
    found = explorer(explorers_page.page, "dense-head")
    found.evaluate("one => one.set(one.initial)")
    drawn(found)
    return explorers_page


def test_a_logit_is_moved_by_keys(reader):
    found = explorer(reader.page, "dense-head")
    bar = found.get_by_role("slider", name="Logit of Dress")
    before = seen_as_in_python(found)["results"]["logits"]
    bar.focus()
    moves = {"ArrowRight": 1.3, "PageUp": 2.3, "ArrowDown": 2.2, "PageDown": 1.2, "End": 10}
    for key, wanted in (moves | {"Home": -10, "ArrowLeft": -10}).items():
        reader.page.keyboard.press(key)
        logits = seen_as_in_python(found)["results"]["logits"]
        assert logits[1] == pytest.approx(wanted)
        assert float(bar.get_attribute("aria-valuenow")) == pytest.approx(wanted)
        assert logits[:1] + logits[2:] == pytest.approx(before[:1] + before[2:])
    assert "probability" in bar.get_attribute("aria-valuetext")
    assert reader.errors == []


def test_keys_faster_than_the_screen_lose_no_step(reader):
    found = explorer(reader.page, "dense-head")
    found.get_by_role("slider", name="Logit of Dress").evaluate(
        """bar => { for (let i = 0; i < 10; i += 1) bar.dispatchEvent(
             new KeyboardEvent("keydown", {key: "ArrowRight"})); }"""
    )
    assert seen_as_in_python(found)["results"]["logits"][1] == pytest.approx(2.2)


def test_a_logit_is_dragged(reader):
    found = explorer(reader.page, "dense-head")
    bar = found.get_by_role("slider", name="Logit of Bag")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    height = box["y"] + box["height"] / 2
    reader.page.mouse.move(box["x"] + box["width"] / 2, height)
    reader.page.mouse.down()
    for share, wanted in ((0.5, 0), (0.75, 5), (0.25, -5), (1.5, 10)):
        reader.page.mouse.move(box["x"] + box["width"] * share, height, steps=4)
        assert seen_as_in_python(found)["results"]["logits"][4] == pytest.approx(wanted, abs=0.11)
    reader.page.mouse.up()
    reader.page.mouse.move(box["x"], height)
    assert seen_as_in_python(found)["results"]["logits"][4] == pytest.approx(10)


def test_features_move_what_was_dragged(reader):
    found = explorer(reader.page, "dense-head")
    found.get_by_role("slider", name="Logit of Sneaker").focus()
    reader.page.keyboard.press("End")
    found.locator("input[data-setting=sole]").focus()
    reader.page.keyboard.press("End")
    assert seen_as_in_python(found)["results"]["logits"][3] == pytest.approx(13)
    bar = found.get_by_role("slider", name="Logit of Sneaker")
    assert bar.get_attribute("aria-valuenow") == "10"
    assert "13" in bar.inner_text()


def test_the_same_added_to_all_logits_changes_nothing_but_behind_a_sigmoid(reader):
    found = explorer(reader.page, "dense-head")
    before = seen_as_in_python(found)["results"]
    found.get_by_role("button", name="Add 1 to all logits").click()
    after = seen_as_in_python(found)["results"]
    assert after["logits"] == pytest.approx([logit + 1 for logit in before["logits"]])
    assert after["probabilities"] == pytest.approx(before["probabilities"])
    assert "no probability changed" in found.locator(".said").inner_text()
    found.locator("input[data-setting=sigmoid]").check()
    before = seen_as_in_python(found)["results"]
    found.get_by_role("button", name="Add 1 to all logits").click()
    after = seen_as_in_python(found)["results"]
    assert after["probabilities"] != pytest.approx(before["probabilities"], abs=1e-3)
    assert "the probabilities changed" in found.locator(".said").inner_text()


def test_sure_and_right_is_not_enough_behind_a_sigmoid(reader):
    found = explorer(reader.page, "dense-head")
    found.get_by_role("button", name="Sure and right").click()
    assert seen_as_in_python(found)["results"]["cross_entropy"] < 1e-6
    found.locator("input[data-setting=sigmoid]").check()
    results = seen_as_in_python(found)["results"]
    assert results["floor"] <= results["cross_entropy"] < 0.906
    assert "no loss can fall below 0.905" in snapshot(found)["summary"]


def test_gradient_steps_lower_the_loss_and_stall_behind_the_sigmoid(reader):
    found = explorer(reader.page, "dense-head")
    fallen = {}
    for through in (False, True):
        found.locator("input[data-setting=sigmoid]").set_checked(through)
        found.get_by_role("button", name="Sure and wrong").click()
        before = seen_as_in_python(found)["results"]["cross_entropy"]
        found.get_by_role("button", name="Ten gradient steps").click()
        fallen[through] = before - seen_as_in_python(found)["results"]["cross_entropy"]
    assert fallen[False] > 5
    assert 0 <= fallen[True] < 0.01


def test_a_class_is_made_the_label_by_its_button(reader):
    found = explorer(reader.page, "dense-head")
    found.get_by_role("button", name="Trouser").click()
    assert snapshot(found)["state"]["label"] == "trouser"
    assert found.locator("select[data-setting=label]").input_value() == "trouser"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_the_sigmoid(browser, served, scheme):
    reader = Visit(
        browser, served, viewport={"width": 360, "height": 700}, color_scheme=scheme, has_touch=True
    )
    found = explorer(reader.open("explorers"), "dense-head")
    found.locator("input[data-setting=sigmoid]").check()
    bar = found.get_by_role("slider", name="Logit of Dress")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box["height"] >= 36
    reader.page.touchscreen.tap(box["x"] + 0.75 * box["width"], box["y"] + 10)
    assert seen_as_in_python(found)["results"]["logits"][1] == pytest.approx(5, abs=0.11)
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe_violations(reader.page, "cnncourse-explorer[name=dense-head]") == []
    reader.context.close()
