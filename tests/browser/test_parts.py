"""What an explorer offers besides: loaded when it is asked for, and following what is drawn."""

import pytest

from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer
from tests.test_explorers.states import in_node

pytestmark = pytest.mark.browser

TABS = {"keras": "Keras", "torch": "PyTorch", "numpy": "NumPy"}


def scripts(page):
    """Return the names of the scripts that the page has asked for."""
    addresses = page.evaluate("[...document.scripts].map(one => one.src)")
    return {address.split("?")[0].rpartition("/")[2] for address in addresses}


def shown(found):
    """Return the source codes that stand in the page, by framework."""
    drawn(found)
    return found.evaluate(
        """one => Object.fromEntries([...one.shadowRoot.querySelectorAll("[data-code]")].map(
            code => [code.dataset.code, code.textContent]))"""
    )


@pytest.mark.parametrize("slug", ["convolution", "pooling", "output-size"])
def test_the_code_is_loaded_when_it_is_asked_for_and_is_that_of_the_state(visit, slug, tmp_path):
    reader = visit()
    page = reader.open("explorers")
    found = explorer(page, slug)
    assert "part-code.js" not in scripts(page)
    found.get_by_text("As code").click()
    found.get_by_role("tab", name="NumPy").wait_for()
    assert "part-code.js" in scripts(page)
    for changes in ({}, {"stride": 3, "padding_kind": "same"}):
        found.evaluate("(one, changes) => one.set(changes)", changes)
        cases = [{"slug": slug, "values": found.evaluate("one => one.state")}]
        (expected,) = in_node(cases, tmp_path, "code.mjs")
        assert shown(found) == {name: expected[name] for name in TABS}
    for name, words in TABS.items():
        found.get_by_role("tab", name=words).click()
        assert found.locator(f"[data-code={name}]").is_visible()
    # Before axe looks, which asks for style sheets that a page from the disk may not read.
    assert (reader.errors, reader.outside) == ([], [])
    assert axe_violations(page, f"cnncourse-explorer[name={slug}]") == []


def test_a_part_that_cannot_be_loaded_is_said_and_can_be_asked_for_again(visit):
    reader = visit()
    page = reader.open("explorers")
    found = explorer(page, "output-size")
    page.route("**/part-code.js*", lambda route: route.abort())
    found.get_by_text("As code").click()
    found.get_by_text("could not be loaded").wait_for()
    page.unroute("**/part-code.js*")
    found.get_by_text("As code").click()
    found.get_by_text("As code").click()
    found.get_by_role("tab", name="NumPy").wait_for()
    assert found.get_by_text("could not be loaded").count() == 0
