"""One weight that goes down the curve of its loss, step by step."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import checked, curves, figures, look

MOST = 4  # columns: beside more, a phone shows no letters
ROOM = 0.06  # of each side, beyond the curve
NARROW = look.WIDTH - 0.2  # inches: the frame of a prediction takes that from a phone's width


@look.drawn
def descents(
    curve: tuple[Sequence[float], Sequence[float]],
    paths: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    axes: Sequence[Axes] | None = None,
    *,
    xlabel: str = "weight",
    ylabel: str = "loss",
) -> np.ndarray:
    """Draw paths of a weight on the curve of its loss, one beside the other.

    The first place of a path is a ring, the later ones are dots. All panels show the curve
    whole; what is beyond it is cut off.

    Parameters
    ----------
    curve : (weights, losses), each (points,)
    paths : mapping of title to (weights, losses), each (steps,)
        At most 4.
    axes : sequence of Axes, (paths,), optional
    xlabel, ylabel : str
        What is changed and what is measured, with their units where they have one.

    Returns
    -------
    ndarray of Axes, (paths,)

    Raises
    ------
    ValueError, TypeError
        For no path or more than 4, numbers that are not finite, or weights and losses that are
        not as many as one another.

    Examples
    --------
    >>> curve = [-1, 0, 1], [1, 0, 1]
    >>> (ax,) = descents(curve, {"rate 0.5": ([1, 0], [1, 0])})
    >>> ax.lines[1].get_xydata().tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    if not 1 <= len(paths) <= MOST:
        raise ValueError(
            f"paths must be 1 to {MOST}, got {len(paths)}; draw a part of them at a time"
        )
    places, losses = _pair(curve, "the curve")
    ready = {str(title): _pair(path, repr(title)) for title, path in paths.items()}
    if axes is None:
        axes = figures.panels(len(ready), width=NARROW, height=2.6)
    axes = figures.given(axes, len(ready))
    for number, (ax, (title, path)) in enumerate(zip(axes, ready.items(), strict=True)):
        ax.plot(places, losses, color=look.INK, linewidth=1)
        ax.plot(*path, color=look.RED, marker="o", markersize=5, linewidth=1)
        start = {"marker": "o", "markersize": 11, "markerfacecolor": "none"}
        ax.plot(path[0][:1], path[1][:1], color=look.RED, linestyle="none", **start)
        ax.set(xlim=_limits(places), ylim=_limits(losses), xlabel=xlabel)
        figures.head(ax, title)
        curves.tidy(ax)
        if number:
            ax.tick_params(labelleft=False)
    axes[0].set_ylabel(ylabel)
    return axes


def _pair(given, name):
    """Return weights and losses as two arrays of one length."""
    weights, losses = (
        checked.finite(part, f"{name}: {what}", (1,))
        for part, what in zip(given, ("weights", "losses"), strict=True)
    )
    if len(weights) != len(losses):
        raise ValueError(
            f"{name} must have a loss for each weight, got {len(losses)} and {len(weights)}; "
            "cut the longer one off"
        )
    return weights, losses


def _limits(values):
    """Return a side's two ends, with some room beyond the values."""
    room = ROOM * (np.ptp(values) or 1)
    return values.min() - room, values.max() + room
