"""One plan, printed or built: a listing, executed, makes the modules that `build` makes."""

import numpy as np
import pytest
import torch

from cnncourse import in_torch, listings, reference, zoo
from tests.comparison import assert_close
from tests.drawn_architectures import COMPOSITES, EDGES, drawn
from tests.networks import drawn_weights
from tests.one_plan import keras_layers, made, torch_modules
from tests.probe_layers import probes

NETWORKS = [*zoo.NETWORKS.values(), *EDGES, *COMPOSITES]
NETWORKS += drawn(100, sides=(5, 9), depthwise=True, residual=True)
PROBES = probes()


def named(architecture):
    return architecture.name


def images_for(network, n=3):
    return np.random.default_rng(1).random((n, *network.input_shape), dtype="float32")


def check_torch(network):
    model, built = made(listings.torch(network)).eval(), in_torch.build(network)
    assert torch_modules(model) == torch_modules(built)
    statistics, counts = (
        [b for n, b in model.named_buffers() if "running" in n],
        network.parameters(),
    )
    assert sum(p.numel() for p in model.parameters()) == counts.trainable
    assert sum(b.numel() for b in statistics) == counts.fixed
    weights = drawn_weights(network, dtype="float32")
    in_torch.weights.set(built, weights)
    theirs, ours = built.state_dict(), model.state_dict()
    model.load_state_dict(dict(zip(ours, theirs.values(), strict=True)))
    images = images_for(network)
    with torch.no_grad():
        out, expected = (
            each(torch.from_numpy(images).permute(0, 3, 1, 2)) for each in (model, built)
        )
    shape = network.output_shape
    assert out.shape[1:] == (shape[-1], *shape[:-1])
    assert torch.equal(out, expected)
    found = in_torch.predict(built, images)
    if found.ndim == 4:
        found = found.transpose(0, 2, 3, 1)
    assert_close(found, reference.forward(network, weights, images), 1e-5)


def check_keras(network):
    from cnncourse import in_keras

    model, built = made(listings.keras(network)), in_keras.build(network)
    assert keras_layers(model) == keras_layers(built)
    assert (model.name, model.output_shape) == (built.name, (None, *network.output_shape))
    counts = network.parameters()
    assert model.count_params() == counts.total
    assert sum(int(np.prod(w.shape)) for w in model.trainable_weights) == counts.trainable
    weights, images = drawn_weights(network, dtype="float32"), images_for(network)
    in_keras.weights.set(built, weights)
    model.set_weights(list(weights.values()))
    found = in_keras.predict(built, images)
    assert_close(np.asarray(model(images)), found, 1e-6)
    assert_close(found, reference.forward(network, weights, images), 1e-5)


CHECKS = {"torch": check_torch, "keras": check_keras}


@pytest.mark.parametrize("framework", CHECKS)
@pytest.mark.parametrize("network", NETWORKS, ids=named)
def test_the_listing_makes_what_build_makes(network, framework):
    if framework == "keras":
        pytest.importorskip("keras")
    CHECKS[framework](network)


@pytest.mark.parametrize("framework", CHECKS)
def test_every_padding_is_printed_as_it_is_built(framework):
    if framework == "keras":
        pytest.importorskip("keras")
    differ = []
    for network in PROBES:
        try:
            CHECKS[framework](network)
        except (AssertionError, ValueError) as error:
            differ.append(f"{network.name}: {error}")
    assert not differ, f"{len(differ)} of {len(PROBES)} differ:\n" + "\n".join(differ)
