"""Exercises with code, written and judged in the page: from a file server, by mouse and by keys."""

from collections import Counter

import nbformat
import pytest

from cnncourse import exercises
from cnncourse.exercises.written import judged
from tests.browser.accessibility import axe_violations
from tests.browser.conftest import Visit, file_server
from tests.test_book import site
from tests.test_book.building import ROOT
from tests.test_exercises import mutants

pytestmark = pytest.mark.browser
CONF = f"""
html_theme = "sphinx_book_theme"
html_static_path = [{str(ROOT / "book" / "static")!r}]
html_css_files = ["cnncourse.css"]
html_context = {{"default_mode": "auto"}}
html_theme_options = {{"navbar_persistent": []}}
html_sourcelink_suffix = ""
mathjax_path = "mathjax/tex-svg.js"
myst_enable_extensions = ["colon_fence", "dollarmath", "amsmath"]
"""
HEAD = "def max_pool(maps, size, stride):\n"
MEAN = f"""{HEAD}    view = np.lib.stride_tricks.sliding_window_view
    windows = view(maps, (size, size), axis=(0, 1))
    return windows[::stride, ::stride].mean(axis=(3, 4))"""
ALL = exercises.exercises()
FUNCTIONS = [name for name, one in ALL.items() if one.answer.kind == "function"]


@pytest.fixture(scope="module")
def folder(page_python, tmp_path_factory):
    """A folder with one page that has the exercises of "Pooling", as its notebook has them."""
    folder = tmp_path_factory.mktemp("exercises")
    notebook = nbformat.read(ROOT / "book" / "foundations" / "pooling.ipynb", as_version=4)
    own = [cell for cell in notebook.cells if cell.id.startswith("exercise-")]
    notebook.cells = [nbformat.v4.new_markdown_cell("# Pooling", id="title"), *own]
    nbformat.write(notebook, folder / "index.ipynb")
    done = site.build(folder, ["questions", "running"], CONF)
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def address(folder):
    """Where a plain file server has that page."""
    with file_server(folder) as address:
        yield address


@pytest.fixture
def start(browser, address):
    """Open the page in a context of its own, with the settings given."""
    opened = []

    def begin(**settings):
        opened.append(Visit(browser, address, **settings))
        opened[-1].open("index")
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()
        assert (one.errors, one.outside) == ([], [])


@pytest.fixture(scope="module")
def writing(browser, address):
    """One visit, with the editor of an exercise open, for all that needs Python."""
    one = Visit(browser, address)
    opened(one.open("index"))
    yield one
    errors, outside = one.errors, one.outside
    one.context.close()
    assert (errors, outside) == ([], [])


def question(page):
    return page.locator("#question-max-pool")


def opened(page, words="Write it here"):
    """Open the editor; return where one types."""
    question(page).get_by_role("button", name=words).click()
    code = question(page).get_by_role("textbox", name="Your code for max pool")
    code.wait_for()
    return code


def rewrite(page, text):
    question(page).get_by_role("textbox").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def checked(page, text):
    """Write a text, have it checked and return what is said."""
    rewrite(page, text)
    question(page).get_by_role("button", name="Check").click()
    page.wait_for_function("document.querySelector('#question-max-pool').dataset.status")
    return question(page).locator(".question-status").inner_text()


def solved(name):
    return "\n".join(mutants.FENCE.findall(ALL[name].solution)).rstrip()


def test_an_average_is_told_mended_and_right(writing):
    page, one = writing.page, question(writing.page)
    assert one.locator(".question-solution").is_hidden()
    assert checked(page, MEAN) == "Not right: This is each window's average."
    assert one.get_attribute("data-status") == "wrong"
    shown = one.get_by_role("region", name="What was tried").inner_text()
    assert shown.rstrip() == judged("max-pool", MEAN)["shown"]
    assert one.locator(".question-solution").is_visible()
    one.get_by_role("button", name="Hint").click()
    assert one.locator(".question-hints li").all_inner_texts() == [ALL["max-pool"].hints[0]]
    said = checked(page, MEAN.replace("mean", "max"))
    assert said == "Right: 6 cases, drawn at random, all right."
    assert one.locator(".written-result").inner_text() == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wrong_with_an_open_exercise(writing, scheme):
    page = writing.page
    checked(page, f'"""Words."""\n{MEAN}  # a remark\n')
    page.emulate_media(color_scheme=scheme)
    assert axe_violations(page, "#question-max-pool") == []


def test_an_error_names_and_marks_its_line_until_the_code_changes(writing):
    page = writing.page
    said = checked(page, f"{HEAD}    return mapps")
    assert said == "Cannot be judged: NameError: name 'mapps' is not defined (line 2)."
    assert question(page).locator(".marked").inner_text().strip() == "return mapps"
    page.keyboard.press("Escape")
    question(page).get_by_role("textbox").press("Control+End")
    page.keyboard.type("#")
    assert question(page).locator(".marked").count() == 0
    assert question(page).get_attribute("data-status") is None


def test_text_from_python_stays_text(writing):
    said = checked(writing.page, "print('<img src=x onerror=alert(1)>')\nraise ValueError('<b>')")
    assert said == "Cannot be judged: ValueError: <b> (line 2)."
    printed = question(writing.page).get_by_role("region", name="What your code printed")
    assert printed.inner_text().strip() == "<img src=x onerror=alert(1)>"
    assert question(writing.page).locator("img, b").count() == 0


def test_every_exercise_is_judged_here_as_there(writing):
    """Right, empty, and one way of being wrong: all the wrong answers are tried under Node."""
    pairs = [(name, ALL[name].start) for name in FUNCTIONS]
    pairs += [(name, solved(name)) for name in FUNCTIONS]
    for name in FUNCTIONS:
        own = ALL[name].defines
        wrong = f"right = {own}\ndef {own}(*given):\n    return np.stack([right(*given)] * 2)"
        pairs.append((name, f"{solved(name)}\n{wrong}"))
    assert len(pairs) > 200
    script = """async ([home, pairs]) => {
      const { pythonOfPage } = await import(home);
      const found = [];
      for (const pair of pairs)
        found.push(await pythonOfPage().call("cnncourse.exercises.written", "judged", pair));
      return found;
    }"""
    home = writing.page.evaluate("document.querySelector('script[src*=\"start.js\"]').src")
    found = writing.page.evaluate(script, [home.replace("start.js", "python.js"), pairs])
    for pair, one in zip(pairs, found, strict=True):
        assert one | {"attempted": None} == judged(*pair) | {"attempted": None}
    counted = Counter(one["status"] for one in found)
    assert counted["right"] == counted["not attempted"] == len(FUNCTIONS)
    assert counted.keys() == {"right", "not attempted", "wrong", "cannot be judged"}


def test_a_design_is_what_answer_is(writing):
    one = writing.page.locator("#question-pools-that-fit")
    one.get_by_role("button", name="Write it here").click()
    one.get_by_role("textbox").wait_for()
    assert one.locator(".cm-line").all_inner_texts() == ["answer = ..."]
    writing.page.keyboard.press("Control+A")
    writing.page.keyboard.insert_text(f"answer = {ALL['pools-that-fit'].answer.example()!r}")
    writing.page.keyboard.press("Control+Enter")
    status = "document.querySelector('#question-pools-that-fit').dataset.status"
    writing.page.wait_for_function(status)
    assert one.locator(".question-status").inner_text() == "Right."


def test_code_without_end_is_stopped(writing):
    page = writing.page
    rewrite(page, "while True: pass")
    question(page).get_by_role("button", name="Check").click()
    question(page).get_by_role("button", name="Stop").click()
    said = question(page).locator(".question-status")
    page.wait_for_function("el => el.textContent.startsWith('Stopped')", arg=said.element_handle())
    assert question(page).get_by_role("button", name="Check").is_visible()


def test_a_reload_keeps_the_code_which_is_exported_and_forgotten(start, tmp_path):
    visit = start(accept_downloads=True)
    page = visit.page
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.rpartition("/")[2]))
    visit.open("index")
    assert not {"exercises.js", "editor.js", "python.js", "worker.js"} & set(loaded)
    opened(page)
    rewrite(page, MEAN)
    visit.again("index")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export my code as a notebook").click()
    assert download.value.suggested_filename == "index.ipynb"
    download.value.save_as(tmp_path / "mine.ipynb")
    notebook = nbformat.read(tmp_path / "mine.ipynb", as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["exercise-max-pool-answer"].source == f'{MEAN}\n\n\ncheck("max-pool", max_pool)'
    assert cells["exercise-max-pool-answer"].outputs == []
    assert cells["exercise-fair-average-answer"].outputs
    opened(page, "Go on with your code")
    page.get_by_role("button", name="Forget my code").click()
    assert question(page).locator(".cm-line").first.inner_text() == HEAD.rstrip()
    assert question(page).locator(".cm-line").count() == 2
    kept = page.evaluate("JSON.parse(localStorage.getItem('cnncourse:code'))")
    assert list(kept.values()) == [{}]
    assert not {"worker.js", "pyodide.js"} & set(loaded)


def test_what_is_kept_stands_in_one_block_exports_left_of_what_forgets(start):
    page = start().page
    hint, write = (question(page).get_by_role("button", name=n) for n in ("Hint", "Write it here"))
    assert hint.bounding_box()["y"] == write.bounding_box()["y"]
    opened(page)
    block = page.locator(".question-tools")
    assert block.count() == 1
    assert "Your answers, and the code that you write" in block.locator("p").first.inner_text()
    buttons = block.get_by_role("button")
    assert [text.split()[0] for text in buttons.all_inner_texts()] == ["Export", "Forget"] * 2
    places = [one.bounding_box() for one in buttons.all()]
    assert places[0]["x"] == places[2]["x"] < places[1]["x"] == places[3]["x"]
    assert places[0]["y"] == places[1]["y"] < places[2]["y"] == places[3]["y"]


def test_a_verdict_is_there_after_a_reload_and_only_for_what_was_judged(start):
    visit = start()
    page = visit.page
    opened(page)
    said = checked(page, MEAN)
    visit.again("index")
    opened(page, "Go on with your code")
    assert question(page).locator(".question-status").inner_text() == said
    assert question(page).get_attribute("data-status") == "wrong"
    page.keyboard.insert_text(" ")
    assert question(page).get_attribute("data-status") is None
    visit.again("index")
    opened(page, "Go on with your code")
    assert question(page).locator(".question-status").inner_text() == ""
    assert question(page).locator(".question-solution").is_visible()


def test_two_tabs_do_not_overwrite_one_another(start):
    visit = start()
    page = visit.page
    opened(page)
    other = visit.context.new_page()
    other.goto(page.url)
    opened(other)
    rewrite(other, MEAN)
    lines = question(page).locator(".cm-line")
    page.wait_for_function(
        "el => el.shadowRoot.textContent.includes('mean')",
        arg=question(page).locator(".code-editor").element_handle(),
    )
    assert "\n".join(lines.all_inner_texts()) == MEAN
    said = question(page).locator(".question-status").inner_text()
    assert said == "Changed in another tab of this page."
    rewrite(page, f"{HEAD}    return maps")  # and the other way round
    other.wait_for_function(
        "el => el.shadowRoot.textContent.includes('return maps')",
        arg=question(other).locator(".code-editor").element_handle(),
    )
    kept = page.evaluate("localStorage.getItem('cnncourse:code')")
    assert "return maps" in kept


def test_it_is_written_by_keys_alone(start):
    page = start().page
    question(page).get_by_role("button", name="Write it here").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.code-editor')")
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{HEAD}return maps[")
    lines = question(page).locator(".cm-line").all_inner_texts()
    assert lines == [HEAD.rstrip(), "    return maps[]"]
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Check"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert question(page).locator(".cm-line").all_inner_texts() == [HEAD.rstrip(), "    ..."]


def test_a_phone_shows_it_whole(start):
    page = start(viewport={"width": 320, "height": 700}).page
    opened(page)
    rewrite(page, MEAN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for one in question(page).locator("button, .code-editor").all():
        box = one.bounding_box()
        assert 0 <= box["x"]
        assert box["x"] + box["width"] <= 320
        assert box["height"] >= 24


def test_where_storage_is_refused_it_is_said(start):
    visit = start()
    visit.page.add_init_script("""const own = Storage.prototype.setItem;
      Storage.prototype.setItem = function (key, ...rest) {
        if (key === "cnncourse:code") throw new Error("no");
        return own.call(this, key, ...rest);
      };""")
    page = visit.open("index")
    opened(page)
    rewrite(page, MEAN)
    assert "export it before you leave" in page.get_by_role("alert").inner_text()


def test_from_the_disk_a_sentence_says_why_not(browser, folder):
    visit = Visit(browser, folder.as_uri() + "/")
    page = visit.open("index")
    question(page).get_by_role("button", name="Write it here").click()
    assert "make serve" in question(page).get_by_role("status").first.inner_text()
    assert question(page).locator(".question-solution").is_visible()
    visit.context.close()
    assert visit.errors == []
