"""What a network is: frozen layer descriptions and the `Architecture` made of them."""

from cnncourse.architecture.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    Activation,
    LeakyReLU,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Softplus,
    Tanh,
)
from cnncourse.architecture.base import Layer, Window
from cnncourse.architecture.checks import weight_faults
from cnncourse.architecture.composite import Residual
from cnncourse.architecture.convolutions import Conv2D, DepthwiseConv2D
from cnncourse.architecture.layers import BatchNorm, Dense, Dropout, Flatten
from cnncourse.architecture.named_layers import NamedLayer
from cnncourse.architecture.network import Architecture, Parameters
from cnncourse.architecture.pools import AvgPool2D, GlobalAvgPool2D, MaxPool2D
from cnncourse.architecture.receptive import ReceptiveField

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "Activation",
    "Architecture",
    "AvgPool2D",
    "BatchNorm",
    "Conv2D",
    "Dense",
    "DepthwiseConv2D",
    "Dropout",
    "Flatten",
    "GlobalAvgPool2D",
    "Layer",
    "LeakyReLU",
    "MaxPool2D",
    "NamedLayer",
    "Parameters",
    "ReLU",
    "ReLU6",
    "ReceptiveField",
    "Residual",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Tanh",
    "Window",
    "weight_faults",
]
