"""What augmentation does to training images: each kind as a rule in NumPy.

How images are moved and mirrored is drawn here, once for both twins; they carry `move` out on the
device, and are held to this one. The rest is drawn and put together in `changes`.
"""

import numpy as np


def draw(recipe, n: int, epoch: int) -> np.ndarray | None:
    """Return how one epoch moves each of ``n`` images, (n, 3) int64; see `Recipe.moves`."""
    if not recipe.shift and not recipe.flip:
        return None
    # Another stream than that of the batch order, which is drawn from [seed, epoch].
    rng = np.random.default_rng([recipe.seed, epoch, 1])
    moves = np.zeros((n, 3), np.int64)
    moves[:, :2] = rng.integers(-recipe.shift, recipe.shift + 1, (n, 2))
    if recipe.flip:
        moves[:, 2] = rng.integers(0, 2, n)
    return moves


def move(images: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """Return images mirrored, then moved within their frame.

    Parameters
    ----------
    images : ndarray, (N, H, W, C)
    moves : ndarray of int, (N, 3)
        For each image: pixels downwards, pixels to the right (negative: upwards, to the
        left), and 1 to mirror it left to right first, or 0. What leaves the frame is lost,
        and black (0) comes in.

    Returns
    -------
    ndarray, (N, H, W, C), of the images' type

    Examples
    --------
    >>> image = np.array([[1, 2, 3]]).reshape(1, 1, 3, 1)
    >>> move(image, np.array([[0, 1, 0]])).ravel().tolist()
    [0, 1, 2]
    >>> move(image, np.array([[0, -1, 1]])).ravel().tolist()
    [2, 1, 0]
    """
    moved = np.zeros_like(images)
    height, width = images.shape[1:3]
    for image, target, (down, right, mirrored) in zip(images, moved, moves, strict=True):
        source = image[:, ::-1] if mirrored else image
        rows, kept_rows = _overlap(height, down)
        columns, kept_columns = _overlap(width, right)
        target[rows, columns] = source[kept_rows, kept_columns]
    return moved


def _overlap(size, by):
    """Return where the pixels that stay in a frame come to lie along one axis, and lay."""
    by = int(np.clip(by, -size, size))
    return slice(max(by, 0), size + min(by, 0)), slice(max(-by, 0), size - max(by, 0))


def places(shape, angles=None, windows=None) -> tuple[np.ndarray, np.ndarray]:
    """Return where in its image each pixel of a turned, then cropped image is looked up.

    Parameters
    ----------
    shape : tuple of int
        Of the images: (N, H, W, C).
    angles, windows : ndarray, optional
        As `changes.Changes` has them.

    Returns
    -------
    rows, columns : ndarray of float64, (N, H, W)
        Between the pixels, and outside of the image where black comes in.

    Examples
    --------
    >>> rows, columns = places((1, 1, 5, 1), windows=np.array([[0.5, 0, 1.0]]))
    >>> columns.ravel().tolist()
    [2.0, 2.5, 3.0, 3.5, 4.0]
    """
    count, height, width = shape[:3]
    windows = np.array([[1.0, 0, 0]]) if windows is None else windows
    share, down, right = windows.T[:, :, None]
    # The first and the last row of a window are rows of the image, or lie between two.
    rows = (share * np.arange(height) + down * (1 - share) * (height - 1))[:, :, None]
    columns = (share * np.arange(width) + right * (1 - share) * (width - 1))[:, None, :]
    if angles is not None:
        turned = np.deg2rad(angles)[:, None, None]
        cosine, sine = np.cos(turned), np.sin(turned)
        rows, columns = rows - (height - 1) / 2, columns - (width - 1) / 2
        rows, columns = cosine * rows + sine * columns, cosine * columns - sine * rows
        rows, columns = rows + (height - 1) / 2, columns + (width - 1) / 2
    full = count, height, width
    return np.broadcast_to(rows, full), np.broadcast_to(columns, full)


def sample(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return images read between their pixels: the weighted mean of the four next ones.

    Parameters
    ----------
    images : ndarray, (N, H, W, C)
    rows, columns : ndarray, (N, H, W)
        From 0 at the first pixel's middle; outside of the image all is black (0).

    Returns
    -------
    ndarray, (N, H, W, C), of the images' type

    Examples
    --------
    >>> image = np.array([10, 20, 40], np.uint8).reshape(1, 1, 3, 1)
    >>> sample(image, np.zeros((1, 1, 3)), np.array([[[0.5, 1.75, 2.5]]])).ravel().tolist()
    [15, 35, 20]
    """
    count, height, width, channels = images.shape
    number = images.dtype if images.dtype == np.float64 else np.float32
    # A black frame, so that all four neighbours are there; what is farther out reads it alone.
    framed = np.zeros((channels, count, height + 3, width + 3), number)
    framed[:, :, 1:-2, 1:-2] = np.moveaxis(images, 3, 0)
    rows, columns = np.clip(rows, -1, height) + 1, np.clip(columns, -1, width) + 1
    # Places in memory, which a page's Python counts in 32 bits.
    top, left = rows.astype(np.intp), columns.astype(np.intp)
    below, right = (rows - top).astype(number), (columns - left).astype(number)
    first = (np.arange(count)[:, None, None] * (height + 3) + top) * (width + 3) + left
    found = np.empty(images.shape, number)
    for channel, pixels in enumerate(framed.reshape(channels, -1)):

        def line(start, pixels=pixels):
            one = pixels.take(start)
            return one + right * (pixels.take(start + 1) - one)

        one, other = line(first), line(first + width + 3)
        found[..., channel] = one + below * (other - one)
    return _like(images, found)


def brighten(images: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Return images (N, H, W, C) with each pixel times its image's factor, kept in its range.

    Examples
    --------
    >>> brighten(np.array([0, 100, 200], np.uint8).reshape(1, 1, 3, 1), np.array([1.5])).ravel()
    array([  0, 150, 255], dtype=uint8)
    """
    return _like(images, images * factors[:, None, None, None])


def cut_out(images: np.ndarray, middles: np.ndarray, side: int) -> np.ndarray:
    """Return images (N, H, W, C) with a black square; what of it lies outside is lost.

    Parameters
    ----------
    images : ndarray, (N, H, W, C)
    middles : ndarray, (N, 2)
        As `changes.Changes.cutouts`; of an even side, the pixel below and right of the middle.
    side : int
        In pixels.
    """
    height, width = images.shape[1:3]
    row, column = np.floor(middles * [height, width]).astype(np.int64).T[:, :, None]
    rows, columns = np.arange(height) - row + side // 2, np.arange(width) - column + side // 2
    hit = _within(rows, side)[:, :, None] & _within(columns, side)[:, None, :]
    return np.where(hit[..., None], images.dtype.type(0), images)


def _within(distances, side):
    return (distances >= 0) & (distances < side)


def mix(images: np.ndarray, others: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted means of pairs of images; the first weighs ``weights``, (N,)."""
    weights = weights[:, None, None, None]
    return _like(images, weights * images + (1 - weights) * others)


def _like(images, values):
    """Return new values of images in the images' type and range."""
    if np.issubdtype(images.dtype, np.integer):
        return np.clip(np.rint(values), 0, 255).astype(images.dtype)
    return np.clip(values, 0, 1).astype(images.dtype)
