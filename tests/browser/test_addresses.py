"""Addresses in a real browser: they set, keep and refuse, and no explorer is lost over one."""

import json

import numpy as np
import pytest

from cnncourse.explorers import Convolution
from tests.browser.conftest import Visit
from tests.browser.explorers import drawn, explorer, snapshot
from tests.test_explorers.hostile_addresses import an_address, brackets

pytestmark = pytest.mark.browser

PAGE = "explorers"
FOLLOW = """hash => new Promise(done => {
  addEventListener("hashchange", () => setTimeout(done), { once: true });
  location.hash = hash;
})"""
DEEP = brackets(3000, 0)


@pytest.fixture
def reader(browser, served):
    """A visit of a phone's width, closed after the test."""
    one = Visit(browser, served, viewport={"width": 390, "height": 800})
    yield one
    one.context.close()


@pytest.mark.parametrize(
    ("fragment", "slug", "said"),
    [
        (f"!convolution?cells={DEEP}&stride=2", "convolution", "cells (no such value)"),
        (f"!network-builder?layers={brackets(900, 3)}", "network-builder", "layers (no such"),
        (f"%E0%A4%A!output-size?{'s' * 3000}=3&stride=3", "output-size", "sss… (no such setting)"),
    ],
)
def test_no_address_erases_an_explorer(reader, fragment, slug, said):
    reader.open("index")
    reader.page.goto(f"{reader.home}{PAGE}.html#{fragment}")
    found = explorer(reader.page, slug)
    assert said in found.locator(".note:visible").inner_text()
    assert snapshot(found)["state"].get("stride", 3) == (2 if slug == "convolution" else 3)
    assert found.bounding_box()["height"] > 300
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.errors == []


def test_hostile_links_one_after_the_other_in_an_open_page(reader):
    page = reader.open(PAGE)
    for slug in ("convolution", "network-builder"):
        explorer(page, slug)
    rng = np.random.default_rng(11)
    for count in range(100):  # a browser lets no page change its address much more often
        page.evaluate(FOLLOW, f"{count}{an_address(rng)}"[:4000])
    seen = page.evaluate(
        """() => ({
          heights: [...document.querySelectorAll("cnncourse-explorer")].map(e => e.offsetHeight),
          told: document.querySelectorAll("#cnncourse-not-taken").length,
          notes: [...document.querySelectorAll("cnncourse-explorer[ready]")].map(
            e => e.shadowRoot.querySelectorAll(".note:not([hidden])").length),
          wide: document.documentElement.scrollWidth,
        })"""
    )
    assert min(seen["heights"]) > 150
    assert seen["told"] <= 1
    assert max(seen["notes"]) <= 2  # one of an address, one of the explorer's own
    assert seen["wide"] <= 390
    assert reader.errors == []
    page.evaluate(FOLLOW, "!output-size?stride=3")
    assert snapshot(explorer(page, "output-size"))["state"]["stride"] == 3


def test_a_section_of_the_contents_and_the_way_back_keep_what_is_set(browser, served):
    one = Visit(browser, served, viewport={"width": 1400, "height": 900})
    page = one.open(PAGE)
    found = explorer(page, "output-size")
    found.locator("input[data-setting=stride]").press("End")
    page.wait_for_function("location.hash.includes('stride=8')")
    page.locator("a[href$='#flatten'], a[href$='#explorer-flatten']").last.click()
    page.wait_for_function("/flatten!output-size.stride=8/.test(location.hash)")
    found.locator("input[data-setting=dilation]").press("End")
    page.wait_for_function("location.hash.includes('dilation')")
    page.go_back()
    page.wait_for_function("/^#!output-size.*dilation/.test(location.hash)")
    page.reload()
    state = snapshot(explorer(page, "output-size"))["state"]
    assert (state["stride"], state["dilation"]) == (8, 5)
    assert one.errors == []
    one.context.close()


def test_a_page_that_is_loaded_anew_right_after_a_move_has_it(reader):
    page = reader.open(PAGE)
    explorer(page, "output-size").locator("input[data-setting=stride]").press("End")
    page.reload()
    assert snapshot(explorer(page, "output-size"))["state"]["stride"] == 8


def test_an_explorer_that_is_taken_away_rests_and_comes_back_as_it_was(reader):
    page = reader.open(PAGE)
    found = explorer(page, "output-size")
    found.evaluate("one => one.set({stride: 5})")
    page.wait_for_function("location.hash.includes('stride=5')")
    page.evaluate(
        """() => {
          window.away = document.querySelector("cnncourse-explorer[name=output-size]");
          window.before = [away.parentNode, away.nextSibling];
          window.drawings = 0;
          away.shadowRoot.addEventListener("explorer-drawn", () => drawings += 1);
          const { state } = away.frame;
          away.remove();
          state.set({stride: 6});
        }"""
    )
    page.wait_for_function("!location.hash.includes('stride')")  # nobody sees it
    assert page.evaluate("[drawings, away.frame === undefined]") == [0, True]
    page.evaluate("before[0].insertBefore(away, before[1])")
    found = explorer(page, "output-size")
    assert snapshot(found)["state"]["stride"] == 5
    page.wait_for_function("location.hash.includes('stride=5')")
    assert found.evaluate("one => one.shadowRoot.querySelectorAll('section').length") == 1
    assert reader.errors == []


def test_whatever_a_start_throws_the_drawing_stays_and_words_say_so(reader):
    page = reader.open(PAGE)
    explorer(page, "convolution")
    page.evaluate(
        """html => {
          window.matchMedia = () => { throw new Error("no such thing"); };
          document.querySelector("main").insertAdjacentHTML("afterbegin", html);
        }""",
        Convolution().html(),
    )
    found = page.locator("cnncourse-explorer").first
    found.get_by_text("could not start").wait_for()
    assert "no such thing" in found.locator(".note").inner_text()
    assert found.locator("> svg").is_visible()
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('afterbegin',"
        " '<cnncourse-explorer name=\"nobody\"><b>a drawing</b></cnncourse-explorer>')"
    )
    found = page.locator("cnncourse-explorer[name=nobody]")
    found.get_by_text("could not start").wait_for()
    assert found.get_by_text("a drawing").is_visible()


def test_what_was_said_last_is_not_wiped_by_the_clock_of_what_was_said_before(browser, served):
    one = Visit(browser, served, permissions=["clipboard-read", "clipboard-write"])
    page = one.open(PAGE)
    found = explorer(page, "output-size")
    copy, said = found.get_by_role("button", name="Copy link"), found.get_by_text("Copied.")
    page.clock.install()
    for wait in (7000, 7000):
        copy.click()
        said.wait_for()
        page.clock.run_for(wait)
        assert said.is_visible()
    page.clock.run_for(1500)
    said.wait_for(state="hidden")
    one.context.close()


@pytest.mark.parametrize("slug", ["output-size", "network-builder"])
def test_print_shows_what_is_set(reader, slug):
    reader.page.emulate_media(color_scheme="dark")
    page = reader.open(PAGE)
    found = explorer(page, slug)
    sentence = found.locator(".summary").inner_text()
    page.emulate_media(media="print")
    picture, drawing = found.locator("> svg"), found.locator(".drawing")
    assert (picture.is_visible(), drawing.is_visible()) == (True, False)
    name = "stride" if slug == "output-size" else "input_channels"
    found.evaluate("(one, name) => one.set({[name]: 3})", name)
    drawn(found)
    assert (picture.is_visible(), drawing.is_visible()) == (False, True)
    assert found.locator(".summary").inner_text() != sentence
    assert found.locator(f"[data-control={name}]").inner_text().split()[-1] == "3"
    assert not found.get_by_role("button", name="Reset").is_visible()
    ink = found.locator(".summary").evaluate("one => getComputedStyle(one).color")
    assert max(json.loads(ink.replace("rgb(", "[").replace(")", "]"))) < 60
    found.evaluate("one => one.set(one.initial)")
    assert (picture.is_visible(), drawing.is_visible()) == (True, False)
