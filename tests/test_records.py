"""Records: one format, older ones brought to it, every file read once, wrong ones refused."""

import builtins
import dataclasses
import errno
import io
import json
import os
import re
from dataclasses import FrozenInstanceError, asdict, replace
from pathlib import Path

import pytest

from cnncourse import records
from cnncourse.experiments import EXPERIMENTS
from cnncourse.recipe import History, Recipe
from cnncourse.records import RecordError
from tests.faults import posix
from tests.recorded import made

STORED = sorted(records.reading.FOLDER.glob("*.json"))
# What the first format's records of before 24 November 2026 did not have.
LATER = ("processor_seconds", "processes")


def old(**changes):
    """Return the plain values of a record in format 1, as the first ones were."""
    recipe = {"optimizer": "adam", "loss": "cross_entropy", "seed": 0, "restore_best": True}
    history = asdict(History(loss=[0.5], accuracy=[0.8], seconds=[9.0], recipe=recipe))
    values = json.loads(made(recipe=recipe, history=History()).to_text())
    values |= {"format": "cnncourse record 1", "history": history}
    values["hardware"] |= {"precision": "float32"}
    for name in (*LATER, "weights", "places", "migrated"):
        del values[name]
    for name in LATER:
        del values["history"][name]
    return values | changes


@pytest.fixture
def stored(tmp_path):
    """Return a function that writes values to a file and returns its path."""

    def write(values, name="record.json"):
        path = tmp_path / name
        text = values if isinstance(values, str | bytes) else json.dumps(values)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def opened(monkeypatch):
    """The paths of the files that are opened, whichever way."""
    found, real = [], io.open

    def noting(file, *arguments, **options):
        found.append(os.fspath(file) if not isinstance(file, int) else file)
        return real(file, *arguments, **options)

    monkeypatch.setattr(io, "open", noting)
    monkeypatch.setattr(builtins, "open", noting)
    return found


def test_a_record_is_written_as_it_is_read(stored):
    places = {"frame": 3, "item": [2, 2], "images": 9, "seed": 0}
    record = made(places=places | {"accuracy": [[0.5, 1 / 3], [0.1, 1e-9]]}, note="“×”")
    path = stored(record.to_text())
    assert records.read(path) == record
    assert records.read(path).to_text() == record.to_text()
    assert '\n  "confusion_matrix": [\n    [10000]\n  ],\n' in record.to_text()
    assert "“×”" in record.to_text()
    with pytest.raises(FrozenInstanceError):
        record.seed = 1


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_stored_record_is_in_todays_format_to_the_byte(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f'{{\n  "format": "{records.FORMAT}",\n')
    assert records.read(path).to_text() == text, "path.write_text(records.read(path).to_text())"


def test_all_stored_records_have_the_same_fields_and_notes():
    fields = set()
    for path in STORED:
        values = json.loads(path.read_text(encoding="utf-8"))
        fields.add(tuple(map(tuple, (values, values["history"]))))
        # A recipe may have gained settings since, whose defaults change nothing.
        recipe = list(values["recipe"])
        assert recipe == [field.name for field in dataclasses.fields(Recipe)][: len(recipe)]
        assert values["recipe"] == values["history"]["recipe"]
    assert len(fields) == 1
    for record in records.load():
        assert record.note == EXPERIMENTS[record.experiment].note
        assert record.followed(EXPERIMENTS[record.experiment].recipe)


def test_what_a_stored_record_does_not_know_it_says():
    unknown = [record for record in records.load() if record.processor_seconds is None]
    assert len(unknown) == 34
    for record in unknown:
        assert record.processes is None
        assert record.history.processor_seconds == record.history.processes == []
        assert set(LATER) < set(record.migrated["unknown"])
    for record in records.load():
        if record.processor_seconds is not None:
            assert record.migrated is None or record.migrated["unknown"] == []
            assert record.processor_seconds == pytest.approx(sum(record.history.processor_seconds))


def test_the_first_format_is_brought_to_todays(stored):
    record = records.read(stored(old()))
    assert (record.processor_seconds, record.processes) == (None, None)
    assert record.history.processor_seconds == record.history.processes == []
    assert record.history.seconds == [9.0]
    assert record.recipe == {
        "optimizer": "adam",
        "seed": 0,
        "restore_best": True,
        "warmup": 0.0,
        "label_smoothing": 0.0,
        "flip": False,
        "shift": 0,
        "precision": "float32",
    }
    assert record.history.recipe == record.recipe
    assert (record.weights, record.places) == (None, None)
    settings = ("warmup", "label_smoothing", "flip", "shift", "precision")
    assert record.migrated == {
        "from": "cnncourse record 1",
        "unknown": ["processor_seconds", "history.processor_seconds", *_both("processes")],
        "supplied": [*(f"recipe.{name}" for name in settings), "note"],
    }
    assert record.note == EXPERIMENTS["C-cnn"].note
    # Written anew it is a record of today's format, and stays what it is.
    again = records.read(stored(record.to_text(), "again.json"))
    assert again == record


def _both(name):
    return name, f"history.{name}"


def test_what_the_first_format_knew_is_kept(stored):
    weights = {"file": "a.safetensors", "sha256": "0"}
    values = old(experiment="mine", note="a note of mine", processor_seconds=7.0, processes=2)
    values["history"] |= {"processor_seconds": [7.0], "processes": [2]}
    values["recipe"] |= {"warmup": 0.2, "precision": "auto"}
    record = records.read(stored(values | {"weights": weights}))
    assert (record.processor_seconds, record.processes, record.weights) == (7.0, 2, weights)
    assert record.history.processes == [2]
    assert (record.recipe["warmup"], record.recipe["precision"]) == (0.2, "auto")
    assert record.note == "a note of mine"  # of an experiment that is not ours
    assert record.migrated["unknown"] == []
    assert record.migrated["supplied"] == [
        "recipe.label_smoothing",
        "recipe.flip",
        "recipe.shift",
    ]


def test_a_recipe_is_compared_as_far_as_it_was_told():
    recipe = Recipe("adam", 1e-3, epochs=3, precision="auto")
    told = recipe.as_dict() | {"seed": 5, "precision": "float32"}
    record = made(recipe=told, seed=5)
    assert not record.followed(recipe)
    migrated = {"from": "cnncourse record 1", "unknown": [], "supplied": ["recipe.precision"]}
    assert replace(record, migrated=migrated).followed(recipe)
    assert not replace(record, migrated=migrated).followed(replace(recipe, epochs=4))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (old(format="cnncourse record 3"), "is 'cnncourse record 3' and this version of cnncourse"),
        (old(format="cnncourse record 12"), "reads up to 'cnncourse record 2'; update cnncourse"),
        (old(format="cnncourse record 0"), "not a record of cnncourse reproduce: its format is"),
        (old(format="cnncourse record 2.0"), "not a record of cnncourse reproduce"),
        (old(format="cnncourse benchmark 1"), "its format is 'cnncourse benchmark 1', a record's"),
        (old(format=None), "its format is None, a record's 'cnncourse record 2'"),
        (old(format=2), "its format is 2"),
        ({}, "its format is None"),
        ([1, 2], "its format is None"),
        ("not JSON", "Expecting value"),
        ("", "Expecting value"),
        ('{"format": NaN}', "NaN is no number of JSON"),
        (old(history=None), "history must be of type dict, got None"),
        (old(recipe=[]), "recipe must be of type dict, got []"),
        (old(colour="red"), "missing: none, unknown: colour"),
        (old(framework="jax"), "framework must be one of keras, torch, got 'jax'"),
        (old(test_accuracy=91.2), "test_accuracy must be a fraction from 0 to 1, got 91.2"),
        (old(test_accuracy=None), "test_accuracy must be of type float or int, got None"),
        (old(seed="0"), "seed must be of type int, got '0'"),
        (old(processor_seconds="7"), "processor_seconds must be of type float or None or int"),
        (old(data=[]), "data must be of type dict, got []"),
        (old(confusion_matrix=[[1, 2]]), "confusion_matrix must be 1×1, one row for each class"),
        (old(claim={"source": "x", "test_accuracy": 88}), "must be a fraction in (0, 1], got 88"),
        (
            old(claim={"figure": 1}),
            "claim has source, test_accuracy, train_accuracy; unexpected",
        ),
        (old(claim=[1]), "claim must be of type dict, got [1]"),
        (old(claim={"source": "x", "test_accuracy": "0.9"}), "claim.test_accuracy must be of type"),
        (old(history={"accuracy": []}), "history must have loss, accuracy, seconds; missing: loss"),
        (old(history={"loss": "ab", "accuracy": [], "seconds": []}), "history.loss must be a list"),
        (old(history={"loss": ["a"], "accuracy": [1], "seconds": [1]}), "history.loss must be of"),
        (old(history={"loss": [1], "accuracy": [1, 1], "seconds": [1]}), "history.accuracy must"),
        (old(history={"loss": [], "accuracy": [], "seconds": []}), "got 0 numbers beside a loss"),
        (old(history={"loss": [1], "accuracy": [1], "seconds": [1], "x": 1}), "not a history"),
        (old(framework=["torch"]), "framework must be of type str, got ['torch']"),
        (old(seed=True), "seed must be of type int, got True"),
        (old(seed=-1), "seed must be a finite number of 0 or more, got -1"),
        (old(test_accuracy=True), "test_accuracy must be of type float or int, got True"),
        (old(test_loss=-0.5), "test_loss must be a finite number of 0 or more, got -0.5"),
        ('{"format": "cnncourse record 2", "test_loss": 1e999}', "missing: experiment"),
        (old(seconds=-5), "seconds must be a finite number of 0 or more, got -5"),
        (old(classes=None), "classes must be a list of names, got None"),
        (old(classes="a"), "classes must be a list of names, got 'a'"),
        (old(confusion_matrix=[3]), "confusion_matrix must be a list of rows, got [3]"),
        (old(confusion_matrix=[[1.5]]), "confusion_matrix must hold whole numbers of 0 or more"),
        (old(hardware={}), "hardware must have framework, kind, name, cores; missing: framework"),
        (old(data={"name": "x"}), "missing: images, sha256, validation"),
        (old(parameters={}), "parameters must have total, trainable, fixed"),
        (old(places={"frame": 3}), "missing: item, images, seed, accuracy"),
        (old(weights={"file": "x"}), "weights must have file, sha256; missing: sha256"),
        (b"\xff\xfe{\x00}\x00", "not JSON, or only a part of it ('utf-8' codec"),
        (made().to_text()[:700], "not JSON, or only a part of it (Unterminated string"),
        ("[" * 100_000, "not JSON, or only a part of it (maximum recursion depth"),
    ],
)
def test_what_is_no_record_is_refused_by_its_name(stored, values, reason):
    path = stored(values)
    with pytest.raises(RecordError) as caught:
        records.read(path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)
    later = "reads up to" in str(caught.value)
    cure = "update cnncourse" if later else "; move the file elsewhere, or have cnncourse reproduce"
    assert cure in str(caught.value)
    with pytest.raises(RecordError, match=re.escape(str(path))):
        records.load(path.parent)


@pytest.mark.parametrize("name", json.loads(made().to_text()))
def test_a_field_that_is_missing_is_named(stored, name):
    values = json.loads(made().to_text())
    del values[name]
    reason = "its format is None" if name == "format" else f"missing: {name}, unknown: none"
    with pytest.raises(RecordError, match=reason):
        records.read(stored(values))


def test_every_file_is_read_once_in_a_process(stored, opened):
    folder = stored(made(seed=0).to_text(), "0.json").parent
    stored(made(seed=1).to_text(), "1.json")
    opened.clear()
    for _ in range(3):
        assert [record.seed for record in records.load(folder)] == [0, 1]
        assert [record.seed for record in records.load(str(folder))] == [0, 1]
        assert records.read(folder / "0.json") is records.load(folder)[0]
    assert sorted(path for path in opened if str(path).endswith(".json")) == [
        str(folder / "0.json"),
        str(folder / "1.json"),
    ]
    opened.clear()
    path = stored(made(seed=4).to_text() + " ", "1.json")  # what has changed is read again
    assert [record.seed for record in records.load(folder)] == [0, 4]
    path.unlink()
    assert [record.seed for record in records.load(folder)] == [0]
    assert [path for path in opened if str(path).endswith("0.json")] == []


def test_a_hundred_numbers_read_the_stored_records_once(opened):
    from cnncourse.records import registry

    registry.make("number", "agreements")
    opened.clear()
    for _ in range(100):
        registry.make("number", "accuracy C-cnn keras")
        registry.make("number", "corner C-dense torch middle")
        registry.make("table", "conv2d")
        registry.make("number", "benchmark conv2d")
    assert len([path for path in opened if str(path).endswith(".json")]) <= 1  # conv2d's


def test_without_a_folder_it_is_said_where_records_come_from(tmp_path):
    with pytest.raises(FileNotFoundError, match="no folder of records at .* clone the repository"):
        records.load(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError, match="no record at .*; cnncourse reproduce writes them"):
        records.read(tmp_path / "nothing.json")
    assert records.load(tmp_path) == ()


def test_a_place_that_is_no_record_says_what_it_is(tmp_path):
    (tmp_path / "away").symlink_to("nowhere")
    (tmp_path / "away").rename(tmp_path / "away.json")
    with pytest.raises(FileNotFoundError, match="away.json .*leads nowhere.*mend or remove it"):
        records.load(tmp_path)
    (tmp_path / "away.json").unlink()
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    for read in (lambda: records.read(tmp_path / "loop.json"), lambda: records.load(tmp_path)):
        with pytest.raises(OSError, match="loop.json .*leads nowhere.*mend or remove it"):
            read()
    (tmp_path / "loop.json").unlink()
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(RecordError, match="folder.json: a folder is no record; move"):
        records.load(tmp_path)
    with pytest.raises(IsADirectoryError, match="that is a folder; name a file in it"):
        records.read(tmp_path)


@pytest.mark.parametrize("path", ["", "  ", "a\0b", 3, True])
def test_what_names_no_place_is_refused(path):
    for read in (records.read, records.load):
        with pytest.raises((TypeError, ValueError), match="a path must"):
            read(path)


def test_a_tilde_is_the_home_folder_for_records_too(stored, monkeypatch):
    path = stored(made().to_text())
    monkeypatch.setenv("HOME", str(path.parent))
    assert records.read(f"~/{path.name}") == records.load("~")[0]


@posix
def test_what_may_not_be_read_is_told(stored, monkeypatch):
    path = stored(made().to_text())

    def refuse(*given, **named):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_text", refuse)
    for read in (lambda: records.read(path), lambda: records.load(path.parent)):
        with pytest.raises(PermissionError, match=r"cannot read .* \(Permission denied\); mend"):
            read()


def test_what_is_being_written_is_not_read(stored):
    path = stored(made().to_text())
    stored("half a rec", ".record.json.abcdefgh.partial")
    assert len(records.load(path.parent)) == 1
