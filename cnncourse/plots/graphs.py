"""Graphs: functions of one number, a panel each."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.plots import checked, figures, look

LINES = ((look.BLUE, "-"), (look.RED, "--"), (look.GREEN, ":"), (look.OCHRE, "-."))
PANEL = 1.55  # inches: the height of one panel


@look.drawn
def graphs(
    x: Sequence[float],
    curves: Mapping[str, Mapping[str, Sequence[float]]],
    axes: Sequence[Axes] | None = None,
    *,
    limits: tuple[float, float] | None = None,
    xlabel: str = "x",
) -> np.ndarray:
    """Draw functions of one number, a panel each, two panels in a row.

    Every panel has the same axes, so that heights can be compared, and lines at zero. One
    legend, above the first panel, says what the curves are.

    Parameters
    ----------
    x : sequence of float, (points,)
    curves : mapping of title to mapping of name to sequence of float, (points,)
        At most 4 curves in a panel, with the same names in each.
    axes : sequence of Axes, (panels,), optional
    limits : (float, float), optional
        Of the upright axis; the least and the greatest of all curves where left out.
    xlabel : str
        Below the panels at the foot.

    Returns
    -------
    ndarray of Axes, (panels,)

    Raises
    ------
    ValueError, TypeError
        For no panel, other names in one of them, curves that are not as long as ``x``, or
        numbers that are not finite.

    Examples
    --------
    >>> (ax,) = graphs([-1, 0, 1], {"ReLU": {"value": [0, 0, 1], "slope": [0, 0, 1]}})
    >>> ax.lines[-1].get_xydata().tolist()
    [[-1.0, 0.0], [0.0, 0.0], [1.0, 1.0]]
    """
    x = checked.finite(x, "x", (1,))
    names = _names(curves)
    ready = {
        title: [_like(x, values, f"{title}: {name}") for name, values in panel.items()]
        for title, panel in curves.items()
    }
    columns = min(2, len(ready))
    rows = -(-len(ready) // columns)
    if axes is None:
        height = PANEL * rows + 0.8
        axes = figures.panels(columns, rows, width=look.WIDTH, height=height)[: len(ready)]
        for spare in axes[0].figure.axes[len(ready) :]:
            spare.set_visible(False)
    axes = figures.given(axes, len(ready))
    numbers = np.concatenate([row for panel in ready.values() for row in panel])
    low, high = limits or (numbers.min(), numbers.max())
    room = 0.06 * ((high - low) or 1)
    for place, (ax, (title, panel)) in enumerate(zip(axes, ready.items(), strict=True)):
        ax.axhline(0, color=look.FAINT, linewidth=0.8, zorder=0)
        ax.axvline(0, color=look.FAINT, linewidth=0.8, zorder=0)
        for name, values, (colour, line) in zip(names, panel, LINES, strict=False):
            ax.plot(x, values, color=colour, linestyle=line, linewidth=2, label=name)
        ax.set(xlim=(x.min(), x.max()), ylim=(low - room, high + room))
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(4))
        ax.spines[["top", "right"]].set_visible(False)
        figures.head(ax, title)
        if place >= len(ready) - columns:
            ax.set_xlabel(xlabel)
    if len(names) > 1:
        handles = axes[0].get_legend_handles_labels()
        axes[0].figure.legend(*handles, loc="outside upper left", ncols=len(names))
    return axes


def _names(curves):
    """Return the names of the curves, which every panel has."""
    found = [list(panel) for panel in curves.values()]
    if not found or not 1 <= len(found[0]) <= len(LINES) or any(one != found[0] for one in found):
        raise ValueError(
            f"each panel must have the same 1 to {len(LINES)} curves, got {found}; "
            "give every panel's curves the same names"
        )
    figures.check_count(len(found), "panels")
    return found[0]


def _like(x, values, name):
    """Return a curve's numbers, one for each x."""
    values = checked.finite(values, name, (1,))
    if len(values) != len(x):
        raise ValueError(f"{name} must have {len(x)} numbers, got {len(values)}; one for each x")
    return values
