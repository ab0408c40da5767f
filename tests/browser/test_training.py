"""A network that learns in the page: it is driven while it runs, stopped, led back, and left."""

import pytest

from cnncourse.explorers import EXPLORERS
from cnncourse.explorers.training_presets import PRESETS
from tests.browser.explorers import explorer, seen_as_in_python
from tests.browser.test_asked_host import HOST
from tests.browser.training import STEP, goes_on, press, rests, run_epochs, step, until

pytestmark = pytest.mark.browser


def test_it_starts_paused_and_nothing_is_fetched_from_outside(open_training):
    found = open_training()
    assert step(found) == 0
    assert found.locator(".kernels canvas").count() == 6
    assert found.locator(".looked figcaption").first.inner_text() == (
        "Validation image 31: Ankle boot"
    )
    seen_as_in_python(found)


def test_every_control_is_moved_while_it_runs_and_nothing_starts_again(open_training):
    found = open_training()
    press(found, "▶ Run")
    goes_on(found)
    settings = EXPLORERS["training"].settings()
    for name in [n for n in settings if n not in ("network", "seed", "image")]:
        before = step(found)
        control = found.locator(f"[data-setting={name}]")
        if settings[name].kind == "choice":
            control.select_option("adam")
        else:
            control.press("ArrowRight" if name != "images" else "ArrowLeft")
        assert seen_as_in_python(found)["state"][name] != settings[name].default_value
        goes_on(found)
        assert step(found) > before > 0, name
    assert found.locator(".note:visible").count() == 0
    press(found, "❚❚ Pause")
    rests(found)
    at = step(found)
    assert found.locator(".measured td").first.inner_text() == f"Step {at:,}"
    found.evaluate("() => new Promise(done => setTimeout(done, 300))")
    assert step(found) == at


@pytest.mark.parametrize("name", ["network", "seed"], ids=["other", "start"])
def test_another_network_or_seed_begins_at_step_0(open_training, name):
    found = open_training()
    run_epochs(found, 1)
    if name == "network":
        found.locator("select[data-setting=network]").select_option("global")
    else:
        found.locator("input[data-setting=seed]").press("ArrowRight")
    until(found, f"one => ({STEP})(one) === 0")
    found.locator(".measured td").first.filter(has_text="Step 0").wait_for()
    press(found, "Step")
    until(found, f"one => ({STEP})(one) === 1")


def test_back_to_an_earlier_point(open_training):
    found = open_training()
    run_epochs(found, 3)
    points = found.evaluate("one => one.frame.mounted.view.points")
    assert points[0] == 0
    assert len(points) > 1
    slider = found.get_by_label("Back to step")
    line = found.locator(".chart .line.batches").first
    drawn = line.get_attribute("d")
    slider.press("Home")
    until(found, f"one => ({STEP})(one) === 0")
    found.locator(".measured td").first.filter(has_text="Step 0").wait_for()
    assert line.get_attribute("d") == ""
    assert "What lies beyond stays until a step is taken" in found.locator(".where").inner_text()
    slider.press("ArrowRight")
    until(found, f"(one, to) => ({STEP})(one) === to", points[1])
    slider.press("End")
    until(found, f"(one, to) => ({STEP})(one) === to", points[-1])
    found.locator(".measured td").first.filter(has_text=f"Step {points[-1]}").wait_for()
    assert line.get_attribute("d") == drawn != ""
    slider.press("Home")
    until(found, f"one => ({STEP})(one) === 0")
    press(found, "Step")
    until(found, f"one => ({STEP})(one) === 1")
    rests(found)
    assert found.evaluate("one => one.frame.mounted.view.points") == [0, 1]


def test_the_slider_is_dragged_while_it_runs(open_training):
    found = open_training()
    found.evaluate("(one, values) => one.set(values)", {"images": 100, "batch_size": 1})
    press(found, "▶ Run")
    until(found, "one => one.frame.mounted.view.stops.length > 5")
    slider = found.get_by_label("Back to step")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    mouse, y = found.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - 6, y)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, y, steps=5)
    rests(found)
    middle, points = step(found), found.evaluate("one => one.frame.mounted.view.points")
    assert middle in points[1:-1]
    assert slider.get_attribute("aria-valuetext") == f"step {middle:,}"
    mouse.move(box["x"] + box["width"] + 40, y, steps=5)
    mouse.up()
    until(found, f"(one, to) => ({STEP})(one) === to", points[-1])  # now, and not step 0
    rests(found)
    assert found.get_by_role("button", name="▶ Run").count() == 1


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_says_its_sentence_and_can_be_taken_back(open_training, name):
    found = open_training()
    run_epochs(found, 1)
    before = found.evaluate("one => one.state")
    press(found, PRESETS[name]["label"])
    until(found, f"one => ({STEP})(one) === 0")
    seen = seen_as_in_python(found)
    assert seen["results"]["preset"] == name
    assert found.locator(".sentence").inner_text() == PRESETS[name]["words"]
    pressed = found.locator("button[data-preset][aria-pressed=true]")
    assert pressed.all_inner_texts() == [PRESETS[name]["label"]]
    press(found, "Step")
    until(found, f"one => ({STEP})(one) === 1")
    press(found, "Undo")
    assert found.evaluate("one => one.state") == before


FEW = [  # controls, and the examples that need no other
    (["shift", "validation_shift", "images", "seed"], ["right", "overfitting", "shifted"]),
    (["learning_rate", "batch_size", "images"], ["right", "small", "large", "overfitting"]),
    (["network", "optimizer", "learning_rate"], ["right", "small", "large", "sigmoid", "dying"]),
]
OFFERED = "all => all.filter(one => !one.hidden).map(one => one.dataset.preset)"


@pytest.mark.parametrize(("controls", "names"), FEW)
def test_examples_are_offered_where_all_that_they_set_has_a_control(visit_bare, controls, names):
    page = visit_bare("training").page
    page.locator("cnncourse-explorer").evaluate(
        """(one, controls) => {
          const other = one.cloneNode(true);
          other.removeAttribute("ready");
          other.setAttribute("controls", controls.join(" "));
          one.replaceWith(other);
        }""",
        controls,
    )
    found = explorer(page, "training")
    assert found.locator("[data-preset]").evaluate_all(OFFERED) == names
    press(found, PRESETS[names[-1]]["label"])
    assert found.evaluate("one => one.results.preset") == names[-1]
    offered = found.get_by_role("button", name="Range test").count()
    assert offered == ("optimizer" in controls)
    made = EXPLORERS["training"](controls=controls)
    told = made.view.get_state()
    assert set(told["controls"]) == set(controls)
    page.evaluate(HOST, {"script": told.pop("_esm"), "view": told, "controls": {}})
    assert page.locator("#cell [data-preset]").evaluate_all(OFFERED) == names


def test_a_link_sets_and_starts_paused(open_training):
    link = '#!training?network="dense"&learning_rate=0.1&seed=3&image=7'
    found = open_training(link)
    state = found.evaluate("one => one.state")
    assert (state["network"], state["learning_rate"], state["seed"]) == ("dense", 0.1, 3)
    assert step(found) == 0
    assert found.locator(".kernels canvas").count() == 16
    assert "Validation image 7" in found.locator(".looked figcaption").first.inner_text()
    press(found, "Step")
    until(found, f"one => ({STEP})(one) === 1")
    assert "weights" not in found.page.url


def test_it_stops_out_of_view_and_while_the_page_is_hidden(open_training):
    found = open_training(viewport={"width": 1000, "height": 700})
    press(found, "▶ Run")
    goes_on(found)
    found.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    found.evaluate("() => new Promise(done => setTimeout(done, 300))")
    at = step(found)
    found.evaluate("() => new Promise(done => setTimeout(done, 500))")
    assert step(found) == at
    found.page.evaluate(
        "() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }"
    )
    goes_on(found)
    found.page.evaluate(
        """() => {
          const far = document.createElement("div");
          far.style.height = "9000px";
          document.querySelector("main").append(far);
          scrollTo(0, 8500);
        }"""
    )
    rests(found)
    assert found.get_by_role("button", name="▶ Run").count() == 1
