"""What the exercises of "Convolution" compute their right and wrong answers with."""

import numpy as np

from cnncourse import ops
from cnncourse.exercises import understood

PATCH = np.array([[2, 1, 0], [3, 1, 0], [1, 2, 1]])
KERNEL = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
LOOK_RIGHT = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])


def single(image, kernel, **options):
    """Return the map of one grey image (H, W) under one kernel."""
    image, kernel = np.asarray(image), np.asarray(kernel)
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]


def flipped(image, kernel):
    """Return what the kernel gives after a half turn."""
    return single(image, np.asarray(kernel)[::-1, ::-1])


def window_sum(patch=PATCH, kernel=KERNEL):
    """Return the sum of one window."""
    return single(patch, kernel)[0, 0]


def map_size(image, kernel):
    """Return the size of the map of an image of a size."""
    return single(np.zeros(image), np.zeros(kernel)).shape


def way_of(kernel):
    """Return which way a kernel with one weight moves a picture: left, right, up, down."""
    lit = np.zeros((7, 7))
    lit[3, 3] = 1
    row, column = np.argwhere(single(lit, kernel))[0] - 2
    return {(0, -1): 0, (0, 1): 1, (-1, 0): 2, (1, 0): 3}[int(row), int(column)]


FLAT_KERNELS = (
    np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    np.full((3, 3), 1 / 9),
    np.ones((3, 3)),
    np.array([[0, 0, 0], [-1, 2, 1], [0, 0, 0]]) / 3,
)


def keeps_flat():
    """Return which of the kernels leaves an image of one colour as it is."""
    values = [single(np.full((3, 3), 0.5), kernel)[0, 0] for kernel in FLAT_KERNELS]
    return int(np.argmin(np.abs(np.array(values) - 0.5)))


def moved_statement():
    """Return which statement about a moved picture holds, by moving one."""
    image, kernel = np.zeros((9, 9)), np.random.default_rng(0).normal(size=(3, 3))
    image[3:5, 2:4] = [[1, 2], [3, 4]]
    before = single(image, kernel)
    after = single(np.roll(image, 2, axis=1), kernel)
    moved = np.allclose(after[:, 2:], before[:, :-2])
    holds = [np.allclose(after, before), moved, np.allclose(after[:, 1:], before[:, :-1]), False]
    return holds.index(True)


def both_at_once(first, second):
    """Return the kernel that does what the first and then the second do."""
    second = np.asarray(second)
    rows, columns = second.shape[0] - 1, second.shape[1] - 1
    padded = np.pad(np.asarray(first), [(rows, rows), (columns, columns)])
    return flipped(padded, second)


def not_both(first, second):
    """Return the same with the second kernel unturned."""
    rows, columns = np.array(np.shape(second)) - 1
    return single(np.pad(np.asarray(first), [(rows, rows), (columns, columns)]), second)


def kernel_of(answer):
    """Return an answer as a 3×3 kernel, or say what is wanted."""
    kernel = understood.array(answer)
    if kernel is None or kernel.shape != (3, 3):
        raise ValueError("give nine numbers in three rows, such as [[1, 2, 3], [4, 5, 6], ...]")
    return kernel


def level_step():
    """Return an image that is dark above and bright below."""
    return np.repeat([0.0, 0.0, 0.0, 1.0, 1.0, 1.0], 6).reshape(6, 6)
