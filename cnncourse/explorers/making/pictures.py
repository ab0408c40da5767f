"""The images of the explorers: ten of Fashion-MNIST, and what is drawn or written by code."""

from typing import NamedTuple

import numpy as np

from cnncourse import datasets
from cnncourse.explorers.making import landscape
from cnncourse.explorers.making.script import encode

FASHION = {  # where each stands among the test images of "fashion-mnist-mini", and its look
    "boot": (31, "an ankle boot with a high block heel, side view"),
    "t-shirt": (48, "a light T-shirt with a dark print on its chest"),
    "trouser": (62, "a pair of long, straight trousers"),
    "pullover": (134, "a light pullover with long sleeves"),
    "dress": (146, "a dress with a flared skirt"),
    "coat": (376, "a jacket with a zip and long sleeves"),
    "sandal": (176, "a sandal with straps and a high heel, side view"),
    "shirt": (804, "a chequered shirt with long sleeves"),
    "sneaker": (77, "a low sneaker, side view"),
    "bag": (249, "a shopping bag with a heart on it and a long handle"),
}
PATCH = slice(10, 16), slice(8, 14)  # rows and columns of the boot
PATCH_STEP = 26  # grey levels that one whole number stands for

# What the source of the worked example prescribes: a 6 x 6 image around a pixel of 25.
WORKED = (
    (3, 5, 8, 9, 7, 4),
    (4, 10, 14, 15, 11, 6),
    (6, 13, 25, 21, 16, 8),
    (5, 12, 20, 18, 13, 7),
    (3, 8, 12, 11, 9, 5),
    (2, 4, 6, 7, 5, 3),
)
POOLED = ((1, 0, 4), (8, 2, 5), (20, 13, 25))

# The nine: cubic Bezier curves, (x, y) in pixels, each beginning where the one before ends.
NINE = (
    ((18.6, 8.6), (16.8, 4.2), (9.6, 3.6), (8.9, 9.2)),
    ((8.9, 9.2), (8.4, 14.8), (16.4, 15.2), (18.6, 8.6)),
    ((18.6, 8.6), (18.4, 13.4), (17.4, 18.2), (14.4, 23.4)),
)
PEN = 1.25  # its radius in pixels


class Picture(NamedTuple):
    """An image before it is stored; the fields are those of `stored.StoredImage`."""

    title: str
    pixels: np.ndarray
    alt: str
    scale: int = 255
    label: int | None = None


LARGE = ("landscape", "landscape-large")


def payloads() -> dict[str, dict]:
    """Return the images in their plain form, by payload and name.

    The large ones have a file of their own, which not every explorer needs; among the others
    each stands as None, in its place.
    """
    found = plain()
    small = {name: None if name in LARGE else entry for name, entry in found.items()}
    return {"images": small, "landscapes": {name: found[name] for name in LARGE}}


def plain() -> dict:
    """Return every image in its plain form, by name."""
    return {
        name: {
            "title": picture.title,
            "array": encode(picture.pixels),
            "scale": picture.scale,
            "label": picture.label,
            "alt": picture.alt,
        }
        for name, picture in (fashion() | drawn()).items()
    }


def fashion() -> dict[str, Picture]:
    """Return the ten items of Fashion-MNIST, and a patch of the first as small whole numbers."""
    data = datasets.load("fashion-mnist-mini")
    found = {}
    for name, (index, alt) in FASHION.items():
        label = int(data.test.labels[index])
        found[name] = Picture(data.classes[label], data.test.images[index], alt, label=label)
    patch = found["boot"].pixels[PATCH] // PATCH_STEP
    alt = "part of the boot's shaft: zeros on the left, a slanting border, then sevens and eights"
    return found | {"patch": Picture("Part of the boot, 0 to 9", patch, alt, scale=9)}


def drawn() -> dict[str, Picture]:
    """Return what is made by code alone."""
    large = landscape.grey(landscape.draw(256))
    lake = "a lake at evening with a sailing boat, a house with a red roof, mountains and the sun"
    return {
        "stroke": Picture("A nine, by pen", nine(), "a handwritten figure nine, white on black"),
        "checkerboard": Picture(
            "Checkerboard", checkerboard(), "four by four squares, black and white in turn"
        ),
        "landscape": Picture("A lake, in colour", landscape.draw(48), lake),
        "landscape-large": Picture("A lake, 256 × 256", large, lake + ", in grey"),
        "tiny": Picture("Ramp, 4 × 4", ramp(), "sixteen pixels, each brighter than the last"),
        "pooling-3x3": Picture(
            "Three by three, 0 to 25", numbers(POOLED), "nine whole numbers, the last is 25", 25
        ),
        "worked-6x6": Picture(
            "Six by six, 2 to 25", numbers(WORKED), "whole numbers that rise to 25 inside", 25
        ),
    }


def numbers(rows) -> np.ndarray:
    """Return rows of whole numbers as an image of one channel."""
    return np.array(rows, np.uint8)[..., None]


def ramp() -> np.ndarray:
    """Return 4 x 4 grey levels in equal steps from black to white."""
    return (17 * np.arange(16, dtype=np.uint8)).reshape(4, 4, 1)


def checkerboard() -> np.ndarray:
    """Return 4 x 4 squares of 4 x 4 pixels, the first black."""
    square = np.arange(16) // 4
    return (255 * ((square[:, None] + square) % 2)).astype(np.uint8)[..., None]


def nine() -> np.ndarray:
    """Return the figure nine as a pen with a soft edge draws it, 28 x 28."""
    t = np.linspace(0, 1, 65)[:, None]
    s, centres = 1 - t, np.arange(28) + 0.5
    distance = np.full((28, 28), np.inf)
    for a, b, c, d in map(np.array, NINE):
        points = s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d
        for x, y in points:
            across, down = centres[None, :] - x, centres[:, None] - y
            distance = np.minimum(distance, np.sqrt(across * across + down * down))
    return np.rint(255 * np.clip(PEN + 0.5 - distance, 0, 1)).astype(np.uint8)[..., None]
