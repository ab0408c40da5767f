"""Convolution as networks mean it, and as mathematics does."""

import numpy as np

from cnncourse.ops.arrays import need_images, need_shape, result_dtype
from cnncourse.ops.windows import image_blocks, plan, surround, unroll, windows_of


def check_conv2d(images, kernels, bias=None) -> np.dtype:
    """Return the type to compute in, or say what is wrong with the shapes."""
    need_images(images)
    if kernels.ndim != 4:
        cure = "; add the channel axes: kernels[..., None, None]" if kernels.ndim == 2 else ""
        raise ValueError(
            "kernels must have shape (kernel height, kernel width, channels in, filters), "
            f"got {kernels.shape}{cure}"
        )
    if images.shape[3] != kernels.shape[2]:
        cure = "kernels are (kernel height, kernel width, channels in, filters)"
        if images.shape[1] == kernels.shape[2]:
            cure = "if the channels come first, np.moveaxis(images, 1, -1) puts them last"
        raise ValueError(
            f"kernels of shape {kernels.shape} take {kernels.shape[2]} channels but images of "
            f"shape {images.shape} have {images.shape[3]}; {cure}"
        )
    if bias is None:
        return result_dtype(images=images, kernels=kernels)
    need_shape("bias", bias, kernels.shape[3:], "one number per filter")
    return result_dtype(images=images, kernels=kernels, bias=bias)


def conv2d(images, kernels, bias=None, *, stride=1, padding="valid", dilation=1):
    """Slide every kernel over every image and sum what lies under it, weighted.

    ``output[n, y, x, f] = bias[f] + sum over i, j, c of
    padded[n, y * stride + i * dilation, x * stride + j * dilation, c] * kernels[i, j, c, f]``

    Strictly this is a *cross-correlation*, as in Keras and PyTorch; `true_convolve2d` is the
    other one.

    Parameters
    ----------
    images : array_like (N, H, W, C)
    kernels : array_like (kernel height, kernel width, C, filters)
    bias : array_like (filters,), optional
    stride, dilation : int or (int, int)
        In pixels, as one number or (height, width).
    padding : str, int or tuple
        Zeros around the images: ``"valid"``, ``"same"``, a number, (height, width) or
        (top, bottom, left, right), as `cnncourse.geometry.resolve_padding` reads them.

    Returns
    -------
    ndarray (N, output height, output width, filters)
        Floating point, of the arguments' promoted type.

    Raises
    ------
    ValueError
        If the axes or the channels do not fit, or the kernel is larger than the padded input.
    TypeError
        If a setting is not a whole number, or an array does not hold real numbers.

    Notes
    -----
    The windows of a block of images or rows are copied side by side into a matrix, and one
    matrix product applies all filters to all of them. The matrix is about 512 KiB, or 256
    windows where that is more, whatever the size of the batch.

    Examples
    --------
    >>> image = np.array([[0, 0, 9, 9]])
    >>> edge = np.array([[-1, 1]])
    >>> conv2d(image[None, ..., None], edge[..., None, None])[0, ..., 0].tolist()
    [[0.0, 9.0, 0.0]]
    """
    images, kernels = np.asarray(images), np.asarray(kernels)
    bias = None if bias is None else np.asarray(bias)
    dtype = check_conv2d(images, kernels, bias)
    place = plan(images, kernels.shape[:2], stride, padding, dilation)
    filters = kernels.shape[3]
    matrix = kernels.astype(dtype, copy=False).reshape(-1, filters)
    output = np.empty((len(images), *place.out, filters), dtype)
    for some, strips in image_blocks(place, len(images), len(matrix), dtype.itemsize):
        windows = windows_of(surround(images[some], place.sides, dtype), place)
        for rows in strips:
            # Several images, or several rows of one: either lies whole in memory, so that
            # the reshape is a view and the product lands in the output.
            flat = output[some, rows].reshape(-1, filters)
            np.matmul(unroll(windows, rows, images.shape[3]), matrix, out=flat)
            if bias is not None:
                flat += bias
    return output


def true_convolve2d(images, kernels, bias=None, *, stride=1, padding="valid", dilation=1):
    """Convolve as mathematics does: the kernel turned by half a turn, then `conv2d`.

    Flipping the kernel top to bottom and left to right makes convolution commutative and
    associative, which is why signal processing flips: blurring twice is one blur with the
    kernel convolved with itself. The unflipped sliding sum that networks use is called
    *cross-correlation*. For a kernel that half a turn leaves as it is, such as a blur, the
    two agree; a Sobel kernel changes its sign.

    Parameters
    ----------
    images, kernels, bias, stride, padding, dilation
        As for `conv2d`.

    Returns
    -------
    ndarray (N, output height, output width, filters)

    Raises
    ------
    ValueError, TypeError
        As `conv2d`.

    Examples
    --------
    >>> image = np.array([[0, 0, 9, 9]])
    >>> edge = np.array([[-1, 1]])
    >>> true_convolve2d(image[None, ..., None], edge[..., None, None])[0, ..., 0].tolist()
    [[0.0, -9.0, 0.0]]
    """
    flipped = flip(np.asarray(kernels))
    return conv2d(images, flipped, bias, stride=stride, padding=padding, dilation=dilation)


def flip(kernels):
    """Return kernels ``(kh, kw, in, out)`` turned by half a turn, as a view."""
    return kernels[::-1, ::-1] if kernels.ndim == 4 else kernels
