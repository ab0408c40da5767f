"""Each preset of the training explorer shows what its sentence says: run as the page runs it."""

import json
import math
import subprocess
from pathlib import Path

import pytest

from cnncourse.explorers import Training
from cnncourse.explorers.training import page_data
from cnncourse.explorers.training_presets import PRESETS
from cnncourse.explorers.training_recorded import RUNS
from tests.test_explorers.states import needs_node

pytestmark = pytest.mark.slow
RUNNER = Path(__file__).with_name("training_runs.mjs")
SEEDS = (0, 1)
DYING = (0, 1, 4, 13)  # of 0 to 20, run once: where most died, and where fewest of a layer
AT = {"large": [125], "dying": [60, 125]}  # steps; the others at 250 and 500
OF_THE_PAGE = ("network", "seed", "image")  # of no step's concern
GUESSING = math.log(10)


MENDED = "shifted, and the training images too"
DROPPING = "overfitting, with dropout 0.5"
DROPPING_ALL = "all images, with dropout 0.5"
MORE = {
    MENDED: PRESETS["shifted"]["settings"] | {"shift": 4},
    DROPPING: PRESETS["overfitting"]["settings"] | {"dropout": 0.5},
    DROPPING_ALL: {"dropout": 0.5},
}
"""What chapters ask for besides the presets."""


def run(name, seed):
    """Return one run as the runner wants it."""
    explorer = Training(**(MORE[name] if name in MORE else PRESETS[name]["settings"]))
    settings = {key: v for key, v in explorer.values.items() if key not in OF_THE_PAGE}
    at = AT.get(name, [250, 500])
    return {"network": explorer.network, "seed": seed, "settings": settings, "at": at}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Every preset's runs by its name, one for each seed; each is {step: what was measured}."""
    needs_node()
    path = tmp_path_factory.mktemp("training") / "runs.json"
    seeds = {"dying": DYING}
    asked = [(name, s) for name in [*PRESETS, *MORE] for s in seeds.get(name, SEEDS)]
    content = {"payload": page_data(), "runs": [run(*one) for one in asked]}
    path.write_text(json.dumps(content), encoding="utf-8")
    done = subprocess.run(["node", RUNNER, path], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {name: [] for name in [*PRESETS, *MORE]}
    for (name, _), one in zip(asked, json.loads(done.stdout), strict=True):
        measured = {row["step"]: row for row in one["measured"]}
        own = {"diverged": one["diverged"], "losses": one["losses"]}
        found[name].append(measured | own)
    return found


def dead(measured, name):
    """Return the share of a layer's units that are always 0."""
    return next(one["share"] for one in measured["dead"] if one["name"] == name)


def test_what_is_drawn_where_no_script_runs_is_such_a_run(runs):
    for name, rows in RUNS.items():
        assert len(rows) >= 5
        first = runs[name][0]
        compared = [row for row in rows if row[0] in first]
        assert len(compared) >= 2
        for step, *numbers in compared:
            parts = [first[step][part] for part in ("training", "validation")]
            fresh = [part[what] for part in parts for what in ("loss", "accuracy")]
            assert numbers == pytest.approx(fresh, abs=0.05), (name, step)


def test_just_right(runs):
    for one in runs["right"]:
        assert one[500]["validation"]["accuracy"] > 0.65
        for part in ("training", "validation"):
            assert one[500][part]["loss"] < one[250][part]["loss"] < one[0][part]["loss"]


def test_too_small_a_rate(runs):
    for one in runs["small"]:
        assert 2.2 < one[500]["training"]["loss"] < one[0]["training"]["loss"]


def test_too_large_a_rate(runs):
    for one in runs["large"]:
        if one["diverged"] is None:
            assert one[125]["validation"]["accuracy"] == pytest.approx(0.1, abs=0.02)
            assert one[125]["validation"]["loss"] > GUESSING - 0.01
        else:
            assert one["diverged"] < 125
    assert {one["diverged"] is None for one in runs["large"]} == {True, False}  # both happen


def test_overfitting(runs):
    for one in runs["overfitting"]:
        assert one[500]["training"]["count"] == 100
        assert one[500]["training"]["accuracy"] >= 0.95
        assert one[500]["validation"]["accuracy"] < 0.75
        assert one[500]["validation"]["loss"] > one[250]["validation"]["loss"] + 0.1


def test_a_misplaced_sigmoid(runs):
    floor = -math.log(math.e / (math.e + 9))
    assert floor == pytest.approx(1.4612, abs=1e-4)
    for one, right in zip(runs["sigmoid"], runs["right"], strict=True):
        assert one[500]["training"]["loss"] > floor
        assert one[500]["validation"]["loss"] > 2 * right[500]["validation"]["loss"]


def test_dying_relu(runs):
    for one in runs["dying"]:
        assert [layer["name"] for layer in one[125]["dead"]] == ["conv1", "conv2", "dense1"]
        assert min(dead(one[125], name) for name in ("conv1", "conv2")) >= 0.5
    ends = [one[125]["validation"] for one in runs["dying"]]
    assert [end["loss"] > GUESSING - 0.01 for end in ends] == [True, False, True, False]
    assert [end["accuracy"] > 0.5 for end in ends] == [False, True, False, True]
    for one in runs["right"]:  # where nothing is wrong, next to none is
        assert dead(one[500], "dense1") < 0.1


def test_shifted_validation_images(runs):
    for one, right in zip(runs["shifted"], runs["right"], strict=True):
        assert one[500]["training"] == right[500]["training"]  # it learns the very same
        assert one[500]["validation"]["accuracy"] < 0.5 < right[500]["validation"]["accuracy"]
    for one, mended in zip(runs["shifted"], runs[MENDED], strict=True):
        before, after = (each[500]["validation"]["accuracy"] for each in (one, mended))
        assert after > before + 0.1


def test_dropout_on_a_hundred_images_as_the_chapter_of_colour_has_it(runs):
    def batches(one):
        return sum(one["losses"][400:500]) / 100

    for without, one in zip(runs["overfitting"], runs[DROPPING], strict=True):
        assert batches(one) > batches(without) + 0.2
        assert one[500]["training"]["loss"] > without[500]["training"]["loss"] + 0.05
        assert one[500]["validation"]["loss"] < without[500]["validation"]["loss"] - 0.1
        shares = [each[500]["validation"]["accuracy"] for each in (without, one)]
        assert abs(shares[0] - shares[1]) < 0.05


def test_dropout_on_all_images_gains_nothing(runs):
    for without, one in zip(runs["right"], runs[DROPPING_ALL], strict=True):
        assert one[500]["validation"]["loss"] > without[500]["validation"]["loss"] - 0.02
