"""The backward pass of a convolution of each channel by itself, tap by tap."""

import numpy as np

from cnncourse.gradients.arriving import need_gradient, sum_over_batch, with_gradient
from cnncourse.ops.depthwise import check_depthwise_conv2d
from cnncourse.ops.windows import plan, surround, under_taps


def depthwise_conv2d_backward(
    grad_output, images, kernels, bias=None, *, stride=1, padding="valid", dilation=1
):
    """Return the gradients of `cnncourse.ops.depthwise_conv2d` for images, kernels and bias.

    Parameters
    ----------
    grad_output : array_like (N, output height, output width, C * multiplier)
    images, kernels, bias, stride, padding, dilation
        As in the forward pass.

    Returns
    -------
    grad_images : ndarray (N, H, W, C)
    grad_kernels : ndarray (kernel height, kernel width, C, multiplier)
    grad_bias : ndarray (C * multiplier,)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.depthwise_conv2d`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> image, kernel = np.array([[[[1], [2], [4]]]]), np.array([[[[10]], [[20]]]])
    >>> for grad in depthwise_conv2d_backward([[[[1], [3]]]], image, kernel):
    ...     print(grad.ravel().tolist())
    [10.0, 50.0, 60.0]
    [7.0, 14.0]
    [4.0]
    """
    grad_output, images, kernels = with_gradient(grad_output, images=images, kernels=kernels)
    check_depthwise_conv2d(images, kernels, None if bias is None else np.asarray(bias))
    place = plan(images, kernels.shape[:2], stride, padding, dilation)
    (n, height, width, channels), multiplier = images.shape, kernels.shape[3]
    need_gradient(grad_output, (n, *place.out, channels * multiplier))
    arriving = grad_output.reshape(n, *place.out, channels, multiplier)
    padded = surround(images, place.sides, images.dtype)
    grad_padded, grad_kernels = np.zeros_like(padded), np.empty_like(kernels)
    for (i, j), rows, columns in under_taps(place):
        seen = padded[:, rows, columns, :, None]
        shares = (seen * arriving).reshape(*arriving.shape[:3], channels * multiplier)
        grad_kernels[i, j] = sum_over_batch(shares).reshape(channels, multiplier)
        grad_padded[:, rows, columns] += (arriving * kernels[i, j]).sum(axis=-1)
    top, _, left, _ = place.sides
    grad_images = grad_padded[:, top : top + height, left : left + width]
    return grad_images.copy(), grad_kernels, sum_over_batch(grad_output)
