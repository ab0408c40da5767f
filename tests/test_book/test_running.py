"""What pages that run are made of: the package's archive, the runtime, the scripts, the marks."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile

import nbformat
import page_package
import page_runtime
import pytest
import running

from tests import test_rooms
from tests.test_book import site
from tests.test_book.building import ROOT

MEGABYTE = 2**20
RUNNING = ROOT / "book" / "running"
BUNDLE = RUNNING / "bundle"
NOTEBOOKS = sorted(
    path
    for folder in ("foundations", "networks", "inside")
    for path in (ROOT / "book" / folder).glob("*.ipynb")
)
CELLS = ["import numpy as np\nx = np.arange(3)", "import torch\ntorch.ones(3)", "print(x.sum())"]
needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / ".made").exists(),
    reason="needs Node and what npm installs (make node_modules/.made)",
)


def test_the_package_is_the_same_bytes_each_time_and_small():
    first = page_package.archive()
    assert first == page_package.archive()
    assert len(first) <= 3 * MEGABYTE
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.namelist() == sorted(packed.namelist())
        assert not [name for name in packed.namelist() if "__pycache__" in name]


def test_the_package_is_the_rooms_that_need_no_framework():
    rooms = page_package.taken()
    assert rooms > {"architecture", "datasets", "exercises", "geometry", "gradients", "inspection"}
    assert rooms > {"listings", "ops", "recipe", "reference", "zoo"}
    assert not rooms & {
        "in_torch",
        "in_keras",
        "plots",
        "explorers",
        "grading",
        "cli",
        "pretrained",
    }
    for path in page_package.PACKAGE.rglob("*.py"):
        room = path.relative_to(page_package.PACKAGE).with_suffix("").parts[0]
        if room not in rooms or not page_package.entered(path, page_package.PACKAGE):
            continue
        eager = {one.target for one in test_rooms.read_imports(path) if not one.lazy}
        assert eager <= rooms | {"numpy"} | test_rooms.STANDARD, path


def test_the_runtime_is_the_one_that_is_pinned():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert wanted["pyodide"] == page_runtime.VERSION
    assert page_runtime.VERSION in (RUNNING / "licences" / "README.txt").read_text(encoding="utf-8")


@pytest.fixture
def clone(tmp_path):
    """A folder with an npm package of small files, each with its right hash."""
    package = tmp_path / "clone" / "node_modules" / "pyodide"
    package.mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": page_runtime.VERSION}))
    lock = {"packages": {"numpy": {"file_name": "numpy.whl", "sha256": "0" * 64}, "scipy": {}}}
    (package / "pyodide-lock.json").write_text(json.dumps(lock))
    for name in page_runtime.FILES:
        (package / name).write_text(name)
    return tmp_path / "clone"


def test_what_is_missing_is_said_with_its_cure(clone, tmp_path, monkeypatch):
    with pytest.raises(page_runtime.MissingError, match="not installed: run npm ci"):
        page_runtime.find(tmp_path, "")
    with pytest.raises(page_runtime.MissingError, match=r"pyodide.js is not that of pyodide"):
        page_runtime.find(clone, "")
    hashes = {name: hashlib.sha256(name.encode()).hexdigest() for name in page_runtime.FILES}
    monkeypatch.setattr(page_runtime, "FILES", hashes)
    with pytest.raises(page_runtime.MissingError, match="CNNCOURSE_PYODIDE"):
        page_runtime.find(clone, "")
    shared = tmp_path / "shared" / "pyodide"
    shared.mkdir(parents=True)
    (shared / "numpy.whl").write_text("another")
    with pytest.raises(page_runtime.MissingError, match="has not the SHA-256"):
        page_runtime.find(clone, "")
    package = clone / "node_modules" / "pyodide" / "package.json"
    package.write_text(json.dumps({"version": "0.28.0"}))
    with pytest.raises(page_runtime.MissingError, match="is 0.28.0, not 0.27.7"):
        page_runtime.find(clone, "")


@pytest.fixture
def of_small_files(clone):
    """A clone's runtime whose wheel is no wheel."""
    return page_runtime.Runtime({}, "", b"no wheel")


def test_what_pages_start_from_is_made_once_by_node(of_small_files, clone, tmp_path, monkeypatch):
    """By a Node that writes what it was asked for."""
    program = tmp_path / "bin" / "node"
    program.parent.mkdir()
    script = (
        '#!/bin/sh\n/bin/mkdir "$4" && echo "$5 $6" > "$4/started.bin" && echo n > "$4/numpy.zip"\n'
    )
    program.write_text(script)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    made = page_runtime.prepare(of_small_files, ["json", "re"], clone)
    assert made == {"started.bin": b"json re\n", "numpy.zip": b"n\n"}
    program.write_text("#!/bin/sh\necho 'first\nno memory' >&2\nexit 3\n")
    assert page_runtime.prepare(of_small_files, ["json", "re"], clone) == made
    with pytest.raises(page_runtime.MissingError, match="could not be prepared: no memory"):
        page_runtime.prepare(of_small_files, ["json"], clone)
    program.unlink()
    with pytest.raises(page_runtime.MissingError, match="Node, .* is not installed: see .*README"):
        page_runtime.prepare(of_small_files, ["json"], clone)
    kept = clone / "node_modules" / ".cache" / "cnncourse"
    (whole,) = kept.iterdir()  # nothing is left of what failed
    (whole / "numpy.zip").unlink()
    program.write_text(script)
    program.chmod(0o755)
    assert page_runtime.prepare(of_small_files, ["json", "re"], clone) == made
    shutil.rmtree(kept)
    kept.write_text("in the way")
    with pytest.raises(page_runtime.MissingError, match="could not be prepared: .*File exists"):
        page_runtime.prepare(of_small_files, ["json", "re"], clone)


def test_what_fails_in_node_is_said_in_a_line(page_python):
    with pytest.raises(page_runtime.MissingError) as caught:
        page_runtime.prepare(page_python, ["no_such_module"])
    assert str(caught.value).endswith("ModuleNotFoundError: No module named 'no_such_module'")
    assert len(str(caught.value)) < 200


def test_files_of_an_older_build_are_taken_away(clone, tmp_path, monkeypatch):
    monkeypatch.setattr(page_runtime, "_terms_of_numpy", lambda wheel: b"")
    runtime = page_runtime.Runtime({}, "{}", b"")
    _, first = page_runtime.write(runtime, {"started.bin": b"one"}, tmp_path / "html")
    _, second = page_runtime.write(runtime, {"started.bin": b"two"}, tmp_path / "html")
    there = {path.name for path in (tmp_path / "html").iterdir()}
    assert first["started.bin"] not in there
    assert second["started.bin"] in there


@needs_node
def test_the_scripts_are_built_from_their_sources(tmp_path):
    command = ["node", RUNNING / "making" / "scripts.js", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {path.name: path.read_bytes() for path in BUNDLE.iterdir()}, (
        "run make explorers"
    )


def test_what_a_page_loads_before_a_click_is_small():
    assert (BUNDLE / "start.js").stat().st_size <= 15_000
    assert (RUNNING / "running.css").stat().st_size <= 6_000


def test_the_scripts_make_no_html_of_a_text_and_ask_nobody_else():
    for path in BUNDLE.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        if path.name == "editor.js":  # CodeMirror's own, in a shadow root
            continue
        assert not re.search(r"(?:inner|outer)HTML|insertAdjacentHTML|document\.write", text), path
        assert not re.search(r"\beval\s*\(|new\s+Function\b", text.replace("eval(compile(", "")), (
            path
        )
        addresses = re.findall(r"https?://[a-z][^\s\"'`]*", text)
        assert set(addresses) <= {"https://colab.research.google.com/"}, path


@pytest.fixture
def chapter(tmp_path):
    """A function that builds a site of one notebook and returns the process and its page."""

    def build(cells=CELLS):
        made = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
        made.cells = [nbformat.v4.new_markdown_cell("# A chapter")]
        made.cells += [nbformat.v4.new_code_cell(code) for code in cells]
        nbformat.write(made, tmp_path / "index.ipynb")
        done = site.build(tmp_path, ["running"])
        assert (done.returncode, done.stderr) == (0, "")
        return done, site.read(tmp_path)

    return build


def test_a_page_marks_its_cells_and_loads_the_small_script(page_python, chapter, tmp_path):
    _, page = chapter()
    told = json.loads(page.find(id="running-cells").string)
    assert told == [
        {"at": "cell-1"},
        {"at": "cell-2", "lacks": "PyTorch", "text": "import torch"},
        {"at": "cell-3"},
    ]
    for one in (told[0], told[2]):
        code = CELLS[int(one["at"].split("-")[1]) - 1]
        assert page.find(id=one["at"]).pre.text.rstrip("\n") == code
    static = tmp_path / "html" / "_static"
    (edition,) = (static / "running").iterdir()
    assert [s["src"] for s in page.find_all("script", src=re.compile("start.js"))]
    described = json.loads((edition / "running.json").read_text(encoding="utf-8"))
    assert {"torch", "cnncourse.plots"} <= set(described["lacking"])
    assert (edition / described["course"]).exists()
    runtime = edition / described["runtime"]
    lock = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"] == {}
    sizes = [(edition / described[name]).stat().st_size for name in ("memory", "numpy", "course")]
    fetched = [runtime / name for name in page_runtime.FILES if not name.endswith(".js")]
    assert described["total"] == sum(sizes) + sum(path.stat().st_size for path in fetched)
    assert {"MPL-2.0.txt", "NumPy-LICENSE.txt", "README.txt"} <= {p.name for p in runtime.iterdir()}


def test_a_page_of_which_nothing_runs_is_as_it_was(page_python, chapter):
    _, page = chapter(["import torch\nx = torch.ones(3)", "x"])
    assert page.find(id="running-cells") is None
    assert not page.find_all("script", src=re.compile("start.js"))


def test_without_the_files_the_book_is_as_it_was_and_a_line_says_why(
    chapter, monkeypatch, tmp_path
):
    monkeypatch.setenv("CNNCOURSE_PYODIDE", str(tmp_path / "nowhere"))
    _, page = chapter()
    assert page.find(id="running-cells") is None
    assert not list((tmp_path / "html" / "_static").glob("running*"))
    monkeypatch.syspath_prepend(str(ROOT))
    reason = running.found.__wrapped__()[3]
    assert "\n" not in reason
    assert "README.md" in reason or "npm ci" in reason


@pytest.fixture
def session(monkeypatch):
    """Python's side of a page, in this Python."""
    monkeypatch.syspath_prepend(str(RUNNING / "in_worker"))
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.delitem(sys.modules, "session", raising=False)
    import session

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    return session


def ran(session, code):
    """Return what a run says, with what it printed."""
    printed = []
    told = json.loads(session.run(code, "<cell>", printed.append))
    return {**told, "printed": "".join(printed)}


def test_a_run_prints_and_gives_the_text_of_its_last_value(session):
    assert ran(session, "print(1)\nx = 2\nx + 1")["printed"] == "1\n"
    assert ran(session, "x + 1")["value"] == "3"
    assert ran(session, "x + 1;")["value"] == ""
    assert ran(session, "x = 5")["error"] is None


@pytest.mark.parametrize(
    ("code", "last", "line"),
    [
        ("1\n\n1 / 0", "ZeroDivisionError: division by zero", 3),
        ("def f():\n    return g()\n\n\nf()", "NameError: name 'g' is not defined", 2),
        ("a = 1\nb = = 2", "SyntaxError: invalid syntax", 2),
        ("raise SystemExit", "SystemExit", 1),
    ],
)
def test_an_error_is_told_by_its_last_line_and_its_line_in_the_cell(session, code, last, line):
    told = ran(session, code)
    assert not told["ok"]
    assert (told["error"]["last"], told["error"]["line"]) == (last, line)
    assert "session.py" not in told["error"]["whole"]
    assert told["error"]["whole"].splitlines()[-1] == last


def test_a_deep_recursion_is_told_in_words_and_is_no_flood(session):
    told = ran(session, "def f(n):\n    return f(n + 1) + f(n)\nf(0)")["error"]
    assert "does it come to an end" in told["more"]
    assert len(told["whole"].splitlines()) < 60


def test_output_is_cut_at_a_limit(session):
    told = ran(session, "for i in range(10**5):\n    print(i)")
    assert told["ok"]
    assert len(told["printed"]) < session.MOST_PRINTED + 200
    assert "the rest is left out" in told["printed"]


def test_what_a_page_lacks_can_be_imported_and_says_so_when_it_is_used(session):
    session.lack(json.dumps(["moon", "cnncourse.moon"]))
    code = "import moon.far as far\nfrom moon import near\nfrom cnncourse import moon\nnear"
    assert ran(session, code)["ok"]
    told = ran(session, "near(1)")["error"]["last"]
    assert "near comes from moon, which Python in the page does not have" in told
    assert "open the chapter on Colab" in ran(session, "far.thing.other")["error"]["last"]


def test_arrays_are_shown_as_maps(session, monkeypatch):
    code = "import numpy as np\nshow(np.arange(6).reshape(2, 3), 'six')\nshow(np.zeros((2, 2, 3)))"
    one, two = ran(session, code)["shown"]
    assert (one["shape"], one["bounds"], one["title"], one["colour"]) == (
        [2, 3],
        [0, 5],
        "six",
        False,
    )
    assert one["maps"] == [{"height": 2, "width": 3, "values": [0, 1, 2, 3, 4, 5]}]
    assert two["colour"]
    many = ran(session, "show(np.zeros((40, 5, 300, 2)))")["shown"][0]
    assert (len(many["maps"]), many["left"], many["cut"]) == (16, 64, True)
    assert "one to four axes" in ran(session, "show(np.zeros((0, 2)))")["error"]["last"]
