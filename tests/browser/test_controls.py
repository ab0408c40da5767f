"""An explorer with some of its controls: in the page, its address, its keyboard, its link."""

import re

import pytest

from cnncourse.explorers import EXPLORERS, Convolution
from tests.browser.accessibility import axe_violations
from tests.browser.conftest import Visit
from tests.browser.explorers import drawn, explorer, seen_as_in_python

pytestmark = pytest.mark.browser

PUT = """(html) => {
  for (const old of document.querySelectorAll("#put-here")) old.remove();
  const place = document.createElement("div");
  place.id = "put-here";
  document.querySelector("main").prepend(place);
  place.innerHTML = html;
}"""


@pytest.fixture
def reader(visit):
    """A visit of a page with other explorers."""
    one = visit(viewport={"width": 1000, "height": 900})
    one.open("foundations/convolution")
    yield one
    assert one.errors == []
    assert one.outside == []


def put(page, made):
    """Put an explorer's element into the page and return it, ready."""
    page.evaluate(PUT, made.html())
    found = page.locator("#put-here cnncourse-explorer[ready]")
    found.wait_for()
    drawn(found)
    return found


def controls(found):
    """Return the settings that have a control in the page."""
    return found.locator("[data-setting]").evaluate_all("all => all.map(x => x.dataset.setting)")


def test_only_these_controls_are_made_in_the_order_given(reader):
    made = Convolution(controls=["stride", "kernel"], stride=2)
    found = put(reader.page, made)
    assert controls(found) == ["stride", "kernel"]
    found.locator("input[data-setting=stride]").press("ArrowRight")
    found.locator("select[data-setting=kernel]").select_option("blur")
    seen = seen_as_in_python(found)
    assert (seen["state"]["stride"], seen["state"]["kernel"]) == (3, "blur")
    found.evaluate("one => one.set({padding: 3, dilation: 2})")  # not shown, and set all the same
    assert seen_as_in_python(found)["state"]["padding"] == 3
    found.get_by_role("button", name="Reset").click()
    state = seen_as_in_python(found)["state"]
    assert (state["stride"], state["kernel"], state["padding"]) == (2, "sobel-x", 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_with_two_controls(browser, served, scheme):
    reader = Visit(browser, served, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page = reader.open("foundations/convolution")
    found = put(page, Convolution(controls=["kernel", "stride"]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert found.get_by_role("link", name="The whole explorer").is_visible()
    assert axe_violations(page, "#put-here cnncourse-explorer") == []
    reader.context.close()


@pytest.mark.parametrize("slug", EXPLORERS)
def test_each_explorer_shows_none_and_one(reader, slug):
    kind = EXPLORERS[slug]
    none = put(reader.page, kind(controls=[]))
    assert controls(none) == []
    assert not none.locator("section > .controls").is_visible()
    seen_as_in_python(none)
    name = [n for n, setting in kind.settings().items() if setting.has_control][-1]
    one = put(reader.page, kind(controls=[name]))
    assert controls(one) == [name]
    seen_as_in_python(one)


def test_the_address_holds_what_is_set_and_what_is_not_shown(reader):
    page = reader.page
    found = put(page, Convolution(controls=["stride"]))
    found.locator("input[data-setting=stride]").press("End")
    found.evaluate("one => one.set({dilation: 2})")
    page.wait_for_function("location.hash.includes('dilation=2')")
    assert re.search(r"!convolution-\d\?stride=6&dilation=2", page.url)


def test_the_link_leads_to_the_whole_explorer_set_as_here(reader):
    page = reader.page
    found = put(page, Convolution(controls=["stride"], kernel="blur"))
    found.locator("input[data-setting=stride]").press("ArrowRight")
    drawn(found)
    found.get_by_role("link", name="The whole explorer").click()
    page.wait_for_url("**/explorers.html#*")
    whole = explorer(page, "convolution")
    seen = seen_as_in_python(whole)
    assert (seen["state"]["stride"], seen["state"]["kernel"]) == (2, "blur")
    assert len(controls(whole)) == sum(s.has_control for s in Convolution.settings().values())
    assert whole.get_by_role("link", name="The whole explorer").count() == 0
    page.wait_for_function("document.querySelector('cnncourse-explorer')"
                           ".getBoundingClientRect().top < innerHeight")  # fmt: skip


def test_without_a_change_the_link_leads_there_all_the_same(reader):
    found = put(reader.page, Convolution(controls=[]))
    link = found.get_by_role("link", name="The whole explorer")
    assert link.get_attribute("href").endswith("explorers.html#!convolution")
