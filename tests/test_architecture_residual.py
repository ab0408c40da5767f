"""Residual and DepthwiseConv2D as descriptions: shapes, costs, names, weights and words."""

import json
import math

import numpy as np
import pytest
import torch
from torch import nn

from cnncourse import reference
from cnncourse.architecture import (
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    ReLU,
    Residual,
    SiLU,
)
from cnncourse.architecture.communication import gradient_bytes
from tests.networks import drawn_batch, drawn_weights

keras = pytest.importorskip("keras")


def halving(filters=4):
    """A block that halves a map and doubles its channels, as in He et al. (2015)."""
    return Residual(
        [
            Conv2D(filters, 3, stride=2, padding="same", use_bias=False),
            BatchNorm(),
            ReLU(),
            Conv2D(filters, 3, padding="same", use_bias=False),
            BatchNorm(),
        ],
        shortcut=[Conv2D(filters, 1, stride=2, use_bias=False), BatchNorm()],
    )


def small(*layers, shape=(6, 6, 2)):
    return Architecture("small", shape, layers)


def test_a_block_by_hand():
    network = small(halving(), ReLU())
    assert [step.name for step in network.named_layers()] == ["residual1", "relu1"]
    assert [(step.name, step.output_shape) for step in network.walk()] == [
        ("residual1/conv1", (3, 3, 4)),
        ("residual1/norm1", (3, 3, 4)),
        ("residual1/relu1", (3, 3, 4)),
        ("residual1/conv2", (3, 3, 4)),
        ("residual1/norm2", (3, 3, 4)),
        ("residual1/shortcut/conv1", (3, 3, 4)),
        ("residual1/shortcut/norm1", (3, 3, 4)),
        ("residual1", (3, 3, 4)),
        ("relu1", (3, 3, 4)),
    ]
    assert network.shapes() == [(3, 3, 4), (3, 3, 4)]
    # 3·3·2·4 + 3·3·4·4 + 2·4 kernels, 2·4 numbers learned and 2·4 kept by each of three norms.
    trainable, fixed = 72 + 144 + 8 + 3 * 8, 3 * 8
    assert network.parameters()[:3] == (trainable + fixed, trainable, fixed)
    assert network.parameters().layers["residual1/conv2"] == (144, 144, 0, None)
    assert network.parameters().layers["residual1/shortcut/norm1"] == (16, 8, 8, None)
    assert network.multiply_adds() == 9 * (72 + 144 + 8)
    assert network.layers[0].multiply_adds((6, 6, 2)) == network.multiply_adds()
    # The input, and nine outputs of 3 x 3 x 4, in numbers of four bytes.
    assert network.activation_bytes() == 4 * (72 + 9 * 36)
    assert gradient_bytes(network) == 4 * trainable
    assert list(network.weight_shapes())[:3] == [
        "residual1/conv1/kernels",
        "residual1/norm1/scale",
        "residual1/norm1/shift",
    ]
    assert "residual1/norm1/mean" not in network.trainable_names()
    own = network.layers[0].weight_shapes((6, 6, 2))
    assert {f"residual1/{key}": shape for key, shape in own.items()} == network.weight_shapes()


def test_a_unit_sees_what_it_sees_on_either_path():
    sees = small(halving(), shape=(28, 28, 1)).receptive_field()
    # "same" with stride 2 on an even side begins at pixel 0: pixels 0 to 2, middle 1.
    assert sees["residual1/conv1"] == ((3, 3), (2, 2), (1, 1))
    assert sees["residual1/conv2"] == ((7, 7), (2, 2), (1, 1))
    assert sees["residual1/shortcut/conv1"] == ((1, 1), (2, 2), (0, 0))
    assert sees["residual1"] == ((7, 7), (2, 2), (1, 1))
    # The shortcut's window reaches further to one side: pixels 0 to 3 and -1 to 1.
    aside = Residual([Conv2D(1, 4, padding=(0, 3, 0, 3))], [Conv2D(1, 3, padding=1)])
    assert small(aside).receptive_field()["residual1"] == ((5, 5), (1, 1), (1, 1))
    # From 9 pixels to 5 in steps of 2, and in steps of 1: the last unit sees 4 and 8.
    uneven = Residual([Conv2D(1, 1, 2)], [Conv2D(1, 5)])
    found = small(uneven, shape=(9, 9, 1)).receptive_field()["residual1"]
    assert found == ((5, 5), (2, 2), (2, 2))


def test_a_residual_of_vectors_sees_all():
    network = small(Flatten(), Residual([Dense(72)]), Dense(3), shape=(6, 6, 2))
    whole = ((6, 6), (1, 1), (2.5, 2.5))
    sees = network.receptive_field()
    assert sees["flatten1"] == ((1, 1), (1, 1), (0, 0))
    assert sees["residual1"] == sees["dense1"] == whole
    kept = small(Flatten(), Residual([ReLU()]), Dense(3), shape=(6, 6, 2)).receptive_field()
    assert kept["residual1"] == kept["flatten1"]
    assert kept["dense1"] == whole


def test_a_depthwise_convolution_by_hand():
    network = small(DepthwiseConv2D(3, 2, "same", multiplier=2), Flatten(), Dense(2))
    assert network.shapes()[0] == (3, 3, 4)
    assert network.weight_shapes()["depthwise1/kernels"] == (3, 3, 2, 2)
    assert network.weight_shapes()["depthwise1/bias"] == (4,)
    assert network.parameters().layers["depthwise1"].total == 9 * 4 + 4
    assert network.multiply_adds() == 9 * 4 * 9 + 36 * 2
    assert network.receptive_field()["depthwise1"] == ((3, 3), (2, 2), (1, 1))


def test_initial_kernels_are_spread_as_the_frameworks_spread_them():
    for initializer, limit in (
        # Keras counts the fans by the last two axes: 9 * 64 and 9 * 2.
        ("glorot_uniform", math.sqrt(6 / (9 * 64 + 9 * 2))),
        # PyTorch counts what enters a unit: 9 numbers.
        ("fan_in_uniform", 1 / 3),
    ):
        layers = [Residual([DepthwiseConv2D(3, padding="same", multiplier=2)], [Conv2D(128, 1)])]
        network = Architecture("n", (8, 8, 64), layers, initializer)
        drawn = network.initial_weights(0, "float64")["residual1/depthwise1/kernels"]
        assert 0.99 * limit < np.abs(drawn).max() <= limit
        assert drawn.std() == pytest.approx(limit / math.sqrt(3), rel=0.03)
    torch.manual_seed(0)
    theirs = nn.Conv2d(64, 128, 3, groups=64).weight.detach().numpy()
    assert np.abs(drawn).max() == pytest.approx(np.abs(theirs).max(), rel=0.01)
    bias = network.initial_weights(0, "float64")["residual1/depthwise1/bias"]
    assert 0.95 / 3 < np.abs(bias).max() <= 1 / 3
    layer = keras.layers.DepthwiseConv2D(3, depth_multiplier=2)
    layer.build((None, 8, 8, 64))
    limit = math.sqrt(6 / (9 * 64 + 9 * 2))
    assert np.abs(np.asarray(layer.kernel)).max() == pytest.approx(limit, rel=0.01)


def test_he_normal_goes_by_what_enters_a_unit():
    network = Architecture("n", (8, 8, 64), [DepthwiseConv2D(3, multiplier=8)], "he_normal")
    drawn = network.initial_weights(0, "float64")["depthwise1/kernels"]
    assert drawn.std() == pytest.approx(math.sqrt(2 / 9), rel=0.03)


def test_json_holds_the_layers_inside():
    network = small(halving(), Residual([Residual([ReLU()])]), Flatten(), Dense(2))
    data = json.loads(network.to_json())
    assert data["layers"][0]["layers"][0]["layer"] == "Conv2D"
    assert [layer["layer"] for layer in data["layers"][0]["shortcut"]] == ["Conv2D", "BatchNorm"]
    assert data["layers"][1] == {
        "layer": "Residual",
        "layers": [{"layer": "Residual", "layers": [{"layer": "ReLU"}], "shortcut": None}],
        "shortcut": None,
    }
    assert Architecture.from_json(network.to_json()) == network


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ({"layer": "Residual"}, "layer 1: Residual lacks its field 'layers'"),
        ({"layer": "Residual", "layers": []}, "layer 1: Residual's layers must be at least one"),
        ({"layer": "Residual", "layers": 3}, "layer 1: Residual: layers must be a list of layers"),
        (
            {"layer": "Residual", "layers": [{"layer": "Conv2d"}]},
            "layer 1, layers 1 is an unknown layer 'Conv2d' (did you mean 'Conv2D'?)",
        ),
        (
            {"layer": "Residual", "layers": [{"layer": "ReLU"}], "shortcut": [{"layer": "Dense"}]},
            "layer 1, shortcut 1: Dense lacks its field 'units'",
        ),
    ],
)
def test_json_with_a_mistake_inside_names_it(layer, message):
    text = json.dumps(json.loads(small(ReLU()).to_json()) | {"layers": [layer]})
    with pytest.raises(ValueError, match="layer 1") as error:
        Architecture.from_json(text)
    assert message in str(error.value)


def test_the_printed_table_shows_what_is_added():
    lines = str(small(halving(), Residual([ReLU()]))).splitlines()
    rows = {line.split()[0]: line for line in lines[3:-1]}
    assert "Residual: norm2 + shortcut/norm1" in rows["residual1"]
    assert "Residual: relu1 + its input" in rows["residual2"]
    assert rows["residual1/conv1"].split()[-4:] == ["648", "3", "x", "3"]
    assert "<td>Residual: relu1 + its input</td>" in small(Residual([ReLU()]))._repr_html_()


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (
            lambda: Residual([]),
            ValueError,
            "Residual's layers must be at least one layer, got none; write "
            "Residual([Conv2D(16, 3, padding='same')])",
        ),
        (
            lambda: Residual([ReLU()], []),
            ValueError,
            "Residual's shortcut must be at least one layer, got none; leave shortcut out to add "
            "the input itself",
        ),
        (
            lambda: Residual(ReLU()),
            TypeError,
            "Residual: layers must be a list of layers, in order, got ReLU(); write "
            "[Flatten(), Dense(10)]",
        ),
        (
            lambda: Residual([ReLU(), ReLU]),
            TypeError,
            "layer 2 of Residual's layers must be a layer such as Conv2D(32, 3), got "
            "<class 'cnncourse.architecture.activations.ReLU'>; make one of it: ReLU(...)",
        ),
        (
            lambda: Residual([ReLU()], downsample=[ReLU()]),
            TypeError,
            "Residual has no argument 'downsample'; write shortcut=[ReLU()]",
        ),
        (
            lambda: small(ReLU(), Residual([Conv2D(8, 3, 2, "same")])),
            ValueError,
            "layer 2 (residual1, Residual([...])) of 'small': Residual adds its input, (6, 6, 2), "
            "to what leaves its layers, (3, 3, 8), and the two shapes must be equal; project the "
            "input with shortcut=[Conv2D(8, 1, stride=2)]",
        ),
        (
            lambda: small(Residual([Conv2D(2, 3)])),
            ValueError,
            "layer 1 (residual1, Residual([...])) of 'small': Residual adds its input, (6, 6, 2), "
            "to what leaves its layers, (4, 4, 2), and the two shapes must be equal; give the "
            'layers padding="same", or the shortcut the same windows',
        ),
        (
            lambda: small(Residual([Conv2D(3, 1)], [Conv2D(4, 1)])),
            ValueError,
            "layer 1 (residual1, Residual([...], shortcut=[...])) of 'small': Residual adds what "
            "leaves its shortcut, (6, 6, 4), to what leaves its layers, (6, 6, 3), and the two "
            "shapes must be equal; project the input with shortcut=[Conv2D(3, 1)]",
        ),
        (
            lambda: small(Flatten(), Residual([Dense(5)])),
            ValueError,
            "layer 2 (residual1, Residual([...])) of 'small': Residual adds its input, (72,), to "
            "what leaves its layers, (5,), and the two shapes must be equal; project the input "
            "with shortcut=[Dense(5)]",
        ),
        (
            lambda: small(Residual([ReLU(), Residual([Conv2D(2, 9)])])),
            ValueError,
            "layer 1 (residual1, Residual([...])) of 'small': layer 2 (residual1, Residual([...])) "
            "of its layers: layer 1 (conv1, Conv2D(2, 9)) of its layers: kernel_size (=9) is "
            'larger than the padded input (=6); use padding="same" or a smaller kernel',
        ),
        (
            lambda: DepthwiseConv2D(3, multiplier=0),
            ValueError,
            "DepthwiseConv2D: multiplier must be a whole number of at least 1, got 0",
        ),
        (
            lambda: DepthwiseConv2D(3, depth_multiplier=2),
            TypeError,
            "DepthwiseConv2D has no argument 'depth_multiplier'; write multiplier=2",
        ),
        (
            lambda: small(Flatten(), DepthwiseConv2D(3)),
            ValueError,
            "layer 2 (depthwise1, DepthwiseConv2D(3)) of 'small': DepthwiseConv2D needs a "
            "(height, width, channels) map but receives a vector of 72 features; move it before "
            "Flatten() or GlobalAvgPool2D()",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_cure(make, kind, message):
    with pytest.raises(kind) as error:
        make()
    assert str(error.value) == message


def test_the_cure_for_unequal_shapes_works():
    for layers in ([Conv2D(8, 3, 2, "same")], [Conv2D(8, 3, (3, 1), "same")]):
        with pytest.raises(ValueError, match="project the input with") as error:
            small(Residual(layers))
        cure = str(error.value).rpartition("shortcut=")[2]
        shortcut = eval(cure, {"Conv2D": Conv2D})
        small(Residual(layers, shortcut))


def test_norms_inside_are_found():
    network = small(GlobalAvgPool2D(), Residual([Dense(2), BatchNorm()]))
    assert network.norms_of_vectors() == ["residual1/norm1"]
    assert small(halving()).norms_of_vectors() == []


def test_the_sum_and_its_gradient_by_hand():
    network = small(
        Residual([Conv2D(1, 1), ReLU()]), Flatten(), Dense(2, use_bias=False), shape=(1, 2, 1)
    )
    weights = {
        "residual1/conv1/kernels": np.full((1, 1, 1, 1), 100.0),
        "residual1/conv1/bias": np.array([-50.0]),
        "dense1/weights": np.array([[1.0, 0.0], [0.0, 0.0]]),
    }
    image = np.array([1.0, 0.25]).reshape(1, 1, 2, 1)
    traced = {one.name: one for one in reference.trace(network, weights, image)}
    assert list(traced) == [step.name for step in network.walk()]
    outputs = {name: one.output.ravel().tolist() for name, one in traced.items()}
    assert outputs == {
        "residual1/conv1": [50, -25],
        "residual1/relu1": [50, 0],
        "residual1": [51, 0.25],
        "flatten1": [51, 0.25],
        "dense1": [51, 0],
    }
    grad, own = traced["residual1"].back(np.array([1.0, 1.0]).reshape(1, 1, 2, 1))
    # Through the kernel where ReLU is open, and past it everywhere.
    assert grad.ravel().tolist() == [101, 1]
    assert own["conv1/kernels"].item() == 1
    _, grads = reference.loss_and_gradients(network, weights, image, [1])
    # The first logit's gradient is its probability, 1 to 15 digits, times the pixel 1.
    assert grads["residual1/conv1/kernels"].item() == pytest.approx(1)


def test_dropout_inside_draws_in_the_order_of_the_walk():
    network = small(Residual([Dropout(0.5)], [Dropout(0.5)]))
    traced = [*reference.trace(network, {}, np.ones((1, 6, 6, 2)), training=True, rng=0)]
    first, second, both = (one.output for one in traced)
    assert (first != second).any()
    assert (both == first + second).all()
    back = traced[-1].back(np.ones_like(both))[0]
    assert (back == both).all()  # of ones, each mask is its own gradient


def resnet():
    """A stack of basic blocks as in He et al. (2015), narrow: three stages of one block."""

    def block(filters, stride):
        body = [
            Conv2D(filters, 3, stride, padding=1, use_bias=False),
            BatchNorm(1e-5, 0.9),
            ReLU(),
            Conv2D(filters, 3, padding=1, use_bias=False),
            BatchNorm(1e-5, 0.9),
        ]
        projection = [Conv2D(filters, 1, stride, use_bias=False), BatchNorm(1e-5, 0.9)]
        return [Residual(body, projection if stride > 1 else None), ReLU()]

    stem = [Conv2D(16, 3, padding=1, use_bias=False), BatchNorm(1e-5, 0.9), ReLU()]
    stages = [*block(16, 1), *block(32, 2), *block(64, 2)]
    return Architecture("resnet", (32, 32, 3), [*stem, *stages, GlobalAvgPool2D(), Dense(10)])


class TorchBlock(nn.Module):
    """The basic block as torchvision writes it."""

    def __init__(self, inside, filters, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, filters, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(filters)
        self.downsample = nn.Identity()
        if stride > 1:
            self.downsample = nn.Sequential(
                nn.Conv2d(inside, filters, 1, stride, bias=False), nn.BatchNorm2d(filters)
            )

    def forward(self, x):
        out = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (out + self.downsample(x)).relu()


def torch_resnet():
    return nn.Sequential(
        nn.Sequential(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()),
        TorchBlock(16, 16, 1),
        TorchBlock(16, 32, 2),
        TorchBlock(32, 64, 2),
        nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)),
    )


def test_a_small_resnet_is_torchs_by_hand():
    network, model = resnet(), torch_resnet().double().eval()
    weights = drawn_weights(network)
    assert network.parameters().trainable == sum(p.numel() for p in model.parameters())
    # PyTorch's arrays in their own order: weights, biases and statistics, layer by layer.
    theirs = [tensor for name, tensor in model.state_dict().items() if "num_batches" not in name]
    for tensor, array in zip(theirs, weights.values(), strict=True):
        turned = array.transpose(3, 2, 0, 1) if array.ndim == 4 else array.T
        tensor.copy_(torch.from_numpy(turned.copy()))
    images, _ = drawn_batch(network, 3)
    with torch.no_grad():
        expected = model(torch.from_numpy(images).permute(0, 3, 1, 2)).numpy()
    found = reference.forward(network, weights, images)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10 * np.abs(expected).max())


def inverted():
    """MobileNetV2's inverted residuals: one that halves the map, and one that keeps it."""

    def body(filters, stride, inside):
        return [
            Conv2D(6 * inside, 1, use_bias=False),
            BatchNorm(),
            SiLU(),
            DepthwiseConv2D(3, stride, "same", use_bias=False),
            BatchNorm(),
            SiLU(),
            Conv2D(filters, 1, use_bias=False),
            BatchNorm(),
        ]

    stem = [Conv2D(8, 3, 2, "same", use_bias=False), BatchNorm(), SiLU()]
    layers = [*stem, *body(16, 2, 8), Residual(body(16, 1, 16)), GlobalAvgPool2D(), Dense(10)]
    return Architecture("inverted", (32, 32, 3), layers)


def keras_inverted():
    layers = keras.layers

    def body(x, filters, stride, inside):
        x = layers.Conv2D(6 * inside, 1, use_bias=False)(x)
        x = layers.Activation("silu")(layers.BatchNormalization()(x))
        x = layers.DepthwiseConv2D(3, stride, "same", use_bias=False)(x)
        x = layers.Activation("silu")(layers.BatchNormalization()(x))
        return layers.BatchNormalization()(layers.Conv2D(filters, 1, use_bias=False)(x))

    images = keras.Input((32, 32, 3))
    x = layers.Conv2D(8, 3, 2, "same", use_bias=False)(images)
    x = body(layers.Activation("silu")(layers.BatchNormalization()(x)), 16, 2, 8)
    x = layers.Add()([body(x, 16, 1, 16), x])
    return keras.Model(images, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))


def test_inverted_residuals_are_kerass_by_hand():
    network, model = inverted(), keras_inverted()
    weights = drawn_weights(network, dtype="float32")
    counts = network.parameters()
    assert (counts.total, counts.trainable) == (
        model.count_params(),
        sum(int(np.prod(v.shape)) for v in model.trainable_variables),
    )
    shapes = sorted(tuple(variable.shape) for variable in model.weights)
    assert shapes == sorted(network.weight_shapes().values())
    model.set_weights(list(weights.values()))
    images = drawn_batch(network, 3)[0].astype("float32")
    expected = keras.ops.convert_to_numpy(model(images, training=False))
    found = reference.forward(network, weights, images)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5 * np.abs(expected).max())


def test_a_pooled_shortcut_is_a_shortcut():
    block = Residual(
        [Conv2D(4, 3, 2, "same"), BatchNorm()], [AvgPool2D(2), Conv2D(4, 1), BatchNorm()]
    )
    assert small(block).output_shape == (3, 3, 4)
