"""The source of a network, run in both frameworks: what it builds is the network."""

import ast
import inspect
import re
import subprocess
import sys

import numpy as np
import pytest
import torch

from cnncourse import listings, zoo
from cnncourse.architecture import (
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Flatten,
    MaxPool2D,
    ReLU,
    Residual,
    Tanh,
)
from tests.comparison import assert_close
from tests.drawn_architectures import COMPOSITES, EDGES, drawn

NETWORKS = [*zoo.NETWORKS.values(), *EDGES, *COMPOSITES]
NETWORKS += drawn(100, sides=(5, 9), depthwise=True, residual=True)
WRITERS = {"keras": listings.keras, "torch": listings.torch}


def made(text):
    """Return the model that a listing makes, run by itself."""
    namespace = {"__name__": "listing"}
    exec(compile(text, "listing.py", "exec"), namespace)
    return namespace["model"]


def small(*layers, shape=(28, 28, 1), name="small"):
    return Architecture(name, shape, layers)


def entries(text):
    """Return the code of a listing's layers, each on one line, without the comments."""
    node = next(n.value for n in ast.parse(text).body if isinstance(n, ast.Assign))
    values = node.args[0].elts[1:] if text.startswith("import keras") else node.args
    # Without the comments that stand behind the layers inside another.
    texts = [re.sub(r" +# .*", "", ast.get_source_segment(text, value)) for value in values]
    return [re.sub(r"\n *", "", entry) for entry in texts]


LAYERS = [
    (
        [Conv2D(32, 3, padding="same", activation="relu")],
        ['layers.Conv2D(32, 3, padding="same", activation="relu")'],
        ["nn.Conv2d(1, 32, 3, padding=1)", "nn.ReLU()"],
    ),
    ([Conv2D(6, 5)], ["layers.Conv2D(6, 5)"], ["nn.Conv2d(1, 6, 5)"]),
    (
        [Conv2D(8, (3, 5), 2, "same", use_bias=False)],
        ['layers.Conv2D(8, (3, 5), strides=2, padding="same", use_bias=False)'],
        ["nn.ZeroPad2d((1, 2, 0, 1))", "nn.Conv2d(1, 8, (3, 5), stride=2, bias=False)"],
    ),
    (
        [Conv2D(8, 3, 2, padding=1)],
        ["layers.ZeroPadding2D(1)", "layers.Conv2D(8, 3, strides=2)"],
        ["nn.Conv2d(1, 8, 3, stride=2, padding=1)"],
    ),
    (
        [Conv2D(8, 3, padding=(2, 0), dilation=2)],
        ["layers.ZeroPadding2D((2, 0))", "layers.Conv2D(8, 3, dilation_rate=2)"],
        ["nn.Conv2d(1, 8, 3, padding=(2, 0), dilation=2)"],
    ),
    (
        [Conv2D(8, 3, padding=(1, 0, 2, 2))],
        ["layers.ZeroPadding2D(((1, 0), (2, 2)))", "layers.Conv2D(8, 3)"],
        ["nn.ZeroPad2d((2, 2, 1, 0))", "nn.Conv2d(1, 8, 3)"],
    ),
    (
        [Conv2D(8, 3, (2, 1), dilation=(1, 2))],
        ["layers.Conv2D(8, 3, dilation_rate=(1, 2))", "layers.MaxPooling2D(1, strides=(2, 1))"],
        ["nn.Conv2d(1, 8, 3, stride=(2, 1), dilation=(1, 2))"],
    ),
    (
        [Conv2D(8, 1, 2, activation="leaky_relu"), Conv2D(8, 1, (1, 2), (1, 0))],
        [
            "layers.MaxPooling2D(1, strides=2)",
            "layers.Conv2D(8, 1)",
            "layers.LeakyReLU(negative_slope=0.01)",
            "layers.ZeroPadding2D((1, 0))",
            "layers.MaxPooling2D(1, strides=(1, 2))",
            "layers.Conv2D(8, 1)",
        ],
        [
            "nn.Conv2d(1, 8, 1, stride=2)",
            "nn.LeakyReLU()",
            "nn.Conv2d(8, 8, 1, stride=(1, 2), padding=(1, 0))",
        ],
    ),
    (
        [
            DepthwiseConv2D(3, padding="same", multiplier=2),
            DepthwiseConv2D(3, (1, 2), use_bias=False),
        ],
        [
            'layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)',
            "layers.DepthwiseConv2D(3, use_bias=False)",
            "layers.MaxPooling2D(1, strides=(1, 2))",
        ],
        [
            "nn.Conv2d(1, 2, 3, padding=1)",
            "nn.Conv2d(2, 2, 3, stride=(1, 2), groups=2, bias=False)",
        ],
    ),
    (
        [Residual([ReLU()]), Residual([ReLU()], [Conv2D(1, 1), Tanh()])],
        [
            "Residual([layers.ReLU(),],)",
            'Residual([layers.ReLU(),],shortcut=[layers.Conv2D(1, 1),layers.Activation("tanh"),],)',
        ],
        [
            "Residual(nn.Sequential(nn.ReLU(),),)",
            "Residual(nn.Sequential(nn.ReLU(),),shortcut=nn.Sequential(nn.Conv2d(1, 1, 1),"
            "nn.Tanh(),),)",
        ],
    ),
    (
        [Conv2D(8, 1, activation="leaky_relu")],
        ["layers.Conv2D(8, 1)", "layers.LeakyReLU(negative_slope=0.01)"],
        ["nn.Conv2d(1, 8, 1)", "nn.LeakyReLU()"],
    ),
    ([MaxPool2D(2)], ["layers.MaxPooling2D(2)"], ["nn.MaxPool2d(2)"]),
    (
        [MaxPool2D(3, 2, 1)],
        ["LowestPadding2D(1)", "layers.MaxPooling2D(3, strides=2)"],
        ["nn.MaxPool2d(3, stride=2, padding=1)"],
    ),
    (
        [MaxPool2D(3, 2, "same")],
        ['layers.MaxPooling2D(3, strides=2, padding="same")'],
        ["nn.MaxPool2d(3, stride=2, ceil_mode=True)"],
    ),
    (
        [MaxPool2D(2, 1, "same")],
        ['layers.MaxPooling2D(2, strides=1, padding="same")'],
        ['nn.ConstantPad2d((0, 1, 0, 1), float("-inf"))', "nn.MaxPool2d(2, stride=1)"],
    ),
    (
        [AvgPool2D(3, 1, "same")],
        ['layers.AveragePooling2D(3, strides=1, padding="same")'],
        ["nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)"],
    ),
    (
        [AvgPool2D(3, padding=(2, 1, 0, 0))],
        ["PaddedAveragePooling2D(3, 3, padding=((2, 1), (0, 0)))"],
        ["PaddedAvgPool2d(3, 3, sides=(0, 0, 2, 1))"],
    ),
    (
        [BatchNorm(), BatchNorm(1e-5, 0.9)],
        ["layers.BatchNormalization()", "layers.BatchNormalization(momentum=0.9, epsilon=1e-5)"],
        ["nn.BatchNorm2d(1, eps=0.001, momentum=0.01)", "nn.BatchNorm2d(1)"],
    ),
    (
        [Flatten(), BatchNorm(), Dense(10, "softmax", use_bias=False)],
        [
            "layers.Flatten()",
            "layers.BatchNormalization()",
            'layers.Dense(10, activation="softmax", use_bias=False)',
            "layers.Rescaling(1)",
        ],
        [
            "nn.Flatten()",
            "nn.BatchNorm1d(784, eps=0.001, momentum=0.01)",
            "nn.Linear(784, 10, bias=False)",
            "nn.Softmax(dim=1)",
        ],
    ),
]


@pytest.mark.parametrize(
    ("layers", "keras", "torch"), LAYERS, ids=[str(case[0]) for case in LAYERS]
)
def test_layers_are_written_as_by_hand(layers, keras, torch):
    assert entries(listings.keras(small(*layers))) == keras
    assert entries(listings.torch(small(*layers))) == torch


def test_a_classic_network_reads_as_in_a_textbook():
    assert listings.keras(zoo.REGULARIZED_CONV).splitlines()[:13] == [
        "import keras",
        "from keras import layers",
        "",
        'keras.config.set_image_data_format("channels_last")  # (N, height, width, channels)',
        "",
        "# regularized-conv: 393,962 parameters (393,322 trainable)",
        "model = keras.Sequential(",
        "    [",
        "        keras.Input((32, 32, 3)),",
        '        layers.Conv2D(32, 3, padding="same", activation="relu"),   # 32 x 32 x 32',
        "        layers.Dropout(0.2),",
        "        layers.BatchNormalization(),",
        '        layers.Conv2D(64, 3, padding="same", activation="relu"),   # 32 x 32 x 64',
    ]
    assert listings.torch(zoo.TWO_SMALL_CONV) == (
        "from torch import nn\n\n"
        "# two-small-conv: 11,252 parameters\n"
        "# Images go in as (N, 1, 28, 28): PyTorch puts the channels first.\n"
        "model = nn.Sequential(\n"
        "    nn.Conv2d(1, 6, 5),   # 6 x 24 x 24\n"
        "    nn.MaxPool2d(2),      # 6 x 12 x 12\n"
        "    nn.Conv2d(6, 10, 5),  # 10 x 8 x 8\n"
        "    nn.MaxPool2d(2),      # 10 x 4 x 4\n"
        "    nn.Flatten(),         # 160\n"
        "    nn.Linear(160, 56),   # 56\n"
        "    nn.ReLU(),\n"
        "    nn.Linear(56, 10),    # 10\n"
        ")\n"
    )


@pytest.mark.parametrize("writer", WRITERS)
def test_lines_are_short_and_a_linter_finds_nothing(writer, tmp_path):
    for number, network in enumerate(NETWORKS):
        text = WRITERS[writer](network)
        assert max(map(len, text.splitlines())) <= 88
        (tmp_path / f"network_{number}.py").write_text(text, encoding="utf-8")
    rules = ["--isolated", "--line-length=88", "--select=E,F,W,I,B,UP,N"]
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", *rules, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_networks_need_every_class_and_every_import():
    for writer, write in WRITERS.items():
        texts = [write(network) for network in NETWORKS]
        for name in listings.helper_sources()[writer]:
            assert any(f"class {name}(" in text for text in texts), name
    assert any("ceil_mode=True" in text for text in texts)
    assert any("import torch\n" not in text for text in texts)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize(
    "name",
    ["a\n1 / 0", "a\r1 / 0", "coding: none", "é 学", 'say "hi"', "\\", "_x", "\ud800", "\x00"],
)
def test_a_name_stays_a_name(writer, name):
    text = WRITERS[writer](small(Flatten(), Dense(2), name=name))
    tree = ast.parse(text.encode())
    kinds = [ast.ImportFrom, ast.Expr, ast.Assign] if writer == "keras" else [ast.Assign]
    assert [type(node) for node in tree.body][-len(kinds) :] == kinds
    assert text.count("\n") == len(text.splitlines())


def test_what_cannot_be_written_is_refused():
    class Cubed(Activation):
        kind = "cubed"

    class Reborn(Activation):
        kind = "relu"

    for write in WRITERS.values():
        with pytest.raises(TypeError, match=r"a listing needs an Architecture, got str; .*zoo"):
            write("lenet-5")
        for layer in (Cubed(), Reborn()):
            with pytest.raises(TypeError, match=r"cannot write (Cubed|Reborn)\(\): it is not"):
                write(small(layer))


def images_for(network, n=3):
    return np.random.default_rng(1).random((n, *network.input_shape), dtype="float32")


def test_running_statistics_move_alike():
    pytest.importorskip("keras")
    network = small(BatchNorm(momentum=0.9), ReLU(), BatchNorm(1e-4, 0.7), shape=(4, 4, 2))
    images = images_for(network, 6) * 5 + 2
    theirs, ours = made(listings.keras(network)), made(listings.torch(network)).train()
    theirs(images, training=True)
    ours(torch.from_numpy(images).permute(0, 3, 1, 2))
    for layer, module in zip(theirs.layers[::2], ours[::2], strict=True):
        assert_close(module.running_mean, layer.moving_mean.numpy(), 1e-5)
        # PyTorch's variance is the unbiased one of 6 * 4 * 4 pixels.
        kept = layer.momentum
        biased = kept + (np.asarray(module.running_var) - kept) * 95 / 96
        assert_close(biased, layer.moving_variance.numpy(), 1e-5)


@pytest.mark.parametrize("network", [EDGES[0], *COMPOSITES], ids=lambda network: network.name)
def test_a_keras_model_of_a_source_with_a_class_can_be_rebuilt(network):
    pytest.importorskip("keras")
    model = made(listings.keras(network))
    images = images_for(network)
    kinds = {type(layer).__name__: type(layer) for layer in model.layers}
    again = type(model).from_config(model.get_config(), custom_objects=kinds)
    again.set_weights(model.get_weights())
    assert_close(again(images), np.asarray(model(images)), 1e-6)


def test_no_framework_is_imported_to_write_a_listing():
    program = (
        "import sys\n"
        "from cnncourse import listings, zoo\n"
        "listings.keras(zoo.LENET_5), listings.torch(zoo.LENET_5), listings.helper_sources()\n"
        "print(sorted({'torch', 'keras', 'tensorflow'} & {*sys.modules}))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


def test_the_classes_of_a_listing_are_those_that_build_makes():
    keras_classes = pytest.importorskip("cnncourse.listings.keras_classes")
    from cnncourse.listings import torch_classes

    for framework, real in (("torch", torch_classes), ("keras", keras_classes)):
        for name, text in listings.helper_sources()[framework].items():
            assert inspect.getsource(getattr(real, name)) == f"{text}\n"
