"""The cells of a kernel: one stop of Tab, walked by the keys; fractions and commas are numbers."""

import pytest

from tests.browser.accessibility import axe_violations
from tests.browser.explorers import drawn, explorer

pytestmark = pytest.mark.browser

ACTIVE = "one => one.shadowRoot.activeElement.getAttribute('aria-label')"

HEAR = """one => {
  const spoken = one.shadowRoot.querySelector(".spoken");
  window.heard = [];
  new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, {childList: true});
}"""


@pytest.fixture
def found(visit_bare):
    return explorer(visit_bare("convolution").page, "convolution")


def active(found):
    return found.evaluate(ACTIVE)


def weights(found):
    drawn(found)
    return found.evaluate("one => Array.from(one.results.weights.data)")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1/9", 1 / 9), ("0,5", 0.5), ("-1/8", -0.125), ("−2", -2), ("⅓", 1 / 3), (".25", 0.25)],
)
def test_what_is_typed_is_understood(found, text, number):
    cell = found.get_by_label("Weight, row 0, column 1")
    cell.focus()
    found.page.keyboard.type(text)
    assert weights(found)[1] == number
    assert cell.input_value() == text
    cell.press("Enter")
    assert active(found) == "Weight, row 0, column 2"
    assert weights(found)[1] == number  # shown rounded, and not read again
    assert not found.locator(".why-not").is_visible()


@pytest.mark.parametrize(
    ("text", "words"),
    [("abc", "is not a number"), ("1000", "from −999 to 999"), ("1,000", "in two ways")],
)
def test_what_is_not_is_refused_in_words_and_forgotten(found, text, words):
    # What is spoken is heard as it comes, whatever is spoken after it.
    found.evaluate(HEAR)
    cell = found.get_by_label("Weight, row 0, column 0")
    cell.fill(text)
    assert cell.get_attribute("aria-invalid") == "true"
    assert words in found.locator(".why-not").inner_text()
    cell.press("Tab")
    assert cell.input_value() == "−1"
    assert found.locator(".why-not").inner_text().endswith("−1 stays")
    assert weights(found)[0] == -1
    assert found.evaluate("one => one.state.kernel") == "sobel-x"
    was_heard = "words => heard.some((one) => one.includes(words))"
    found.page.wait_for_function(was_heard, arg=words, polling=50)  # whether or not it draws
    cell.fill("4")
    assert not found.locator(".why-not").is_visible()


def stops(found):
    return found.locator("section").evaluate(
        """box => [...box.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
          .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length"""
    )


@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_kernel_is_one_stop(found, size):
    found.evaluate("one => one.set({image: 'tiny', kernel_size: 1})")
    drawn(found)
    few = stops(found)
    found.evaluate("(one, kernel_size) => one.set({image: 'landscape', kernel_size})", size)
    drawn(found)
    assert found.locator(".weights input").count() == 3 * size * size
    assert found.locator('.weights input[tabindex="0"]').count() == 1
    assert stops(found) == few
    assert axe_violations(found.page, "cnncourse-explorer") == []


def test_the_keys_walk_over_the_grid(found):
    found.evaluate("one => one.set({image: 'landscape', kernel_size: 3})")
    drawn(found)
    found.get_by_label("Red, row 0, column 0").focus()
    for key, place in [
        ("ArrowRight", "Red, row 0, column 1"),
        ("ArrowLeft", "Red, row 0, column 0"),
        ("ArrowLeft", "Red, row 0, column 0"),
        ("ArrowUp", "Red, row 0, column 0"),
        ("End", "Red, row 0, column 2"),
        ("ArrowRight", "Red, row 0, column 2"),
        ("ArrowDown", "Red, row 1, column 2"),
        ("Home", "Red, row 1, column 0"),
        ("PageDown", "Green, row 1, column 0"),
        ("ArrowDown", "Green, row 2, column 0"),
        ("ArrowDown", "Blue, row 0, column 0"),
        ("Control+End", "Blue, row 2, column 2"),
        ("PageDown", "Blue, row 2, column 2"),
        ("Control+Home", "Red, row 0, column 0"),
        ("Enter", "Red, row 0, column 0"),  # keeps the weight
        ("2", "Red, row 0, column 0"),
        ("Enter", "Red, row 0, column 1"),
        ("Shift+Enter", "Red, row 0, column 0"),
        ("Shift+Enter", "Blue, row 2, column 2"),
    ]:
        found.page.keyboard.press(key)
        assert active(found) == place, key
    found.page.keyboard.press("Tab")
    found.page.keyboard.press("Shift+Tab")
    assert active(found) == "Blue, row 2, column 2"


def test_while_text_is_typed_the_arrows_are_the_caret_s(found):
    cell = found.get_by_label("Weight, row 0, column 0")
    cell.focus()
    found.page.keyboard.type("13")
    found.page.keyboard.press("ArrowLeft")
    found.page.keyboard.type("2")
    assert active(found) == "Weight, row 0, column 0"
    assert weights(found)[0] == 123
    found.page.keyboard.press("ArrowDown")
    assert active(found) == "Weight, row 1, column 0"
    found.page.keyboard.press("F2")
    found.page.keyboard.press("ArrowLeft")
    found.page.keyboard.type("x")
    found.page.keyboard.press("Escape")
    assert weights(found)[3] == -2
    found.page.keyboard.press("ArrowRight")
    assert active(found) == "Weight, row 1, column 1"
