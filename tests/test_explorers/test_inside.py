"""One number inside a network, taken apart: Python against the trace, the page against Python."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse import ops, reference
from cnncourse.architecture import (
    ACTIVATIONS,
    Architecture,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Flatten,
    Residual,
)
from cnncourse.explorers import LiveNetwork, SettingError, inside, stored
from cnncourse.explorers.making.script import encode
from tests.networks import drawn_weights
from tests.test_explorers.test_network import EVERY_LAYER, POOLED

RUNNER = Path(__file__).with_name("inside.mjs")
STORED = {"B": "two-small-conv", "B-relu": "b-relu", "C-cnn-small": "c-cnn-small"}
UNITS = 12  # of each layer
DRAWN = {"every-layer": EVERY_LAYER, "pooled": POOLED}
WRONG = ["conv9[0,0,0]", "conv1[0,0]", "dense1[99999]", "image[28,0,0]"]
ACTIVATED = {name: getattr(ops, name) for name in ACTIVATIONS if name != "softmax"}


def drawn(shapes, seed):
    """Return names of units drawn from each layer, the corners of the maps among them."""
    rng = np.random.default_rng(seed)
    found = []
    for name, shape in shapes.items():
        corners = [(0,) * len(shape), tuple(n - 1 for n in shape)]
        places = corners + [tuple(map(int, rng.integers(shape))) for _ in range(UNITS - 2)]
        found += [str(inside.Unit(name, place)) for place in places]
    return found


def network_of(name):
    """Return (architecture, weights in float64) of a stored network or of one with all layers."""
    if name in STORED:
        network = LiveNetwork(network=name).looked_into
        return network.architecture, network.weights
    weights = drawn_weights(DRAWN[name], 5, "float32")
    return DRAWN[name], {key: np.asarray(one, np.float64) for key, one in weights.items()}


@pytest.fixture(scope="module", params=[*STORED, *DRAWN])
def case(request):
    """A network, an image and units of each of its layers: (name, architecture, ...)."""
    architecture, weights = network_of(request.param)
    rng = np.random.default_rng(7)
    image = rng.random(architecture.input_shape, np.float32).astype(np.float64)
    outputs = {"image": image}
    outputs |= {
        k: o[0] for k, o in reference.activations(architecture, weights, image[None]).items()
    }
    units = drawn({key: one.shape for key, one in outputs.items()}, 11)
    return request.param, architecture, weights, image, outputs, units


def test_the_parts_make_up_the_number_that_the_trace_has(case):
    _, architecture, weights, image, outputs, units = case
    kinds = set()
    for name in units:
        found, unit = inside.explain(architecture, weights, image, name), inside.parse(name)
        assert found["problem"] == ""
        assert found["value"] == outputs[unit.layer][unit.place]
        kinds.add(unit.layer.rstrip("0123456789"))
        if "before" not in found:
            continue
        before = outputs[found["before"]]
        made = remade(found, before)
        assert made is None or made == pytest.approx(found["value"], abs=1e-12), name
        assert set(np.ravel(found["inputs"]).tolist()) <= {0.0, *np.ravel(before).tolist()}
    assert kinds == {key.rstrip("0123456789") for key in outputs}


def remade(found, before):
    """Return the number that the parts add up to; None for a share of a softmax with weights."""
    activation = found.get("activation")
    if "products" in found:
        np.testing.assert_allclose(found["products"], found["inputs"] * found["weights"])
        assert found["sum"] == pytest.approx(np.sum(found["products"]), abs=1e-12)
        total = np.sum(found["products"]) + (found["bias"] or 0)
        if activation == "softmax":
            return None
        return ACTIVATED[activation](np.array(total)) if activation else total
    if "winner" in found:
        assert before[(*found["winner"], inside.parse(found["unit"]).place[2])] == found["value"]
        return np.max(found["inputs"])
    if "statistics" in found:
        kept = found["statistics"]
        over = np.sqrt(kept["variance"] + kept["epsilon"])
        return kept["scale"] * (found["inputs"][0] - kept["mean"]) / over + kept["shift"]
    if activation == "softmax":
        return ops.softmax(found["inputs"])[found["source"][-1]]
    assert before[tuple(found["source"])] == found["inputs"][0]
    # LeakyReLU and ELU stand here with a number of their own.
    own = activation in ("leaky_relu", "elu") and "activation" in found
    return (
        None
        if own
        else ACTIVATED[activation](found["inputs"])[0]
        if activation
        else found["inputs"][0]
    )


def test_the_window_is_where_the_layer_before_has_its_numbers(case):
    _, architecture, weights, image, outputs, units = case
    for name in units:
        found = inside.explain(architecture, weights, image, name)
        if "rows" not in found:
            continue
        before = outputs[found["before"]]
        padded = np.pad(before, [(9, 9), (9, 9), (0, 0)])
        seen = padded[np.ix_(np.add(found["rows"], 9), np.add(found["columns"], 9))]
        if np.ndim(found["inputs"]) == 2:
            seen = seen[..., inside.parse(name).place[-1]]
        np.testing.assert_array_equal(found["inputs"], seen)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """What the page finds for every case, from one run of Node."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    cases = []
    for name in [*STORED, *DRAWN]:
        architecture, weights = network_of(name)
        rng = np.random.default_rng(7)
        image = rng.random(architecture.input_shape, np.float32)
        outputs = {"image": image.shape}
        outputs |= {step.name: step.output_shape for step in architecture.named_layers()}
        one = {"units": drawn(outputs, 11) + WRONG, "image": {"array": encode(image), "scale": 1}}
        if name in STORED:
            one["network"] = STORED[name]
        else:
            one["architecture"] = json.loads(architecture.to_json())
            exact = {key: encode(np.asarray(a, np.float32)) for key, a in weights.items()}
            one["weights"] = exact
        cases.append(one)
    path = tmp_path_factory.mktemp("inside") / "cases.json"
    path.write_text(json.dumps({"cases": cases}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return dict(zip([*STORED, *DRAWN], json.loads(done.stdout), strict=True))


def test_the_page_takes_it_apart_as_python_does(case, page):
    name, architecture, weights, image, _, units = case
    assert len(page[name]) == len(units) + len(WRONG)
    for unit, found in zip(units, page[name], strict=False):
        expected = inside.explain(architecture, weights, image, unit)
        assert {key for key in found} == set(expected), unit
        for key, value in expected.items():
            seen = found[key]
            if isinstance(value, np.ndarray) and isinstance(seen, dict):
                seen = np.reshape(seen["data"], seen["shape"])
            if isinstance(value, (float, np.ndarray)):
                np.testing.assert_allclose(seen, value, rtol=1e-10, atol=1e-10, err_msg=unit)
            else:
                assert seen == value, (unit, key)


def test_a_unit_that_is_not_there_is_refused_in_the_same_words(case, page):
    name, architecture, weights, image, _, units = case
    for unit, found in zip(WRONG, page[name][len(units) :], strict=True):
        expected = inside.explain(architecture, weights, image, unit)
        assert expected["problem"]
        assert found["problem"] == expected["problem"]


def test_the_live_network_explains_the_unit_that_is_chosen():
    explorer = LiveNetwork(image="bag", shift_right=3)
    assert explorer.inside() == {}
    explorer.unit = ("conv1", 10, 12, 2)
    assert explorer.unit == "conv1[10,12,2]"
    found = explorer.inside()
    assert found["value"] == explorer.maps["conv1"][10, 12, 2]
    patch = explorer.frame_image[10:15, 12:17]
    np.testing.assert_array_equal(found["inputs"][..., 0], patch)
    by_hand = (
        patch * stored.networks()["two-small-conv"].weights["conv1/kernels"][..., 0, 2]
    ).sum()
    assert found["sum"] == pytest.approx(by_hand)
    explorer.network = "C-cnn-small"
    assert explorer.inside()["layer"] == "Conv2D(8, 3, padding='same', activation='relu')"
    explorer.unit = "conv1[26,0,7]"
    assert explorer.inside()["rows"].tolist() == [25, 26, 27]
    assert explorer.inside()["columns"].tolist() == [-1, 0, 1]
    explorer.network = "B"
    assert explorer.inside()["problem"].startswith("'two-small-conv' has no unit conv1[26,0,7]")


@pytest.mark.parametrize(
    "wrong", ["conv1", "conv1[]", "conv1[-1]", "conv1[01]", "[3]", 3, None, "a[1,2,3,4]"]
)
def test_what_is_no_unit_is_refused(wrong):
    with pytest.raises(SettingError, match="unit must be a unit such as"):
        LiveNetwork(unit=wrong)


def test_networks_that_cannot_be_looked_into_are_named():
    convolution = Conv2D(2, 3, padding="same")
    for layer in (Residual([convolution]), DepthwiseConv2D(3)):
        network = Architecture("mixed", (6, 6, 2), [layer, Flatten(), Dense(2)])
        weights = drawn_weights(network, 1, "float64")
        with pytest.raises(ValueError, match=f"'mixed' has .*1, a {type(layer).__name__}"):
            inside.explain(network, weights, np.zeros((6, 6, 2)), "dense1[0]")


def test_the_networks_for_the_page_are_the_recorded_ones():
    for file, record in (("b-relu", "B-relu"), ("c-cnn-small", "C-cnn-small")):
        network = stored.network(file)
        root = Path(__file__).resolve().parents[2]
        told = json.loads((root / "records" / f"{record}-torch-seed0.json").read_text("utf-8"))
        assert network.experiment == record
        assert network.command.startswith(told["command"].removesuffix(" --weights"))
        assert json.loads(network.architecture.to_json()) == told["architecture"]
        assert network.test_images == 10_000
        assert network.test_accuracy == pytest.approx(told["test_accuracy"], abs=0.0005)
        assert network.probability_error <= 1e-3


def test_a_network_is_sent_to_the_drawing_when_it_is_chosen():
    explorer = LiveNetwork()
    assert explorer.view.more == {}
    explorer.view.network = 1  # as the drawing's page sets it: the place among the names
    assert explorer.network == "B-relu"
    assert explorer.view.more == {"b-relu": stored.payload("b-relu")}
    assert set(LiveNetwork(network="C-cnn-small").view.more) == {"c-cnn-small"}
