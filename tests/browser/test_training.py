"""A network that learns in the page: it is driven while it runs, stopped, led back, and left."""

import re

import pytest

from cnncourse.explorers import EXPLORERS
from cnncourse.explorers.training_presets import PRESETS
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import explorer, seen_as_in_python
from tests.browser.test_asked_host import HOST

pytestmark = pytest.mark.browser

STEP = "one => one.frame.mounted.view.course.step"
FASTER = {"images": 200, "batch_size": 40}  # five steps an epoch


@pytest.fixture
def open_training(visit_bare):
    """Return a function that opens the explorer, measured at step 0, and gives its locator."""

    def start(fragment="", **settings):
        visited = visit_bare("training", **settings)
        if fragment:
            visited.page.goto(f"{visited.home}training.html{fragment}")
            visited.page.reload()
        found = explorer(visited.page, "training")
        found.locator(".measured td").first.filter(has_text="Step 0").wait_for()
        found.locator(".kernels canvas").first.wait_for()
        return found

    return start


def step(found):
    """Return how many steps it has taken, as the page has been told."""
    return found.evaluate(STEP)


def until(found, condition, arg=None):
    """Wait until a condition of the element holds."""
    found.page.wait_for_function(
        f"([one, arg]) => ({condition})(one, arg)", arg=[found.element_handle(), arg]
    )


def press(found, name):
    found.get_by_role("button", name=name, exact=True).click()


def goes_on(found):
    """Wait for steps that are yet to be taken."""
    until(found, f"(one, from) => ({STEP})(one) > from", step(found))


def rests(found):
    until(found, "one => !one.frame.mounted.view.busy")


def run_epochs(found, count):
    """Learn from 100 images so many times."""
    found.evaluate("(one, values) => one.set(values)", FASTER)
    for epoch in range(1, count + 1):
        press(found, "One epoch")
        until(found, f"(one, to) => ({STEP})(one) === to", 5 * epoch)
        rests(found)


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


def test_a_curve_is_kept_beside_the_next(open_training):
    found = open_training()
    run_epochs(found, 2)
    press(found, "Keep this curve")
    press(found, "Start again")
    until(found, f"one => ({STEP})(one) === 0")
    kept = found.locator(".chart .line.validation.kept").first
    assert kept.get_attribute("d").count("L") >= 1
    name = "B, rate 0.04, 200 images, seed 0, batches of 40"
    assert name in found.locator(".legend").inner_text()
    assert f"Kept, {name}: training from " in found.locator(".chart").first.get_attribute(
        "aria-label"
    )
    press(found, "Forget the kept curve")
    until(
        found, "one => !one.shadowRoot.querySelector('.chart .validation.kept').getAttribute('d')"
    )


def test_the_range_test_draws_and_its_rate_can_be_taken(open_training):
    found = open_training()
    press(found, "Range test")
    take = found.get_by_role("button", name="Set a tenth of the lowest")
    take.wait_for(timeout=60_000)
    assert step(found) == 0  # it was a copy that learned
    words = found.locator(".rates p").inner_text()
    lowest = float(re.search(r"lowest at ([\d.]+\d)", words).group(1))
    take.click()
    rate = found.evaluate("one => one.state.learning_rate")
    assert rate == pytest.approx(lowest / 10, rel=0.1)  # both in two digits
    assert seen_as_in_python(found)["state"]["learning_rate"] == rate


def test_the_most_wrong_are_looked_at_and_a_picture_is_drawn(open_training):
    found = open_training()
    run_epochs(found, 2)
    one = found.locator(".wrong button").first
    number = one.get_attribute("title").split()[2].rstrip(":")
    one.click()
    assert found.evaluate("one => one.state.image") == int(number)
    caption = found.locator(".looked figcaption").first
    assert caption.inner_text().startswith(f"Validation image {number}: ")
    press(found, "Clear")
    found.locator(".pad").press("Space")
    assert caption.inner_text() == "Your own picture"
    found.locator(".looked .says").filter(has_text="It says").wait_for()
    lit = found.evaluate("one => one.frame.mounted.view.looks.picture.own.some(level => level > 0)")
    assert lit


def test_moved_validation_images_are_looked_at_as_they_are_judged(open_training):
    found = open_training()
    found.evaluate("(one, values) => one.set(values)", {"validation_shift": 4})
    caption = found.locator(".looked figcaption").first
    caption.filter(has_text="Validation image 31: Ankle boot, moved by 4 pixels").wait_for()
    levels = "one => [...one.frame.mounted.view.looks.picture.levels()]"
    left = found.evaluate(levels)
    assert not any(any(left[row * 28 : row * 28 + 4]) for row in range(28))
    run_epochs(found, 2)
    found.locator(".name").filter(has_text="moved by 4 pixels").wait_for()
    found.locator(".measured td").first.filter(has_text="Step 10").wait_for()
    one = found.locator(".wrong button").first
    said = re.match(r"says (.+), (\d+) %", one.locator(".said").inner_text())
    one.click()
    words = found.locator(".looked .says").filter(has_text=f"It says {said[1]} with ")
    words.wait_for()
    share = float(re.search(r"with ([\d.]+) %", words.inner_text())[1])
    assert share == pytest.approx(float(said[2]), abs=0.6)


@pytest.mark.parametrize("late", [0, 900])  # milliseconds: on a slow machine measuring takes long
def test_a_rest_is_spoken_of_once_and_running_is_silent(open_training, late):
    found = open_training()
    found.evaluate("(one, values) => one.set(values)", FASTER)
    rests(found)
    found.evaluate("() => new Promise(done => setTimeout(done, 900))")
    found.evaluate(
        """(one, late) => {
          const { view } = one.frame.mounted;
          const told = view.told.bind(view);
          view.told = message => {
            const last = message.type === "measured" && message.step === 5;
            setTimeout(() => told(message), last ? late : 0);
          };
        }""",
        late,
    )
    found.evaluate(
        """one => {
          one.spoken = [];
          const region = one.shadowRoot.querySelector(".spoken");
          new MutationObserver(() => one.spoken.push(region.textContent))
            .observe(region, { childList: true });
        }"""
    )
    press(found, "One epoch")
    until(found, f"one => ({STEP})(one) === 5")
    until(found, "one => one.spoken.length > 0")
    spoken = found.evaluate("one => new Promise(done => setTimeout(() => done(one.spoken), 900))")
    assert len(spoken) == 1
    assert spoken[0].startswith("Step 5, 1 epoch. At step 5: training loss ")


def test_it_draws_at_most_thirty_times_a_second(open_training):
    found = open_training()
    times = found.evaluate(
        """one => new Promise(done => {
          const times = [];
          one.addEventListener("run-drawn", () => {
            times.push(one.frame.mounted.view.drawnAt);
            if (times.length === 20) done(times);
          });
          [...one.shadowRoot.querySelectorAll("button")]
            .find(button => button.textContent === "▶ Run").click();
        })"""
    )
    assert min(b - a for a, b in zip(times, times[1:], strict=False)) >= 32


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (320, "light")])
def test_nothing_is_wider_than_the_screen_and_all_can_be_used(open_training, width, scheme):
    found = open_training(viewport={"width": width, "height": 800}, color_scheme=scheme)
    run_epochs(found, 2)
    assert found.page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_violations(found.page, "cnncourse-explorer") == []


def test_in_a_notebook_it_asks_python_for_the_images_and_tells_how_far_it_came(visit_bare):
    page = visit_bare("output-size").page
    made = EXPLORERS["training"](images=100)
    view = made.view.get_state()
    script = view.pop("_esm")
    saves = "save_changes() { this.saved += 1; }"
    hears = "send(content) { (window.told ??= []).push(content); }"
    assert saves in HOST
    host = HOST.replace(saves, f"{saves} {hears}")
    page.evaluate(host, {"script": script, "view": view, "controls": {}})
    page.get_by_role("button", name="Step", exact=True).click()
    page.wait_for_function("window.told?.length")
    assert page.evaluate("told") == [{"ask": "training"}]
    made._told(made.view, {"ask": "training"}, [])
    page.evaluate("more => cell.model.set('more', more)", made.view.more)
    page.wait_for_function("told.some(one => one.progress)")
    (told, *_) = page.evaluate("told.filter(one => one.progress)")
    made._told(made.view, told, [])
    assert made.progress["step"] == 1
    assert made.progress["epoch"] == pytest.approx(0.2)
    assert (made.progress["measured"], made.progress["diverged"]) == (1, False)
    assert made.progress["training"]["count"] == 100
    assert made.progress["validation"]["count"] == 1000
    assert made.progress["settings"]["images"] == 100
    page.evaluate("cell.leave()")
