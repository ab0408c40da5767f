"""What the live network's page computes beside its results: every place, drawings, the pen."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import LiveNetwork, SettingError, sketch

RUNNER = Path(__file__).with_name("live_network.mjs")
SWEEPS = [
    {"image": "pullover"},
    {"image": "sneaker", "size": 14, "shift_down": 7},
    {"image": "stroke", "size": 21},
    {"image": "drawn", "sketch": "a370p4a24p4a24p4"},
]
TEXTS = ["", "p", "a2b3p784", "p784", "aappp2", "p5a300", "a0", "q", "a3 b", "p785", "a01", "B2"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    path = tmp_path_factory.mktemp("live") / "cases.json"
    sweeps = [LiveNetwork(**settings).values for settings in SWEEPS]
    path.write_text(json.dumps({"sweeps": sweeps, "texts": TEXTS}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("place", range(len(SWEEPS)))
def test_every_place_is_as_in_python(found, place):
    explorer, page = LiveNetwork(**SWEEPS[place]), found["sweeps"][place]
    expected = explorer.sweep()
    assert page["done"] == 29 * 29
    for i, before in enumerate(("", "dense_")):
        guesses = np.reshape(page["predictions"][i], (29, 29))
        np.testing.assert_array_equal(guesses, expected[f"{before}predictions"])
        right = guesses == page["wanted"][i]
        np.testing.assert_array_equal(right, expected[f"{before}right"])
    assert page["room"] == explorer.results["room"]


@pytest.mark.parametrize(("place", "text"), list(enumerate(TEXTS)))
def test_a_text_is_read_as_in_python(found, place, text):
    page = found["drawings"][place]
    try:
        taken = LiveNetwork(sketch=text).sketch
    except SettingError:
        assert page is None
        return
    assert page["text"] == taken
    assert page["levels"] == sketch.from_text(taken).ravel().tolist()


def test_the_pen_is_round_and_soft_and_stays_on_the_paper(found):
    painted = np.reshape(found["pen"]["painted"], (28, 28))
    rows, columns = np.indices((28, 28)) + 0.5
    far = np.hypot(rows - 10.5, columns - 12.5)
    assert painted[10, 12] == 15
    assert (painted[far > 1.7] == 0).all()
    np.testing.assert_array_equal(painted[9:12, 11:14], painted[9:12, 11:14].T)
    assert found["pen"]["beyond"] == found["pen"]["painted"]
    assert not any(found["pen"]["wiped"])
