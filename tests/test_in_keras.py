"""Keras models: built as one would write them, and answering as they are asked."""

import numpy as np
import pytest

from cnncourse import reference, zoo
from cnncourse.architecture import (
    GELU,
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    LeakyReLU,
    MaxPool2D,
)
from cnncourse.datasets import Split
from cnncourse.recipe import Recipe
from tests import twins
from tests.comparison import assert_close

in_keras = pytest.importorskip("cnncourse.in_keras")
keras = pytest.importorskip("keras")


def network(*layers, shape=(8, 8, 2), name="small"):
    return Architecture(name, shape, layers)


def names(model):
    return {layer.name: type(layer) for layer in model.layers}


def test_a_model_is_what_one_would_write_by_hand():
    model = in_keras.build(zoo.TWO_CONV)
    assert names(model) == {
        "conv1": keras.layers.Conv2D,
        "pool1": keras.layers.MaxPooling2D,
        "conv2": keras.layers.Conv2D,
        "pool2": keras.layers.MaxPooling2D,
        "flatten1": keras.layers.Flatten,
        "dense1": keras.layers.Dense,
        "dense2": keras.layers.Dense,
    }
    assert type(model) is keras.Sequential
    assert model.name == "two-conv"
    assert model.architecture is zoo.TWO_CONV
    assert model.get_layer("conv1").padding == "same"
    assert model.get_layer("conv1").activation is keras.activations.relu
    assert model.get_layer("dense2").activation is keras.activations.linear


def test_padding_that_keras_has_no_word_for():
    model = in_keras.build(
        network(Conv2D(2, 2, padding=(1, 0)), MaxPool2D(3, 2, (2, 1, 2, 1)), AvgPool2D(2))
    )
    assert [*names(model)] == ["conv1_pad", "conv1", "pool1_pad", "pool1", "pool2"]
    assert model.get_layer("pool1_pad").padding == ((2, 1), (2, 1))
    assert type(model.get_layer("pool2")) is keras.layers.AveragePooling2D


def test_a_stride_with_a_dilation_takes_a_pooling_of_one_pixel():
    described = network(Conv2D(2, 2, stride=2, dilation=2, activation="leaky_relu"), Conv2D(2, 2))
    model = in_keras.build(described)
    assert [*names(model)] == ["conv1", "conv1_stride", "conv1_leaky_relu", "conv2"]
    images = np.random.default_rng(0).random((2, 8, 8, 2))
    expected = reference.activations(described, in_keras.weights.get(model), images)
    found = in_keras.activations(model, images)
    assert [*found] == [*expected] == ["conv1", "conv2"]
    for name, wanted in expected.items():
        assert_close(found[name], wanted, 1e-5)


def test_a_model_can_be_rebuilt_from_its_own_configuration():
    described = network(
        Conv2D(2, 3, padding=1, activation="leaky_relu"),
        MaxPool2D(3, 2, 1),
        AvgPool2D(2, 1, (1, 0, 0, 1)),
        LeakyReLU(0.2),
        GELU(),
        Flatten(),
        Dense(3, "sigmoid"),
    )
    images = np.random.default_rng(0).random((2, 8, 8, 2))
    for dtype in ("float32", "float64"):
        model = in_keras.build(described, dtype=dtype)
        again = keras.Sequential.from_config(model.get_config())
        again.set_weights(model.get_weights())
        assert_close(again(images.astype(dtype)), in_keras.predict(model, images), 1e-6)


@pytest.mark.parametrize("name", ["größe 1 *", "a/b", "_x", "-"])
def test_names_that_tensorflow_would_not_take(name):
    model = in_keras.build(network(Dropout(0.0), Flatten(), Dense(4), name=name))
    data = twins.drawn_data(model.architecture, 8)
    in_keras.train(model, data, Recipe(batch_size=4, epochs=1), progress=False)
    assert model.architecture.name == name


def test_defaults_of_a_normalisation():
    model = in_keras.build(network(BatchNorm(), Flatten(), BatchNorm(1e-5, 0.9), Dense(2)))
    found = [(layer.epsilon, layer.momentum) for layer in model.layers if "norm" in layer.name]
    assert found == [(1e-3, 0.99), (1e-5, 0.9)]


def test_build_refuses_what_it_cannot_build():
    with pytest.raises(TypeError, match=r"build needs an Architecture, got str.*zoo"):
        in_keras.build("lenet-5")
    with pytest.raises(ValueError, match=r'dtype must be "float32" or "float64"'):
        in_keras.build(zoo.LENET_5, dtype="int8")

    class Cubed(Activation):
        kind = "cubed"

    with pytest.raises((TypeError, ValueError), match="(?i)cubed"):
        in_keras.build(network(Cubed(), Flatten(), Dense(2)))


def test_models_of_others_are_refused_by_name():
    stranger = keras.Sequential([keras.Input((2, 2, 1)), keras.layers.Flatten()])
    for call in (
        lambda: in_keras.weights.get(stranger),
        lambda: in_keras.predict(stranger, np.zeros((1, 2, 2, 1))),
        lambda: in_keras.train(stranger, twins.drawn_data(twins.NORMED), Recipe()),
    ):
        with pytest.raises(TypeError, match=r"Sequential does not know.*in_keras\.build"):
            call()


def test_images_of_every_kind_give_the_same_logits():
    model = in_keras.build(zoo.LENET_5)
    images = np.random.default_rng(0).integers(0, 256, (7, 28, 28, 1), dtype=np.uint8)
    expected = in_keras.predict(model, images)
    frozen = images.copy()
    frozen.flags.writeable = False
    for same in (frozen, images[::-1][::-1], images / np.float32(255), images / 255):
        assert_close(in_keras.predict(model, same), expected, 1e-6)
        assert_close(in_keras.predict(model, same, batch_size=3), expected, 1e-6)
    assert expected.dtype == np.float32
    in_keras.predict(model, images).sort()  # a plain array that can be written to


def test_an_answer_leaves_the_model_as_it_was():
    model = in_keras.build(twins.NORMED)
    before = in_keras.weights.get(model)
    images = np.zeros((3, 8, 8, 2), np.uint8)
    in_keras.activations(model, images)
    in_keras.evaluate(model, Split(images, [0, 1, 2]))
    assert all((value == before[key]).all() for key, value in in_keras.weights.get(model).items())


def test_device():
    told = in_keras.device.describe()
    assert told.kind == in_keras.device.choose()
    assert told.framework.startswith(f"Keras {keras.__version__} on TensorFlow 2.")
    assert told.precision == "float32"
    assert {"python", "keras", "tensorflow"} == {*in_keras.device.versions()}


def test_dropout_differs_by_layer_epoch_and_seed():
    from cnncourse.in_keras.engine import Engine

    described = network(Dropout(0.5), Dropout(0.5), Flatten(), Dense(4))
    model = in_keras.build(described)
    engine = Engine(model, twins.drawn_data(described), Recipe())

    def masks(seed):
        engine.seed(seed)
        ones = keras.ops.ones((2, 8, 8, 2))
        return [model.get_layer(n)(ones, training=True).numpy() for n in ("dropout1", "dropout2")]

    first, again, other = masks(1), masks(1), masks(2)
    assert (first[0] == again[0]).all()
    assert (first[1] == again[1]).all()
    assert (first[0] != first[1]).any()
    assert (first[0] != other[0]).any()


def test_the_fast_step_is_traced_once(monkeypatch):
    import tensorflow as tf

    from cnncourse.in_keras.faster.tensorflow_steps import TensorFlowSteps

    traces, real = [], TensorFlowSteps._learn

    @tf.autograph.experimental.do_not_convert
    def counted(self, images, labels, rate):
        traces.append(1)
        return real(self, images, labels, rate)

    monkeypatch.setattr(TensorFlowSteps, "_learn", counted)
    model = in_keras.build(zoo.DENSE_BASELINE)
    data = twins.drawn_data(model.architecture, 33)
    history = in_keras.train(model, data, Recipe(batch_size=4, epochs=3), progress=False)
    assert history.epochs == 3
    assert len(traces) == 1
