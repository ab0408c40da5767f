"""The page's networks are Python's: shapes, costs, fields, listings and what is refused."""

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from cnncourse import listings, zoo
from cnncourse.architecture import (
    ACTIVATIONS,
    Architecture,
    AvgPool2D,
    Conv2D,
    Residual,
    initial,
    serial,
)
from cnncourse.explorers.network_layers import LIMITS
from tests.drawn_architectures import COMPOSITES, EDGES, drawn
from tests.test_explorers import broken_architectures as broken

RUNNER = Path(__file__).with_name("architecture.mjs")


def deep(depth):
    """A network of a residual in a residual and so on, a note in the innermost."""
    layer = Conv2D(1, 2, stride=2, padding="same", dilation=3)
    inside = Residual([layer], shortcut=[Conv2D(1, 1, stride=2)])
    for _ in range(depth):
        inside = Residual([inside], shortcut=[inside])
    return Architecture("deep", (9, 9, 1), [inside])


def chain(depth):
    """A network of as many residuals in one another as a page takes."""
    inside = Residual([Conv2D(1, 1, stride=2, padding="same", dilation=3), AvgPool2D(1)])
    inside = Residual(inside.layers, shortcut=[Conv2D(1, 1, stride=2)])
    for _ in range(depth):
        inside = Residual([inside], shortcut=[Conv2D(1, 1, stride=2)])
    return Architecture("chain", (9, 9, 1), [inside])


NETWORKS = [
    *(*zoo.NETWORKS.values(), *EDGES, *COMPOSITES, deep(3), chain(17)),
    *drawn(350, depthwise=True, residual=True),
]
BROKEN = [
    *broken.wrong_values(),
    *broken.wrong_places(60),
    *broken.wrong_wholes(),
    *broken.wrong_residuals(),
]


def in_node(specs, folder):
    """Return what the page makes of networks in plain form."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    path = folder / "networks.json"
    # JSON has no word for infinity, but a number may be written that is beyond all.
    path.write_text(json.dumps(specs).replace("Infinity", "1e400"), encoding="utf-8")
    done = subprocess.run(
        [node, RUNNER, path], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(architecture):
    return json.loads(architecture.to_json())


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """What the page makes of every network, the good ones first."""
    specs = [*map(plain, NETWORKS), *BROKEN]
    return in_node(specs, tmp_path_factory.mktemp("networks"))


@pytest.fixture(scope="module")
def good(page):
    return list(zip(NETWORKS, page["networks"][: len(NETWORKS)], strict=True))


@pytest.fixture(scope="module")
def bad(page):
    return list(zip(BROKEN, page["networks"][len(NETWORKS) :], strict=True))


def every(steps):
    """Return the page's layers in the order of computation, those in a residual before it."""
    for step in steps:
        for path in step["paths"]:
            yield from every(path)
        yield step


def test_there_are_enough_networks():
    assert len(NETWORKS) >= 200
    residuals = [
        step for network in NETWORKS for step in network.walk() if step.layer.kind == "residual"
    ]
    assert len(residuals) >= 100
    assert len([step for step in residuals if step.layer.shortcut]) >= 30
    assert len([step for step in residuals if "/" in step.name]) >= 20
    assert len(BROKEN) >= 150


@pytest.mark.parametrize("writer", ["keras", "torch"])
def test_listings_are_the_same_text(good, writer):
    for network, found in good:
        assert found[writer] == {"text": getattr(listings, writer)(network)}


def test_shapes_and_costs(good):
    for network, found in good:
        layers, counts = list(every(found["described"]["layers"])), network.parameters()
        assert found["described"]["problem"] is None
        for step, ours in zip(network.walk(), layers, strict=True):
            assert (ours["name"], ours["kind"]) == (step.name, step.layer.kind)
            assert (ours["repr"], ours["brief"]) == (repr(step.layer), step.layer.brief())
            assert tuple(ours["inputShape"]) == step.input_shape
            assert tuple(ours["outputShape"]) == step.output_shape
            flattened = ours["flattenedFrom"]
            assert (flattened and tuple(flattened)) == step.flattened_from
            cost = 0 if step.paths() else step.layer.multiply_adds(step.input_shape)
            assert ours["multiplyAdds"] == cost
            assert ours["problem"] is None
            assert ours["parameters"] == as_dict(counts.layers[step.name])
        assert found["described"]["totals"] == {
            "parameters": as_dict(counts),
            "multiplyAdds": network.multiply_adds(),
            "activationBytes": network.activation_bytes(),
        }
        inside = sum(layer["activationBytes"] for layer in layers)
        height, width, channels = network.input_shape
        assert inside + 4 * height * width * channels == network.activation_bytes()


def as_dict(counts):
    return {key: getattr(counts, key) for key in ("total", "trainable", "fixed")}


def test_windows_and_receptive_fields(good):
    for network, found in good:
        fields = network.receptive_field()
        layers = every(found["described"]["layers"])
        for step, ours in zip(network.walk(), layers, strict=True):
            window = step.layer.window(step.input_shape)
            assert ours["window"] == (window and {k: list(v) for k, v in window._asdict().items()})
            for key, value in fields[step.name]._asdict().items():
                assert ours["receptiveField"][key] == pytest.approx(value, abs=1e-9)


def test_what_is_checked_is_what_was_meant(good):
    for network, found in good:
        assert found["validated"]["problem"] is None
        assert Architecture.from_json(json.dumps(found["validated"]["spec"])) == network
        assert found["validated"]["spec"] == plain(network)


def python_says(spec):
    """Return the error of Python, without its guess at what was meant."""
    with pytest.raises((ValueError, TypeError)) as error:
        Architecture.from_json(json.dumps(spec))
    return re.sub(r"; did you mean '\w+'\?", "", str(error.value))


def test_mistakes_are_told_in_pythons_words(bad):
    for spec, found in bad:
        expected = python_says(spec)
        assert found["described"]["problem"] == expected
        assert found["described"]["totals"] is None
        assert found["keras"] == found["torch"] == {"error": expected}


def test_what_mends_a_mistake_is_data_and_mends_it(bad):
    """The cure that a fault carries makes the layer fit, by Python's own check."""
    found_codes = Counter()
    for spec, found in bad:
        for path, before in paths_of(found["described"]["layers"], []):
            for at, step in enumerate(path):
                fault = step["fault"]
                assert fault is None or step["problem"]
                if fault is None or fault["cure"] is None:
                    continue
                found_codes[fault["code"]] += 1
                assert fault["field"] is None or fault["field"] in step["layer"]
                mended = [
                    *fault["cure"].get("before", []),
                    step["layer"] | fault["cure"].get("set", {}),
                ]
                layers = [*before, *(one["layer"] for one in path[:at]), *mended]
                Architecture.from_json(json.dumps(spec | {"layers": layers}))
    assert set(found_codes) == {"window-too-large", "needs-vector", "paths-differ"}
    assert min(found_codes.values()) >= 3


def paths_of(path, before):
    """Yield every path of a network with the layers that lead to it."""
    yield path, before
    for at, step in enumerate(path):
        for inner in step["paths"]:
            yield from paths_of(inner, [*before, *(one["layer"] for one in path[:at])])


def test_mistakes_are_told_at_their_layer(bad):
    seen = 0
    for spec, found in bad:
        at = re.match(r"layer (\d+)[^:]*", found["described"]["problem"])
        layers = found["described"]["layers"]
        if at is None:
            assert all(layer["outputShape"] is None for layer in layers)
            continue
        number = int(at[1]) - 1
        seen += 1
        assert len(layers) == len(spec["layers"])
        assert [k for k, layer in enumerate(layers) if layer["problem"]] == [number]
        assert found["described"]["problem"].endswith(f": {layers[number]['problem']}")
        inside = list(every(layers[number : number + 1]))
        told = [step["problem"] for step in inside if step["problem"]]
        assert layers[number]["problem"].endswith(told[0])
        known = [step["outputShape"] for step in inside]
        first = next(k for k, step in enumerate(inside) if step["problem"])
        assert all(known[:first])
        assert not any(known[first:])
        assert all(step["receptiveField"] for step in inside[:first])
        assert all(layer["outputShape"] for layer in layers[:number])
        assert all(layer["receptiveField"] for layer in layers[:number])
        for layer in layers[number:]:
            assert layer["outputShape"] is layer["parameters"] is layer["receptiveField"] is None
    assert seen >= 100


def test_only_shapes_that_do_not_fit_pass_the_check(bad):
    for spec, found in bad:
        problem = found["described"]["problem"]
        in_place = re.match(r"layer \d+ \(", problem) or "needs at least one layer" in problem
        assert found["validated"]["problem"] == (None if in_place else problem), spec


def test_the_same_layers_activations_and_initializers(page):
    assert [*page["layers"]] == [*serial.LAYERS]
    assert page["ACTIVATIONS"] == [*ACTIVATIONS]
    assert page["INITIALIZERS"] == [*initial.INITIALIZERS]
    for entry in page["layers"].values():
        whole = broken.network([entry])
        assert serial._layer_dict(serial.from_text(json.dumps(whole))["layers"][0]) == entry


def limit_cases():
    """(what is beyond its limit, the network) for every limit."""
    limits, flat = LIMITS, {"layer": "Flatten"}
    for field in ("filters", "kernel_size", "stride", "padding", "dilation"):
        conv = {"layer": "Conv2D", "filters": 2, "kernel_size": 3, field: limits[field]}
        yield field, conv, {**conv, field: limits[field] + 1}
    for layer, field in (
        ("MaxPool2D", "size"),
        ("Dense", "units"),
        ("BatchNorm", "epsilon"),
        ("LeakyReLU", "negative_slope"),
        ("ELU", "alpha"),
        ("DepthwiseConv2D", "multiplier"),
    ):
        entry = {"layer": layer, field: limits[field]}
        if layer == "DepthwiseConv2D":
            entry["kernel_size"] = 3
        yield field, entry, {**entry, field: limits[field] + 1}
    inside = {"layer": "Residual", "layers": [flat] * (limits["layers"] - 1)}
    yield "the number of layers", [inside], [inside, flat]
    shortcut = {**inside, "layers": [flat], "shortcut": [{"layer": "Dense", "units": 4096}]}
    over = {**shortcut, "shortcut": [{"layer": "Dense", "units": 4097}]}
    yield "Dense: units", [shortcut], [over]
    yield "the number of layers", [flat] * limits["layers"], [flat] * (limits["layers"] + 1)
    name = "n" * limits["name"]
    yield "the length of name", {"name": name}, {"name": name + "n"}
    for key, shape in (("input_side", (1, 0, 1)), ("input_channels", (0, 0, 1))):
        most = [limits[key] if k else 1 for k in shape]
        what = "input_shape's channels"
        if key == "input_side":
            most[2], what = 1, "input_shape's height and width"
        over = [n + 1 if n == limits[key] else n for n in most]
        yield what, {"input_shape": most}, {"input_shape": over}


def with_change(change):
    """A network of one layer, of these layers, or with other settings."""
    if isinstance(change, list):
        return broken.network(change)
    if "layer" in change:
        return broken.network([change])
    return broken.network(broken.LAYERS[-2:], **change)


def test_every_limit(page, tmp_path):
    cases = list(limit_cases())
    assert page["LIMITS"] == LIMITS
    assert len(cases) == len(page["LIMITS"]) + 2
    specs = [with_change(change) for case in cases for change in case[1:]]
    found = [network["validated"] for network in in_node(specs, tmp_path)["networks"]]
    for (what, _, _), within, beyond in zip(cases, found[::2], found[1::2], strict=True):
        assert within["problem"] is None
        assert beyond["spec"] is None
        assert re.search(rf"{what} must be at most \d+ in the explorers, got", beyond["problem"])


HOSTILE = [
    (None, "an architecture must be an object, got None"),
    ([], "an architecture must be an object"),
    (3, "an architecture must be an object, got 3"),
    ({}, "layers must be a list, got None"),
    (broken.network([{"layer": "Lambda"}]), "layer 1: unknown layer 'Lambda'; known layers: Conv"),
    (broken.network([{"layer": "constructor"}]), "layer 1: unknown layer 'constructor'; known"),
    (broken.network([{"layer": None}]), "layer 1: unknown layer None; known layers: Conv2D"),
    (broken.network([{"Layer": "Flatten"}]), 'layer 1: a layer must be an object with a "layer"'),
    (broken.network([None]), 'layer 1: a layer must be an object with a "layer" name, got None'),
    (broken.network([["Flatten"]]), 'layer 1: a layer must be an object with a "layer" name'),
    (broken.network([{"layer": "Flatten", "__proto__": {}}]), "Flatten has no field '__proto__'"),
    (broken.network([{"layer": "Dense"}]), "layer 1: Dense lacks its field 'units'"),
    (broken.network([{"layer": "Dense", "units": 2, "bias": 1}]), "Dense has no field 'bias'"),
    (
        broken.network([{"layer": "Residual", "layers": [{"layer": "ReLU"}, "ReLU"]}]),
        'layer 1, layers 2: a layer must be an object with a "layer" name, got',
    ),
    (broken.network(broken.LAYERS, extra=1), "unknown field 'extra' in an architecture"),
    (broken.network(broken.LAYERS, version=2), "architecture version must be 1, got 2; update"),
    (broken.network(broken.LAYERS, format="x"), 'the JSON must say "format": "cnncourse archi'),
    (broken.network([{"layer": "Dense", "units": float("inf")}]), "units must be a whole number"),
]


def test_networks_from_outside(tmp_path):
    found = in_node([spec for spec, _ in HOSTILE], tmp_path)["networks"]
    for (_, message), answer in zip(HOSTILE, found, strict=True):
        assert answer["validated"]["spec"] is None
        assert message in answer["validated"]["problem"]
        if "update" not in message and "field 'extra'" not in message and "format" not in message:
            assert message in answer["described"]["problem"]
            assert message in answer["keras"]["error"]
