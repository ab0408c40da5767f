"""The editor of code by itself: keys, its name for a screen reader, a strict policy."""

import pytest

from tests.test_book.building import ROOT

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang=en><title>Code</title>
<script type=module src=page.js></script><button>before</button><main></main><button>after</button>
"""
SCRIPT = """import { makeEditor } from "./editor.js";
globalThis.refused = [];
document.addEventListener("securitypolicyviolation", (event) => refused.push(event.blockedURI));
globalThis.runs = 0;
globalThis.editor = makeEditor(document.querySelector("main"), "def f():\\n    return 1", {
  label: "Code of f",
  onRun: () => { runs += 1; },
});"""


@pytest.fixture
def page(browser):
    """A page with an editor, under a policy that forbids inline styles and scripts."""
    source = ROOT / "book" / "running" / "bundle" / "editor.js"
    files = {"": (PAGE, "text/html"), "page.js": (SCRIPT, "text/javascript")}
    files["editor.js"] = (source.read_text(encoding="utf-8"), "text/javascript")
    policy = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}

    def answer(route):
        body, kind = files.get(route.request.url.rpartition("/")[2], ("", "image/png"))
        route.fulfill(body=body, content_type=kind, headers=policy)

    page = browser.new_page()
    page.route("**/*", answer)
    page.goto("http://book.test/")
    page.get_by_role("textbox", name="Code of f").wait_for()
    yield page
    page.close()


def lines(page):
    return page.locator(".cm-line").all_inner_texts()


def focused(page):
    return page.evaluate("document.activeElement.textContent || document.activeElement.className")


def test_a_policy_without_inline_styles_leaves_it_its_look(page):
    look = """selector => {
      const root = document.querySelector(".code-editor").shadowRoot;
      const { fontFamily, fontWeight } = getComputedStyle(root.querySelector(selector));
      return [fontFamily, fontWeight];
    }"""
    assert page.evaluate(look, ".cm-scroller")[0] == "monospace"
    assert page.evaluate(look, ".cm-line span")[1] == "600"
    assert page.evaluate("refused") == []


def test_keys_indent_close_brackets_and_undo(page):
    page.get_by_role("textbox").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("def g(a")
    page.keyboard.press("End")
    page.keyboard.type(":")
    page.keyboard.press("Enter")
    page.keyboard.type('b = ["c')
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("d")
    assert lines(page) == ["def g(a):", '    b = ["c"]', "        d"]
    page.keyboard.press("Shift+Tab")
    assert lines(page)[2] == "    d"
    page.keyboard.press("Control+Z")
    assert lines(page)[2] != "    d"
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("runs") == 2
    assert len(lines(page)) == 3


def test_escape_lets_tab_leave_however_late_and_typing_takes_it_back(page):
    told = page.locator("#leaving").inner_text()
    assert told == "Tab indents. To leave by keyboard, press Escape, then Tab."
    assert page.get_by_role("textbox").get_attribute("aria-describedby") == "leaving"
    page.get_by_role("textbox").focus()
    page.keyboard.press("Escape")
    page.wait_for_timeout(2200)  # CodeMirror itself gives two seconds
    page.keyboard.press("Tab")
    assert focused(page) == "after"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "before"
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.keyboard.type("x")
    page.keyboard.press("Tab")
    assert focused(page) == "code-editor"


def test_a_line_is_marked_until_the_text_changes(page):
    page.evaluate("editor.mark(2)")
    assert page.locator(".marked").inner_text() == "    return 1"
    page.evaluate("editor.mark(9)")
    assert page.locator(".marked").count() == 0
    page.evaluate("editor.mark(1)")
    page.evaluate("editor.setText('a = 1')")
    assert page.locator(".marked").count() == 0
    assert page.evaluate("editor.text()") == "a = 1"
    page.evaluate("editor.destroy()")
    assert page.locator(".code-editor").count() == 0
