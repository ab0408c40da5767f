"""A drawing by hand as a setting: 28 by 28 pixels in sixteen brightnesses, as a short text.

The text fits a page's address. It names the pixels row by row, each by a letter from ``a``
(black) to ``p`` (white), with a number behind it where that many in a row are alike; the black
ones after the last stroke are left out, so that an empty drawing is an empty text.
"""

import itertools
import re

import numpy as np

from cnncourse.explorers.traits import Setting

SIDE = 28  # pixels
LEVELS = 16
_RUN = re.compile(r"([a-p])([1-9][0-9]{0,2})?")


def to_text(levels) -> str:
    """Return a drawing as its text.

    Parameters
    ----------
    levels : array_like of int (28, 28)
        From 0 (black) to 15 (white).

    Examples
    --------
    >>> levels = np.zeros((28, 28), int)
    >>> levels[1, :3] = 15
    >>> to_text(levels)
    'a28p3'
    """
    runs = [(level, len(list(run))) for level, run in itertools.groupby(np.ravel(levels).tolist())]
    if runs[-1][0] == 0:
        runs.pop()
    return "".join(f"{chr(ord('a') + level)}{count if count > 1 else ''}" for level, count in runs)


def from_text(text: str) -> np.ndarray:
    """Return the drawing that a text names, (28, 28) whole numbers from 0 to 15.

    Raises
    ------
    ValueError
        If the text is no such text, or names more than 784 pixels.
    """
    runs = _RUN.findall(text)
    if "".join(map("".join, runs)) != text:
        raise ValueError("a drawing's text has letters from a to p, each with a number or without")
    levels = [ord(letter) - ord("a") for letter, count in runs for _ in range(int(count or 1))]
    if len(levels) > SIDE * SIDE:
        raise ValueError(f"a drawing has {SIDE * SIDE} pixels, its text names {len(levels)}")
    levels += [0] * (SIDE * SIDE - len(levels))
    return np.array(levels).reshape(SIDE, SIDE)


class Sketch(Setting):
    """A drawing by hand, kept as its text; an array is taken too.

    An array has shape (28, 28) and numbers from 0 (black) to 1 (white), which are rounded to
    the nearest of sixteen brightnesses.
    """

    kind = "sketch"

    def checked(self, value):
        """Return the drawing's text in its shortest form."""
        try:
            return to_text(from_text(value) if isinstance(value, str) else _levels(value))
        except (TypeError, ValueError):
            rule = f"a drawing's text, or {SIDE} × {SIDE} numbers from 0 to 1"
            self.refuse(rule, value)


def _levels(value):
    array = np.asarray(value)
    if array.shape != (SIDE, SIDE) or array.dtype.kind not in "iufb":
        raise ValueError(f"shape {array.shape}")
    if not (np.isfinite(array).all() and array.min() >= 0 and array.max() <= 1):
        raise ValueError("beyond 0 to 1")
    return np.rint(array * (LEVELS - 1)).astype(int)
