"""The backward pass of a transposed convolution: a convolution, tap by tap."""

import numpy as np

from cnncourse.geometry import pair
from cnncourse.gradients.arriving import need_gradient, sum_over_batch, with_gradient
from cnncourse.ops.transposed import check_conv2d_transpose, transposed_grid
from cnncourse.ops.windows import tap_slice


def conv2d_transpose_backward(
    grad_output, images, kernels, bias=None, *, stride=1, padding="valid", dilation=1
):
    """Return the gradients of `cnncourse.ops.conv2d_transpose` for images, kernels and bias.

    An image's gradient is `cnncourse.ops.conv2d` of what arrives, with the same kernels.

    Parameters
    ----------
    grad_output : array_like (N, output height, output width, filters)
    images, kernels, bias, stride, padding, dilation
        As in the forward pass.

    Returns
    -------
    grad_images : ndarray (N, H, W, C)
    grad_kernels : ndarray (kernel height, kernel width, filters, C)
    grad_bias : ndarray (filters,)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.conv2d_transpose`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> image, kernel = np.array([[[[1], [2]]]]), np.array([[[[10]], [[20]]]])
    >>> for grad in conv2d_transpose_backward([[[[1], [3], [0]]]], image, kernel):
    ...     print(grad.ravel().tolist())
    [70.0, 30.0]
    [7.0, 3.0]
    [4.0]
    """
    grad_output, images, kernels = with_gradient(grad_output, images=images, kernels=kernels)
    check_conv2d_transpose(images, kernels, None if bias is None else np.asarray(bias))
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    n, *size, _ = images.shape
    filters = kernels.shape[2]
    out, (top, bottom, left, right) = transposed_grid(
        size, kernels.shape[:2], stride, padding, dilation
    )
    need_gradient(grad_output, (n, *out, filters))
    whole = (n, top + out[0] + bottom, left + out[1] + right, filters)
    arriving = np.zeros(whole, images.dtype)  # nothing arrives from what was cut off
    arriving[:, top : top + out[0], left : left + out[1]] = grad_output
    grad_images, grad_kernels = np.zeros_like(images), np.zeros_like(kernels)
    for i, j in np.ndindex(kernels.shape[:2]):
        rows = tap_slice(i * dilation[0], size[0], stride[0])
        columns = tap_slice(j * dilation[1], size[1], stride[1])
        copies = arriving[:, rows, columns]
        grad_images += copies @ kernels[i, j]
        grad_kernels[i, j] = np.einsum("nyxf,nyxc->fc", copies, images)
    return grad_images, grad_kernels, sum_over_batch(grad_output)
