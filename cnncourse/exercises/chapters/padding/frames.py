"""What the exercises of "Padding" compute their right and wrong answers with."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.exercises import understood

CORNER_IMAGE = np.array([[3, 1, 2], [2, 4, 0], [1, 0, 5]])
CORNER_KERNEL = np.array([[1, 2, 1], [0, 1, 2], [1, 0, -1]])
ROW = np.array([2, 7, 1, 8, 4])


def single(image, kernel, **options):
    """Return the map of one grey image (H, W) under one kernel."""
    image, kernel = np.asarray(image), np.asarray(kernel)
    return ops.conv2d(image[None, :, :, None], kernel[:, :, None, None], **options)[0, :, :, 0]


def framed(image, sides, mode="zero"):
    """Return one grey image with a frame of (top, bottom, left, right) pixels."""
    return ops.pad2d(np.asarray(image)[None, :, :, None], sides, mode=mode)[0, :, :, 0]


def corner_sum(mode="zero", kernel=CORNER_KERNEL):
    """Return the map's first number, with a frame of one pixel."""
    return single(framed(CORNER_IMAGE, 1, mode), kernel)[0, 0]


def unframed_sum():
    """Return the map's first number without a frame."""
    return single(CORNER_IMAGE, CORNER_KERNEL)[0, 0]


def padded_row(mode):
    """Return the row with two pixels before and after it, by NumPy's mode."""
    return np.pad(ROW, 2, mode=mode)


def map_size(image, kernel, padding="valid"):
    """Return the size of a map."""
    pairs = zip(image, kernel, strict=True)
    return tuple(geometry.output_size(n, k, padding=padding) for n, k in pairs)


def full_size(image, kernel):
    """Return the size of a full map: every overlap, of one pixel even."""
    pairs = zip(image, kernel, strict=True)
    return tuple(geometry.output_size(n, k, padding=k - 1) for n, k in pairs)


def keeping(kernel, size=28):
    """Return the padding on each side that keeps an image's size."""
    return next(p for p in range(kernel) if map_size((size,), (kernel,), p) == (size,))


def layers_left(side, kernel, lost=None):
    """Return through how many layers an image goes that loses so much in each."""
    lost, count = kernel - 1 if lost is None else lost, 0
    while side >= kernel:
        side, count = side - lost, count + 1
    return count


def same_sides(image, kernel, step):
    """Return the four numbers of TensorFlow's rule."""
    return geometry.resolve_padding("same", image, (kernel, kernel), (step, step))


def same_frame(image, kernel, step):
    """Return an image (H, W) in the frame of TensorFlow's rule."""
    return framed(image, same_sides(np.shape(image), kernel, step))


def floor_sides(image, kernel, step):
    """Return the four numbers with the number of windows rounded down."""
    totals = [max((n // step - 1) * step + kernel - n, 0) for n in np.shape(image)]
    return tuple(side for total in totals for side in (total // 2, total - total // 2))


def swapped(sides):
    """Return the numbers with height and width in each other's place."""
    return (*sides[2:], *sides[:2])


def other_end(sides):
    """Return the numbers with each pair turned round."""
    return (sides[1], sides[0], sides[3], sides[2])


def shown_at_zero(black=-1, white=1):
    """Return which grey a zero is: 0 black, 1 in the middle, 2 white."""
    return round(2 * (0 - black) / (white - black))


def kernel_and_padding(answer):
    """Return an answer as a kernel's side and the padding, or say what is wanted."""
    pairs = [one for one in understood.shapes(answer) if len(one) == 2]
    if not pairs or min(pairs[0]) < 0 or pairs[0][0] < 1 or max(pairs[0]) > 999:
        raise ValueError("give two whole numbers: the kernel's side and the padding, as (3, 1)")
    return pairs[0]


def grown(pair, size=28):
    """Return the side of the map that a kernel and a padding on each side make."""
    return size + 2 * pair[1] - pair[0] + 1
