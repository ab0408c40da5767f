"""Convolution of each channel by itself."""

import numpy as np

from cnncourse.ops.arrays import need_images, need_shape, result_dtype
from cnncourse.ops.windows import plan, surround, under_taps


def check_depthwise_conv2d(images, kernels, bias=None) -> np.dtype:
    """Return the type to compute in, or say what is wrong with the shapes."""
    need_images(images)
    layout = "(kernel height, kernel width, channels in, multiplier)"
    if kernels.ndim != 4:
        cure = "; add the axis of the multiplier: kernels[..., None]" if kernels.ndim == 3 else ""
        raise ValueError(f"kernels must have shape {layout}, got {kernels.shape}{cure}")
    channels, multiplier = kernels.shape[2:]
    if images.shape[3] != channels:
        cure = f"kernels are {layout}"
        if images.shape[1] == channels:
            cure = "if the channels come first, np.moveaxis(images, 1, -1) puts them last"
        elif images.shape[3] == multiplier and channels == 1:
            cure = "if they are PyTorch's or conv2d's, np.moveaxis(kernels, 3, 2) swaps the axes"
        raise ValueError(
            f"kernels of shape {kernels.shape} take {channels} channels, one by one, but images of "
            f"shape {images.shape} have {images.shape[3]}; {cure}"
        )
    if bias is None:
        return result_dtype(images=images, kernels=kernels)
    need_shape("bias", bias, (channels * multiplier,), "one number per channel that leaves")
    return result_dtype(images=images, kernels=kernels, bias=bias)


def depthwise_conv2d(images, kernels, bias=None, *, stride=1, padding="valid", dilation=1):
    """Slide kernels over each channel alone: no channel sees another.

    ``output[n, y, x, c * multiplier + m] = bias[c * multiplier + m] + sum over i, j of
    padded[n, y * stride + i * dilation, x * stride + j * dilation, c] * kernels[i, j, c, m]``

    Parameters
    ----------
    images : array_like (N, H, W, C)
    kernels : array_like (kernel height, kernel width, C, multiplier)
    bias : array_like (C * multiplier,), optional
    stride, padding, dilation
        As for `conv2d`.

    Returns
    -------
    ndarray (N, output height, output width, C * multiplier)
        Floating point, of the arguments' promoted type.

    Raises
    ------
    ValueError, TypeError
        As `conv2d`.

    Examples
    --------
    >>> image = np.array([[[1, 10], [2, 20], [4, 40]]])  # one row of two channels
    >>> difference, kept = [[-1], [1]], [[1], [0]]  # each of two taps
    >>> kernels = np.stack([difference, kept], axis=1).reshape(1, 2, 2, 1)
    >>> depthwise_conv2d(image[None], kernels).tolist()
    [[[[1.0, 10.0], [2.0, 20.0]]]]
    """
    images, kernels = np.asarray(images), np.asarray(kernels)
    bias = None if bias is None else np.asarray(bias)
    dtype = check_depthwise_conv2d(images, kernels, bias)
    place = plan(images, kernels.shape[:2], stride, padding, dilation)
    kernels, padded = kernels.astype(dtype, copy=False), surround(images, place.sides, dtype)
    output = np.zeros((len(images), *place.out, *kernels.shape[2:]), dtype)
    for (i, j), rows, columns in under_taps(place):
        output += padded[:, rows, columns, :, None] * kernels[i, j]
    output = output.reshape(*output.shape[:3], kernels.shape[2] * kernels.shape[3])
    return output if bias is None else output + bias.astype(dtype, copy=False)
