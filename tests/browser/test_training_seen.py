"""A network that learns in the page: what is drawn, looked at and spoken of, and told to Python."""

import re

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.accessibility import axe_violations
from tests.browser.explorers import seen_as_in_python
from tests.browser.test_asked_host import HOST
from tests.browser.training import FASTER, STEP, press, rests, run_epochs, step, until

pytestmark = pytest.mark.browser


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
