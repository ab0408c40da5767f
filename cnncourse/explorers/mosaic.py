"""Pictures as a few SVG paths, small enough to stand in a page beside the living drawing."""

from itertools import groupby
from typing import NamedTuple

import numpy as np

from cnncourse.explorers import svg

MOST = 32  # pixels in a row; a larger picture is drawn from the means of its blocks
LEVELS = 15  # of grey, or on each side of zero
COLOUR_LEVELS = 8


class Mosaic(NamedTuple):
    """A picture drawn: its SVG, and the width of one pixel of the array in units of it."""

    drawing: str
    side: float


def draw(values, x: float, y: float, wide: float, *, signed: bool = False) -> Mosaic:
    """Draw an array as squares, its longer direction ``wide`` units.

    Parameters
    ----------
    values : array_like (H, W), (H, W, 1) or (H, W, 3)
        Brightness from 0 to 1, or with ``signed`` from -1 (purple) to 1 (orange).
    x, y : float
        The upper left corner.
    """
    values = np.asarray(values, dtype=float)
    values = values[..., 0] if values.ndim == 3 and values.shape[2] == 1 else values
    side = wide / max(values.shape[:2])
    block = -(-max(values.shape[:2]) // MOST)
    small = _means(values, block)
    paths = [_path(colour, runs) for colour, runs in _runs(small, signed).items()]
    height, width = np.array(values.shape[:2]) * side
    # The blocks fill the frame, also where the last of them holds fewer pixels.
    across, down = width / small.shape[1], height / small.shape[0]
    scale = f"translate({x:g} {y:g}) scale({across:.4f} {down:.4f})"
    edge = svg.element(
        "rect", x=x, y=y, width=float(width), height=float(height), fill="none", stroke=svg.MUTED
    )
    return Mosaic(svg.element("g", *paths, transform=scale) + edge, side)


def size_words(array) -> str:
    """Return "28 × 28", with the channels where there are several.

    Examples
    --------
    >>> size_words(np.zeros((4, 5, 1))), size_words(np.zeros((4, 5, 3)))
    ('4 × 5', '4 × 5 × 3')
    """
    shape = array.shape[:2] if array.ndim == 2 or array.shape[2] == 1 else array.shape
    return " × ".join(map(str, shape))


def _means(values, block):
    """Return the means of blocks, those at the lower and right border being what is there."""
    starts = [np.arange(0, length, block) for length in values.shape[:2]]
    sums = np.add.reduceat(np.add.reduceat(values, starts[0], 0), starts[1], 1)
    counts = [np.diff(np.append(s, n)) for s, n in zip(starts, values.shape[:2], strict=True)]
    area = np.multiply.outer(*counts)
    return sums / (area if values.ndim == 2 else area[..., None])


def _runs(values, signed):
    """Return, for every colour, the runs (row, first column, length) that have it."""
    levels = COLOUR_LEVELS if values.ndim == 3 else LEVELS
    steps = np.rint(values.clip(-1 if signed else 0, 1) * levels).astype(int)
    found = {}
    for r, row in enumerate(steps.tolist()):
        start = 0
        for step, run in groupby(row):
            length = len(list(run))
            colour = _colour(step, levels, signed)
            found.setdefault(colour, []).append((r, start, length))
            start += length
    return found


def _colour(step, levels, signed):
    if isinstance(step, list):
        return "#" + "".join(svg.grey(part / levels)[1:3] for part in step)
    return svg.signed(step / levels) if signed else svg.grey(step / levels)


def _path(colour, runs):
    # A little wider than a pixel, so that no ground shows between neighbours.
    strokes = "".join(f"M{start} {row}h{length}v1h-{length}z" for row, start, length in runs)
    return svg.element("path", d=strokes, fill=colour, stroke=colour, stroke_width="0.05")
