"""What every drawing shares: the Axes it draws on, and checks of what is drawn."""

import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib import pyplot
from matplotlib.axes import Axes

from cnncourse import arguments
from cnncourse.plots import look
from cnncourse.plots.look import FAINT, TEXT, WIDTH

MOST = 200  # Axes in a grid: the time goes up with each, and nobody looks at more
LETTER = 0.58 * TEXT / 72  # inches: a letter's width, on average


@look.drawn
def panels(
    columns: int,
    rows: int = 1,
    *,
    width: float | None = None,
    height: float | None = None,
    widths: Sequence[float] | None = None,
    heights: Sequence[float] | None = None,
) -> np.ndarray:
    """Make a figure of several Axes, in the book's look.

    Parameters
    ----------
    columns, rows : int
    width : float, optional
        Inches; 3 a column, and the book's 6 at most, where left out.
    height : float, optional
        Inches; such that panels are about square where left out.
    widths, heights : sequences of float, optional
        How wide the columns and how high the rows are, compared with one another.

    Returns
    -------
    ndarray of Axes, (rows · columns,)
        Row by row, each from the left.

    Raises
    ------
    ValueError, TypeError
        If there would be no panel, or more than 200; if the figure were wider than the book's
        text; if ``widths`` or ``heights`` are not one a column or row.

    Examples
    --------
    >>> left, right = panels(2)
    >>> _ = left.set(title="before"), right.set(title="after")
    """
    columns, rows = arguments.count(columns, "columns"), arguments.count(rows, "rows")
    check_count(columns * rows, "columns × rows")
    for name, given, count in (("widths", widths, columns), ("heights", heights, rows)):
        if given is not None and len(given) != count:
            raise ValueError(f"{name} must be {count} numbers, got {len(given)}; give one for each")
    width = min(WIDTH, 3 * columns) if width is None else width
    if not 0 < width <= WIDTH:
        raise ValueError(
            f"width must be above 0 and at most {WIDTH:g} inches, the book's width, got {width}; "
            "use fewer columns and more rows"
        )
    size = width, height or width / columns * rows
    ratios = {"width_ratios": widths, "height_ratios": heights}
    _, made = pyplot.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False, **ratios
    )
    for ax in made.flat:
        look.dress(ax)
    return made.ravel()


def axes(ax, height, width=WIDTH) -> Axes:
    """Return ``ax``, or the Axes of a new figure of that size in inches.

    Raises
    ------
    TypeError
        For what is no Axes.
    """
    if ax is None:
        (ax,) = panels(1, width=min(width, WIDTH), height=height)
    _check_axes(ax, "ax")
    look.dress(ax)
    return ax


def given(axes, count) -> np.ndarray:
    """Return the Axes given, row by row, in the book's look.

    Raises
    ------
    ValueError, TypeError
        For another number of them, or what is no Axes.
    """
    axes = np.ravel(np.asarray(axes, dtype=object))
    if len(axes) != count:
        raise ValueError(
            f"axes must be {count}, one for each drawing, got {len(axes)}; "
            f"make them with panels({count})"
        )
    for ax in axes:
        _check_axes(ax, "each of axes")
        look.dress(ax)
    return axes


def grid(count, columns, *, above=0, bar=False, left=0.0):
    """Return a grid of square Axes without ticks as an array (rows, columns) in a new figure.

    Places are computed here: matplotlib's own layout takes a minute for some hundred Axes.

    Parameters
    ----------
    count : int
        Cells that are needed; the rest are left invisible.
    columns : int
        Cells in a row, at most.
    above : int or (int, int)
        Lines of text above each cell, or above those of the first row and of the others.
    bar : bool
        Leave room for a colour bar on the right and a title above all.
    left : float
        Room for words to the left of each row, in inches.

    Raises
    ------
    ValueError
        For more cells than anybody looks at.
    """
    check_count(count, "a grid")
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    line, gap = 1.25 * TEXT / 72, 0.08
    right, top = (0.8, 1.8 * line) if bar else (0.0, 0.0)
    # Few cells stay small: a single kernel as wide as the page teaches nothing more.
    cell = min(1.5, (WIDTH - right - left - gap) / columns - gap)
    first, others = above if isinstance(above, tuple) else (above, above)
    wide = left + gap + columns * (cell + gap) + right
    high = top + rows * (cell + gap) + (first + (rows - 1) * others) * line + gap
    figure = pyplot.figure(figsize=(max(wide, 2.2 if bar else 0.0), high))
    made = np.empty((rows, columns), dtype=object)
    for row, column in np.ndindex(rows, columns):
        x = left + gap + column * (cell + gap)
        y = high - top - (row + 1) * (cell + gap) - (first + row * others) * line
        place = x / figure.get_figwidth(), y / high, cell / figure.get_figwidth(), cell / high
        ax = made[row, column] = figure.add_axes(place)
        strip(ax)
        ax.set_visible(row * columns + column < count)
    return made


def strip(ax) -> None:
    """Take ticks and labels of both axes away; the frame stays."""
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(color=FAINT, linewidth=0.8)


def head(ax, title: str) -> None:
    """Write a title above an Axes, in as many lines as its column's width needs."""
    title, share = str(title), ax.get_position().width
    if (spec := ax.get_subplotspec()) is not None:
        grid = spec.get_gridspec()
        ratios = grid.get_width_ratios()
        share = 0.92 * ratios[spec.colspan.start] / sum(ratios)
    most = max(8, int(share * ax.figure.get_figwidth() / LETTER))
    lines = [textwrap.fill(line, most, break_long_words=False) for line in title.split("\n")]
    ax.set_title("\n".join(lines), fontsize=TEXT, color=look.INK)


def check_count(count, what) -> None:
    """Raise unless so many pictures can be looked at.

    Raises
    ------
    ValueError
        For none, or more than `MOST`.
    """
    if not 1 <= count <= MOST:
        cure = f"draw a part, as [:{MOST}]" if count else "give at least one"
        raise ValueError(f"{what} must be 1 to {MOST} pictures, got {count:,}; {cure}")


def _check_axes(ax, name):
    """Raise TypeError for what is no Axes, as for a whole row of them."""
    if not isinstance(ax, Axes):
        cure = "pass one of them, as axes[0]" if np.ndim(ax) else "make one with panels(1)"
        raise TypeError(f"{name} must be one Axes, got {type(ax).__name__}; {cure}")
