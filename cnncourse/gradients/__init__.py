"""The backward pass of every operation in `cnncourse.ops`, all in one mould.

For an operation ``op`` there is ``op_backward``. It takes the gradient of the loss with
respect to the operation's output, then exactly the arguments of the forward pass, and
returns the gradient with respect to each array among them, in their order: one array, or a
tuple where there are several.

>>> import numpy as np
>>> from cnncourse import ops
>>> from cnncourse.gradients import conv2d_backward
>>> images, kernels, bias = np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 1)), np.zeros(1)
>>> output = ops.conv2d(images, kernels, bias, padding="same")
>>> grad_output = np.ones_like(output)  # of the loss output.sum()
>>> grad_images, grad_kernels, grad_bias = conv2d_backward(
...     grad_output, images, kernels, bias, padding="same"
... )

Where that needs a word:

- The bias's gradient does not depend on the bias: it is there when the bias was None, too.
- Labels are not differentiated. `cross_entropy_backward` has the loss's own gradient first,
  1.0 where the loss is the end of the road.
- `dropout_backward` takes the mask (`cnncourse.ops.dropout_mask`) in place of features, rate
  and generator, since the generator has moved on.

Nothing is remembered between the two passes; what the backward pass needs it computes again.
Types follow `cnncourse.ops`: the arrays' promoted floating type.
"""

from cnncourse.gradients.activations import (
    elu_backward,
    gelu_backward,
    leaky_relu_backward,
    relu6_backward,
    relu_backward,
    sigmoid_backward,
    silu_backward,
    softplus_backward,
    tanh_backward,
)
from cnncourse.gradients.classification import (
    cross_entropy_backward,
    log_softmax_backward,
    softmax_backward,
)
from cnncourse.gradients.convolution import conv2d_backward, true_convolve2d_backward
from cnncourse.gradients.depthwise import depthwise_conv2d_backward
from cnncourse.gradients.features import dense_backward, dropout_backward, flatten_backward
from cnncourse.gradients.normalization import batch_norm_backward, batch_norm_training_backward
from cnncourse.gradients.padding import pad2d_backward
from cnncourse.gradients.pooling import (
    avg_pool2d_backward,
    global_avg_pool2d_backward,
    max_pool2d_backward,
)
from cnncourse.gradients.transposed import conv2d_transpose_backward

__all__ = [
    "avg_pool2d_backward",
    "batch_norm_backward",
    "batch_norm_training_backward",
    "conv2d_backward",
    "conv2d_transpose_backward",
    "cross_entropy_backward",
    "dense_backward",
    "depthwise_conv2d_backward",
    "dropout_backward",
    "elu_backward",
    "flatten_backward",
    "gelu_backward",
    "global_avg_pool2d_backward",
    "leaky_relu_backward",
    "log_softmax_backward",
    "max_pool2d_backward",
    "pad2d_backward",
    "relu6_backward",
    "relu_backward",
    "sigmoid_backward",
    "silu_backward",
    "softmax_backward",
    "softplus_backward",
    "tanh_backward",
    "true_convolve2d_backward",
]
