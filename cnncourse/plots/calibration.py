"""How sure a network was against how often it was right."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import checked, figures, look
from cnncourse.plots.curves import STYLES


@look.drawn
def reliability(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    ax: Axes | None = None,
    *,
    height: float = 3.6,
) -> Axes:
    """Draw how often images were right against how sure the network was.

    On the grey line the two agree; a point below it is surer than right.

    Parameters
    ----------
    curves : mapping of name to (confidence, accuracy), each (parts,)
        At most 4; fractions, NaN in both where a part has no images, as `inspection.reliability`
        gives them.
    ax : Axes, optional
    height : float
        Of the figure, in inches.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For no curve or more than 4, and for what are no fractions.

    Examples
    --------
    >>> ax = reliability({"C": ([0.5, np.nan, 0.9], [0.4, np.nan, 0.8])})
    >>> ax.lines[-1].get_xydata().tolist()
    [[50.0, 40.0], [90.0, 80.0]]
    """
    if not 1 <= len(curves) <= 4:
        raise ValueError(f"curves must be 1 to 4, got {len(curves)}; draw a part of them at a time")
    ready = {str(name): _fractions(pair, name) for name, pair in curves.items()}
    ax = figures.axes(ax, height)
    ax.plot([0, 100], [0, 100], color=look.FAINT, linewidth=2, zorder=0)
    for (name, (sure, right)), (colour, marker, line) in zip(ready.items(), STYLES, strict=False):
        style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 5}
        ax.plot(100 * sure, 100 * right, label=name, **style)
    ax.set(xlabel="how sure (%)", ylabel="how often right (%)")
    low = 100 * min(min(sure.min(), right.min()) for sure, right in ready.values())
    ax.set(xlim=(10 * (low // 10), 101), ylim=(10 * (low // 10), 101))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(loc="lower right", frameon=False)
    return ax


def _fractions(pair, name):
    """Return the two rows where they are numbers."""
    rows = np.asarray(pair, dtype=float)
    if rows.ndim != 2 or len(rows) != 2:
        raise ValueError(
            f"{name!r} must be two rows, confidence and accuracy, got shape {rows.shape}; pass "
            "(found.confidence, found.accuracy)"
        )
    rows = checked.finite(rows[:, ~np.isnan(rows).any(axis=0)], repr(name), (2,))
    if rows.min() < 0 or rows.max() > 1:
        raise ValueError(
            f"{name!r} must hold fractions in [0, 1], got {rows.min():g} to {rows.max():g}; divide "
            "percents by 100"
        )
    return rows
