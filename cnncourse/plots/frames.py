"""What stands around pixels: a window's frame, and the numbers of rows and columns."""

import numpy as np
from matplotlib.patches import Rectangle

from cnncourse import arguments
from cnncourse.plots import figures, look


def pixel_axes(ax, shape, ticks, units):
    """Number the first and last row and column, or take the ticks away."""
    if not ticks and not units:
        return figures.strip(ax)
    rows, columns = shape[:2]
    ax.set(xticks=sorted({0, columns - 1}), yticks=sorted({0, rows - 1}))
    if units:
        ax.set(xlabel="column (pixels)", ylabel="row (pixels)")
    return None


def extent(shape, window):
    """Return top, bottom, left and right of the cells to show, ends not included.

    Raises
    ------
    ValueError, TypeError
        If the window is not four whole numbers, empty or none of its cells is one of the array's.
    """
    rows, columns = shape
    if window is None:
        return 0, rows, 0, columns
    if np.shape(window) != (4,) or not all(map(arguments.is_whole, window)):
        raise TypeError(
            f"window must be (row, column, height, width), four whole numbers, got {window!r}; "
            "as (0, 0, 3, 3) for 3×3 in the upper left corner"
        )
    row, column, height, width = window
    touches = row < rows and column < columns and row + height > 0 and column + width > 0
    if height < 1 or width < 1 or not touches:
        raise ValueError(
            f"window must be (row, column, height, width) with cells of the {rows}×{columns} "
            f"array in it, got {window}"
        )
    return min(0, row), max(rows, row + height), min(0, column), max(columns, column + width)


def frame(ax, window):
    """Put a frame around a window of cells."""
    row, column, height, width = window
    style = {"fill": False, "edgecolor": look.RED, "linewidth": 3, "clip_on": False, "zorder": 3}
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), width, height, **style))
