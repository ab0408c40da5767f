"""What the command writes where: any encoding, readers that leave, folders that are not made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnncourse import datasets
from cnncourse.datasets import DataFileError, files
from tests.faults import posix

ROOT = Path(__file__).resolve().parents[1]
ENCODINGS = ["cp932", "cp936", "cp949", "cp950", "cp1251", "cp1253", "cp874", "iso8859-2", "ascii"]
# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

# In one process, one command after the other, as Python itself starts only once a second.
SAY = """
import io, sys
from cnncourse.cli import main
for words in sys.argv[2:]:
    for name in ("stdout", "stderr"):
        setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding=sys.argv[1]))
    code = main(words.split())
    said = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    for stream in said:
        stream.flush()
        stream.buffer.getvalue().decode(sys.argv[1])
    print(code, *(len(stream.buffer.getvalue()) for stream in said))
"""
WORDS = [
    "--help",
    "--version",
    "data list",
    "data verify fashion-mnist-mini",
    "data fetch shapes",
    *(f"{command} --help" for command in ("doctor", "data", "data list", "train", "reproduce")),
    "train LeNet×5 --framework torch",
    "train C-cnn --framework torch --data shapes",
    "data fetch fäshion",
    "reproduce “C” --framework keras",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_command_can_be_said_in_every_encoding(encoding, tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", SAY, encoding, *WORDS],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")
    codes = [line.split()[0] for line in told.stdout.splitlines()]
    assert codes == ["0"] * 10 + ["2"] * 4


def say(*words, **options):
    given = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("environment", {})}
    return subprocess.run(
        [sys.executable, "-m", "cnncourse", *words],
        env=given,
        capture_output=True,
        check=False,
        **options,
    )


def test_what_an_encoding_lacks_is_written_plainly(tmp_path):
    told = say("data", "list", cwd=tmp_path, environment={"PYTHONIOENCODING": "ascii"})
    text = told.stdout.decode("ascii")
    assert "images, 28x28x1, 10 classes" in text
    assert "(c) 2017 Zalando SE" in text
    assert "?" not in text
    whole = say("data", "list", cwd=tmp_path, environment={"PYTHONIOENCODING": "utf-8"})
    assert "28×28×1" in whole.stdout.decode()


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [("data", "list"), ("train", "-h"), ("reproduce", "-h")])
def test_a_reader_that_has_gone_gets_no_traceback(words, unbuffered, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        told = subprocess.run(
            [sys.executable, "-m", "cnncourse", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
            stdout=gone,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert told.stderr == b""
    assert told.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["data", "list"], ["-h"], ["train", "-h"], ["--version"]])
def test_output_that_cannot_be_written_is_one_line(tmp_path, words, unbuffered):
    with open("/dev/full", "wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "cnncourse", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert told.returncode == 1
    assert told.stderr == "cnncourse: the output cannot be written (No space left on device)\n"


SMALL = ["--framework", "torch", "--epochs", "1", "--no-progress"]


@pytest.mark.parametrize(
    "words",
    [
        ["train", "B", *SMALL, "--batch-size", "100000"],
        ["train", "B", *SMALL, "--learning-rate", "-1"],
        ["train", "B", *SMALL, "--optimizer", "adma"],
        ["train", "B", *SMALL, "--validation", "5000"],
        ["train", "B", *SMALL, "--data", "shapes"],
        ["train", "B", *SMALL, "--resume", "--overwrite"],
        ["train", "B", *SMALL, "--epochs", "0"],
        ["train", "Bee", *SMALL],
        ["reproduce", "D", *SMALL, "--data", "fashion-mnist-mini"],
        ["reproduce", "C-dense", *SMALL, "--limit", "20", "--data", "fashion-mnist-mini"],
    ],
    ids=lambda words: "-".join(words[-2:]),
)
@pytest.mark.parametrize("output", ["new/deep", "new.json"])
def test_wrong_arguments_make_no_folder(run, tmp_path, words, output):
    code, printed, errors = run(*words, "--output", output)
    assert (code, printed) == (2, "")
    assert [*tmp_path.iterdir()] == []
    assert "[Errno" not in errors


@pytest.mark.parametrize("command", ["train", "reproduce"])
@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_output_is_no_folder(run, tmp_path, command, given):
    for words in (["--output", given], [f"--output={given}"]):
        code, _, errors = run(command, "C-dense", *SMALL, *words)
        assert code == 2
        assert f"--output: a path must name a file or folder, got {given!r}" in errors
        assert [*tmp_path.iterdir()] == []


def test_a_tilde_after_an_equals_sign_is_the_home_folder(run, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    words = ["reproduce", "C-dense", *SMALL, "--limit", "200", "--data", "fashion-mnist-mini"]
    code, printed, _ = run(*words, "--output=~/x")
    assert code == 0
    assert f"record: {home / 'x'}" in printed
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert len([*(home / "x").iterdir()]) == 1


@posix
@pytest.mark.parametrize("command", ["train", "reproduce"])
def test_outputs_that_lead_nowhere(run, tmp_path, command):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "lost").symlink_to(tmp_path / "none")
    (tmp_path / "file").write_text("")
    for output, told in (
        ("loop", "cannot use loop (its link leads nowhere); name another with --output"),
        ("lost", "cannot use lost (its link leads nowhere); name another with --output"),
        ("file", "file is a file; name a folder with --output"),
        ("file/deep", "cannot "),
    ):
        code, printed, errors = run(command, "C-dense", *SMALL, "--output", output)
        assert (code, printed) == (1, "")
        assert f"cnncourse: {told}" in errors
        assert "[Errno" not in errors
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop", "lost"]


def test_going_on_with_fewer_epochs_is_refused(run, tmp_path, monkeypatch):
    words = ["train", "C-dense", *SMALL, "--output", "mine"]
    words[words.index("1")] = "2"
    assert run(*words)[0] == 0
    before = {path.name: path.read_bytes() for path in Path("mine").iterdir()}
    words[words.index("2")] = "1"
    code, _, errors = run(*words, "--resume")
    assert code == 1
    assert "has 2 epochs behind it, more than the epochs (=1) asked for" in errors
    assert {path.name: path.read_bytes() for path in Path("mine").iterdir()} == before


def test_what_a_killed_command_left_goes_with_the_next(run, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("weights.safetensors", "history.json", "checkpoint.safetensors"):
        (folder / f".{name}.a1b2c3d4.partial").write_bytes(b"part")
    assert run("train", "C-dense", *SMALL, "--output", "mine")[0] == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "checkpoint.safetensors",
        "history.json",
        "weights.safetensors",
    ]
    left = tmp_path / ".C.json.a1b2c3d4.partial"
    left.write_bytes(b"part")
    words = ["--limit", "200", "--data", "fashion-mnist-mini", "--output", "C.json"]
    assert run("reproduce", "C-dense", *SMALL, *words)[0] == 0
    assert not left.exists()


def test_source_b_as_written_warns_where_it_is_trained_and_not_where_it_is_reproduced(run):
    code, _, errors = run("train", "B-sigmoid", *SMALL, "--output", "mine")
    assert code == 0
    told = [line for line in errors.splitlines() if "ends in sigmoid" in line]
    assert len(told) == 1
    assert told[0].startswith("cnncourse: 'two-small-conv-sigmoid' ends in sigmoid, but the cross")
    words = ["--limit", "200", "--data", "fashion-mnist-mini"]
    code, _, errors = run("reproduce", "B-sigmoid", *SMALL, *words)
    assert code == 0
    assert "ends in sigmoid" not in errors


@pytest.mark.parametrize("quotes", ['"{}"', "'{}'", ' "{}" ', "“{}”", "{}"])
def test_a_data_folder_in_quotes_is_understood(tmp_path, monkeypatch, quotes):
    monkeypatch.setenv("CNNCOURSE_DATA", quotes.format(tmp_path))
    assert files.data_folder() == tmp_path


def test_a_data_folder_at_home_is_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for named in ("~/sets", '"~/sets"', "'~/sets'"):
        monkeypatch.setenv("CNNCOURSE_DATA", named)
        assert files.data_folder() == tmp_path / "sets"
    monkeypatch.setenv("CNNCOURSE_DATA", "~nobody-of-that-name/sets")
    with pytest.raises(DataFileError, match="there is no user 'nobody-of-that-name'"):
        files.data_folder()


@posix
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("file", "CNNCOURSE_DATA must name a folder, got .*which is a file; name its folder"),
        ("loop", "CNNCOURSE_DATA .* cannot be used .Too many levels of symbolic links.; let CNN"),
        ("lost", "must name a folder, got .*a link to .*none, which is not there; let CNN"),
        ("file/deep", "cannot write to .*Not a directory .*let CNNCOURSE_DATA name another folder"),
        ("x" * 300, "cannot be used .File name too long.; let CNNCOURSE_DATA name another"),
    ],
)
def test_a_data_folder_that_is_none_is_named_everywhere(run, tmp_path, monkeypatch, kind, told):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "lost").symlink_to(tmp_path / "none")
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / kind))
    for ask in (datasets.load, datasets.fetch, datasets.locate, datasets.verify):
        with pytest.raises(DataFileError, match=told):
            ask("cifar10")
    code, printed, errors = run("data", "list")
    assert (code, errors) == (1, "")
    for info in datasets.available():  # the list is whole
        assert f"{info.name}: " in printed
    assert printed.count("not to be looked for: ") == 2
    assert "[Errno" not in printed
    code, _, errors = run("data", "fetch", "cifar10")
    assert code == 1
    assert "CNNCOURSE_DATA" in errors
    assert "[Errno" not in errors
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop", "lost"]


@posix
def test_a_data_folder_that_may_not_be_looked_into_is_named(run, tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir()
    monkeypatch.setenv("CNNCOURSE_DATA", str(closed))
    monkeypatch.setattr(files, "DEBIAN", tmp_path / "debian")
    closed.chmod(0)
    above = [one for one in tmp_path.parents if one.stat().st_mode & 0o005 != 0o005]
    modes = {one: one.stat().st_mode for one in above}
    tmp_path.chmod(0o755)
    for one in above:
        one.chmod(0o755)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        rule = r"cannot be (read|used) .Permission denied.*let CNNCOURSE_DATA name another folder"
        for ask in (datasets.load, datasets.fetch, datasets.locate, datasets.verify):
            with pytest.raises(DataFileError, match=rule):
                ask("cifar10")
        code, printed, _ = run("data", "list")
        assert code == 1
        assert printed.count("Permission denied") == 2
        assert "[Errno" not in printed
    finally:
        if root:
            os.seteuid(0)
        for one, mode in modes.items():
            one.chmod(mode)
        closed.chmod(0o755)
