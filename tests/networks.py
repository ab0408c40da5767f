"""A small network, drawn weights and batches, and any architecture in PyTorch's functions."""

import numpy as np
import torch
from torch import nn

from cnncourse.architecture import (
    Activation,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    MaxPool2D,
    Residual,
)

SMALL = Architecture(
    "small",
    (9, 8, 2),
    [
        Conv2D(3, 3, padding="same", activation="relu"),
        BatchNorm(),
        MaxPool2D(2),
        Dropout(0.25),
        Conv2D(4, 2, activation="tanh", use_bias=False),
        Flatten(),
        Dense(5),
    ],
)


def drawn_weights(architecture, seed=0, dtype="float64"):
    """Weights with nothing left at 0 or 1, so that every array matters."""
    rng = np.random.default_rng(seed)
    weights = architecture.initial_weights(seed, dtype)
    for name, array in weights.items():
        noise = rng.uniform(0.1, 0.5, array.shape).astype(dtype)
        weights[name] = array + noise if "/b" in name or "/s" in name or "/v" in name else array
    return weights


def drawn_batch(architecture, n=3, seed=0):
    rng = np.random.default_rng(seed)
    labels = rng.integers(architecture.output_shape[0], size=n)
    return rng.random((n, *architecture.input_shape)), labels


def torch_activation(name, x):
    function = {
        "gelu": nn.functional.gelu,
        "silu": nn.functional.silu,
        "elu": nn.functional.elu,
        "relu6": nn.functional.relu6,
        "leaky_relu": nn.functional.leaky_relu,
        "softplus": lambda x: nn.functional.softplus(x, threshold=60),
        "softmax": lambda x: torch.softmax(x, -1),
    }.get(name) or getattr(torch, name)
    return function(x)


def torch_forward(architecture, tensors, images, training):
    """The same network in PyTorch's own functions, channels last between the layers."""
    return _torch_path(architecture.named_layers(), tensors, torch.from_numpy(images), training)


def _torch_path(steps, tensors, x, training):
    functional = nn.functional
    for step in steps:
        name, layer, shape, _, _ = step
        own = {key: tensors[f"{name}/{key}"] for key in step.arrays()}
        if isinstance(layer, Residual):
            x = sum(_torch_path(path, tensors, x, training) for path in step.paths())
        elif isinstance(layer, (Conv2D, DepthwiseConv2D)):
            top, bottom, left, right = layer.window(shape).sides
            padded = functional.pad(x.movedim(3, 1), (left, right, top, bottom))
            kernels = own["kernels"].permute(3, 2, 0, 1).contiguous()
            groups = 1
            if isinstance(layer, DepthwiseConv2D):
                # Of (multiplier, channel): PyTorch's channels that leave stand channel by channel.
                kernels = kernels.transpose(0, 1).flatten(0, 1)[:, None]
                groups = shape[2]
            settings = (layer.stride, 0, layer.dilation, groups)
            x = functional.conv2d(padded, kernels, own.get("bias"), *settings).movedim(1, 3)
        elif isinstance(layer, Dense):
            x = functional.linear(x, own["weights"].T, own.get("bias"))
        elif isinstance(layer, (MaxPool2D, AvgPool2D)):
            top, bottom, left, right = layer.window(shape).sides
            around, first = (left, right, top, bottom), x.movedim(3, 1)
            if isinstance(layer, MaxPool2D):
                padded = functional.pad(first, around, value=-torch.inf)
                x = functional.max_pool2d(padded, layer.size, layer.stride).movedim(1, 3)
            else:
                ones = functional.pad(torch.ones_like(first), around)
                sums, counts = (
                    functional.avg_pool2d(a, layer.size, layer.stride)
                    for a in (functional.pad(first, around), ones)
                )
                x = (sums / counts).movedim(1, 3)
        elif isinstance(layer, BatchNorm):
            arrays = [own[key] for key in ("mean", "variance", "scale", "shift")]
            if training:
                arrays[:2] = None, None
            first = x.movedim(-1, 1)
            x = functional.batch_norm(first, *arrays, training, eps=layer.epsilon).movedim(1, -1)
        elif isinstance(layer, GlobalAvgPool2D):
            x = x.mean((1, 2))
        elif isinstance(layer, Flatten):
            x = x.reshape(len(x), -1)
        elif isinstance(layer, Activation):
            x = torch_activation(layer.kind, x)
        if getattr(layer, "activation", None):
            x = torch_activation(layer.activation, x)
    return x
