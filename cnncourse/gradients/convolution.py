"""The backward pass of a convolution: two more products with the same windows."""

import numpy as np

from cnncourse.gradients.arriving import need_gradient, sum_over_batch, with_gradient
from cnncourse.ops.convolution import check_conv2d, flip
from cnncourse.ops.windows import fold, image_blocks, plan, surround, unroll, windows_of


def conv2d_backward(
    grad_output, images, kernels, bias=None, *, stride=1, padding="valid", dilation=1
):
    """Return the gradients of `cnncourse.ops.conv2d` for its images, kernels and bias.

    A kernel's gradient sums, over every place it was laid on, the pixels that lay under it,
    weighted by the gradient that arrives there. An image's gradient is every arriving number
    spread back through the kernel.

    Parameters
    ----------
    grad_output : array_like (N, output height, output width, filters)
    images, kernels, bias, stride, padding, dilation
        As in the forward pass.

    Returns
    -------
    grad_images : ndarray (N, H, W, C)
    grad_kernels : ndarray (kernel height, kernel width, C, filters)
    grad_bias : ndarray (filters,)

    Raises
    ------
    ValueError, TypeError
        As `cnncourse.ops.conv2d`, and if ``grad_output`` has not its output's shape.

    Examples
    --------
    >>> image, kernel = np.array([[[[1], [2], [4]]]]), np.array([[[[10]], [[20]]]])
    >>> for grad in conv2d_backward([[[[1], [3]]]], image, kernel):
    ...     print(grad.ravel().tolist())
    [10.0, 50.0, 60.0]
    [7.0, 14.0]
    [4.0]
    """
    grad_output, images, kernels = with_gradient(grad_output, images=images, kernels=kernels)
    check_conv2d(images, kernels, None if bias is None else np.asarray(bias))
    place = plan(images, kernels.shape[:2], stride, padding, dilation)
    filters = kernels.shape[3]
    need_gradient(grad_output, (len(images), *place.out, filters))
    matrix = kernels.reshape(-1, filters)
    grad_matrix, grad_images = np.zeros_like(matrix), np.empty_like(images)
    top, _, left, _ = place.sides
    height, width, channels = images.shape[1:]
    for some, strips in image_blocks(place, len(images), len(matrix), matrix.itemsize):
        padded = surround(images[some], place.sides, images.dtype)
        windows, grad_padded = windows_of(padded, place), np.zeros_like(padded)
        for rows in strips:
            arriving = grad_output[some, rows].reshape(-1, filters)
            grad_matrix += unroll(windows, rows, channels).T @ arriving
            fold(arriving @ matrix.T, grad_padded, place, rows)
        grad_images[some] = grad_padded[:, top : top + height, left : left + width]
    return grad_images, grad_matrix.reshape(kernels.shape), sum_over_batch(grad_output)


def true_convolve2d_backward(
    grad_output, images, kernels, bias=None, *, stride=1, padding="valid", dilation=1
):
    """Return the gradients of `cnncourse.ops.true_convolve2d`, whose kernel is turned.

    Parameters
    ----------
    grad_output, images, kernels, bias, stride, padding, dilation
        As for `conv2d_backward`.

    Returns
    -------
    grad_images, grad_kernels, grad_bias : ndarray
        As `conv2d_backward`.

    Raises
    ------
    ValueError, TypeError
        As `conv2d_backward`.

    Examples
    --------
    >>> image, kernel = np.array([[[[1], [2], [4]]]]), np.array([[[[10]], [[20]]]])
    >>> for grad in true_convolve2d_backward([[[[1], [3]]]], image, kernel):
    ...     print(grad.ravel().tolist())
    [20.0, 70.0, 30.0]
    [14.0, 7.0]
    [4.0]
    """
    grad_images, grad_flipped, grad_bias = conv2d_backward(
        grad_output,
        images,
        flip(np.asarray(kernels)),
        bias,
        stride=stride,
        padding=padding,
        dilation=dilation,
    )
    return grad_images, flip(grad_flipped).copy(), grad_bias
