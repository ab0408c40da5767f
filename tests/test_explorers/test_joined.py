"""Controls and drawing of a notebook are joined by a host that announces no model.

Colab's is one: the output of a cell knows the models that it was asked for, and no others.
"""

import json
import subprocess
from pathlib import Path

import pytest

from cnncourse.explorers import EXPLORERS, Convolution
from tests.test_explorers.states import needs_node

RUNNER = Path(__file__).with_name("joined.mjs")


def other(setting):
    """Return another value than the default."""
    if setting.kind in ("slider", "log"):
        return setting.high if setting.default_value != setting.high else setting.low
    if setting.kind == "toggle":
        return not setting.default_value
    return next(name for name in reversed(setting.options) if name != setting.default_value)


def case(made, *, host="lazy", by=("control", "drawing", "python")):
    """Return what a host is sent of an explorer, and moves to make."""
    view = made.view.get_state()
    state = {name: view[name] for name in ("controls", *made.settings())}
    state["description"] = made.describe()
    controls, moves = {}, []
    for name, control in made.sliders.items():
        setting = made.settings()[name]
        attribute = setting.attribute
        controls[name] = {"id": control.model_id, "state": {attribute: getattr(control, attribute)}}
        for i, way in enumerate(by):
            value = other(setting) if i % 2 == 0 else setting.default_value
            sent = setting.to_wire(value)
            moves.append(dict(by=way, name=name, attribute=attribute, value=value, sent=sent))
    return {"view": state, "controls": controls, "moves": moves, "host": host}


def run(cases, folder):
    needs_node()
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_view_names_its_controls_by_reference():
    made = Convolution(controls=["stride", "kernel"])
    references = made.view.get_state()["controls"]
    assert references == {
        name: f"IPY_MODEL_{control.model_id}" for name, control in made.sliders.items()
    }
    assert list(references) == ["stride", "kernel"]


@pytest.mark.parametrize("host", ["lazy", "unpacked"])
def test_all_eight_follow_a_host_that_only_answers(host, tmp_path):
    cases = [case(explorer(), host=host) for explorer in EXPLORERS.values()]
    for one, found in zip(cases, run(cases, tmp_path), strict=True):
        assert sorted(found["asked"]) == sorted(c["id"] for c in one["controls"].values())
        assert len(found["told"]) == len(one["moves"]) == 3 * len(one["controls"]) >= 3
        for move, told in zip(one["moves"], found["told"], strict=True):
            assert told["state"] == pytest.approx(move["value"]), move
            if move["by"] == "python":  # which tells the control itself; twice would be too late
                assert told["control"] != move["sent"], move
                continue
            assert told["control"] == pytest.approx(move["sent"]), move
            # What the control's own view sent is not sent again; what the drawing changed is.
            assert told["saved"] == (move["by"] == "drawing"), move
        assert found["left"]  # a view that is gone follows no more


def test_controls_that_were_moved_before_are_taken_as_they_stand(tmp_path):
    made = Convolution()
    one = case(made, by=())
    one["controls"]["stride"]["state"]["value"] = 4
    one["moves"] = [dict(by="none", name="grow", attribute="value", value=True, sent=True)]
    one["moves"].insert(0, dict(by="python", name="stride", attribute="value", value=4, sent=4))
    (found,) = run([one], tmp_path)
    assert found["told"][0] == {"state": 4, "control": 4, "saved": 0, "hand": 0}


@pytest.mark.parametrize("host", ["none", "lost"])
def test_a_host_without_the_models_leaves_the_drawing_at_work(host, tmp_path):
    (found,) = run([case(Convolution(), host=host, by=("drawing",))], tmp_path)
    assert all(told["control"] is None for told in found["told"])
    assert [told["state"] for told in found["told"]] == [
        other(setting) for setting in Convolution.settings().values() if setting.has_control
    ]


def test_a_drag_of_a_notebooks_slider_is_one_move_of_a_hand(tmp_path):
    made = Convolution(controls=["stride", "dilation"])
    one = case(made, by=())
    slid = [{"by": "control", "name": "stride", "attribute": "value", "sent": n} for n in (2, 3, 4)]
    other_ = {"by": "control", "name": "dilation", "attribute": "value", "sent": 2}
    event = {"by": "hand", "name": "pointerdown", "value": False}
    held = event | {"name": "keydown", "value": True}
    moves = [event, *slid, event | {"name": "pointerup"}, {**slid[0]}, held, slid[1], other_]
    moves += [{"by": "drawing", "name": "stride", "value": 5}, event, slid[0]]
    (found,) = run([one | {"moves": moves}], tmp_path)
    assert [told["hand"] for told in found["told"]] == [0, 1, 1, 1, 1, 2, 2, 2, 3, 0, 0, 4]
