"""Arrays whose numbers are meant to be read."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Colormap

from cnncourse import arguments
from cnncourse.plots import checked, figures, look
from cnncourse.plots.frames import extent, frame

CELL = 0.46  # a cell's least width and height in inches
CHARACTER = 0.64 * look.TEXT / 72  # width of a digit in inches


@look.drawn
def matrix(
    values,
    ax: Axes | None = None,
    *,
    window: tuple[int, int, int, int] | None = None,
    title: str = "",
    digits: int | None = None,
    cmap: str | Colormap = "gray",
    limits: tuple[float, float] | None = None,
) -> Axes:
    """Draw a small array with each number in its cell.

    Parameters
    ----------
    values : array, (rows, columns)
    ax : Axes, optional
    window : (row, column, height, width), optional
        Cells to put a frame around, counted from 0 at the upper left; it may reach past the
        edge, as a window over padding does.
    title : str
    digits : int, optional
        Decimals written; none for whole numbers and at most 2 otherwise where left out.
    cmap : str or Colormap
        A colour map of matplotlib's.
    limits : (float, float), optional
        The values that get the map's two ends; those of the array where left out.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For another number of dimensions, numbers that are not finite, or a window that lies
        outside the array or is empty.

    Examples
    --------
    >>> ax = matrix([[1, 0], [4, 8]], window=(0, 0, 2, 1))
    >>> [text.get_text() for text in ax.texts]
    ['1', '0', '4', '8']
    """
    values = checked.finite(values, "values", (2,))
    texts = texts_of(values, None if digits is None else arguments.count(digits, "digits", 0))
    top, bottom, left, right = extent(values.shape, window)
    cell = max(CELL, CHARACTER * (1 + max(len(text) for text in texts.flat)))
    above = 0.3 if title else 0.0
    ax = figures.axes(ax, (bottom - top) * cell + above, (right - left) * cell)
    low, high = _two_ends(values, limits)
    scale = {"cmap": cmap, "vmin": low, "vmax": high}
    drawn = ax.imshow(values.astype(float), interpolation="none", **scale)
    _write(ax, texts, drawn.to_rgba(values.astype(float)))
    figures.strip(ax)
    separate(ax, *values.shape)
    ax.set(xlim=(left - 0.5, right - 0.5), ylim=(bottom - 0.5, top - 0.5))
    if window is not None:
        frame(ax, window)
    if title:
        figures.head(ax, title)
    return ax


@look.drawn
def confusion_matrix(
    counts, classes: Sequence[str], ax: Axes | None = None, *, title: str = ""
) -> Axes:
    """Draw how often each class was taken for each: true classes down, predicted ones across.

    Colours are shares of a row, so that classes of different sizes can be compared; the
    numbers are the counts.

    Parameters
    ----------
    counts : array of whole numbers, (classes, classes)
        ``counts[i, j]`` images of class ``i`` were taken for ``j``.
    classes : sequence of str
    ax : Axes, optional
    title : str
        In place of the accuracy.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        If the array is not square, has negative or fractional numbers, or the names do not
        fit it.
    """
    counts = checked.finite(counts, "counts", (2,))
    classes = checked.names(classes)
    if counts.shape[0] != counts.shape[1] or len(counts) != len(classes):
        raise ValueError(
            f"counts must be {len(classes)}×{len(classes)} for {len(classes)} classes, "
            f"got {counts.shape}"
        )
    if counts.dtype.kind not in "iu" or counts.min() < 0:
        raise TypeError(f"counts must be whole numbers from 0, got dtype {counts.dtype}")
    words = max(len(str(name)) for name in classes)
    size = min(look.WIDTH, 1.2 * words * figures.LETTER + 0.6 * len(classes) + 0.5)
    ax = figures.axes(ax, size, size)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    drawn = ax.imshow(shares, cmap=look.SHARES, vmin=0, vmax=1, interpolation="none")
    _write(ax, texts_of(counts, 0), drawn.to_rgba(shares))
    separate(ax, *counts.shape)
    ax.set_xticks(range(len(classes)), classes, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(classes)), classes)
    ax.tick_params(length=0)
    ax.set(xlabel="predicted class", ylabel="true class")
    accuracy = np.trace(counts) / max(counts.sum(), 1)
    ax.set_title(title or f"{100 * accuracy:.2f} % on the diagonal")
    return ax


def texts_of(values, digits=None):
    """Return each number as text, with as many decimals as are asked for or needed."""
    if digits is None:
        whole = values.dtype.kind in "biu" or (values == np.round(values)).all()
        digits = 0 if whole else 2
    # Adding 0.0 turns a rounded -0 into 0.
    texts = [f"{round(float(value), digits) + 0.0:.{digits}f}" for value in values.flat]
    return np.array(texts).reshape(values.shape)


def _two_ends(values, limits):
    """Return the values that get the two ends of a colour map."""
    if limits is None:
        low, high = float(values.min()), float(values.max())
        return low, high if high > low else low + 1
    if np.shape(limits) != (2,) or not limits[0] < limits[1] or not np.isfinite(limits).all():
        raise ValueError(
            f"limits must be two finite numbers, the lower first, got {limits}; "
            f"those of the array are ({values.min():g}, {values.max():g})"
        )
    return limits


def _write(ax, texts, backgrounds):
    """Write each text in its cell, in what is read best on its colour."""
    for (row, column), text in np.ndenumerate(texts):
        colour = look.ink_on(backgrounds[row, column])
        ax.text(column, row, text, ha="center", va="center", color=colour)


def separate(ax, rows, columns):
    """Draw thin lines between the cells."""
    ax.set_xticks(np.arange(columns + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(rows + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=look.FAINT, linewidth=0.8)
    ax.tick_params(which="minor", length=0)
