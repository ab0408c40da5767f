"""Saliency and class maps: by hand, by outside oracles, and equal in both frameworks."""

import re

import numpy as np
import pytest
import torch
from captum import attr
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from torch.nn import functional

from cnncourse import datasets, in_torch, inspection, pretrained, reference
from cnncourse.architecture import Architecture, Conv2D, Dense, GlobalAvgPool2D, MaxPool2D
from tests import twins
from tests.comparison import assert_close
from tests.networks import drawn_batch, drawn_weights

pytest.importorskip("keras")

POOLED = Architecture(
    "pooled",
    (10, 8, 2),
    [
        Conv2D(4, 3, activation="relu"),
        MaxPool2D(2),
        Conv2D(5, 2, activation="relu"),
        GlobalAvgPool2D(),
        Dense(3),
    ],
)


@pytest.fixture(scope="module")
def fashion():
    """Six images, the class that source C's network gives each, and that network twice."""
    images = datasets.load("fashion-mnist-mini").test.images[:6].astype("float32") / 255
    models = [(twin, twin.weights.pretrained("C-cnn")) for twin in map(twins.twin, twins.NAMES)]
    twin, model = models[0]
    return images, twin.predict(model, images).argmax(1), models


def every_map(twin, model, layer, images, classes):
    """Return what each method of the room makes of a twin's numbers, by name."""

    def gradients_of(some):
        return twin.map_gradients(model, some, "input", classes)

    slopes = gradients_of(images)
    maps = twin.activations(model, images, [layer])[layer]
    at_maps = twin.map_gradients(model, images, layer, classes)
    smooth = inspection.smooth_gradient(gradients_of, images, samples=4)
    return {
        "gradient": inspection.gradient_map(slopes),
        "times input": inspection.gradient_times_input(slopes, images),
        "smooth": inspection.gradient_map(smooth),
        "occlusion": inspection.occlusion(
            lambda some: twin.predict(model, some), images, classes, size=7, stride=7
        ),
        "grad-cam": inspection.upsample(inspection.grad_cam(maps, at_maps), images.shape[1:3]),
        "grad-cam++": inspection.grad_cam_plus_plus(maps, at_maps),
    }


def test_both_frameworks_see_the_same_on_fashion(fashion):
    images, classes, models = fashion
    one, other = (every_map(twin, model, "conv2", images, classes) for twin, model in models)
    for name, found in one.items():
        assert np.abs(found - other[name]).max() <= 1e-5 * max(1, np.abs(found).max()), name
        assert np.abs(found).max() > 0.01, name


def test_captum_sees_the_same(fashion):
    """PyTorch's library of such methods: Grad-CAM, gradients, and each patch covered in turn."""
    images, classes, ((twin, model), _) = fashion
    found = every_map(twin, model, "conv2", images, classes)
    inputs = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous().requires_grad_()
    target = torch.from_numpy(classes)
    rectified = [layer for layer in model if isinstance(layer, torch.nn.ReLU)][1]
    cam = attr.LayerGradCam(model.eval(), rectified)
    cam = cam.attribute(inputs, target, relu_attributions=True).detach()
    cam = cam.permute(0, 2, 3, 1).numpy()[..., 0]
    assert_close(inspection.upsample(cam, images.shape[1:3]), found["grad-cam"], 1e-5)
    slopes = attr.Saliency(model).attribute(inputs, target).permute(0, 2, 3, 1).numpy()
    assert_close(slopes.max(-1), found["gradient"], 1e-5)
    window = {"sliding_window_shapes": (1, 7, 7), "strides": (1, 7, 7)}
    drops = attr.Occlusion(model).attribute(inputs, target=target, **window).detach()
    drops = drops.permute(0, 2, 3, 1).numpy()[..., 0]
    assert np.abs(drops).max() > 0.1
    assert_close(drops, found["occlusion"], 1e-4)


def test_numpy_alone_gives_the_same(fashion):
    """The reference's own way back through the layers, with no framework."""
    images, classes, models = fashion
    network, weights = pretrained.load("C-cnn")
    gradient = np.eye(10, dtype="float32")[classes]
    traced = [*reference.trace(network, weights, images)]
    for step in reversed(traced):
        if step.name == "conv2":
            maps, slopes = step.output, gradient
        gradient, _ = step.back(gradient)
    twin, model = models[0]
    wanted = every_map(twin, model, "conv2", images, classes)
    assert_close(inspection.gradient_map(gradient), wanted["gradient"], 1e-4)
    assert_close(inspection.grad_cam_plus_plus(maps, slopes), wanted["grad-cam++"], 1e-4)


def hooked(model, layer, images, classes):
    """Return maps and gradients at a module as PyTorch's own hooks catch them, channels first."""
    caught = {}

    def keep(module, taken, output):
        output.retain_grad()
        caught["maps"] = output

    handle = model.get_submodule(layer).register_forward_hook(keep)
    logits = model.eval()(torch.from_numpy(images.transpose(0, 3, 1, 2)).contiguous())
    logits[torch.arange(len(images)), torch.from_numpy(classes)].sum().backward()
    handle.remove()
    return caught["maps"].detach(), caught["maps"].grad


def test_class_maps_are_those_of_hooks_in_pytorch():
    """Grad-CAM by autograd hooks and PyTorch's own words, as its users write it."""
    images, classes = drawn_batch(POOLED, 4)
    weights = drawn_weights(POOLED)
    model = in_torch.build(POOLED, dtype="float64")
    in_torch.weights.set(model, weights)
    names = [name for name, _ in model.named_children()]
    after = names[names.index("conv2") + 1]  # the module of its ReLU
    maps, slopes = hooked(model, after, images.astype("float64"), classes)
    own = in_torch.activations(model, images, ["conv2"])["conv2"]
    found = in_torch.map_gradients(model, images, "conv2", classes)
    wanted = functional.relu((maps * slopes.mean((2, 3), keepdim=True)).sum(1))
    assert_close(inspection.grad_cam(own, found), wanted.numpy(), 1e-12)
    enlarged = functional.interpolate(
        wanted[:, None], (10, 8), mode="bilinear", align_corners=False
    )
    assert_close(
        inspection.upsample(inspection.grad_cam(own, found), (10, 8)), enlarged[:, 0].numpy(), 1e-12
    )
    # The published form, with its powers, and its own guard against 0 / 0.
    second, third = slopes**2, slopes**3
    below = 2 * second + third * maps.sum((2, 3), keepdim=True)
    alpha = second / torch.where(below == 0, torch.ones_like(below), below)
    weight = (alpha * functional.relu(slopes)).sum((2, 3), keepdim=True)
    wanted = functional.relu((weight * maps).sum(1))
    assert_close(inspection.grad_cam_plus_plus(own, found), wanted.numpy(), 1e-12)


def test_the_closed_form_is_that_of_the_exponential():
    """Derivatives of Y = exp(S) along one place of one map, by finite differences."""
    images, classes = drawn_batch(POOLED, 1)
    weights = drawn_weights(POOLED)
    maps = reference.activations(POOLED, weights, images, ["conv2"])["conv2"]
    row, column, k = np.unravel_index(maps.argmax(), maps.shape[1:])
    dense, bias = weights["dense1/weights"][:, classes[0]], weights["dense1/bias"][classes[0]]

    def score(by):
        moved = maps.copy()
        moved[0, row, column, k] += by
        return np.exp(moved.mean((1, 2))[0] @ dense + bias)

    h = 0.05
    y = [score(by * h) for by in (-2, -1, 0, 1, 2)]
    first = (y[3] - y[1]) / (2 * h)
    second = (y[3] - 2 * y[2] + y[1]) / h**2
    third = (y[4] - 2 * y[3] + 2 * y[1] - y[0]) / (2 * h**3)
    slope = dense[k] / maps[0, ..., 0].size
    alpha = second / (2 * second + maps[0, ..., k].sum() * third)
    assert alpha == pytest.approx(1 / (2 + slope * maps[0, ..., k].sum()), rel=1e-3)
    assert first / y[2] == pytest.approx(slope, rel=1e-3)


def test_the_mean_of_a_class_activation_map_is_the_logit():
    images, classes = drawn_batch(POOLED, 5)
    weights = drawn_weights(POOLED)
    maps = reference.activations(POOLED, weights, images, ["conv2"])["conv2"]
    found = inspection.class_activation_map(maps, weights["dense1/weights"], classes)
    logits = reference.forward(POOLED, weights, images)[np.arange(5), classes]
    assert_close(found.mean((1, 2)) + weights["dense1/bias"][classes], logits, 1e-12)
    for twin in map(twins.twin, twins.NAMES):
        model = twin.build(POOLED, dtype="float64")
        twin.weights.set(model, weights)
        slopes = twin.map_gradients(model, images, "conv2", classes)
        cut = np.maximum(found, 0) / found[0].size
        assert_close(inspection.grad_cam(maps, slopes), cut, 1e-12)


def test_gradients_of_a_pixel_are_finite_differences(fashion):
    images, classes, _ = fashion
    network, weights = pretrained.load("C-cnn")
    weights = {name: one.astype("float64") for name, one in weights.items()}
    model = in_torch.build(network, dtype="float64")
    in_torch.weights.set(model, weights)
    image = 0.1 + 0.8 * images[:1].astype("float64")
    slopes = in_torch.map_gradients(model, image, "input", classes[:1])
    found = inspection.gradient_map(slopes)[0]
    for row, column in [(5, 9), (14, 14), (20, 7)]:
        moved = np.repeat(image, 2, axis=0)
        moved[:, row, column, 0] += [-1e-6, 1e-6]
        low, high = reference.forward(network, weights, moved)[:, classes[0]]
        assert found[row, column] == pytest.approx(abs(high - low) / 2e-6, abs=1e-6)


def test_smooth_gradient_by_hand():
    """Of x² the gradient is 2x; the mean over noise that is not cut off stays 2x."""
    image = np.full((2, 30, 30, 1), 0.5)
    found = inspection.smooth_gradient(lambda x: 2 * x, image, noise=0.1, samples=50)
    assert found.mean() == pytest.approx(1, abs=1e-3)
    assert found.std() == pytest.approx(2 * 0.1 / np.sqrt(50), rel=0.05)
    again = inspection.smooth_gradient(lambda x: 2 * x, image, noise=0.1, samples=50)
    assert (again == found).all()
    other = inspection.smooth_gradient(lambda x: 2 * x, image, noise=0.1, samples=50, seed=1)
    assert (other != found).any()
    seen = []
    inspection.smooth_gradient(lambda x: seen.append(x) or x, image, noise=9.0, samples=2)
    assert min(map(np.min, seen)) == 0
    assert max(map(np.max, seen)) == 1


def test_occlusion_by_hand():
    """The logit of class 1 is the sum of the image; a square takes away what it covers."""
    image = np.arange(1, 13).reshape(1, 3, 4, 1) / 12

    def logits(x):
        return np.stack([0 * x.sum((1, 2, 3)), x.sum((1, 2, 3))], axis=1)

    found = inspection.occlusion(logits, image, 1, size=1, stride=1)
    assert_close(found, image[..., 0], 1e-12)
    found = inspection.occlusion(logits, image, [1], size=2, stride=2)  # a last one at each edge
    squares = {(0, 0): 14, (0, 2): 22, (1, 0): 30, (1, 2): 38}
    for (top, left), covered in squares.items():
        row = 2 * top  # rows 0 and 2 lie under one square a side, row 1 under two
        assert found[0, row, left] == pytest.approx(covered / 12)
    assert found[0, 1, 0] == pytest.approx((14 + 30) / 24)
    assert_close(inspection.occlusion(logits, image, 0, size=2), 0 * image[..., 0], 1e-12)
    light = inspection.occlusion(logits, image, 1, size=1, stride=1, fill=1.0)
    assert_close(light, image[..., 0] - 1, 1e-12)


@given(st.integers(1, 5), st.integers(1, 6), st.integers(0, 5), st.integers(0, 9), st.integers(0))
def test_upsample_is_pytorchs(height, width, more, wider, seed):
    maps = np.random.default_rng(seed).random((2, height, width))
    size = (height + more, width + wider)
    wanted = functional.interpolate(
        torch.from_numpy(maps)[:, None], size, mode="bilinear", align_corners=False
    )
    assert_close(inspection.upsample(maps, size), wanted[:, 0].numpy(), 1e-12)


@given(st.integers(0), st.integers(2, 40))
def test_rank_correlation_is_scipys(seed, numbers):
    rng = np.random.default_rng(seed)
    some, others = rng.integers(0, 9, (2, 3, numbers, 2)).astype(float)  # with many ties
    some[2] = 4.0
    found = inspection.rank_correlation(some, others)
    assert np.isnan(found[2])
    for a, b, came in zip(some[:2], others[:2], found[:2], strict=True):
        if np.ptp(a) and np.ptp(b):
            assert came == pytest.approx(stats.spearmanr(a.ravel(), b.ravel())[0], abs=1e-12)


def test_share_inside():
    masks = np.zeros((3, 4, 4), bool)
    masks[:, :2] = True
    maps = np.ones((3, 4, 4))
    maps[1, 2:] = 0
    maps[2] = 0
    assert inspection.share_inside(maps, masks)[:2].tolist() == [0.5, 1.0]
    assert np.isnan(inspection.share_inside(maps, masks)[2])


MAPS, IMAGES = np.ones((2, 3, 4, 5)), np.full((2, 6, 8, 1), 0.5)
FLAT = np.ones((2, 6, 8))


TENSOR = torch.ones(MAPS.shape, requires_grad=True)


def logits(images):
    return np.ones((len(images), 3))


WRONG = [
    (inspection.gradient_map, [MAPS.astype(int)], TypeError, "floating-point numbers, got int64"),
    (inspection.gradient_map, [MAPS[0]], ValueError, "of one image, pass gradients[None]"),
    (inspection.gradient_map, [MAPS[0, 0]], ValueError, "before any Flatten"),
    (inspection.gradient_map, [MAPS * np.nan], ValueError, "must be finite"),
    (inspection.gradient_map, [MAPS[:0]], ValueError, "at least one number, got (0, 3, 4, 5)"),
    (
        inspection.gradient_times_input,
        [IMAGES[:1], IMAGES],
        ValueError,
        "gradients and images must have one shape, got (1, 6, 8, 1) and (2, 6, 8, 1); take both",
    ),
    (inspection.gradient_times_input, [IMAGES, 2 * IMAGES + 9], ValueError, "in [0, 1]"),
    (inspection.grad_cam, [MAPS, MAPS[..., :2]], ValueError, "the same layer"),
    (inspection.grad_cam_plus_plus, [-MAPS, MAPS], ValueError, "not be negative for Grad-CAM++"),
    (inspection.class_activation_map, [MAPS, np.ones((60, 3)), 0], ValueError, "take grad_cam"),
    (inspection.class_activation_map, [MAPS, np.ones((5, 3)), 3], ValueError, "in 0..2, got 3"),
    (inspection.class_activation_map, [MAPS, np.ones((5, 3)), 0.5], TypeError, "got 0.5"),
    (inspection.class_activation_map, [MAPS, np.ones((5, 3)), [0]], ValueError, "of the 2 images"),
    (inspection.class_activation_map, [MAPS, np.ones((3, 5)), 0], ValueError, "pass weights.T"),
    (inspection.class_activation_map, [MAPS, np.full((5, 3), np.nan), 0], ValueError, "finite"),
    (inspection.grad_cam, [[[1], [1, 2]], MAPS], ValueError, "lists of several lengths"),
    (inspection.grad_cam, [TENSOR, MAPS], TypeError, "take maps.detach().cpu().numpy()"),
    (
        inspection.occlusion,
        [None, IMAGES, 0],
        TypeError,
        "logits_of must be a function, got a None",
    ),
    (inspection.occlusion, [lambda x: None, IMAGES, 0], TypeError, "logits must be real numbers"),
    (inspection.occlusion, [lambda x: x[:, 0, 0, 0], IMAGES, 0], ValueError, "image"),
    (inspection.smooth_gradient, [IMAGES, IMAGES], TypeError, "gradients_of must be a function"),
    (inspection.upsample, [FLAT, (3, 8)], ValueError, "at least that of the maps, (6, 8), got (3"),
    (inspection.upsample, [FLAT, 28], TypeError, "height and width, got 28"),
    (inspection.upsample, [MAPS, (6, 8)], ValueError, "must have shape (N, H, W)"),
    (inspection.occlusion, [logits, IMAGES, 3], ValueError, "classes must be in 0..2, got 3"),
    (inspection.occlusion, [lambda x: np.ones((1, 3)), IMAGES, 0], ValueError, "of the 2 images"),
    (inspection.share_inside, [FLAT, FLAT], TypeError, "masks must be booleans, got float64"),
    (inspection.share_inside, [-FLAT, FLAT > 0], ValueError, "np.maximum(maps, 0)"),
    (inspection.share_inside, [FLAT, FLAT[:, 1:] > 0], ValueError, "with upsample"),
    (inspection.rank_correlation, [FLAT, FLAT[1:]], ValueError, "some and others must have one"),
    (inspection.smooth_gradient, [lambda x: x[1:], IMAGES], ValueError, "of the same images"),
]


@pytest.mark.parametrize(("call", "arguments", "kind", "words"), WRONG)
def test_what_cannot_be_drawn_is_named(call, arguments, kind, words):
    with pytest.raises(kind, match=re.escape(words)):
        call(*arguments)


def test_half_precision_does_not_run_over():
    maps, slopes = np.full((1, 64, 64, 4), 100, "float16"), np.full((1, 64, 64, 4), 1000, "float16")
    assert (inspection.grad_cam(maps, slopes) == 400_000).all()
    assert np.isfinite(inspection.grad_cam_plus_plus(maps, slopes)).all()


def test_a_network_that_spoils_its_input_spoils_no_map():
    image = np.random.default_rng(0).random((1, 6, 6, 1))

    def spoiling(images):
        found = images.reshape(len(images), -1)[:, :3].copy()
        images[:] = 0
        return found

    honest = inspection.occlusion(lambda x: x.reshape(len(x), -1)[:, :3], image, 0)
    np.testing.assert_array_equal(inspection.occlusion(spoiling, image, 0), honest)


@pytest.mark.parametrize(
    ("named", "kind", "words"),
    [
        ({"size": 7}, ValueError, "size (=7) is larger than the image (6×8)"),
        ({"size": 2, "stride": 3}, ValueError, "leaves pixels uncovered; take at most stride=2"),
        ({"stride": 1.5}, TypeError, "stride must be a whole number, got 1.5"),
        ({"fill": 2}, ValueError, "from 0, black, to 1, white, got 2"),
        ({"fill": "black"}, TypeError, "from 0, black, to 1, white, got 'black'"),
    ],
)
def test_squares_that_cannot_cover(named, kind, words):
    with pytest.raises(kind, match=re.escape(words)):
        inspection.occlusion(logits, IMAGES, 0, **named)


@pytest.mark.parametrize(
    ("named", "kind", "words"),
    [
        ({"noise": -0.1}, ValueError, "noise must be a number in [0, inf), got -0.1"),
        ({"samples": 0}, ValueError, "samples must be at least 1, got 0"),
        ({"seed": None}, TypeError, "seed must be a whole number, got None"),
    ],
)
def test_noise_that_cannot_be_drawn(named, kind, words):
    with pytest.raises(kind, match=re.escape(words)):
        inspection.smooth_gradient(lambda x: x, IMAGES, **named)
