"""A class from release to gradebook: nobody lost, nothing graded twice, whatever interrupts."""

import csv
import io
import json
import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import nbformat
import pytest

from cnncourse.grading import batch, feedback, gradebook, releasing, roster, running, scoring
from cnncourse.grading.roster import Student
from cnncourse.grading.sandbox import SandboxError, unavailable
from tests.test_grading import handing
from tests.test_grading.test_submission import mutilated

pytest.importorskip("nbgrader")
boxed = pytest.mark.skipif(bool(unavailable()), reason=f"no sandbox: {unavailable()}")
SECRET = b"s" * 64
DUE = datetime(2027, 2, 1, 23, 59, tzinfo=ZoneInfo("Europe/Rome"))
ROSTER = """student,name,email,canvas_id,extension
right,Ada Right,right@x.org,11,
empty,Bea Empty,empty@x.org,12,
flipped,Cem Flipped,flipped@x.org,13,
partial,Dai Partial,partial@x.org,14,
crash,Eva Crash,crash@x.org,15,
late,Fay Late,late@x.org,16,
extended,Gil Extended,extended@x.org,17,2027-02-08 23:59
absent,Hal Absent,absent@x.org,18,
torn,"=HYPERLINK(""x"")",torn@x.org,19,
copied,Ida Copied,copied@x.org,20,
"""


def changed(path, **sources):
    """Put other sources into the marked cells of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        for name, source in sources.items():
            if cell.source.startswith(f"# exercise: {name}\n"):
                cell.source = f"# exercise: {name}\n{source}"
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """An assignment, a roster, and what the ten students handed in."""
    folder = tmp_path_factory.mktemp("school")
    work = handing.master(folder / "master")
    (folder / "roster.csv").write_text(ROSTER)
    people = roster.read(folder / "roster.csv")
    releasing.release(work, folder / "out", SECRET, list(people))
    handed = folder / "handed"
    handed.mkdir()
    for name in people:
        version = "student" if name == "empty" else "solution"
        shutil.copy(folder / "out" / version / f"{name}.ipynb", handed / f"{name}.ipynb")
        os.utime(handed / f"{name}.ipynb", ((DUE - timedelta(hours=1)).timestamp(),) * 2)
    turned = (
        "kernel = np.array(KERNEL)[::-1, ::-1]\nwindow = int((kernel * np.array(PIXELS)).sum())"
    )
    own = {}
    exec(work.variant(work.questions["q1"], SECRET, "flipped").given, own)
    turned = turned.replace("KERNEL", str(own["kernel"])).replace("PIXELS", str(own["pixels"]))
    changed(handed / "flipped.ipynb", q1=turned)
    few = "def total(image):\n    return image.sum() if image.shape[1] < 3 else 0.0"
    changed(handed / "partial.ipynb", q3=few)
    changed(handed / "crash.ipynb", q1="import os\nos._exit(0)")
    (handed / "absent.ipynb").unlink()
    (handed / "torn.ipynb").write_text('{"cells": [')
    shutil.copy(handed / "right.ipynb", handed / "copied.ipynb")
    for name, days in (("late", 2), ("extended", 3), ("torn", 0), ("flipped", -1)):
        time = (DUE + timedelta(days=days) - timedelta(hours=1)).timestamp()
        os.utime(handed / f"{name}.ipynb", (time, time))
    for name in ("partial", "crash", "copied"):
        os.utime(handed / f"{name}.ipynb", ((DUE - timedelta(hours=1)).timestamp(),) * 2)
    return work, people, handed


@pytest.fixture(scope="module")
def graded(school, tmp_path_factory):
    """Grade them all and return the folder of results."""
    if unavailable():
        pytest.skip(unavailable())
    work, people, handed = school
    folder = tmp_path_factory.mktemp("graded")
    run = running.Run(work, SECRET, folder, people)
    run.grade(roster.collect(handed, people), jobs=2, progress=False)
    return folder


def lines(path):
    return list(csv.DictReader(io.StringIO(path.read_text())))


EXPECTED = {  # q1, q2, q3, reached, taken off, total
    "right": (2, 1, 3, 6, 0, 6),
    "empty": (0, 0, 0, 0, 0, 0),
    "flipped": (0, 1, 3, 4, 0, 4),
    "partial": (2, 1, 1.5, 4.5, 0, 4.5),
    "crash": (0, 1, 3, 4, 0, 4),
    "late": (2, 1, 3, 6, 1.2, 4.8),
    "extended": (2, 1, 3, 6, 0, 6),
    "absent": (0, 0, 0, 0, 0, 0),
    "torn": (0, 0, 0, 0, 0, 0),
    "copied": (0, 1, 3, 4, 0, 4),
}


@boxed
def test_every_cell_of_the_gradebook_is_right(graded):
    found = lines(graded / "gradebook.csv")
    assert [one["student"] for one in found] == sorted(EXPECTED)
    columns = ("q1", "q2", "q3", "reached", "taken off", "total")
    for one in found:
        assert tuple(float(one[c]) for c in columns) == EXPECTED[one["student"]], one
        assert one["out of"] == "6"
    by_name = {one["student"]: one for one in found}
    assert by_name["late"]["late"] == "1 d 23 h"
    assert by_name["absent"]["remarks"] == "nothing was handed in"
    assert by_name["absent"]["submitted"] == ""
    assert by_name["torn"]["remarks"].startswith("the file is not a notebook")
    assert by_name["torn"]["name"] == '\'=HYPERLINK("x")'
    assert by_name["right"]["submitted"] == "2027-02-01 22:59"


@boxed
def test_the_files_for_canvas_and_moodle_hold_the_same_totals(graded):
    canvas = lines(graded / "canvas.csv")
    assert canvas[0]["Student"] == "Points Possible"
    assert canvas[0]["First steps"] == "6"
    found = {one["ID"]: float(one["First steps"]) for one in canvas[1:]}
    moodle = {one["ID number"]: float(one["First steps"]) for one in lines(graded / "moodle.csv")}
    assert moodle == {name: expected[-1] for name, expected in EXPECTED.items()}
    assert found == {str(11 + n): EXPECTED[name][-1] for n, name in enumerate(EXPECTED)}


@boxed
def test_gradescope_gets_a_file_for_each_student(graded):
    found = json.loads((graded / "gradescope" / "flipped" / "results.json").read_text())
    assert found["score"] == 4
    assert [(one["score"], one["max_score"]) for one in found["tests"]] == [(0, 2), (1, 1), (3, 3)]


@boxed
def test_feedback_names_the_mistake_and_no_hidden_case(graded, school):
    pages = json.loads((graded / "feedback" / "index.json").read_text())
    text = (graded / "feedback" / pages["flipped"]).read_text()
    assert "This looks like: <b>flipped kernel</b>" in text
    partial = (graded / "feedback" / pages["partial"]).read_text()
    assert "right on 50% of the hidden cases" in partial
    assert "array" not in partial
    crash = (graded / "feedback" / pages["crash"]).read_text()
    assert "it ended Python before there was an answer" in crash


@boxed
def test_the_class_report_flags_whose_numbers_were_copied(graded):
    page = (graded / "class.html").read_text()
    assert "q1: copied and right" in page
    assert "q1: copied and flipped" not in page
    mistakes = lines(graded / "mistakes.csv")
    assert {"q1", "flipped kernel", "1"} < set(mistakes[0].values())


class Counting(scoring.Grader):
    """Counts what it grades, and may stop after so many."""

    def __init__(self, *given, most=10**9, **more):
        super().__init__(*given, **more)
        self.count, self.most = 0, most

    def report(self, *given, **more):
        if self.count == self.most:
            raise KeyboardInterrupt
        self.count += 1
        return super().report(*given, **more)


@boxed
def test_a_run_that_was_ended_goes_on_where_it_was(school, graded, tmp_path):
    work, people, handed = school
    files = roster.collect(handed, people)
    store = batch.Store(tmp_path)
    first = Counting(work, SECRET, most=3)
    with pytest.raises(KeyboardInterrupt):
        list(batch.grade(first, files, store))
    second = Counting(work, SECRET)
    reports = {one.student: one for one in batch.grade(second, files, store)}
    assert first.count + second.count == 9  # all but the one who handed nothing in
    whole = batch.Store(graded)
    assert {n: r.points for n, r in reports.items()} == {n: whole.read(n).points for n in reports}


@boxed
def test_what_is_graded_is_graded_again_only_when_asked_or_changed(school, graded, tmp_path):
    work, people, handed = school
    shutil.copytree(graded, tmp_path / "again")
    shutil.copytree(handed, tmp_path / "handed")
    store, again = batch.Store(tmp_path / "again"), Counting(work, SECRET)
    files = roster.collect(tmp_path / "handed", people)
    list(batch.grade(again, files, store))
    assert again.count == 0
    changed(tmp_path / "handed" / "empty.ipynb", q2="size = [18, 24]")
    list(batch.grade(again, files, store))
    assert again.count == 1
    assert store.read("empty").points == 1
    list(batch.grade(again, [one for one in files if one.student == "right"], store, again=True))
    assert again.count == 2


@boxed
def test_one_question_is_graded_anew_and_the_rest_stays(school, graded, tmp_path):
    work, people, handed = school
    shutil.copytree(graded, tmp_path / "again")
    store = batch.Store(tmp_path / "again")
    before = store.read("flipped")
    files = [one for one in roster.collect(handed, people) if one.student == "flipped"]
    (after,) = batch.grade(Counting(work, SECRET), files, store, questions=["q3"])
    assert after.marks == before.marks
    assert store.read("flipped").marks == before.marks


@boxed
@pytest.mark.slow
def test_each_of_three_hundred_mutilated_notebooks_has_a_score_or_a_reason(school, tmp_path):
    work, _, _ = school
    handed = tmp_path / "handed"
    handed.mkdir()
    for seed in range(300):
        text = json.dumps(mutilated(random.Random(seed)))
        (handed / f"student{seed}.ipynb").write_text(text[:-1] if seed % 50 == 0 else text)
    files = roster.collect(handed)
    store = batch.Store(tmp_path / "graded")
    reports = list(batch.grade(scoring.Grader(work, SECRET), files, store, jobs=2))
    assert len({one.student for one in reports}) == 300
    for one in reports:
        assert [mark.question for mark in one.marks] == [*work.questions]
        assert all(0 <= mark.points <= mark.out_of for mark in one.marks)
        assert all(mark.status for mark in one.marks)
    assert sum(bool(one.unreadable) for one in reports) >= 6
    # The cells that came through unharmed were given their points.
    assert sum(mark.points for one in reports for mark in one.marks) > 300


def test_a_report_that_was_torn_is_made_again(tmp_path):
    store = batch.Store(tmp_path)
    store.path("ada").write_text('{"student": "a')
    assert store.read("ada") is None


def test_two_students_never_share_a_file(tmp_path):
    store = batch.Store(tmp_path)
    names = ["a.b", "a-b", "a_b", "../a", "A-b", "ä", "x" * 200, "x" * 201]
    assert len({store.path(name) for name in names}) == len(names)
    assert all(store.path(name).parent == store.folder for name in names)


def test_names_that_are_no_students_have_a_line(tmp_path):
    for name in ("..ipynb", "a b.ipynb", "\x1b[31m.ipynb", "<b>.ipynb", "ada.ipynb", "notes.txt"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "link.ipynb").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    found = {one.student: one for one in roster.collect(tmp_path)}
    assert found["ada"].problem == ""
    assert "a link" in found["link"].problem
    assert found["folder"].problem == "the folder holds no notebook"
    for name in ("a b", "\x1b[31m", "<b>"):
        assert "no student is called so" in found[name].problem
    assert "notes" not in found


def test_who_is_not_in_the_roster_and_who_handed_nothing_in(tmp_path):
    (tmp_path / "ADA.ipynb").write_text("{}")
    (tmp_path / "eve.ipynb").write_text("{}")
    people = {name: Student(name) for name in ("ada", "bob")}
    found = {one.student: one.problem for one in roster.collect(tmp_path, people)}
    assert found == {
        "ada": "",
        "bob": "nothing was handed in",
        "eve": "this name is not in the roster",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nada", "student among them"),
        ("", "student among them"),
        ("student\n", "no student"),
        ("student\nada\nADA", "line 3: 'ADA' is there already"),
        ("student,extension\nada,next week", "line 2: extension 'next week' is no time such as"),
        ("student\n../ada", "must be of letters, digits"),
        ("student\n\x1b[31m", "must be of letters, digits"),
    ],
)
def test_what_is_wrong_with_a_roster_is_named(text, words, tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(roster.RosterError, match=words):
        roster.read(path)


@pytest.mark.parametrize(
    ("hours", "share"), [(-1, 0), (0, 0), (0.2, 0), (0.3, 0.1), (24, 0.1), (25, 0.2), (999, 0.5)]
)
def test_lateness_costs_what_the_yaml_says(hours, share, tmp_path):
    work = handing.master(tmp_path)
    report = scoring.Report("ada", [scoring.Mark("q1", "right", 2, 2)])
    submitted = (work.due + timedelta(hours=hours)).astimezone(UTC)
    row = gradebook.row(work, Student("ada"), report, submitted)
    assert row.taken == pytest.approx(2 * share)
    assert row.total == pytest.approx(2 * (1 - share))


def test_feedback_shows_no_tag_and_no_escape_of_a_students(tmp_path):
    work = handing.master(tmp_path)
    bad = "<script>alert(1)</script>\x1b[31m"
    report = scoring.Report("ada", [scoring.Mark("q1", "wrong", 0, 2, bad, told=[bad])], told=[bad])
    page = feedback.page(work, gradebook.row(work, Student("ada", name=bad), report))
    assert "<script>" not in page
    assert "\x1b" not in page


def test_a_sandbox_that_does_not_hold_stops_before_the_first_submission(
    school, tmp_path, monkeypatch
):
    work, people, handed = school

    def leaky():
        raise SandboxError("the sandbox does not hold here: the network is closed, not so")

    monkeypatch.setattr(running.probe, "check", leaky)
    with pytest.raises(SandboxError, match="does not hold"):
        running.Run(work, SECRET, tmp_path, people).grade(roster.collect(handed, people))
    assert not (tmp_path / "gradebook.csv").exists()


def test_unsafe_needs_no_sandbox_and_says_so_in_the_gradebook(school, tmp_path, monkeypatch):
    work, people, handed = school
    run = running.Run(work, SECRET, tmp_path, people, unsafe=True)
    monkeypatch.setattr(running, "Sandbox", None)
    files = [one for one in roster.collect(handed, people) if one.student in ("right", "late")]
    run.grade(files, progress=False)
    found = lines(tmp_path / "gradebook.csv")
    assert [one["reached"] for one in found] == ["6", "6"]
    assert all("graded without a sandbox" in one["remarks"] for one in found)


def test_a_roster_as_a_spreadsheet_writes_it_is_read(tmp_path):
    path = tmp_path / "roster.csv"
    text = "\ufeffstudent;name;extension\r\nada;Lovelace, Ada;2027-02-08 23:59\r\n"
    path.write_bytes(text.encode())
    assert roster.read(path) == {"ada": Student("ada", "Lovelace, Ada", "", "", "2027-02-08 23:59")}


@boxed
def test_half_a_character_in_an_error_or_a_name_ends_nothing(school, tmp_path):
    work, _, _ = school
    handed = tmp_path / "handed"
    handed.mkdir()
    raises = "raise ValueError(chr(0xD800))"
    notebook = handing.notebook(
        [
            ("code", f"# exercise: q1\n{raises}"),
            ("code", "# exercise: q2\nsize = chr(0xDFFF)"),
            ("code", f"# exercise: q3\ndef total(image):\n    {raises}"),
        ]
    )
    nbformat.write(notebook, handed / "ada.ipynb")
    text = json.dumps(notebook).replace("# exercise: q2", "# exercise: q2 \\ud800")
    (handed / "bob.ipynb").write_text(text)
    (handed / os.fsdecode(b"\xff.ipynb")).write_text("{}")
    run = running.Run(work, SECRET, tmp_path / "out")
    run.grade(roster.collect(handed), progress=False)
    found = lines(tmp_path / "out" / "gradebook.csv")
    assert len(found) == 3
    assert [float(one["total"]) for one in found] == [0, 0, 0]
    for page in (tmp_path / "out" / "feedback").glob("*.html"):
        page.read_text(encoding="utf-8")


def test_a_file_on_which_the_grader_itself_fails_has_a_line_and_ends_nothing(tmp_path):
    work = handing.master(tmp_path / "master")

    class Failing(scoring.Grader):
        def report(self, student, *given, **more):
            if student == "bad":
                raise RuntimeError("no one thought of it")
            return scoring.Report(student)

    files = []
    for name in ("bad", "good"):
        (tmp_path / f"{name}.ipynb").write_text("{}")
        files.append(roster.Handed(name, tmp_path / f"{name}.ipynb"))
    store = batch.Store(tmp_path / "out")
    found = {one.student: one for one in batch.grade(Failing(work, SECRET), files, store)}
    assert found["good"].unreadable == ""
    assert "the grader could not grade it (RuntimeError)" in found["bad"].unreadable
    assert [mark.points for mark in found["bad"].marks] == [0, 0, 0]


def test_a_time_counts_however_the_name_is_written(tmp_path):
    work = handing.master(tmp_path / "master")
    path = tmp_path / "ada.ipynb"
    path.write_text("{}")
    reports = {"ada": scoring.Report("ada", [scoring.Mark("q1", "right", 2, 2)])}
    times = {"ADA": DUE + timedelta(hours=30)}
    (row,) = gradebook.rows(work, [roster.Handed("ada", path)], reports, times=times)
    assert row.submitted == times["ADA"]
    assert row.taken == pytest.approx(0.4)
