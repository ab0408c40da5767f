"""``cnncourse exercises``: the list, and a class's answers summed up."""

import json

import pytest

from cnncourse import cli
from cnncourse.exercises import exercises


def export(path, answers, **other):
    stored = {"format": "cnncourse-answers", "version": 1, "chapter": "convolution"}
    path.write_text(json.dumps(stored | {"answers": answers} | other), encoding="utf-8")
    return str(path)


def answer(status, misconception=""):
    return {"answer": "8", "status": status, "misconception": misconception, "tries": 1}


def test_the_list_names_every_exercise_with_its_goal(capsys):
    assert cli.main(["exercises", "list"]) == 0
    told = capsys.readouterr().out
    for one in exercises().values():
        assert f"{one.name}: {one.goal}\n" in told
        assert f"{one.rung}, {one.minutes} min, difficulty {one.difficulty} of 3" in told
    assert cli.main(["exercises", "list", "convolution"]) == 0
    assert cli.main(["exercises", "list", "cooking"]) == 1
    assert "these have: dense_layer, convolution, channels," in capsys.readouterr().err


def test_answers_are_summed_up_by_exercise_and_mistake(tmp_path, capsys):
    one = export(
        tmp_path / "one.json",
        {"window-sum": answer("wrong", "flipped kernel"), "map-size": answer("right")},
    )
    two = export(
        tmp_path / "two.json",
        {"window-sum": answer("wrong", "flipped kernel"), "slide": {"status": "not attempted"}},
    )
    three = export(tmp_path / "three.json", {"window-sum": answer("wrong", "divided")})
    assert cli.main(["exercises", "report", one, two, three]) == 0
    assert capsys.readouterr().out == (
        "3 files of answers\n"
        "window-sum: 0 right, 3 wrong, 0 cannot be judged\n"
        "  2 × flipped kernel\n"
        "  1 × divided\n"
        "map-size: 1 right, 0 wrong, 0 cannot be judged\n"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not json", "it is no JSON"),
        (b"\xff\xfe", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", "it is no export of answers"),
        (b'{"format": "cnncourse-answers", "version": 2}', "its version is 2, this reads 1"),
        (b'{"format": "cnncourse-answers", "version": 1}', "it has no answers"),
        (b'{"format": "cnncourse-answers", "version": 1, "answers": {"a": 1}}', "is none"),
        (b" " * 1_000_001, "it is larger than"),
    ],
    ids=range(8),
)
def test_a_faulty_file_is_named_and_the_others_are_summed_up(tmp_path, capsys, content, reason):
    bad = tmp_path / "bad.json"
    bad.write_bytes(content)
    good = export(tmp_path / "good.json", {"window-sum": answer("right")})
    assert cli.main(["exercises", "report", str(bad), good, str(tmp_path / "none.json")]) == 1
    told = capsys.readouterr().out
    assert f"{bad}: passed over, " in told
    assert reason in told
    assert "none.json: passed over, No such file or directory" in told
    assert "window-sum: 1 right" in told
