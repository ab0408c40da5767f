"""The arithmetic of a convolutional network in NumPy, one customary name for each step.

Everything is batched. Images are ``(N, H, W, C)``, kernels
``(kernel height, kernel width, channels in, filters)``, features ``(N, features)`` and
dense weights ``(features in, units)``. No function changes its arguments.

Results are always floating point: float32 stays float32, float64 stays float64, float16
becomes float32, and whole numbers (uint8 pixels among them) and booleans become float64,
so that nothing ever wraps around. Of mixed types NumPy's promotion decides: uint8 images
with float32 kernels give float32. NaN goes in and NaN comes out. An empty batch gives an
empty result of the right shape, except where a mean over the batch is asked for.

The map:

``convolution``
    `conv2d`, which is a cross-correlation, and `true_convolve2d`, which flips the kernel.
``depthwise``
    `depthwise_conv2d`, each channel by itself.
``transposed``
    `conv2d_transpose`, which makes maps larger.
``padding``, ``pooling``
    `pad2d`, `max_pool2d`, `avg_pool2d`, `global_avg_pool2d`.
``activations``
    `relu`, `relu6`, `leaky_relu`, `elu`, `gelu`, `silu`, `softplus`, `sigmoid`, `tanh`.
``classification``
    `softmax`, `log_softmax`, `cross_entropy`.
``features``, ``normalization``
    `flatten`, `dense`, `dropout`; `batch_norm` as it predicts, `batch_norm_training` as it
    trains.

`output_size`, which says how large all of this comes out, is that of `cnncourse.geometry`.
Their backward passes are in `cnncourse.gradients`.
"""

from cnncourse.geometry import output_size
from cnncourse.ops.activations import (
    elu,
    gelu,
    leaky_relu,
    relu,
    relu6,
    sigmoid,
    silu,
    softplus,
    tanh,
)
from cnncourse.ops.classification import cross_entropy, log_softmax, softmax
from cnncourse.ops.convolution import conv2d, true_convolve2d
from cnncourse.ops.depthwise import depthwise_conv2d
from cnncourse.ops.features import dense, dropout, dropout_mask, flatten
from cnncourse.ops.normalization import batch_norm, batch_norm_training
from cnncourse.ops.padding import pad2d
from cnncourse.ops.pooling import avg_pool2d, global_avg_pool2d, max_pool2d
from cnncourse.ops.transposed import conv2d_transpose

__all__ = [
    "avg_pool2d",
    "batch_norm",
    "batch_norm_training",
    "conv2d",
    "conv2d_transpose",
    "cross_entropy",
    "dense",
    "depthwise_conv2d",
    "dropout",
    "dropout_mask",
    "elu",
    "flatten",
    "gelu",
    "global_avg_pool2d",
    "leaky_relu",
    "log_softmax",
    "max_pool2d",
    "output_size",
    "pad2d",
    "relu6",
    "relu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "tanh",
    "true_convolve2d",
]
