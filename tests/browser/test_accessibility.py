"""The accessibility check notices what it is there for."""

import pytest
from playwright.sync_api import Error

from tests.browser.accessibility import axe_violations

pytestmark = pytest.mark.browser

SOUND = "<label>Stride <input type=range></label>"
PALE = "<p style='color: #bbb; background: #fff'>pale</p>"


@pytest.fixture
def show(browser):
    """Return a function that opens a page with the given body, or one inside a shadow root."""
    context = browser.new_context()

    def open_page(body, shadow=False):
        page = context.new_page()
        page.set_content(f"<!doctype html><html lang=en><title>t</title><main>{body}</main></html>")
        if shadow:
            page.evaluate(
                """inside => {
                    const root = document.querySelector("main").attachShadow({mode: "open"});
                    root.innerHTML = inside;
                }""",
                body,
            )
        return page

    yield open_page
    context.close()


@pytest.mark.parametrize("shadow", [False, True])
@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("<input type=range>", "label"),
        (PALE, "color-contrast"),
        ("<button></button>", "button-name"),
        ("<svg role=img><path d='M0 0'/></svg>", "svg-img-alt"),
        ("<div role=slider tabindex=0 aria-label=a></div>", "aria-required-attr"),
        ("<p tabindex=3>first</p>", "tabindex"),  # good practice, beyond WCAG
    ],
)
def test_a_planted_fault_is_found(show, fault, rule, shadow):
    assert axe_violations(show(SOUND, shadow), "main") == []
    found = axe_violations(show(SOUND + fault, shadow), "main")
    assert [sentence.split(":")[0] for sentence in found] == [rule]


def test_a_selector_that_finds_nothing_is_an_error(show):
    with pytest.raises(Error, match="No elements found"):
        axe_violations(show(SOUND), "cnncourse-explorer")
