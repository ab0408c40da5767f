"""Kernels by name, in every size: the numbers that a convolution explorer begins with.

All are correlated, as networks do it: laid on the image as they stand. A kernel of even size
has its centre above and to the left of its middle, where ``"same"`` padding expects it.
"""

import numpy as np

KERNELS = {
    "identity": "identity",
    "blur": "blur (mean)",
    "sharpen": "sharpen",
    "sobel-x": "Sobel x (upright edges)",
    "sobel-y": "Sobel y (level edges)",
    "laplacian": "Laplacian (outlines)",
    "emboss": "emboss",
}
"""What each kernel is called in a list."""

SLICES = {
    "grey": (1 / 3, 1 / 3, 1 / 3),
    "red-green": (1, -1, 0),
    "blue-yellow": (-1 / 2, -1 / 2, 1),
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
}
"""How strongly a kernel's slice looks at red, green and blue, by name."""


def named_kernel(name: str, size: int) -> np.ndarray:
    """Return the kernel of a name, (size, size), float64.

    ``identity`` is 1 at the centre and 0 elsewhere. ``blur`` is the mean of what it sees.
    ``sharpen`` adds to the picture what blurring takes away: 2 · identity - blur.

    ``sobel-x`` is right minus left, smoothed downwards; ``sobel-y`` lower minus upper. At 3
    they are Sobel's own; a larger one is Sobel's after smoothing with binomial weights (1, 2, 1
    and so on), which comes to binomial smoothing in one direction and a binomial difference in
    the other. ``laplacian`` is likewise the four neighbours minus four times the centre, of the
    picture or of a smoothed one; of size 2 it has the two neighbours that fit.

    ``emboss`` is the picture plus what is brighter towards the lower right: its weights rise
    by one from each diagonal to the next, with 1 more in the middle.

    One pixel has no neighbour to differ from: of size 1 the edge finders are 0, and the others 1.

    Parameters
    ----------
    name : str
        One of `KERNELS`.
    size : int
        At least 1, in pixels.

    Examples
    --------
    >>> named_kernel("sobel-x", 3).tolist()
    [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]
    >>> named_kernel("emboss", 3).tolist()
    [[-2.0, -1.0, 0.0], [-1.0, 1.0, 1.0], [0.0, 1.0, 2.0]]
    >>> named_kernel("laplacian", 5)[2].tolist()
    [2.0, -2.0, -8.0, -2.0, 2.0]
    """
    if name not in KERNELS:
        raise ValueError(f"name must be one of {', '.join(map(repr, KERNELS))}, got {name!r}")
    identity, blur = np.zeros((size, size)), np.full((size, size), 1 / size**2)
    identity[(size - 1) // 2, (size - 1) // 2] = 1
    if name == "identity":
        return identity
    if name == "blur":
        return blur
    if name == "sharpen":
        return 2 * identity - blur
    if name == "laplacian":
        return _laplacian(size)
    if name == "emboss":
        diagonal = np.add.outer(np.arange(size), np.arange(size)) - (size - 1.0)
        diagonal[size // 2, size // 2] += 1
        return diagonal
    sobel = np.outer(_binomial(size), _difference(size))
    return sobel if name == "sobel-x" else sobel.T.copy()


def _binomial(size):
    """Return the weights of smoothing: 1; 1, 1; 1, 2, 1; 1, 3, 3, 1 and so on."""
    weights = np.ones(1)
    for _ in range(size - 1):
        weights = np.convolve(weights, [1, 1])
    return weights


def _difference(size):
    """Return right minus left, smoothed as far as there is room: 0; -1, 1; -1, 0, 1."""
    return np.convolve(_binomial(size - 1), [-1, 1]) if size > 1 else np.zeros(1)


def _laplacian(size):
    if size < 3:
        corner = np.array([[-2.0, 1.0], [1.0, 0.0]])
        return corner if size == 2 else np.zeros((1, 1))
    smooth = _binomial(size - 2)
    second = np.convolve(smooth, [1, -2, 1])
    along = np.pad(smooth, 1)
    return np.outer(second, along) + np.outer(along, second)


def fit_kernel(cells, size: int) -> np.ndarray:
    """Return a table of weights cropped, or filled up with zeros, around its centre.

    Parameters
    ----------
    cells : array_like (k, k) or (k, k, 3)
    size : int

    Returns
    -------
    ndarray (size, size) or (size, size, 3)

    Examples
    --------
    >>> fit_kernel([[1, 2, 3], [4, 5, 6], [7, 8, 9]], 2).tolist()
    [[5.0, 6.0], [8.0, 9.0]]
    >>> fit_kernel([[5]], 3)[1].tolist()
    [0.0, 5.0, 0.0]
    """
    cells = np.asarray(cells, dtype=float)
    old, fitted = len(cells), np.zeros((size, size, *cells.shape[2:]))
    shift = (size - 1) // 2 - (old - 1) // 2
    low, high = max(shift, 0), min(old + shift, size)
    fitted[low:high, low:high] = cells[low - shift : high - shift, low - shift : high - shift]
    return fitted


def filter_weights(kernel: str, size: int, slices: str, cells, channels: int) -> np.ndarray:
    """Return one filter: a slice of weights for each channel of the image.

    A kernel that is named, or typed as one table, is taken times its share of each channel.
    Typed with three slices it is taken as it is; for a grey image, which is a colour image
    with three equal channels, the slices are added.

    Parameters
    ----------
    kernel : str
        One of `KERNELS`, or ``"typed"``.
    size : int
    slices : str
        One of `SLICES`.
    cells : array_like (k, k) or (k, k, 3)
        What was typed.
    channels : {1, 3}
        Of the image.

    Returns
    -------
    ndarray (size, size, channels)

    Examples
    --------
    >>> filter_weights("identity", 1, "red-green", [[1]], 3).ravel().tolist()
    [1.0, -1.0, 0.0]
    >>> filter_weights("typed", 1, "grey", [[[1, 2, 3]]], 1).ravel().tolist()
    [6.0]
    """
    typed = kernel == "typed"
    table = fit_kernel(cells, size) if typed else named_kernel(kernel, size)
    if table.ndim == 3:
        return table if channels == 3 else table.sum(axis=2, keepdims=True)
    shares = np.array(SLICES[slices]) if channels == 3 else np.ones(1)
    return table[..., None] * shares + 0  # no negative zeros
