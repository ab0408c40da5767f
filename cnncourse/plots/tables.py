"""Arrays whose numbers are meant to be read."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from cnncourse.plots import figures

CELL = 0.46  # a cell's least width and height in inches
CHARACTER = 0.09  # width of a digit in inches


def matrix(
    values,
    ax: Axes | None = None,
    *,
    window: tuple[int, int, int, int] | None = None,
    title: str = "",
    digits: int | None = None,
    cmap: str = "gray",
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
    cmap : str
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
    values = figures.finite(values, "values", (2,))
    texts = _texts(values, digits)
    top, bottom, left, right = _extent(values.shape, window)
    cell = max(CELL, CHARACTER * (2 + max(len(text) for text in texts.flat)))
    above = 0.3 if title else 0.0
    ax = figures.axes(ax, (bottom - top) * cell + above, (right - left) * cell)
    low, high = limits or (float(values.min()), float(values.max()))
    high = high if high > low else low + 1
    drawn = ax.imshow(values.astype(float), cmap=cmap, vmin=low, vmax=high)
    _write(ax, texts, drawn.to_rgba(values.astype(float)))
    figures.strip(ax)
    _separate(ax, *values.shape)
    ax.set(xlim=(left - 0.5, right - 0.5), ylim=(bottom - 0.5, top - 0.5))
    if window is not None:
        _frame(ax, window)
    if title:
        ax.set_title(title, fontsize="medium")
    return ax


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
    counts = figures.finite(counts, "counts", (2,))
    if counts.shape[0] != counts.shape[1] or len(counts) != len(classes):
        raise ValueError(
            f"counts must be {len(classes)}×{len(classes)} for {len(classes)} classes, "
            f"got {counts.shape}"
        )
    if counts.dtype.kind not in "iu" or counts.min() < 0:
        raise TypeError(f"counts must be whole numbers from 0, got dtype {counts.dtype}")
    size = min(figures.WIDTH, 2 + 0.5 * len(classes))
    ax = figures.axes(ax, size * 0.92, size)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    drawn = ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    _write(ax, _texts(counts, 0), drawn.to_rgba(shares), fontsize=8)
    _separate(ax, *counts.shape)
    ax.set_xticks(range(len(classes)), classes, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(classes)), classes)
    ax.tick_params(labelsize="small", length=0)
    ax.set(xlabel="predicted class", ylabel="true class")
    accuracy = np.trace(counts) / max(counts.sum(), 1)
    ax.set_title(title or f"{100 * accuracy:.2f} % on the diagonal", fontsize="medium")
    return ax


def _texts(values, digits):
    """Return each number as text, with as many decimals as are asked for or needed."""
    if digits is None:
        whole = values.dtype.kind in "biu" or (values == np.round(values)).all()
        digits = 0 if whole else 2
    # Adding 0.0 turns a rounded -0 into 0.
    texts = [f"{round(float(value), digits) + 0.0:.{digits}f}" for value in values.flat]
    return np.array(texts).reshape(values.shape)


def _write(ax, texts, backgrounds, fontsize=10):
    """Write each text in its cell, dark on light and light on dark."""
    # How bright a colour looks, by ITU-R BT.601.
    brightness = backgrounds[..., :3] @ (0.299, 0.587, 0.114)
    for (row, column), text in np.ndenumerate(texts):
        colour = figures.INK if brightness[row, column] > 0.5 else "white"
        ax.text(column, row, text, ha="center", va="center", color=colour, fontsize=fontsize)


def _separate(ax, rows, columns):
    """Draw thin lines between the cells."""
    ax.set_xticks(np.arange(columns + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(rows + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=figures.FAINT, linewidth=0.8)
    ax.tick_params(which="minor", length=0)


def _extent(shape, window):
    """Return top, bottom, left and right of the cells to show, ends not included.

    Raises
    ------
    ValueError
        If the window is empty or none of its cells is one of the array's.
    """
    rows, columns = shape
    if window is None:
        return 0, rows, 0, columns
    row, column, height, width = window
    touches = row < rows and column < columns and row + height > 0 and column + width > 0
    if height < 1 or width < 1 or not touches:
        raise ValueError(
            f"window must be (row, column, height, width) with cells of the {rows}×{columns} "
            f"array in it, got {window}"
        )
    return min(0, row), max(rows, row + height), min(0, column), max(columns, column + width)


def _frame(ax, window):
    """Put a frame around a window of cells."""
    row, column, height, width = window
    style = {"fill": False, "edgecolor": figures.RED, "linewidth": 3, "clip_on": False, "zorder": 3}
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), width, height, **style))
