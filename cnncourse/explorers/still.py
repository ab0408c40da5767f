"""Arrays as they are shown where no script runs, and printed: a title, pixels, frames.

An array with few pixels has its numbers written in; one with many is drawn as a few SVG paths,
small enough to stand in a page beside the living drawing.
"""

from itertools import groupby
from typing import NamedTuple

import numpy as np

from cnncourse.explorers import svg

MOST = 32  # pixels in a row; a larger picture is drawn from the means of its blocks
LEVELS = 15  # of grey, or on each side of zero
COLOUR_LEVELS = 8
NO_ROOM = (0, 0, 0, 0)


class Frame(NamedTuple):
    """An outline around pixels of an array: its first row and column, its size, its colour."""

    row: float
    column: float
    height: float = 1
    width: float = 1
    colour: str = svg.FRAME
    dashed: bool = False


def array(
    values,
    x: float,
    y: float,
    wide: float,
    *,
    title: str = "",
    size: int = 12,
    gap: float = 10,
    room: tuple[int, int, int, int] = NO_ROOM,
    largest: float = np.inf,
    white: float = 1,
    signed: bool = False,
    levels: int = LEVELS,
    edge: bool = True,
    numbers=None,
    legible: float = 16,
    frames=(),
) -> str:
    """Draw an array: its title, its pixels, its frames.

    Parameters
    ----------
    values : array_like (H, W), (H, W, 1) or (H, W, 3)
    x, y : float
        The upper left corner, that of the room where there is some.
    wide : float
        Of the longer direction, room included.
    title : str
        Written ``gap`` above, ``size`` high.
    room : (top, bottom, left, right)
        Pixels around the array, outlined in dashes: its padding.
    largest : float
        Side of a pixel where there are few.
    white : float
        The value that is white, or with ``signed`` orange; its opposite is purple then.
    levels : int
        Of grey, or on each side of zero.
    edge : bool
        Whether a line is drawn around the pixels.
    numbers : callable or None
        From a value to the words written into its pixel, where that is ``legible`` or larger.
    frames : iterable of Frame
    """
    values, (above, below, before, after) = np.asarray(values, dtype=float), room
    padded = above + values.shape[0] + below, before + values.shape[1] + after
    side = min(wide / max(padded), largest)
    left, top = x + before * side, y + above * side
    parts = [svg.text(x, y - gap, title, size=size, anchor="start")] if title else []
    if any(room):
        dashes = Frame(-above, -before, *padded, svg.MUTED, dashed=True)
        parts.append(_framed(dashes, left, top, side))
    if numbers and side >= legible:
        shade = svg.signed if signed else svg.grey
        rows = values.tolist()
        parts.append(
            svg.grid(left, top, rows, side, numbers=numbers, shade=lambda v: shade(v / white))
        )
    else:
        parts.append(_pixels(values / white, left, top, side, signed, levels, edge))
    return "".join(parts) + "".join(_framed(frame, left, top, side) for frame in frames)


def _framed(frame, left, top, side):
    corner = float(left + frame.column * side), float(top + frame.row * side)
    size = float(frame.width * side), float(frame.height * side)
    return svg.frame(*corner, *size, colour=frame.colour, dashed=frame.dashed)


def _pixels(values, x, y, side, signed, levels, edge):
    """Return squares of colour, neighbours of one colour in one stroke."""
    values = values[..., 0] if values.ndim == 3 and values.shape[2] == 1 else values
    block = -(-max(values.shape[:2]) // MOST)
    small = _means(values, block)
    levels = COLOUR_LEVELS if values.ndim == 3 else levels
    paths = [_path(colour, runs) for colour, runs in _runs(small, signed, levels).items()]
    height, width = np.array(values.shape[:2]) * side
    # The blocks fill the frame, also where the last of them holds fewer pixels.
    across, down = width / small.shape[1], height / small.shape[0]
    place = f"translate({x:g} {y:g}) scale({across:.4f} {down:.4f})"
    box = {"x": x, "y": y, "width": float(width), "height": float(height)}
    line = svg.element("rect", **box, fill="none", stroke=svg.MUTED) if edge else ""
    return svg.element("g", *paths, transform=place) + line


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


def _runs(values, signed, levels):
    """Return, for every colour, the runs (row, first column, length) that have it."""
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
