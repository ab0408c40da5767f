"""The pages for instructors: commands that parse, every exercise, no assignment's solution."""

import re

import contents
from bs4 import BeautifulSoup

from cnncourse.cli import _parser
from cnncourse.exercises import exercises
from cnncourse.grading import assignment
from tests.test_book.building import ROOT

FOLDER = ROOT / "book" / "instructors"
ASSIGNMENTS = sorted((ROOT / "book" / "assignments").glob("*.ipynb"))


def commands(path):
    """Return the words after ``cnncourse`` of every command in a file's bash blocks."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    lines = [line.partition("#")[0].strip() for block in blocks for line in block.splitlines()]
    return [line.split()[1:] for line in lines if line.startswith("cnncourse ")]


def test_the_commands_of_page_and_readme_are_of_the_command_line():
    found = commands(FOLDER / "assigning.md") + commands(ROOT / "README.md")
    whole = [words for words in found if words[0] in ("release", "grade") and "…" not in words]
    assert [words[0] for words in whole].count("grade") == 2
    for words in whole:
        arguments = _parser().parse_args(words)
        master = getattr(arguments, "master", getattr(arguments, "assignment", None))
        assert (ROOT / master).is_file()
    shortened = [words[words.index("…") + 1 :] for words in found if "…" in words]
    assert len(shortened) == 3
    for words in shortened:
        _parser().parse_args(["grade", "a.ipynb", "b", "--out", "c", *words])


def test_the_yaml_of_the_page_can_be_read(tmp_path):
    text = (FOLDER / "assigning.md").read_text(encoding="utf-8")
    (yaml,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    source = ROOT / "book" / "assignments" / "pooling-and-flattening"
    for suffix in (".ipynb", ".py"):
        copied = tmp_path / f"week4{suffix}"
        copied.write_bytes(source.with_suffix(suffix).read_bytes())
    (tmp_path / "week4.yaml").write_text(yaml)
    assert assignment.load(tmp_path / "week4.ipynb").points == 3


def test_every_exercise_and_its_mistakes_are_in_the_guide(pages):
    page = BeautifulSoup((pages / "instructors/exercises.html").read_text("utf-8"), "html.parser")
    text = page.get_text(" ").replace("’", "'")
    for exercise in exercises().values():
        assert exercise.name in text
        assert all(name in text for name in exercise.answer.wrong), exercise.name


def test_every_link_of_the_guide_leads_to_its_exercise(pages):
    folder = pages / "instructors"
    page = BeautifulSoup((folder / "exercises.html").read_text("utf-8"), "html.parser")
    links = [one["href"] for one in page.select("article a") if "#question-" in one["href"]]
    assert len(links) == len(exercises())
    texts = {}
    for link in links:
        path, _, place = link.partition("#")
        text = texts.setdefault(path, (folder / path).read_text("utf-8"))
        assert f'id="{place}"' in text, link


def test_the_syllabus_has_every_assignment_and_chapter():
    text = (FOLDER / "syllabus.md").read_text(encoding="utf-8")
    for path in ASSIGNMENTS:
        assert assignment.load(path).title in text
    for chapter in {one.chapter for one in exercises().values()}:
        assert f"../{contents.page_of(chapter)}`" in text


def test_no_assignment_is_in_the_book(pages):
    for path in pages.rglob("*.html"):
        # The page that tells how an assignment is written shows the marks.
        marked = "BEGIN SOLUTION" in path.read_text(encoding="utf-8")
        assert not marked or path.name == "assigning.html"
    files = {path.name for path in pages.rglob("*")}
    for path in ASSIGNMENTS:
        assert not {path.name, f"{path.stem}.html"} & files
