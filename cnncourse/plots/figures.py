"""What every drawing shares: the figure's width, the colours, checks of what is drawn."""

import math

import numpy as np
from matplotlib import pyplot

WIDTH = 7.0  # inches: 700 pixels, the width of the book's text, at 100 dots an inch
# Okabe and Ito's palette, which readers with any kind of colour vision can tell apart.
BLUE, ORANGE, GREEN, RED = "#0072B2", "#E69F00", "#009E73", "#D55E00"
INK, FAINT = "#222222", "#CCCCCC"


def axes(ax, height, width=WIDTH):
    """Return ``ax``, or the Axes of a new figure of that size in inches."""
    if ax is None:
        _, ax = pyplot.subplots(figsize=(width, height), layout="constrained")
    return ax


def grid(count, columns, *, extra=0.0, bar=False):
    """Return a grid of Axes as an array (rows, columns) in a new figure.

    Parameters
    ----------
    count : int
        Cells that are needed; the rest are left invisible.
    columns : int
        Cells in a row, at most.
    extra : float
        Height above each cell, for its title, in inches.
    bar : bool
        Leave room for a colour bar and a title.
    """
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    # Few cells stay small: a single kernel as wide as the page teaches nothing more.
    room = 0.8 if bar else 0.0
    cell = min(1.6, (WIDTH - room) / columns)
    size = (cell * columns + room, rows * (cell + extra) + room / 2)
    _, made = pyplot.subplots(rows, columns, figsize=size, layout="constrained", squeeze=False)
    for ax in made.flat[count:]:
        ax.set_visible(False)
    for ax in made.flat:
        strip(ax)
    return made


def strip(ax):
    """Take ticks and labels of both axes away; the frame stays."""
    ax.set(xticks=[], yticks=[])
    for spine in ax.spines.values():
        spine.set(color=FAINT, linewidth=0.8)


def finite(values, name, dimensions):
    """Return ``values`` as an array with one of these numbers of dimensions.

    Raises
    ------
    ValueError
        For another number of dimensions, nothing at all, NaN or infinity.
    TypeError
        For what is not a number.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold numbers, got dtype {array.dtype}")
    if array.ndim not in dimensions or array.size == 0:
        wanted = " or ".join(str(number) for number in dimensions)
        raise ValueError(
            f"{name} must have {wanted} dimensions and no empty one, got {array.shape}"
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, but holds NaN or infinity")
    return array


def names_for(classes, count, what):
    """Return the classes as a tuple, or raise if there are fewer than are needed."""
    classes = tuple(classes)
    if len(classes) < count:
        raise ValueError(f"classes has {len(classes)} names, but {what} needs {count}")
    return classes
