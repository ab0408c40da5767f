"""Where a network looks: Python against differences and the package, the page against Python."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from cnncourse import inspection, reference
from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
)
from cnncourse.explorers import LiveNetwork, SettingError, looking, stored
from cnncourse.explorers.making.script import encode
from tests.networks import drawn_weights
from tests.test_explorers.test_inside import STORED

RUNNER = Path(__file__).with_name("where.mjs")
TOLERANCE = 1e-5  # of every number, absolute: the page goes back in float32
METHODS = [name for name in looking.METHODS if name != "none"]
POOLED = Architecture(  # a head that CAM is made for
    "pooled",
    (28, 28, 1),
    [
        Conv2D(4, 3, padding="same", activation="relu"),
        MaxPool2D(2),
        Conv2D(6, 5, activation="tanh"),
        GlobalAvgPool2D(),
        Dense(10),
    ],
)
FLAT = Architecture("flat", (28, 28, 1), [Flatten(), Dense(3)])
NORMED = Architecture("normed", (28, 28, 1), [Conv2D(2, 3), BatchNorm(), Flatten(), Dense(10)])
OWN = {one.name: one for one in (POOLED, FLAT, NORMED)}
PLACES = 4  # of each network and method


@cache
def network_of(name):
    """Return a stored network, or one of these with weights drawn: (architecture, weights)."""
    if name in STORED:
        network = LiveNetwork(network=name).looked_into
        return network.architecture, network.weights
    weights = drawn_weights(OWN[name], 5, "float32")
    return OWN[name], {key: np.asarray(one, np.float64) for key, one in weights.items()}


def drawn_frames():
    """Return frames with items at places and sizes drawn, the corners among them, float32."""
    rng = np.random.default_rng(17)
    names = [name for name in stored.images() if stored.images()[name].pixels.shape[0] == 28]
    explorer, frames = LiveNetwork(), []
    for i in range(PLACES):
        explorer.image = str(rng.choice(names))
        explorer.size = int(rng.integers(14, 29))
        down, right = (int(n) for n in rng.integers(-14, 15, 2))
        explorer.shift_down, explorer.shift_right = (-7, 7) if i == 0 else (down, right)
        frames.append(explorer.frame_image.astype(np.float32))
    return [*frames, np.zeros((28, 28), np.float32)]


def cases():
    """Return every method on every network, asked about a class drawn or the answer."""
    rng, frames = np.random.default_rng(23), drawn_frames()
    return [
        {"name": name, "method": method, "asked": int(rng.integers(-1, 10)), "frame": frame}
        for name in [*STORED, *OWN]
        for method in METHODS
        for frame in frames
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What Python and the page find, case by case."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    sent = []
    for case in cases():
        image = {"array": encode(case["frame"][..., None]), "scale": 1}
        one = {"method": case["method"], "asked": case["asked"], "image": image}
        if case["name"] in STORED:
            one["network"] = STORED[case["name"]]
        else:
            architecture, weights = network_of(case["name"])
            one["architecture"] = json.loads(architecture.to_json())
            one["weights"] = {k: encode(np.asarray(a, np.float32)) for k, a in weights.items()}
        sent.append(one)
    path = tmp_path_factory.mktemp("where") / "cases.json"
    path.write_text(json.dumps({"cases": sent}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return list(zip(cases(), json.loads(done.stdout), strict=True))


def test_the_page_finds_the_maps_that_python_finds(found):
    seen = set()
    for case, page in found:
        architecture, weights = network_of(case["name"])
        classes = architecture.output_shape[0]
        if case["asked"] >= classes or case["name"] == "normed":
            continue
        asked = None if case["asked"] < 0 else case["asked"]
        image = case["frame"].astype(np.float64)[..., None]
        expected = looking.look(architecture, weights, image, case["method"], asked)
        words = case["name"], case["method"], case["asked"]
        for key in ("problem", "asked", "answer"):
            assert page[key] == expected[key], words
        assert page["logit"] == pytest.approx(expected["logit"], abs=TOLERANCE)
        if expected["problem"]:
            assert "map" not in page
            continue
        for key in ("map", "placed"):
            got = np.reshape(page[key]["data"], page[key]["shape"])
            np.testing.assert_allclose(got, expected[key], atol=TOLERANCE, rtol=0, err_msg=words)
        for key in ("share", "even", "middle", "item_middle"):
            wanted = expected[key] if expected[key] is None else pytest.approx(expected[key], 1e-3)
            assert page[key] == wanted, (key, words)
        seen.add((case["name"], case["method"]))
    assert {("B", "grad-cam"), ("B-relu", "grad-cam++"), ("pooled", "cam")} <= seen
    assert len(seen) == 3 + 3 + 2 + 3 + 1  # B-relu, C-cnn-small, B, pooled, flat


def test_a_method_that_does_not_apply_says_why(found):
    told = {(case["name"], case["method"]): page["problem"] for case, page in found}
    assert "ends in MaxPool2D, Flatten, Dense, Dense: take Grad-CAM" in told["B", "cam"]
    assert "conv2 of 'two-small-conv' has some" in told["B", "grad-cam++"]
    assert "take Grad-CAM, or a network with ReLU" in told["pooled", "grad-cam++"]
    assert "layer 2, BatchNorm, is not trained here" in told["normed", "grad-cam"]
    flat = {page["problem"] for case, page in found if case["name"] == "flat"}
    assert any("has no convolution, and so no maps: take the gradient" in one for one in flat)
    assert "'flat' has only 3 classes" in flat


def test_the_words_name_the_class_its_logit_and_where_the_map_lies(found):
    for case, page in found:
        if page["problem"] or case["name"] not in STORED:
            continue
        classes = stored.networks()["two-small-conv"].classes
        assert page["words"].startswith(f"Asked about: {classes[page['asked']]}, logit ")
        which = "which it answers"
        if page["asked"] != page["answer"]:
            which = f"while it answers {classes[page['answer']]}"
        assert f", {which}. {case['method']} of " in page["words"]
        lies = "of its weight lies on the item, which covers"
        if max(page["map"]["data"]) == 0:
            assert page["words"].endswith("Nothing speaks for this class.")
        elif case["frame"].any():
            assert f"{100 * page['share']:.0f} % {lies}" in page["words"]


def test_the_gradient_is_the_change_of_the_logit_for_a_pixel():
    network = LiveNetwork(network="C-cnn-small").looked_into
    rng, step = np.random.default_rng(2), 1e-6
    image = 0.1 + 0.8 * rng.random((28, 28, 1))  # no two windows alike, so that no winner is tied
    found = looking.look(network.architecture, network.weights, image, "gradient", 4)
    for row, column in rng.integers(0, 28, (6, 2)):
        logits = []
        for sign in (-1, 1):
            moved = image.copy()
            moved[row, column] += sign * step
            run = reference.forward(network.architecture, network.weights, moved[None])
            logits.append(run[0, 4])
        slope = abs(logits[1] - logits[0]) / (2 * step)
        assert found["map"][row, column] == pytest.approx(slope, abs=1e-5)


def test_grad_cam_by_hand_from_the_weights_of_the_head():
    weights = drawn_weights(POOLED, 5, "float64")
    image = LiveNetwork(image="bag").frame_image[..., None]
    maps = reference.activations(POOLED, weights, image[None], ["conv2"])["conv2"]
    head = weights["dense1/weights"][:, 3]
    flow = (maps[0] * head).sum(2)
    found = looking.look(POOLED, weights, image, "grad-cam", 3)
    np.testing.assert_allclose(found["map"], np.maximum(flow, 0) / flow.size, atol=1e-12)
    np.testing.assert_allclose(looking.look(POOLED, weights, image, "cam", 3)["map"], flow)


def test_on_maps_that_divide_the_picture_evenly_placing_is_upsampling():
    rng = np.random.default_rng(4)
    field = LiveNetwork(network="C-cnn-small").looked_into.architecture.receptive_field()["conv2"]
    one = rng.random((14, 14))
    placed = looking.place(one, field, (28, 28))
    np.testing.assert_allclose(placed, inspection.upsample(one[None], (28, 28))[0], atol=1e-12)


def test_a_number_is_laid_in_the_middle_of_the_pixels_that_it_is_made_of():
    network = stored.networks()["two-small-conv"]
    weights = {key: np.ones_like(one) for key, one in network.weights.items()}
    field, rng = network.architecture.receptive_field()["conv2"], np.random.default_rng(8)
    steps = list(reference.trace(network.architecture, weights, rng.random((40, 28, 28, 1))))
    for row, column in ((3, 4), (5, 2)):
        one = np.zeros((8, 8))
        one[row, column] = 1
        slope = np.zeros((40, 8, 8, 10))
        slope[:, row, column] = 1
        for step in reversed(steps[:3]):
            slope, _ = step.back(slope)
        seen = np.argwhere(abs(slope).sum((0, 3)) > 0)
        placed = np.argwhere(looking.place(one, field, (28, 28)) > 0)
        middle = (seen.min(0) + seen.max(0)) / 2
        assert middle.tolist() == ((placed.min(0) + placed.max(0)) / 2).tolist()
    every = looking.place(np.ones((8, 8)), field, (28, 28))
    assert np.flatnonzero(every.any(1)).tolist() == list(range(6, 22))


def test_an_explorer_gives_it_in_python():
    explorer = LiveNetwork(image="sneaker")
    assert explorer.looked() == {}
    explorer.look = "grad-cam"
    found = explorer.looked()
    classes = stored.networks()["two-small-conv"].classes
    assert classes[found["asked"]] == explorer.prediction
    assert found["logit"] == explorer.logits.max()
    explorer.asked = "boot"
    other = explorer.looked()
    assert classes[other["asked"]] == "Ankle boot"
    assert other["logit"] == explorer.logits[9]
    assert abs(other["map"] - found["map"]).max() > 0.01
    explorer.shift_right = 3
    assert abs(explorer.looked()["map"] - other["map"]).max() > 0.01
    explorer.network = "B-relu"
    explorer.look = "grad-cam++"
    assert explorer.looked()["problem"] == ""


def test_the_classes_are_those_of_the_networks_and_the_items():
    names = list(looking.CLASSES)[1:]
    assert [looking.CLASSES[name] for name in names] == list(
        stored.networks()["two-small-conv"].classes
    )
    assert all(stored.images()[name].label == i for i, name in enumerate(names))


@pytest.mark.parametrize(("name", "wrong"), [("look", "lime"), ("asked", "nine"), ("asked", 3)])
def test_what_is_no_map_or_class_is_refused(name, wrong):
    with pytest.raises(SettingError, match=f"{name} must be one of '"):
        LiveNetwork(**{name: wrong})


def test_the_drawing_without_a_script_has_the_map_and_its_numbers():
    explorer = LiveNetwork(image="bag", look="grad-cam", asked="bag")
    text = explorer.html()
    assert "Grad-CAM of conv2, asked about Bag" in text
    assert f"0 to {explorer.looked()['map'].max():.3g}" in text
    assert len(text.encode()) < 40_000
    refused = LiveNetwork(look="cam").drawing()
    assert "CAM needs a network that ends in GlobalAvgPool2D" in refused
    assert "asked about" not in LiveNetwork().drawing()
