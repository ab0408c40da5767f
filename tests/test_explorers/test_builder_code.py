"""The code that the page's network builder prints, executed in both frameworks."""

import numpy as np
import pytest
import torch

from cnncourse import zoo
from cnncourse.explorers import NetworkBuilder
from tests.test_explorers.states import draw, in_node

SLUG = "network-builder"
DRAWN = 30


def generated():
    """Return settings at random whose layers fit each other."""
    rng, settings, found = np.random.default_rng(7), NetworkBuilder.settings(), []
    while len(found) < DRAWN:
        sizes = {"input_size": int(rng.integers(8, 40)), "input_channels": int(rng.integers(1, 5))}
        layers = draw(settings["layers"], rng)
        if not isinstance(layers, str) and not NetworkBuilder(layers=layers, **sizes).problem:
            found.append({"layers": layers, **sizes})
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """(Python's explorer, what the page computes) for every preset and for generated networks."""
    made = [NetworkBuilder(network=name) for name in zoo.NETWORKS]
    made += [NetworkBuilder(**settings) for settings in generated()]
    cases = [{"slug": SLUG, "values": one.values} for one in made]
    found = in_node(cases, tmp_path_factory.mktemp("code"))
    return [(one, answer["results"]) for one, answer in zip(made, found, strict=True)]


def model_of(code):
    """Return the model that a listing makes, run by itself."""
    namespace = {"__name__": "listing"}
    exec(compile(code, "listing.py", "exec"), namespace)
    return namespace["model"]


def test_the_generated_networks_are_of_many_kinds(printed):
    calls = " ".join(
        call for one, _ in printed[len(zoo.NETWORKS) :] for call in one.results["calls"]
    )
    kinds = ("Conv2D", "MaxPool2D", "AvgPool2D", "BatchNorm", "Dropout", "LeakyReLU", "Flatten")
    kinds = (*kinds, "DepthwiseConv2D", "Residual([...])", "Residual([...], shortcut=[...])")
    for kind in (*kinds, "GlobalAvgPool2D", "Dense", "dilation=2", "padding=(", "use_bias=False"):
        assert kind in calls, kind


def test_in_pytorch_it_makes_the_network_that_the_page_shows(printed):
    for one, shown in printed:
        model = model_of(shown["torch_code"]).eval()
        statistics = [b for name, b in model.named_buffers() if "running" in name]
        assert sum(p.numel() for p in model.parameters()) == shown["trainable"], one
        assert sum(b.numel() for b in statistics) == shown["fixed"], one
        height, width, channels = one.input_shape
        with torch.no_grad():
            out = model(torch.zeros(2, channels, height, width))
        *sides, last = shown["shapes"][-1]
        assert list(out.shape) == [2, last, *sides], one


def test_in_keras_it_makes_the_network_that_the_page_shows(printed):
    pytest.importorskip("keras")
    for one, shown in printed:
        model = model_of(shown["keras_code"])
        trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
        assert (model.count_params(), trained) == (shown["parameters"], shown["trainable"]), one
        assert list(model.output_shape) == [None, *shown["shapes"][-1]], one
        assert model.input_shape == (None, *one.input_shape), one


def test_what_does_not_fit_prints_a_comment_that_runs(tmp_path):
    values = NetworkBuilder(layers=[{"layer": "Dense", "units": 3}]).values
    (found,) = in_node([{"slug": SLUG, "values": values}], tmp_path)
    for key in ("keras_code", "torch_code"):
        code = found["results"][key]
        assert code.startswith("# No code: layer 1 (dense1, Dense(3)) of 'my-network': Dense needs")
        exec(compile(code, "listing.py", "exec"), {})
