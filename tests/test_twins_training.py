"""Ten steps from equal weights on equal batches, in both twins."""

import os
import sys
from dataclasses import replace

import numpy as np
import pytest
import torch

from cnncourse import in_torch, reference, zoo
from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    MaxPool2D,
    ReLU,
    Residual,
    SiLU,
)
from cnncourse.recipe import Recipe
from tests import twins
from tests.comparison import assert_close
from tests.drawn_architectures import COMPOSITES

in_keras = pytest.importorskip("cnncourse.in_keras")

STEPS, BATCH = 10, 8
RECIPES = {
    "sgd": Recipe("sgd", 0.01),
    "adam": Recipe("adam", 1e-3),
    "momentum": Recipe("sgd", 0.05, momentum=0.9, schedule="cosine"),
    "nesterov": Recipe("sgd", 0.05, momentum=0.9, nesterov=True, schedule="linear"),
    "adamw": Recipe("adamw", 1e-2, weight_decay=0.1, schedule="linear"),
    "modern": Recipe(
        "adamw",
        1e-2,
        weight_decay=0.1,
        schedule="cosine",
        warmup=0.3,
        label_smoothing=0.1,
        flip=True,
        shift=2,
    ),
    "rotation": Recipe("adam", 1e-3, rotation=20),
    "crop": Recipe("adam", 1e-3, crop=0.6, shift=2, flip=True),
    "brightness": Recipe("adam", 1e-3, brightness=0.5),
    "cutout": Recipe("adam", 1e-3, cutout=5),
    "mixup": Recipe("adam", 1e-3, mixup=0.4, label_smoothing=0.1),
    "adam-cosine": Recipe("adam", 1e-2, beta_1=0.8, beta_2=0.95, epsilon=1e-3, schedule="cosine"),
}
# With small batches, the float32 losses of D, six-conv and small-resnet follow the images' last
# digit: 1e-7 there is 1e-2 after ten steps of either framework alone. They are compared in float64.
FLOAT64 = {"regularized-conv", "six-conv", "small-resnet", "images-resnet", "images-inverted"}
NETWORKS = [*zoo.NETWORKS.values(), *(n for n in COMPOSITES if n.name.startswith("images"))]


def ten_steps(network, recipe, dtype="float32", data=None):
    """Return {twin: (losses, weights)} after ten steps."""
    # What "auto" takes depends on the processor; the frameworks are compared in full precision.
    precision = "float32" if recipe.precision == "auto" else recipe.precision
    recipe = replace(recipe, batch_size=BATCH, epochs=1, precision=precision)
    data = data or twins.real_data(network, STEPS * BATCH)
    found = {}
    for name in twins.NAMES:
        package = twins.twin(name)
        model = package.build(network, seed=2, dtype=dtype)
        history = package.train(model, data, recipe, progress=False, batch_losses=True)
        assert len(history.batch_losses) == STEPS
        found[name] = np.array(history.batch_losses), package.weights.get(model)
    return found


def check_running_statistics(network, found):
    """Means within 1e-3, variances within 1e-4 without the initial share and n/(n-1)."""
    (_, ours), (_, theirs) = found["torch"], found["keras"]
    for step in network.walk():
        if not isinstance(step.layer, BatchNorm):
            continue
        initial = step.layer.momentum**STEPS
        n = BATCH * np.prod(step.input_shape[:-1])
        assert_close(ours[f"{step.name}/mean"], theirs[f"{step.name}/mean"], 1e-3)
        unbiased, biased = ours[f"{step.name}/variance"], theirs[f"{step.name}/variance"]
        assert_close((unbiased - initial) * (n - 1) / n, biased - initial, 1e-4)
        # A check that can fail: without the factor the two are further apart than that.
        if n < 1000:
            with pytest.raises(AssertionError):
                assert_close(unbiased - initial, biased - initial, 1e-4)


# Source B as written ends in a sigmoid, and is compared as it is.
@pytest.mark.filterwarnings("ignore::cnncourse.inputs.LogitsWarning")
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network.name)
def test_ten_steps_of_every_network(network, optimizer):
    network = twins.without_dropout(network)
    dtype = "float64" if network.name in FLOAT64 else "float32"
    found = ten_steps(network, RECIPES[optimizer], dtype)
    (ours, _), (theirs, _) = found["torch"], found["keras"]
    assert np.abs(ours - theirs).max() <= 1e-4
    assert np.ptp(ours) > 1e-2  # something was learned, so steps were compared
    check_running_statistics(network, found)


BRANCHED = Architecture(
    "small-branched",
    (8, 8, 2),
    [
        Residual(
            [
                Conv2D(4, 3, 2, "same", use_bias=False),
                BatchNorm(),
                SiLU(),
                Dropout(0.3),
                DepthwiseConv2D(3, padding=1, use_bias=False),
                BatchNorm(momentum=0.9),
            ],
            [Conv2D(4, 1, 2, use_bias=False), BatchNorm()],
        ),
        ReLU(),
        MaxPool2D(2),
        Flatten(),
        Residual([Dense(16, "tanh"), Dropout(0.5)]),
        Dense(4),
    ],
)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_ten_steps_of_all_three_builds(optimizer):
    network, recipe = twins.without_dropout(BRANCHED), RECIPES[optimizer]
    data = twins.drawn_data(network, STEPS * BATCH)
    found = ten_steps(network, recipe, "float64", data)
    weights, losses = network.initial_weights(2, "float64"), []
    moments = {name: (0.0, 0.0) for name in network.trainable_names()}
    numbers = replace(recipe, batch_size=BATCH, epochs=1).in_float32()
    for count, batch in enumerate(numbers.batches(STEPS * BATCH, 0), start=1):
        images, labels = data.train.images[batch] / 255, data.train.labels[batch]
        loss, grads = reference.loss_and_gradients(network, weights, images, labels)
        losses.append(loss)
        for name, grad in grads.items():
            step = grad
            if optimizer == "adam":
                first, second = (
                    beta * old + (1 - beta) * new
                    for beta, old, new in zip(
                        (numbers.beta_1, numbers.beta_2),
                        moments[name],
                        (grad, grad**2),
                        strict=True,
                    )
                )
                moments[name] = first, second
                # Adam as Keras writes it: epsilon outside the bias correction.
                correction = np.sqrt(1 - numbers.beta_2**count) / (1 - numbers.beta_1**count)
                step = correction * first / (np.sqrt(second) + numbers.epsilon)
            weights[name] = weights[name] - numbers.learning_rate * step
    for name in twins.NAMES:
        theirs, arrays = found[name]
        assert np.abs(theirs - losses).max() <= 1e-6
        for key in network.trainable_names():
            assert_close(arrays[key], weights[key], 1e-6)
    assert np.ptp(losses) > 1e-2


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
@pytest.mark.parametrize("name", twins.NAMES)
def test_layers_inside_a_residual_train_by_the_fast_path(name, precision):
    twin = twins.twin(name)
    data = twins.drawn_data(BRANCHED, 64, validation=16)
    recipe = Recipe("adam", 1e-2, batch_size=16, epochs=4, precision=precision)
    runs = []
    for seed in (0, 0, 1):
        model = twin.build(BRANCHED, seed=1)
        before = twin.weights.get(model)
        history = twin.train(model, data, replace(recipe, seed=seed), progress=False)
        runs.append((history.loss, twin.weights.get(model)))
        assert history.loss[-1] < history.loss[0]
        moved = {key for key, array in runs[-1][1].items() if (array != before[key]).any()}
        assert moved == set(before)  # every weight and every running statistic
        # The layers are as they were: answers are those of the weights in float32.
        expected = reference.forward(BRANCHED, runs[-1][1], data.test.images)
        assert_close(twin.predict(model, data.test.images), expected, 1e-5)
    assert runs[0][0] == runs[1][0]
    assert runs[0][0] != runs[2][0]


SMALL = Architecture(
    "small-normed",
    (8, 8, 2),
    [
        Conv2D(4, 3, use_bias=False),
        BatchNorm(),
        MaxPool2D(2),
        Conv2D(5, 2, activation="tanh"),
        Flatten(),
        Dense(6, "tanh", use_bias=False),
        BatchNorm(momentum=0.9),
        Dense(4),
    ],
)


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-4), ("float64", 1e-11)])
def test_every_optimiser_and_schedule(name, dtype, tolerance):
    data = twins.drawn_data(SMALL, STEPS * BATCH)
    found = ten_steps(SMALL, RECIPES[name], dtype, data)
    (ours, weights), (theirs, others) = found["torch"], found["keras"]
    assert np.abs(ours - theirs).max() <= tolerance
    check_running_statistics(SMALL, found)
    if dtype == "float64":
        for key in SMALL.trainable_names():
            assert_close(weights[key], others[key], 1e-9)


def drift(monkeypatch, recipe):
    """How far the losses of C-cnn part where PyTorch's optimiser is left as it comes."""
    monkeypatch.setattr(
        torch.optim.Optimizer, "register_step_pre_hook", lambda optimizer, hook: None
    )
    found = ten_steps(zoo.find("C-cnn"), recipe)
    return np.abs(found["torch"][0] - found["keras"][0]).max()


def test_stock_adam_would_drift(monkeypatch):
    assert drift(monkeypatch, RECIPES["adam"]) > 1e-3


def test_a_stock_velocity_under_a_schedule_would_drift(monkeypatch):
    assert drift(monkeypatch, RECIPES["momentum"]) > 1e-3


CHANGED = {"rotation": 30, "crop": 0.7, "cutout": 3, "mixup": 0.5}


@pytest.mark.parametrize("kind", ["plain", "modern", "changed"])
def test_the_fast_path_of_keras_is_its_plain_path(monkeypatch, kind):
    from cnncourse.in_keras import faster

    data = twins.drawn_data(SMALL, 3 * BATCH + 5, validation=12)
    recipe = Recipe("adam", 1e-2, batch_size=BATCH, epochs=2, schedule="linear")
    if kind != "plain":
        recipe = replace(recipe, label_smoothing=0.2, flip=True, shift=3)
    if kind == "changed":
        recipe = replace(recipe, **CHANGED)
    runs = []
    for backends in (faster.BACKENDS, ()):
        monkeypatch.setattr(faster, "BACKENDS", backends)
        for dtype in ("float32", "float64"):
            model = in_keras.build(SMALL, dtype=dtype)
            history = in_keras.train(model, data, recipe, progress=False, batch_losses=True)
            runs.append((history, in_keras.weights.get(model)))
    for (fast, weights), (plain, others), tolerance in (
        (runs[0], runs[2], 1e-5),
        (runs[1], runs[3], 1e-6),  # Keras's own metric of the loss is kept in float32
    ):
        assert_close(fast.batch_losses, plain.batch_losses, tolerance)
        assert_close(fast.loss, plain.loss, tolerance)
        assert fast.accuracy == plain.accuracy
        assert fast.validation_accuracy == plain.validation_accuracy
        for key in weights:
            assert_close(weights[key], others[key], 1e-4 if tolerance == 1e-5 else 1e-10)


@pytest.mark.parametrize("twin", twins.NAMES)
def test_a_resumed_run_sees_the_images_of_an_uninterrupted_one(twin, tmp_path):
    package, data = twins.twin(twin), twins.drawn_data(SMALL, 3 * BATCH + 5)
    recipe = Recipe("adam", 1e-2, batch_size=BATCH, epochs=3, brightness=0.3, **CHANGED)
    runs = [{}, {"callbacks": [lambda history: history.epochs == 1]}, {"resume": True}]
    for number, given in enumerate(runs):
        model = package.build(SMALL)
        path = tmp_path / str(number > 0)
        history = package.train(
            model, data, recipe, progress=False, batch_losses=True, checkpoint=path, **given
        )
        runs[number] = history.batch_losses, package.weights.get(model)
    (whole, weights), (part, _), (resumed, others) = runs
    assert (len(part), resumed) == (len(whole) // 3, whole)
    assert all((weights[key] == others[key]).all() for key in weights)


@pytest.mark.parametrize("more", [{}, CHANGED])
def test_xla_takes_the_same_steps(monkeypatch, more):
    """On a graphics card Keras's step is compiled by XLA; the same code runs here."""
    from cnncourse.in_keras import device

    runs = []
    for kind in ("cuda", "cpu"):
        monkeypatch.setattr(device, "choose", lambda kind=kind: kind)
        model = in_keras.build(SMALL)
        recipe = replace(RECIPES["modern"], batch_size=BATCH, epochs=1, precision="float32")
        recipe = replace(recipe, **more)
        data = twins.drawn_data(SMALL, 3 * BATCH + 5)
        made = []
        engine = sys.modules["cnncourse.in_keras.faster.tensorflow_steps"].TensorFlowSteps
        start = engine.__init__

        def spy(self, *given, start=start, made=made, **named):
            made.append(named["xla"])
            start(self, *given, **named)

        with monkeypatch.context() as patch:
            patch.setattr(engine, "__init__", spy)
            history = in_keras.train(model, data, recipe, progress=False, batch_losses=True)
        assert made == [kind == "cuda"]
        runs.append(history.batch_losses)
    assert np.abs(np.subtract(*runs)).max() <= 1e-4


# PyTorch's tracer looks at the .grad of what it traces.
@pytest.mark.filterwarnings("ignore:The .grad attribute of a Tensor that is not a leaf")
def test_compiled_steps_are_the_same_steps(monkeypatch):
    """A long run on a graphics card is compiled; the same code runs here on another back end."""
    from cnncourse.in_torch.faster import compiled as compiling

    runs = []
    for compiled in (True, False):
        monkeypatch.setattr(compiling, "_earned", lambda device, steps, now=compiled: now)
        monkeypatch.setattr(compiling, "COMPILER", {"backend": "aot_eager", "dynamic": False})
        model = in_torch.build(SMALL)
        recipe = replace(RECIPES["modern"], batch_size=BATCH, epochs=2, precision="float32")
        data = twins.drawn_data(SMALL, 3 * BATCH + 5, validation=8)
        history = in_torch.train(model, data, recipe, progress=False, batch_losses=True)
        runs.append([*history.batch_losses, *history.validation_loss])
    assert np.abs(np.subtract(*runs)).max() <= 1e-5


@pytest.mark.parametrize(
    ("device", "steps", "expected"),
    [("cpu", 10**6, False), ("cuda", 5_000, True), ("cuda", 4_999, False)],
)
def test_only_long_runs_on_a_card_are_compiled(device, steps, expected, monkeypatch):
    from cnncourse.in_torch.faster import compiled as compiling

    monkeypatch.setattr(compiling.importlib.util, "find_spec", lambda name: name == "triton")
    assert compiling._earned(torch.device(device), steps) is expected
    monkeypatch.setattr(compiling.importlib.util, "find_spec", lambda name: None)
    assert not compiling._earned(torch.device(device), steps)


def test_mixed_precision_is_close_in_both_and_leaves_the_model_as_it_was():
    network, data = zoo.find("C-cnn"), twins.real_data(zoo.find("C-cnn"), STEPS * BATCH)
    found = ten_steps(network, replace(RECIPES["adam"], precision="bfloat16"), data=data)
    exact = ten_steps(network, RECIPES["adam"], data=data)
    for name in twins.NAMES:
        apart = np.abs(found[name][0] - exact[name][0])
        # Products of 8 bits: their error shows at once, and stays a small part of the loss.
        assert 1e-5 < apart[:3].max()
        assert apart.max() < 0.05
        for array in found[name][1].values():
            assert array.dtype == np.float32
    assert np.abs(found["torch"][0] - found["keras"][0])[:3].max() < 0.01
    model = in_keras.build(network)
    in_keras.train(
        model, data, Recipe("adam", epochs=1, precision="bfloat16", batch_size=8), progress=False
    )
    assert {layer.dtype_policy.name for layer in model.layers} == {"float32"}
    model = in_torch.build(network)
    history = in_torch.train(
        model, data, Recipe("adam", epochs=1, precision="bfloat16", batch_size=8), progress=False
    )
    assert history.hardware["precision"] == "bfloat16"
    assert model.conv2.weight.is_contiguous()


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
@pytest.mark.parametrize("name", twins.NAMES)
def test_a_graphics_card_trains_as_the_processor_does(name, monkeypatch):
    """The processor's run is PyTorch's: TensorFlow places a process on the card for good."""
    from cnncourse.in_torch import device

    # tests/conftest.py switches TF32 off for the whole process, before CUDA starts.
    assert os.environ["NVIDIA_TF32_OVERRIDE"] == "0"
    network, recipe = zoo.find("C-cnn"), replace(RECIPES["adam"], batch_size=BATCH, epochs=1)
    data = twins.real_data(network, STEPS * BATCH)
    package = twins.twin(name)
    assert package.device.describe().kind == "cuda"
    model = package.build(network, seed=2)
    on_card = package.train(model, data, recipe, progress=False, batch_losses=True)
    monkeypatch.setattr(device, "choose", lambda: torch.device("cpu"))
    other = in_torch.build(network, seed=2)
    on_processor = in_torch.train(other, data, recipe, progress=False, batch_losses=True)
    assert on_card.hardware["kind"] == "cuda"
    assert np.abs(np.subtract(on_card.batch_losses, on_processor.batch_losses)).max() <= 1e-4
