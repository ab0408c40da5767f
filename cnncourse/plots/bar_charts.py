"""Bars: a few numbers compared."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import checked, figures, look

COLOURS = (look.BLUE, look.OCHRE, look.GREEN, look.RED)


@look.drawn
def bars(
    values: Mapping[str, Sequence[float] | float],
    series: Sequence[str] = (),
    ax: Axes | None = None,
    *,
    label: str = "",
    fmt: str = "%.1f",
) -> Axes:
    """Draw numbers as level bars, each with its value at its end.

    Parameters
    ----------
    values : mapping of name to number, or to one number for each series
        From the top downwards.
    series : sequence of str
        What the bars of a name are, at most 4; none where each name has one bar.
    ax : Axes, optional
    label : str
        What is measured, with its unit.
    fmt : str
        How a value is written, as ``"%.1f %%"`` for percents.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For no name, another number of values than of series, or numbers that are not finite.

    Examples
    --------
    >>> ax = bars({"conv1": [25.0, 75.0], "dense1": [75.0, 25.0]}, ["parameters", "sums"])
    >>> [text.get_text() for text in ax.texts]
    ['25.0', '75.0', '75.0', '25.0']
    """
    if not values:
        raise ValueError("values must hold at least one name with its number, got none")
    rows = [np.atleast_1d(checked.finite(row, repr(name), (0, 1))) for name, row in values.items()]
    count = max(1, len(series))
    if count > len(COLOURS) or {len(row) for row in rows} != {count}:
        raise ValueError(
            f"each name needs one number for each of 1 to {len(COLOURS)} series, got "
            f"{len(series)} series and {[len(row) for row in rows]} numbers; give one a series"
        )
    ax = figures.axes(ax, 0.9 + 0.24 * len(rows) * (count + 0.6) + 0.26 * len(series))
    thick = 0.8 / count
    for number in range(count):
        places = np.arange(len(rows)) + thick * (number - (count - 1) / 2)
        style = {"color": COLOURS[number], "label": series[number] if series else None}
        drawn = ax.barh(places, [row[number] for row in rows], 0.95 * thick, **style)
        ax.bar_label(drawn, fmt=fmt, padding=3)
    ax.set_yticks(range(len(rows)), values)
    ax.invert_yaxis()
    ax.margins(x=0.2)  # room for the words at the bars' ends
    ax.set_xlabel(label)
    ax.spines[["top", "right"]].set_visible(False)
    if series:
        longest = max(map(len, series))
        fits = count * (longest * figures.LETTER + 0.6) < ax.figure.get_figwidth()
        place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}
        ax.legend(ncols=count if fits else 2, **place)
    return ax
