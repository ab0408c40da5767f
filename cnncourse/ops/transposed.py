"""Convolution turned round: every pixel lays the kernel down, times itself."""

import numpy as np

from cnncourse.geometry import check_padding, extent, pair, same_padding
from cnncourse.ops.arrays import need_images, need_shape, result_dtype
from cnncourse.ops.windows import tap_slice


def transposed_grid(size, kernel, stride=1, padding="valid", dilation=1):
    """Return how large a transposed convolution's output is, and what is cut off around it.

    Parameters
    ----------
    size : (int, int)
        Height and width of the input, in pixels.
    kernel, stride, dilation : int or (int, int)
    padding : str, int or tuple
        As for `conv2d_transpose`.

    Returns
    -------
    out : (int, int)
    sides : (int, int, int, int)
        Rows and columns cut off at top, bottom, left and right.

    Raises
    ------
    ValueError
        If nothing would be left.

    Examples
    --------
    >>> transposed_grid((4, 4), 3, 2), transposed_grid((4, 4), 3, 2, "same")
    (((9, 9), (0, 0, 0, 0)), ((8, 8), (0, 1, 0, 1)))
    """
    kernel, stride, dilation = pair(kernel, "size"), pair(stride, "stride"), pair(dilation)
    padding, out, sides = check_padding(padding), [], []
    for i, n in enumerate(size):
        span = extent(kernel[i], dilation[i])
        if padding == "same":
            out.append(n * stride[i])
            sides += same_padding(out[i], kernel[i], stride[i], dilation[i])
            continue
        cut = (0, 0) if padding == "valid" else padding[2 * i : 2 * i + 2]
        full = (n - 1) * stride[i] + span
        if sum(cut) >= full:
            raise ValueError(
                f"padding (={cut[0]} and {cut[1]}) cuts off all of the {full} pixels that a "
                "transposed convolution makes here; use less padding or a larger stride"
            )
        out.append(full - sum(cut))
        sides += cut
    return tuple(out), tuple(sides)


def check_conv2d_transpose(images, kernels, bias=None) -> np.dtype:
    """Return the type to compute in, or say what is wrong with the shapes."""
    need_images(images)
    layout = "(kernel height, kernel width, filters, channels in)"
    if kernels.ndim != 4:
        cure = "; add the channel axes: kernels[..., None, None]" if kernels.ndim == 2 else ""
        raise ValueError(f"kernels must have shape {layout}, got {kernels.shape}{cure}")
    if images.shape[3] != kernels.shape[3]:
        cure = f"kernels are {layout}"
        if images.shape[3] == kernels.shape[2]:
            cure = "if they are conv2d's, np.moveaxis(kernels, 2, 3) swaps the axes"
        raise ValueError(
            f"kernels of shape {kernels.shape} take {kernels.shape[3]} channels but images of "
            f"shape {images.shape} have {images.shape[3]}; {cure}"
        )
    if bias is None:
        return result_dtype(images=images, kernels=kernels)
    need_shape("bias", bias, kernels.shape[2:3], "one number per filter")
    return result_dtype(images=images, kernels=kernels, bias=bias)


def conv2d_transpose(images, kernels, bias=None, *, stride=1, padding="valid", dilation=1):
    """Lay the kernel down at every pixel, times the pixel, and add up where copies overlap.

    ``output[n, y * stride + i * dilation - top, x * stride + j * dilation - left, f]`` receives
    ``images[n, y, x, c] * kernels[i, j, f, c]`` from every pixel (y, x), channel c and tap (i, j).

    It is what `conv2d` does to gradients on their way back, and makes maps larger: a stride of 2
    doubles them. It does not undo a convolution; only the sizes are turned round.

    Parameters
    ----------
    images : array_like (N, H, W, C)
    kernels : array_like (kernel height, kernel width, filters, C)
        Keras's layout; what leaves stands before what enters.
    bias : array_like (filters,), optional
    stride, dilation : int or (int, int)
        Pixels of the output between two copies, and between two weights of a copy.
    padding : str, int or tuple
        What is cut off around the output: ``"valid"`` nothing; a number, (height, width) or
        (top, bottom, left, right) so many rows and columns, as PyTorch's ``padding``; ``"same"``
        as many as leave ``H * stride`` rows, as in Keras, zeros added where the kernel is
        smaller than the stride.

    Returns
    -------
    ndarray (N, output height, output width, filters)
        Of size ``(H - 1) * stride + dilation * (kernel height - 1) + 1 - top - bottom``, and
        likewise in width; floating point, of the arguments' promoted type.

    Raises
    ------
    ValueError
        If the axes or the channels do not fit, or the padding cuts off everything.
    TypeError
        If a setting is not a whole number, or an array does not hold real numbers.

    Examples
    --------
    >>> row, kernel = np.array([[1, 2, 0, 3]]), np.array([[1, 10, 100]])
    >>> stretched = conv2d_transpose(row[None, ..., None], kernel[..., None, None], stride=2)
    >>> stretched[0, :, :, 0].tolist()
    [[1.0, 10.0, 102.0, 20.0, 200.0, 0.0, 3.0, 30.0, 300.0]]
    """
    images, kernels = np.asarray(images), np.asarray(kernels)
    bias = None if bias is None else np.asarray(bias)
    dtype = check_conv2d_transpose(images, kernels, bias)
    images, kernels = images.astype(dtype, copy=False), kernels.astype(dtype, copy=False)
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    n, *size, _ = images.shape
    out, sides = transposed_grid(size, kernels.shape[:2], stride, padding, dilation)
    whole = (out[0] + sides[0] + sides[1], out[1] + sides[2] + sides[3])
    full = np.zeros((n, *whole, kernels.shape[2]), dtype)
    for i, j in np.ndindex(kernels.shape[:2]):
        rows = tap_slice(i * dilation[0], size[0], stride[0])
        columns = tap_slice(j * dilation[1], size[1], stride[1])
        full[:, rows, columns] += images @ kernels[i, j].T
    output = full[:, sides[0] : sides[0] + out[0], sides[2] : sides[2] + out[1]]
    return output.copy() if bias is None else output + bias.astype(dtype, copy=False)
