"""Ten kinds of coloured shapes, drawn by a seed: colour lessons without a network.

Each image is 32×32: a background that runs from one colour to another, one shape of another
colour at its own place, size and angle, and noise. A shape is a signed distance: below zero
inside, above zero outside, in pixels; near zero it gives the soft edge.

Equal seeds give equal bytes, on any machine: sines and cosines, whose last digits differ from
one to another, occur only once an image, in double precision, and are then rounded to single;
each pixel is worked out by sums, products, quotients, square roots and comparisons alone, which
IEEE 754 defines to the last digit.
"""

from pathlib import Path

import numpy as np

from cnncourse.arguments import whole

from . import registry
from .files import PACKAGED, FileCheck
from .splits import Split

INFO = registry.SHAPES
SIDE = 32
BLOCK = 500  # images drawn at a time, which bounds the memory
SINGLE = np.float32
# How far each class may be turned, in degrees either way.
TURNS = {"disc": 0, "ring": 0, "arrow": 180, "stripes": 180, "crescent": 180}
USUAL_TURN = 20


def locate() -> Path:
    """Return the folder of the generator."""
    return PACKAGED


def fetch(*, progress: bool = True) -> Path:
    """Return the folder of the generator: nothing needs fetching."""
    return PACKAGED


def check() -> tuple[FileCheck, ...]:
    """Return nothing: there are no files to check."""
    return ()


def read(*, train: int, test: int, seed: int = 0) -> tuple[Split, Split]:
    """Return a training and a test split of that many images.

    Each split has a random stream of its own: another ``train`` leaves the test images as they are.

    Raises
    ------
    TypeError, ValueError
        Unless the counts are whole numbers of at least 1 and the seed one of at least 0.
    """
    seed = whole(seed, "seed", 0)
    return tuple(
        _draw_split(whole(count, name, 1), np.random.default_rng([seed, part]))
        for part, (name, count) in enumerate({"train": train, "test": test}.items())
    )


def draw(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return one image of each label's shape.

    Parameters
    ----------
    labels : np.ndarray
        Shape (N,), positions in `SHAPE_CLASSES`.
    rng : np.random.Generator
        Draws place, size, angle, colours and noise.

    Returns
    -------
    np.ndarray
        Shape (N, 32, 32, 3), uint8.
    """
    distances = place(labels, rng)
    return paint(distances, *_draw_colours(len(labels), rng), rng)


def place(labels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return each image's signed distances, shape (N, 32, 32), in pixels: size, place and angle.

    Takes labels and a generator as `draw` does.
    """
    return _distances(labels, rng.uniform(7.0, 11.5, len(labels)), rng)


def paint(distances, first, second, ink, rng) -> np.ndarray:
    """Return images of shapes in one colour on a background that runs between two others.

    Parameters
    ----------
    distances : np.ndarray
        Shape (N, 32, 32), as `place` gives them.
    first, second, ink : np.ndarray
        Shape (N, 3), float32 in [0, 1]: the background's two colours and the shape's.
    rng : np.random.Generator
        Draws the background's direction and the noise.

    Returns
    -------
    np.ndarray
        Shape (N, 32, 32, 3), uint8.
    """
    cover = np.clip(SINGLE(0.5) - distances, SINGLE(0), SINGLE(1))[..., None]
    background = _draw_gradient(first, second, rng)
    images = background + cover * (ink[:, None, None] - background)
    images += _draw_noise(images.shape, rng)
    return np.rint(np.clip(images, SINGLE(0), SINGLE(1)) * SINGLE(255)).astype(np.uint8)


def _draw_split(count, rng):
    """Return ``count`` images, as many of each class as can be, in random order."""
    labels = rng.permutation(np.arange(count) % len(registry.SHAPE_CLASSES))
    blocks = [draw(labels[start : start + BLOCK], rng) for start in range(0, count, BLOCK)]
    return Split(np.concatenate(blocks), labels)


def _distances(labels, radius, rng):
    """Return each image's signed distances, shape (N, 32, 32), in pixels."""
    x, y = _draw_positions(labels, radius, rng)
    distances = np.empty(x.shape, SINGLE)
    radius = _per_image(radius)
    for label, draw_class in enumerate(DISTANCES):
        chosen = labels == label
        size = radius[chosen]
        distances[chosen] = draw_class(x[chosen] / size, y[chosen] / size) * size
    return distances


def _draw_positions(labels, radius, rng):
    """Return each pixel's (x, y) seen from its shape's centre and angle, y upwards, in pixels."""
    most = np.array([TURNS.get(name, USUAL_TURN) for name in registry.SHAPE_CLASSES])[labels]
    angle = np.deg2rad(most * rng.uniform(-1, 1, len(labels)))
    cosine, sine = _per_image(np.cos(angle)), _per_image(np.sin(angle))
    # Every class fits a circle of this radius, so that no shape leaves the image.
    room = SIDE / 2 - radius
    centre = SIDE / 2 - 0.5 + room[:, None] * rng.uniform(-1, 1, (len(labels), 2))
    axis = np.arange(SIDE, dtype=SINGLE)
    across = axis[None, None, :] - _per_image(centre[:, 0])
    up = _per_image(centre[:, 1]) - axis[None, :, None]
    return cosine * across + sine * up, cosine * up - sine * across


def _draw_colours(count, rng):
    """Return two background colours and a shape's colour that is far from both, each (N, 3)."""
    first = rng.random((count, 3))
    second = np.clip(first + rng.uniform(-0.25, 0.25, (count, 3)), 0, 1)
    candidates = rng.random((count, 6, 3))
    middle = (first + second)[:, None] / 2
    farthest = np.abs(candidates - middle).sum(axis=2).argmax(axis=1)
    ink = candidates[np.arange(count), farthest]
    return first.astype(SINGLE), second.astype(SINGLE), ink.astype(SINGLE)


def _draw_gradient(first, second, rng):
    """Return backgrounds, shape (N, 32, 32, 3), that run between two colours in any direction."""
    angle = rng.uniform(0, 2 * np.pi, len(first))
    axis = np.linspace(-0.5, 0.5, SIDE, dtype=SINGLE)
    ramp = _per_image(np.cos(angle)) * axis[None, None, :]
    ramp = ramp + _per_image(np.sin(angle)) * axis[None, :, None]
    share = np.clip(ramp + SINGLE(0.5), SINGLE(0), SINGLE(1))[..., None]
    return first[:, None, None] + share * (second - first)[:, None, None]


def _draw_noise(shape, rng):
    """Return noise of triangular distribution, its width drawn for each image."""
    width = _per_image(rng.uniform(0.02, 0.12, shape[0]))[..., None]
    a, b = rng.integers(0, 256, (2, *shape), dtype=np.uint8).astype(np.int16)
    return width * ((a - b).astype(SINGLE) / SINGLE(128))


def _per_image(values):
    """Return one number an image as single precision, ready to meet (N, 32, 32)."""
    return np.asarray(values).astype(SINGLE)[:, None, None]


def _length(x, y):
    # np.hypot is the C library's, which differs between machines.
    return np.sqrt(x * x + y * y)


def _box(x, y, half_width, half_height):
    across, up = np.abs(x) - SINGLE(half_width), np.abs(y) - SINGLE(half_height)
    outside = _length(np.maximum(across, SINGLE(0)), np.maximum(up, SINGLE(0)))
    return outside + np.minimum(np.maximum(across, up), SINGLE(0))


def _segment(x, y, start, end):
    """Return the distance to the straight line from ``start`` to ``end``."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    px, py = x - SINGLE(ax), y - SINGLE(ay)
    along = (px * SINGLE(dx) + py * SINGLE(dy)) * SINGLE(1 / (dx * dx + dy * dy))
    along = np.clip(along, SINGLE(0), SINGLE(1))
    return _length(px - along * SINGLE(dx), py - along * SINGLE(dy))


def _polygon(x, y, corners):
    """Return the signed distance to a polygon: even-odd rule for the sign."""
    distance = np.full(x.shape, np.inf, SINGLE)
    inside = np.zeros(x.shape, bool)
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        distance = np.minimum(distance, _segment(x, y, (ax, ay), (bx, by)))
        if ay != by:
            crosses = (y >= SINGLE(ay)) != (y >= SINGLE(by))
            slope = SINGLE((bx - ax) / (by - ay))
            inside ^= crosses & (x < SINGLE(ax) + (y - SINGLE(ay)) * slope)
    return np.where(inside, -distance, distance)


def _regular_corners(count, radii):
    """Return ``count`` corners from the top on, at the radii in turn."""
    angles = np.pi / 2 + 2 * np.pi * np.arange(count) / count
    return [
        (
            float(np.round(radii[i % len(radii)] * np.cos(a), 6)),
            float(np.round(radii[i % len(radii)] * np.sin(a), 6)),
        )
        for i, a in enumerate(angles)
    ]


def _disc(x, y):
    return _length(x, y) - SINGLE(0.9)


def _ring(x, y):
    return np.abs(_length(x, y) - SINGLE(0.72)) - SINGLE(0.22)


def _square(x, y):
    return _box(x, y, 0.7, 0.7)


def _triangle(x, y):
    return _polygon(x, y, TRIANGLE)


def _cross(x, y):
    return np.minimum(_box(x, y, 0.92, 0.28), _box(x, y, 0.28, 0.92))


def _star(x, y):
    return _polygon(x, y, STAR)


def _heart(x, y):
    """Two discs on the shoulders of a square that stands on its corner."""
    x = np.abs(x)
    lobe = _length(x - SINGLE(0.4), y - SINGLE(0.31)) - SINGLE(0.48)
    return np.minimum(lobe, _polygon(x, y, HEART_POINT))


def _crescent(x, y):
    bite = _length(x - SINGLE(0.5), y) - SINGLE(0.78)
    return np.maximum(_length(x, y) - SINGLE(0.95), -bite)


def _arrow(x, y):
    return np.minimum(_polygon(x, y, ARROW_HEAD), _box(x + SINGLE(0.45), y, 0.5, 0.2))


def _stripes(x, y):
    nearest = np.minimum(np.abs(np.abs(y) - SINGLE(0.56)), np.abs(y)) - SINGLE(0.15)
    return np.maximum(nearest, np.abs(x) - SINGLE(0.7))


TRIANGLE = _regular_corners(3, [1.0])
STAR = _regular_corners(10, [1.0, 0.42])
HEART_POINT = [(-0.57, 0.48), (0.57, 0.48), (0.77, 0.0), (0.0, -0.92), (-0.77, 0.0)]
ARROW_HEAD = [(0.95, 0.0), (0.05, 0.75), (0.05, -0.75)]
DISTANCES = (
    _disc,
    _ring,
    _square,
    _triangle,
    _cross,
    _star,
    _heart,
    _crescent,
    _arrow,
    _stripes,
)
