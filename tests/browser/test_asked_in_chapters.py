"""The questions of every chapter, on its own page: answered by keyboard, on a phone, with axe."""

import contents
import numpy as np
import pytest

from cnncourse import exercises
from tests.browser.accessibility import axe_violations
from tests.browser.conftest import everywhere

pytestmark = pytest.mark.browser
PAGES = [
    page
    for page in contents.pages()
    if "{question}" in contents.file_of(page).read_text(encoding="utf-8")
]
ALL = exercises.exercises()
TYPED = {
    "number": lambda value: repr(float(value)),
    "shape": lambda value: " x ".join(map(str, value)),
    "array": lambda value: str(np.asarray(value).tolist()),
}


def asked(page):
    """Return the exercises that a page judges, in order."""
    names = page.locator(".question").evaluate_all(
        "all => all.map(one => one.id.replace('question-', ''))"
    )
    return [ALL[name] for name in names if ALL[name].answer.kind not in ("function", "design")]


def answer(page, exercise, value):
    """Give an answer as a keyboard does, and return what the page says of it."""
    one = page.locator(f"#question-{exercise.name}")
    if exercise.answer.kind == "choice":
        wanted = {*np.atleast_1d(list(np.atleast_1d(value))).tolist()}
        for place, option in enumerate(one.locator("fieldset input").all()):
            if option.is_checked() != (place in wanted) and (
                exercise.answer.several or place in wanted
            ):
                option.focus()
                page.keyboard.press("Space")
        one.locator(".question-check").press("Enter")
    else:
        one.locator("input").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(TYPED[exercise.answer.kind](value))
        page.keyboard.press("Enter")
    return one.get_attribute("data-status")


def test_there_are_pages_that_ask_in_every_part():
    assert {page.partition("/")[0] for page in PAGES} == {*contents.FOLDERS}


@everywhere("name", PAGES)
def test_answers_are_judged_by_keyboard_alone_on_the_smallest_phone(visit, name):
    reader = visit(viewport={"width": 320, "height": 700})
    page = reader.open(name)
    found = asked(page)
    assert found
    for exercise in found:
        solution = page.locator(f"#question-{exercise.name} .question-solution")
        assert not solution.is_visible(), exercise.name
        for mistake, wrong in exercise.answer.wrong.items():
            assert answer(page, exercise, wrong()) == "wrong", (exercise.name, mistake)
        assert answer(page, exercise, exercise.answer.right()) == "right", exercise.name
        assert solution.is_visible(), exercise.name
    # One is left wrong, so that both colours of a verdict are looked at.
    (wrong, *_) = (one for one in found if one.answer.wrong)
    assert answer(page, wrong, next(iter(wrong.answer.wrong.values()))()) == "wrong"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for box in page.locator(".question").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.left, b.right])"
    ):
        assert box[0] >= 0
        assert box[1] <= 320
    assert reader.errors == []
    assert reader.outside == []
    scheme = ("light", "dark")[PAGES.index(name) % 2]  # one after another
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function("one => document.documentElement.dataset.theme === one", arg=scheme)
    # Last: axe itself asks for what a page from the disk may not read.
    assert axe_violations(page, ".question") == []
