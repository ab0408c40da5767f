"""Features and frozen layers in both frameworks: the same numbers, and nothing moved."""

import numpy as np
import pytest

from cnncourse import datasets, in_torch, inspection, reference, transfer, zoo
from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    GlobalAvgPool2D,
    ReLU6,
    Residual,
)
from cnncourse.checkpoint import CheckpointError
from cnncourse.recipe import Recipe
from tests.lite0 import needs_lite0, own_folder  # noqa: F401

pytest.importorskip("keras")
from cnncourse import in_keras

TWINS = pytest.mark.parametrize("twin", [in_torch, in_keras], ids=["torch", "keras"])
SIDE = 64
IMAGES = np.random.default_rng(5).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)

BODY = Architecture(
    "body",
    (6, 6, 3),
    [
        Conv2D(4, 3, padding="same", use_bias=False),
        BatchNorm(momentum=0.5),
        ReLU6(),
        Residual([Conv2D(4, 3, padding="same", use_bias=False), BatchNorm(momentum=0.5)]),
        ReLU6(),
        GlobalAvgPool2D(),
        Dropout(0.0),
        Dense(3),
    ],
)


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(0)
    splits = [
        datasets.Split(rng.integers(0, 256, (20, 6, 6, 3), np.uint8), rng.integers(0, 3, 20))
        for _ in range(2)
    ]
    return datasets.Dataset("drawn", *splits, ("a", "b", "c"))


@needs_lite0
def test_lite0_looks_alike_in_both_but_where_a_unit_stands_at_a_bend_of_relu6():
    """What the chapter "Where does it look?" says of its maps, from units to pixels."""
    shapes = datasets.biased_shapes(0.25, train=4, test=24).tests["same"].images[:12]
    images, built = transfer.resize(shapes, 128), {}
    lite0 = zoo.EFFICIENTNET_LITE0.with_input((128, 128, 3))
    bends = [step.name for step in lite0.walk() if step.name.rpartition("/")[2].startswith("relu")]
    assert len(bends) > 30
    for twin in (in_torch, in_keras):
        model = twin.weights.pretrained("efficientnet-lite0", (128, 128, 3))
        units = twin.activations(model, images, bends)
        if not built:
            named = twin.predict(model, images).argmax(axis=1)
        slopes = twin.map_gradients(model, images, "relu15", named)
        cam = inspection.grad_cam(units["relu15"], slopes)
        pixels = inspection.gradient_map(twin.map_gradients(model, images, "input", named))
        passing = {name: (0 < found) & (found < 6) for name, found in units.items()}
        built[twin] = cam, pixels, passing
    (cam, pixels, passing), (cams, other, passed) = built.values()
    assert (np.abs(cam - cams).max((1, 2)) < 1e-5 * cam.max((1, 2))).all()
    apart = np.abs(pixels - other).max((1, 2)) > 1e-5 * pixels.max((1, 2))
    bent = sum((passing[name] != passed[name]).sum((1, 2, 3)) for name in bends)
    assert apart.sum() <= 6
    assert (bent[apart] > 0).all()


@needs_lite0
def test_a_place_of_lite0s_last_maps_sees_more_than_an_image_of_128_pixels():
    fields = zoo.EFFICIENTNET_LITE0.with_input((128, 128, 3)).receptive_field()
    for name in ("relu15", "residual9", "residual6"):
        assert min(fields[name].size) > 256  # from the first pixel to the last, wherever it stands


@needs_lite0
def test_pretrained_features_are_equal_in_three_builds(tmp_path):
    found = {}
    for twin in (in_torch, in_keras):
        model = twin.weights.pretrained("efficientnet-lite0", (SIDE, SIDE, 3))
        found[twin] = twin.features(model, IMAGES, cache=tmp_path)
    assert len([*tmp_path.iterdir()]) == 2
    arrays = in_torch.weights.get(in_torch.weights.pretrained("efficientnet-lite0"))
    network = zoo.EFFICIENTNET_LITE0.with_input((SIDE, SIDE, 3))
    large = transfer.resize(IMAGES, SIDE)
    by_hand = reference.activations(network, arrays, large, ["globalpool1"])["globalpool1"]
    assert by_hand.shape == (3, 1280)
    assert by_hand.max() > 1
    for features in found.values():
        assert np.abs(features - by_hand).max() < 1e-4


@TWINS
def test_a_second_call_computes_nothing(twin, tmp_path, monkeypatch):
    model = twin.build(BODY, seed=1)
    first = twin.features(model, IMAGES, cache=tmp_path)
    assert (first.shape, first.dtype) == ((3, 4), np.float32)
    module = __import__(f"{twin.__name__}.transferring", fromlist=["activations"])
    monkeypatch.setattr(module, "activations", None)
    assert np.array_equal(twin.features(model, IMAGES, cache=tmp_path), first)
    with pytest.raises(TypeError):
        twin.features(model, IMAGES[:2], cache=tmp_path)


@TWINS
def test_without_a_cache_nothing_is_written(twin, own_folder):  # noqa: F811
    twin.features(twin.build(BODY), IMAGES, cache=False)
    assert [*own_folder.iterdir()] == []
    twin.features(twin.build(BODY), IMAGES)
    assert [file.name for file in own_folder.iterdir()] == ["features"]


@TWINS
def test_what_is_frozen_stays_and_the_head_learns(twin, data):
    model = twin.build(BODY, seed=1)
    before = twin.weights.get(model)
    twin.freeze(model)
    recipe = Recipe("adam", 0.01, batch_size=8, epochs=2, precision="float32")
    twin.train(model, data, recipe, progress=False)
    after = twin.weights.get(model)
    moved = [name for name in before if not np.array_equal(before[name], after[name])]
    assert moved == ["dense1/weights", "dense1/bias"]
    twin.unfreeze(model)
    twin.train(model, data, recipe, progress=False)
    freed = twin.weights.get(model)
    assert not any(np.array_equal(freed[name], after[name]) for name in after)


@TWINS
def test_a_layer_says_from_where_on_is_trained(twin, data):
    model = twin.build(BODY, seed=1)
    twin.freeze(model, "residual1")
    before = twin.weights.get(model)
    twin.train(model, data, Recipe("sgd", 0.1, batch_size=8, epochs=1), progress=False)
    after = twin.weights.get(model)
    held = {name for name in before if np.array_equal(before[name], after[name])}
    assert {name for name in held if "residual" not in name} == {
        "conv1/kernels",
        *(f"norm1/{key}" for key in ("scale", "shift", "mean", "variance")),
    }
    with pytest.raises(ValueError, match="'body' has no layer 'conv9'"):
        twin.freeze(model, "conv9")


@pytest.mark.parametrize("before", [None, "residual1"])
def test_both_learn_alike_with_a_frozen_body(data, before):
    losses, weights = [], []
    for twin in (in_torch, in_keras):
        model = twin.build(BODY, seed=2, dtype="float64")
        twin.freeze(model, before)
        recipe = Recipe("adam", 0.01, batch_size=8, epochs=3)
        history = twin.train(model, data, recipe, progress=False, batch_losses=True)
        losses.append(history.batch_losses)
        weights.append(twin.weights.get(model))
    assert np.abs(np.subtract(*losses)).max() < 1e-6
    # A running variance is that of the sample in PyTorch, that of the batch in Keras.
    same = [name for name in weights[0] if name != "residual1/norm1/variance" or before is None]
    assert max(np.abs(weights[0][n] - weights[1][n]).max() for n in same) < 1e-5


def test_a_frozen_body_and_a_classifier_on_its_features_learn_alike(data):
    recipe = Recipe("sgd", 0.1, batch_size=8, epochs=3, precision="float32")
    model = in_torch.build(BODY, seed=3)
    images = data.train.images
    features = transfer.as_images(in_torch.features(model, images, cache=False), largest=1.0)
    classifier = in_torch.build(transfer.linear(4, 3))
    own = in_torch.weights.get(model)
    in_torch.weights.set(classifier, {key: own[key] for key in ("dense1/weights", "dense1/bias")})
    in_torch.freeze(model)
    in_torch.train(model, data, recipe, progress=False)
    split = datasets.Split(features, data.train.labels)
    alone = datasets.Dataset("features", split, split, data.classes)
    in_torch.train(classifier, alone, recipe, progress=False)
    found, expected = in_torch.predict(classifier, features), in_torch.predict(model, images)
    assert np.abs(found - expected).max() < 1e-5
    assert np.abs(in_torch.weights.get(model)["dense1/bias"] - own["dense1/bias"]).max() > 1e-3


@TWINS
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_a_run_with_a_frozen_body_goes_on_to_the_same_end(twin, optimizer, data, tmp_path):
    more = {"momentum": 0.9} if optimizer == "sgd" else {}

    def run(epochs, path, resume=False, freeze=True):
        model = twin.build(BODY, seed=4)
        if freeze:
            twin.freeze(model, "residual1")
        recipe = Recipe(optimizer, 0.01, batch_size=8, epochs=epochs, **more)
        twin.train(model, data, recipe, checkpoint=path, resume=resume, progress=False)
        return twin.weights.get(model)

    whole = run(4, tmp_path / "whole")
    run(2, tmp_path / "half")
    again = run(4, tmp_path / "half", resume=True)
    assert all(np.array_equal(whole[name], again[name]) for name in whole)
    run(2, tmp_path / "other")
    with pytest.raises(CheckpointError, match="frozen"):
        run(4, tmp_path / "other", resume=True, freeze=False)
