"""Records of the benchmarks: each in its format, checked as it is read."""

import json

import pytest

from cnncourse.records import RecordError, benchmarks

WHOLE = dict.fromkeys(benchmarks.COMMON, "x")
STORED = (
    "batches",
    "choices",
    "conv2d",
    "data",
    "explorers",
    "grading",
    "neighbours",
    "page_training",
    "processes",
    "running",
    "training",
)


@pytest.mark.parametrize("name", STORED)
def test_every_stored_record_is_in_its_format_to_the_byte(name, tmp_path):
    record = benchmarks.read(name)
    assert record["benchmark"] == name
    benchmarks.write(tmp_path / "new" / "a.json", record)
    stored = (benchmarks.FOLDER / f"{name}.json").read_bytes()
    assert (tmp_path / "new" / "a.json").read_bytes() == stored


def test_the_stored_ones_are_these():
    assert sorted(path.stem for path in benchmarks.FOLDER.glob("*.json")) == [*STORED]


def test_a_record_gets_its_format_when_it_is_written(tmp_path):
    benchmarks.write(tmp_path / "mine.json", WHOLE)
    assert benchmarks.read("mine", tmp_path) == {"format": benchmarks.FORMAT} | WHOLE


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (json.dumps(WHOLE), "its format is None and this version of cnncourse reads 'cnncourse be"),
        (json.dumps({"format": "cnncourse benchmark 2"} | WHOLE), "'cnncourse benchmark 2' and"),
        (json.dumps({"format": "cnncourse record 2"}), "make it anew with make bench, or update"),
        ("[]", "its format is None"),
        ("{", "not a benchmark's record"),
        (json.dumps({"format": benchmarks.FORMAT, "benchmark": "a"}), "lacks date, rounds, hard"),
    ],
)
def test_what_is_none_is_refused(tmp_path, text, reason):
    path = tmp_path / "mine.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        benchmarks.read("mine", tmp_path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)


def test_a_wrong_name_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(LookupError, match="no benchmark 'conv'; did you mean 'conv2d'"):
        benchmarks.read("conv")
    with pytest.raises(FileNotFoundError, match="no folder of benchmarks' records"):
        benchmarks.read("conv2d", tmp_path / "nowhere")
