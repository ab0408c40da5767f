"""EfficientNet-Lite0: the network whose ImageNet weights the course transfers."""

from cnncourse.architecture import (
    Architecture,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    GlobalAvgPool2D,
    ReLU6,
    Residual,
)

STAGES = (
    # blocks, kernel size, stride of the first block, times as many channels inside, channels out
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
STEM, HEAD = 32, 1280
"""The filters of the first convolution and of the last."""


def _filtered(filters, size=1, stride=1):
    """Return a convolution and its normalisation."""
    return [Conv2D(filters, size, stride, "same", use_bias=False), BatchNorm()]


def _block(channels, size, stride, expansion, filters):
    """Return a block: more channels, each filtered by itself, then few again, without ReLU6."""
    wide = [*_filtered(channels * expansion), ReLU6()] if expansion > 1 else []
    alone = [DepthwiseConv2D(size, stride, "same", use_bias=False), BatchNorm(), ReLU6()]
    layers = [*wide, *alone, *_filtered(filters)]
    return [Residual(layers)] if stride == 1 and channels == filters else layers


def _body():
    """Return all layers up to the last map."""
    layers, channels = [*_filtered(STEM, 3, 2), ReLU6()], STEM
    for blocks, size, stride, expansion, filters in STAGES:
        for number in range(blocks):
            layers += _block(channels, size, 1 if number else stride, expansion, filters)
            channels = filters
    return [*layers, *_filtered(HEAD), ReLU6()]


SCALING = DepthwiseConv2D(1)
"""The first layer: one weight and one bias a channel, which make ``(x - 127) / 128`` of bytes x.

The images of this course are bytes divided by 255, so the weights are 255 / 128 and the biases
-127 / 128; they are part of the pretrained weights.
"""

EFFICIENTNET_LITE0 = Architecture(
    "efficientnet-lite0",
    (224, 224, 3),
    [SCALING, *_body(), GlobalAvgPool2D(), Dropout(0.2), Dense(1000)],
    "he_normal",
)
"""EfficientNet-Lite0 (Tan & Le, 2019; Lite: TensorFlow's team, 2020) for ImageNet's 1,000 classes.

4,652,008 trained parameters and 42,016 running statistics, as published, and six numbers of a first
layer that scales the images (`SCALING`). Inverted residuals as in MobileNetV2, with `ReLU6` and
without squeeze-and-excitation; every stride is 2 with TensorFlow's ``"same"`` padding. It takes
other sizes too: ``EFFICIENTNET_LITE0.with_input((96, 96, 3))``.
"""
