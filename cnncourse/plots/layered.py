"""What is measured at every layer of deep networks, on a scale of factors."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from cnncourse.plots import checked, figures, look
from cnncourse.plots.curves import STYLES, tidy

MOST_DECADES = 6  # of the upright axis: more lines than that are not named


@look.drawn
def by_layer(
    curves: Mapping[str, Sequence[float]],
    ax: Axes | None = None,
    *,
    ylabel: str = "spread",
    height: float = 3.2,
) -> Axes:
    """Draw a line for each network: what was measured at its layers, counted from 1.

    The upright axis is logarithmic, so that equal factors are equal heights.

    Parameters
    ----------
    curves : mapping of name to sequence of float, (layers,)
        At most 4; all above 0. They need not have equally many layers.
    ax : Axes, optional
    ylabel : str
        What was measured.
    height : float
        Of the figure, in inches.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For no curve or more than 4, and for numbers that are not finite or not above 0.

    Examples
    --------
    >>> ax = by_layer({"halved": [1, 0.5, 0.25]})
    >>> ax.lines[0].get_xydata().tolist()
    [[1.0, 1.0], [2.0, 0.5], [3.0, 0.25]]
    """
    if not 1 <= len(curves) <= 4:
        raise ValueError(f"curves must be 1 to 4, got {len(curves)}; draw a part of them at a time")
    ready = {str(name): _positive(values, name) for name, values in curves.items()}
    ax = figures.axes(ax, height)
    for (name, values), (colour, marker, line) in zip(ready.items(), STYLES, strict=False):
        layers = np.arange(1, len(values) + 1)
        style = {"color": colour, "marker": marker, "linestyle": line, "markersize": 4}
        ax.plot(layers, values, label=name, **style)
    ax.set(yscale="log", xlabel="layer", ylabel=ylabel)
    ax.yaxis.set_major_locator(LogLocator(numticks=MOST_DECADES))
    ax.yaxis.set_minor_locator(NullLocator())
    # Exponents would be too small to read on a phone.
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    tidy(ax, 2)
    return ax


def _positive(values, name):
    array = checked.finite(values, repr(name), (1,))
    if array.min() <= 0:
        raise ValueError(
            f"{name!r} must be above 0 on a logarithmic axis, got {array.min():g}; pass np.abs of "
            "it and leave zeros out"
        )
    return array
