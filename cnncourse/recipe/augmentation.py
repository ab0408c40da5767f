"""Training images moved and mirrored at random: drawn here, once for both twins.

`move` is the rule in NumPy; the twins carry it out on the device, and are held to this one.
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
