"""Any measure over the epochs of a run, in one panel."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.arguments import is_whole
from cnncourse.plots import checked, figures, look
from cnncourse.plots.curves import MARKED, STYLES, tidy


@look.drawn
def learning_curves(
    curves: Mapping[str, Sequence[float]],
    ax: Axes | None = None,
    *,
    best: int | None = None,
    ylabel: str = "loss (nats)",
    limits: tuple[float, float] | None = None,
) -> Axes:
    """Draw what was measured after every epoch, a line each; epochs are counted from 1.

    Parameters
    ----------
    curves : mapping of name to sequence of float, (epochs,)
        At most 6, of one length.
    ax : Axes, optional
    best : int, optional
        The place of the epoch to mark, from 0, as `History.best_epoch`.
    ylabel : str
        What is measured, with its unit.
    limits : (float, float), optional
        Where the measure's axis begins and ends.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For nothing to draw, different lengths, numbers that are not finite, or an epoch that
        there is not.

    Examples
    --------
    >>> ax = learning_curves({"training": [0.9, 0.5], "validation": [0.8, 0.6]}, best=1)
    >>> [line.get_label() for line in ax.lines]
    ['training', 'validation', 'lowest: epoch 2']
    """
    rows = {name: checked.finite(row, repr(name), (1,)) for name, row in curves.items()}
    lengths = [len(row) for row in rows.values()]
    if not 1 <= len(rows) <= len(STYLES) or len(set(lengths)) > 1:
        raise ValueError(
            f"curves must be 1 to {len(STYLES)} sequences of one length, got lengths {lengths}; "
            "draw a part of them, or cut the longer ones off"
        )
    if best is not None and not (is_whole(best) and 0 <= best < lengths[0]):
        raise ValueError(
            f"best must be an epoch from 0 to {lengths[0] - 1}, or None, got {best!r}; "
            "epochs are counted from 0 here"
        )
    ax = figures.axes(ax, 3.2)
    epochs = np.arange(1, lengths[0] + 1)
    for (name, row), (colour, marker, line) in zip(rows.items(), STYLES, strict=False):
        mark = {"marker": marker, "markersize": 4} if lengths[0] <= MARKED else {}
        ax.plot(epochs, row, color=colour, linestyle=line, label=name, **mark)
    if best is not None:
        words = f"lowest: epoch {best + 1}"
        ax.axvline(best + 1, color=look.INK, linewidth=0.8, linestyle=":", zorder=0, label=words)
    ax.set(xlabel="epoch", ylabel=ylabel)
    if limits is not None:
        ax.set_ylim(limits)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    tidy(ax, columns=2)
    return ax
