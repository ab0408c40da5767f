"""One history of all that changes a network or a stack: each move of a hand is one step of it."""

import json
import subprocess
from pathlib import Path

from tests.test_explorers.states import needs_node

RUNNER = Path(__file__).with_name("history.mjs")
UNDO, REDO = {"by": "undo"}, {"by": "redo"}


def slid(size, input_="range a"):
    return {"by": "input", "input": input_, "changes": {"input_size": size}}


def event(kind, input_="range a", **more):
    return {"by": kind, "input": input_, **more}


STEPS = {
    "a slider is dragged": [event("pointerdown"), slid(20), slid(21), slid(22), event("change")],
    "it is dragged again": [event("pointerdown"), slid(23), slid(24), event("change")],
    "a key is pressed": [event("keydown", key="ArrowRight"), slid(25), event("change")],
    "a key is held": [
        event("keydown", key="ArrowRight"),
        *(m for n in (26, 27, 28) for m in (
            slid(n), event("change"), event("keydown", key="ArrowRight", repeat=True))),
    ],
    "another slider": [slid(29, "range b")],
    "a number is typed": [slid(3, "number c"), slid(30, "number c"), event("change", "number c")],
    "and another": [slid(4, "number c"), slid(31, "number c"), event("change", "number c")],
    "a button or a preset": [{"by": "take", "changes": {"input_size": 32}}],
    "Reset": [{"by": "reset"}],
    "a link": [{"by": "set", "changes": {"input_size": 12, "input_channels": 3}}],
    "a notebook's slider is dragged": [
        {"by": "set", "hand": "a", "changes": {"input_size": n}} for n in (40, 41, 42)
    ],
    "and again": [
        {"by": "set", "hand": "b", "changes": {"input_size": n}} for n in (43, 44)
    ],
    "another link": [{"by": "set", "changes": {"input_size": 13}}],
}  # fmt: skip


def run(moves, folder, slug="network-builder", names=None):
    needs_node()
    path = folder / "cases.json"
    path.write_text(json.dumps([{"slug": slug, "names": names, "moves": moves}]))
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)[0]


def test_every_kind_of_change_is_one_step_back_and_one_forward(tmp_path):
    moves = [move for step in STEPS.values() for move in step]
    count = len(STEPS)
    told = run([*moves, *[UNDO] * (count + 1), *[REDO] * (count + 1)], tmp_path)
    ends, at = [], -1
    for step in STEPS.values():
        at += len(step)
        ends.append(told[at]["values"])
    start = told[at + count]["values"]
    assert start["input_size"] == 28
    back = [seen["values"] for seen in told[at + 1 : at + 1 + count]]
    assert back == [*ends[-2::-1], start]
    assert told[at + count]["alive"] == [False, True]
    assert told[at + count + 1] == told[at + count]  # nothing is left to take back
    forward = [seen["values"] for seen in told[at + count + 2 : at + 2 * count + 2]]
    assert forward == ends
    assert told[-1]["alive"] == [True, False]


def test_after_a_new_change_nothing_can_be_done_again(tmp_path):
    told = run([slid(20), slid(9, "range b"), UNDO, slid(21, "range c"), REDO], tmp_path)
    assert [seen["alive"] for seen in told[2:]] == [[True, True], [True, False], [True, False]]
    assert told[-1]["values"]["input_size"] == 21


def test_a_slider_put_back_to_where_it_was_is_no_step(tmp_path):
    told = run([event("pointerdown"), slid(20), slid(28), slid(24), slid(28)], tmp_path)
    assert [seen["alive"][0] for seen in told] == [False, True, False, True, False]


def test_what_is_looked_at_is_no_step_and_goes_along(tmp_path):
    unit = {"by": "set", "changes": {"row": 3, "column": 4}}
    moves = [unit, slid(20), {"by": "set", "changes": {"row": 1}}, UNDO, REDO]
    told = run(moves, tmp_path, "receptive-field", ["layers", "input_size"])
    assert [seen["alive"][0] for seen in told] == [False, True, True, False, True]
    places = [(seen["values"]["row"], seen["values"]["input_size"]) for seen in told[1:]]
    assert places == [(3, 20), (1, 20), (3, 28), (1, 20)]


def test_a_hundred_steps_are_kept(tmp_path):
    many = [{"by": "take", "changes": {"input_size": 8 + n % 40}} for n in range(150)]
    told = run([*many, *[UNDO] * 101], tmp_path)
    alive = [seen["alive"][0] for seen in told[150:]]
    assert alive.count(True) == 99
    assert not any(alive[99:])
