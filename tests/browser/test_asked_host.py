"""The drawings of a notebook under a host that announces nothing, as Colab in another cell.

Such a host has the models that it was asked for: those of the box, of the drawing, and what these
name by reference. The scripts and the states here are those that Python sends.
"""

import time

import pytest

from cnncourse.explorers import EXPLORERS
from tests.browser.explorers import shown_wrongly
from tests.test_explorers.states import plain
from tests.test_explorers.test_joined import other

pytestmark = pytest.mark.browser

HOST = """async ({script, view, controls}) => {
  class Model {
    constructor(state) { this.state = state; this.listeners = {}; this.saved = 0; }
    get(name) { return this.state[name]; }
    set(name, value) {
      if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
      this.state[name] = value;
      for (const one of this.listeners["change:" + name] ?? []) one();
    }
    save_changes() { this.saved += 1; }
    on(event, listener) { (this.listeners[event] ??= []).push(listener); }
    off(event, listener) {
      this.listeners[event] = (this.listeners[event] ?? []).filter((one) => one !== listener);
    }
  }
  const models = {};
  const manager = { async get_model(id) {
    if (!controls[id]) throw new Error("not found");
    return models[id] ??= new Model(controls[id]);
  } };
  const model = new Model(view);
  model.widget_manager = manager;
  const url = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
  const { default: drawing } = await import(url);
  document.body.innerHTML = "<div id='cell'></div>";
  const leave = drawing.render({ model, el: document.getElementById("cell") });
  window.cell = { model, models, leave };
}"""
DRAWN = """all => all.filter(one => !one.closest("[hidden]")).map(
  one => [one.dataset.result, one.textContent])"""


@pytest.fixture
def page(browser, served):
    """An empty page of the book's server."""
    context = browser.new_context(viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{served}genindex.html")
    yield page
    assert page.errors == []
    context.close()


def expect_numbers(page, made):
    """Wait until the drawing shows the numbers of an explorer set to the same."""
    place = page.locator("section.explorer [data-result]")
    results, until = plain(made.results), time.monotonic() + 10
    while wrong := shown_wrongly({"results": results, "shown": place.evaluate_all(DRAWN)}):
        assert time.monotonic() < until, wrong
    assert place.count() or page.locator(".summary").inner_text()


@pytest.mark.parametrize("slug", EXPLORERS)
def test_the_drawing_follows_its_controls(page, slug):
    made = EXPLORERS[slug]()
    view = made.view.get_state()
    script = view.pop("_esm")
    controls = {one.model_id: one.get_state() for one in made.sliders.values()}
    page.evaluate(HOST, {"script": script, "view": view, "controls": controls})
    page.wait_for_selector("section.explorer")
    page.wait_for_function("n => Object.keys(cell.models).length === n", arg=len(controls))
    summaries = [page.locator(".summary").inner_text()]
    for name, control in made.sliders.items():
        setting = made.settings()[name]
        value = other(setting)
        move = [control.model_id, setting.attribute, setting.to_wire(value)]
        page.evaluate("([id, name, value]) => cell.models[id].set(name, value)", move)
        setattr(made, name, value)
        page.wait_for_function(
            "([name, value]) => cell.model.get(name) === value",
            arg=[name, setting.to_wire(value)],
        )
        expect_numbers(page, made)
        summaries.append(page.locator(".summary").inner_text())
    assert len(set(summaries)) > 1  # it does move
    for name, control in made.sliders.items():  # and Python's own word arrives, unanswered
        setting = made.settings()[name]
        saved = page.evaluate("id => cell.models[id].saved", control.model_id)
        wire = setting.to_wire(setting.default_value)
        page.evaluate("([name, value]) => cell.model.set(name, value)", [name, wire])
        setattr(made, name, setting.default_value)
        assert page.evaluate("id => cell.models[id].saved", control.model_id) == saved
    expect_numbers(page, made)


def test_what_the_drawing_sets_moves_the_controls_and_is_sent(page):
    made = EXPLORERS["pooling"]()
    view = made.view.get_state()
    script = view.pop("_esm")
    controls = {one.model_id: one.get_state() for one in made.sliders.values()}
    page.evaluate(HOST, {"script": script, "view": view, "controls": controls})
    page.wait_for_function("n => Object.keys(cell.models).length === n", arg=len(controls))
    page.get_by_role("group", name="Examples").get_by_role("button").first.click()
    sent = page.evaluate(
        "ids => ids.map(id => cell.models[id]).map(one => [one.saved, one.get('value')])",
        [made.sliders.stride.model_id, made.sliders.size.model_id],
    )
    now = page.evaluate(
        "() => ({ stride: cell.model.get('stride'), size: cell.model.get('size') })"
    )
    assert [value for _, value in sent] == [now["stride"], now["size"]]
    assert sum(saved for saved, _ in sent) >= 1
    assert page.evaluate("cell.model.saved") == 1  # all that changed together in one message
    page.evaluate("cell.leave()")
    page.evaluate("id => cell.models[id].set('value', 5)", made.sliders.stride.model_id)
    assert page.evaluate("cell.model.get('stride')") == now["stride"]


def test_on_the_whole_screen_the_pages_controls_stand_for_those_of_the_notebook(page):
    made = EXPLORERS["convolution"]()
    view = made.view.get_state()
    script = view.pop("_esm")
    controls = {one.model_id: one.get_state() for one in made.sliders.values()}
    page.evaluate(HOST, {"script": script, "view": view, "controls": controls})
    page.get_by_role("button", name="Full screen", exact=True).click()
    stride = page.locator("[data-setting=stride]")
    stride.fill("3")
    asked = made.sliders.stride.model_id
    page.wait_for_function("id => cell.models[id].get('value') === 3", arg=asked)
    assert page.evaluate("cell.model.get('stride')") == 3
    page.get_by_role("button", name="Leave full screen").click()
    page.get_by_role("button", name="Full screen", exact=True).wait_for()
    assert not stride.is_visible()


def test_the_code_in_a_notebook_asks_for_no_file(page):
    made = EXPLORERS["pooling"]()
    view = made.view.get_state()
    script = view.pop("_esm")
    page.evaluate(HOST, {"script": script, "view": view, "controls": {}})
    page.get_by_text("As code").click()
    page.get_by_role("tab", name="PyTorch").wait_for()
    assert "F.max_pool2d(" in page.locator("[data-code=torch]").text_content()
    assert page.locator("script[src*=part-]").count() == 0
