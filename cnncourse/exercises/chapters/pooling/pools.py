"""What poolings give, rightly and wrongly."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.architecture import Architecture, MaxPool2D
from cnncourse.exercises import understood

CHAPTER = "pooling"


TABLE = np.array([[3, 1, 0, 2], [4, 2, 7, 3], [0, 6, 5, 1], [2, 4, 1, 1]])


MOST = 60  # a window that a design may have


def pooled(image, size, *, stride=None, padding="valid", by=ops.max_pool2d):
    """Return one grey image (H, W) pooled."""
    image = np.asarray(image)[None, :, :, None]
    return by(image, size, stride=stride, padding=padding)[0, :, :, 0]


def smallest(image, size):
    """Return the smallest number of each window."""
    return -pooled(-np.asarray(image), size)


def summed(image, size, **options):
    """Return the sum of each window."""
    return size**2 * pooled(image, size, by=ops.avg_pool2d, **options)


def left_of(shape=(29, 32, 16), size=3, stride=2):
    """Return the shape that a pooling leaves."""
    return Architecture("pooled", shape, [MaxPool2D(size, stride=stride)]).output_shape


def one_step_more():
    """Return the same with the last, incomplete step counted."""
    return tuple(-(-(side - 3) // 2) + 1 for side in (29, 32)) + (16,)


def share_left(size=3):
    """Return which share of a large map's numbers a pooling leaves."""
    return pooled(np.zeros((60, 60)), size).size / 60**2


def corner_of_nines(padding_counts=True):
    """Return the corner of the average of nines, with or without the padding counted."""
    padded = np.pad(np.full((6, 6), 9.0), 1)
    if padding_counts:
        return pooled(padded, 3, stride=1, by=ops.avg_pool2d)[0, 0]
    return pooled(np.full((6, 6), 9.0), 3, stride=1, padding=1, by=ops.avg_pool2d)[0, 0]


def shifted_statement():
    """Return which statement about a lit pixel that moves holds, by moving it everywhere."""
    changed = []
    for column in range(2, 8):
        before, after = np.zeros((2, 12)), np.zeros((2, 12))
        before[0, column] = after[0, column + 1] = 1
        changed.append(not np.array_equal(pooled(before, 2), pooled(after, 2)))
    return [not any(changed), changed == [False, True] * 3, all(changed), False].index(True)


def thin_line_statement():
    """Return which pooling still shows a thin dark line on white, by trying all three."""
    line = np.ones((6, 6))
    line[:, 2] = 0
    ways = [pooled(line, 2), pooled(line, 2, by=ops.avg_pool2d), pooled(line, 6)]
    shows = [bool(np.ptp(one)) for one in ways]
    return [shows[0] and shows[1], shows == [True, False, False], not any(shows[::2])].index(True)


def ring(image):
    """Return the largest of the 3×3 around every pixel, padding never winning."""
    return pooled(image, 3, stride=1, padding=1)


def zero_may_win(image):
    """Return the same where zeros stand around the image and may win."""
    return pooled(np.pad(np.asarray(image, float), 1), 3, stride=1)


def one_may_win(image, number):
    """Return the same where one and the same number stands around every image."""
    padded = np.pad(np.asarray(image, float), 1, constant_values=number)
    return pooled(padded, 3, stride=1)


def channels_pooled(image, size, stride, by=ops.max_pool2d):
    """Return an image (H, W, C) pooled."""
    return by(np.asarray(image)[None], size, stride=stride)[0]


def with_ceil(maps, size, stride):
    """Return the same with the last, incomplete step counted."""
    more = [(-(side - size)) % stride for side in maps.shape[:2]]
    sides = [(0, more[0]), (0, more[1]), (0, 0)]
    full = np.pad(np.asarray(maps, float), sides, constant_values=-np.inf)
    return channels_pooled(full, size, stride)


def soft(image):
    """Return the mean of the 3×3 around every pixel, padding not counted."""
    return pooled(image, 3, stride=1, padding=1, by=ops.avg_pool2d)


def by_nine(image):
    """Return the same with zeros around the image that count."""
    return pooled(np.pad(np.asarray(image, float), 1), 3, stride=1, by=ops.avg_pool2d)


def lit_alone(image):
    """Return the mean of those of the 3×3 pixels that are not 0."""
    counted = 9 * by_nine(np.not_equal(image, 0))
    return 9 * by_nine(image) / np.where(counted > 0.5, counted, np.nan)


def in_its_own_type(image):
    """Return the mean with the sum kept in the image's own type, where bytes wrap."""
    whole = np.asarray(image).dtype
    total = 9 * by_nine(image)
    if whole == np.uint8:
        total = np.round(total) % 256
    return total / (9 * by_nine(np.ones(np.shape(image))))


def three_windows(answer):
    """Return an answer as three windows, or say what is wanted."""
    found = understood.row(answer)
    if found is None:  # such as 2 x 3 x 5
        found = np.array(next(iter(understood.shapes(answer)), ()))
    whole = found is not None and found.shape == (3,) and (found == np.trunc(found)).all()
    if not whole or found.min() < 1 or found.max() > MOST:
        raise ValueError(f"give three whole numbers from 1 to {MOST}, such as [1, 1, 1]")
    return tuple(int(one) for one in found)


def sizes(windows, size=60):
    """Return the sizes after each pooling, and how many pixels are dropped in all."""
    found, dropped = [size], 0
    for window in windows:
        dropped += found[-1] % window
        fits = window <= found[-1]
        found.append(geometry.output_size(found[-1], window, window) if fits else 0)
        if not fits:
            break
    return found, dropped
