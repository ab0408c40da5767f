"""Images moved, blacked out and mixed, as the exercises of "Augmentation" compute with."""

import numpy as np


def shifted(image, down, right):
    """Return an image (H, W) moved within its frame; black comes in."""
    height, width = image.shape
    rows = np.arange(height)[:, None] - down
    columns = np.arange(width)[None, :] - right
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    found = image[rows.clip(0, height - 1), columns.clip(0, width - 1)]
    return np.where(inside, found, 0).astype(image.dtype)


def edge_drawn_out(image, down, right):
    """Return an image moved, with the pixels of its edge repeated where it leaves a gap."""
    height, width = image.shape
    rows = (np.arange(height)[:, None] - down).clip(0, height - 1)
    columns = (np.arange(width)[None, :] - right).clip(0, width - 1)
    return image[rows, columns]


def blacked(image, row, column, side):
    """Return an image (H, W) with a black square of an odd side about a pixel."""
    rows, columns = np.indices(image.shape)
    half = side // 2
    hit = (np.abs(rows - row) <= half) & (np.abs(columns - column) <= half)
    return np.where(hit, 0, image).astype(image.dtype)


def from_negative(image, row, column, side):
    """Return what a slice gives whose start may lie before the first pixel."""
    found, half = image.copy(), side // 2
    found[row - half : row + half + 1, column - half : column + half + 1] = 0
    return found


def whole_rows(image, row, column, side):
    """Return an image with black rows where the square would be."""
    found, half = image.copy(), side // 2
    found[max(row - half, 0) : row + half + 1] = 0
    return found


def wanted(labels, partners, weight, classes):
    """Return the wanted probabilities of mixed images, (n, classes)."""
    single = np.eye(classes)[labels]
    return weight * single + (1 - weight) * single[partners]


HAND = np.array([[0, 1, 1, 0], [1, 1, 1, 0], [0, 1, 1, 1], [0, 1, 1, 1], [0, 1, 1, 0]])
"""A hand with its thumb to one side."""


def makes_the_other_hand():
    """Return which of four changes makes of a hand the other hand, in some position.

    0: turned upside down; 1: its rows in the opposite order; 2: its rows and its columns in the
    opposite order; 3: made darker.
    """
    other = [np.rot90(HAND[:, ::-1], turns) for turns in range(4)]
    made = [np.rot90(HAND, 2), HAND[::-1], HAND[::-1, ::-1], HAND // 1]
    found = [any(np.array_equal(one, two) for two in other) for one in made]
    return found.index(True)
