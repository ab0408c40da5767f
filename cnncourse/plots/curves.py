"""Curves over epochs and steps."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.plots import checked, figures, look
from cnncourse.recipe import History

MARKED = 30  # points, at most, that have a mark each
STYLES = [  # colour, mark and line of the curves of a drawing
    (look.BLUE, "o", "-"),
    (look.RED, "s", "-"),
    (look.BLUE, "o", "--"),
    (look.RED, "s", "--"),
    (look.GREEN, "^", "-"),
    (look.OCHRE, "D", "-"),
]


@look.drawn
def history(history: History, axes: Sequence[Axes] | None = None) -> np.ndarray:
    """Draw a training run: the loss and the accuracy of each epoch.

    Where there were validation images, their curves stand beside those of training, and the
    epoch with the lowest validation loss is marked.

    Parameters
    ----------
    history : History
        With at least one epoch; epochs are counted from 1 in the drawing.
    axes : two Axes, optional
        For the loss and for the accuracy; side by side in a new figure where left out.

    Returns
    -------
    ndarray of two Axes

    Raises
    ------
    ValueError, TypeError
        For what is no history, one without an epoch, or another number of axes.

    Examples
    --------
    >>> run = History(loss=[0.9, 0.5], accuracy=[0.7, 0.8])
    >>> loss, accuracy = history(run)
    >>> loss.lines[0].get_xydata().tolist()
    [[1.0, 0.9], [2.0, 0.5]]
    """
    if not isinstance(history, History):
        raise TypeError(
            f"history must be a History, got {type(history).__name__}; pass what train returned"
        )
    if not history.epochs:
        raise ValueError("the history has no epoch yet; train for at least one")
    if axes is None:
        axes = figures.panels(2, width=look.WIDTH, height=3.2)
    axes = np.asarray(axes, dtype=object)
    if axes.shape != (2,):
        raise ValueError(
            f"axes must be two, for loss and accuracy, got shape {axes.shape}; "
            "make them with panels(2)"
        )
    best = history.best_epoch if history.validation_loss else None
    for ax, name, unit in zip(axes, ("loss", "accuracy"), (" (nats)", " (%)"), strict=True):
        look.dress(ax)
        scale = 100 if name == "accuracy" else 1
        trained = scale * np.array(getattr(history, name))
        validated = scale * np.array(getattr(history, f"validation_{name}"))
        _line(ax, trained, "training", look.BLUE, "o")
        if len(validated):
            _line(ax, validated, "validation", look.RED, "s")
        if best is not None:
            _mark_best(ax, best, validated[best])
        ax.set(xlabel="epoch", ylabel=name + unit)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        tidy(ax, columns=1)
    return axes


@look.drawn
def compare(
    first: Sequence[float],
    second: Sequence[float],
    ax: Axes | None = None,
    *,
    labels: tuple[str, str] = ("Keras", "PyTorch"),
    title: str = "",
    ylabel: str = "loss (nats)",
) -> Axes:
    """Draw the losses of two runs step by step, and say how far apart they are.

    The first is a line of dots and the second a line of rings, or with many steps a broad line
    and a thin one, so that both are seen where they agree.

    Parameters
    ----------
    first, second : sequences of float, (steps,)
        The loss of every step; steps are counted from 1.
    ax : Axes, optional
    labels : two str
    title : str
        In place of the largest difference.
    ylabel : str
        What is compared, with its unit.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the two are not as long as each other, empty or not finite.
    """
    first = checked.finite(first, "first", (1,))
    second = checked.finite(second, "second", (1,))
    if len(first) != len(second):
        raise ValueError(
            f"both need as many steps, got {len(first)} and {len(second)}; cut the longer one off"
        )
    ax = figures.axes(ax, 3.0)
    steps = np.arange(1, len(first) + 1)
    few = len(first) <= MARKED
    dot = {"marker": ".", "markersize": 7} if few else {"linewidth": 5, "alpha": 0.4}
    ring = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linestyle": "--"}
    ax.plot(steps, first, color=look.BLUE, label=labels[0], **dot)
    ax.plot(steps, second, color=look.RED, label=labels[1], **(ring if few else {"linewidth": 1.2}))
    difference = float(np.abs(first - second).max())
    ax.set(xlabel="step", ylabel=ylabel)
    figures.head(ax, title or f"largest difference {difference:.1e}")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    tidy(ax)
    return ax


@look.drawn
def gaps(
    gaps: Mapping[str, Sequence[float]],
    ax: Axes | None = None,
    *,
    places: Sequence[str] | None = None,
    xlabel: str = "step",
    ylabel: str = "difference",
) -> Axes:
    """Draw how far results lie apart, on a logarithmic axis.

    A difference of exactly 0 has no place on such an axis: it is left out, and the legend says
    how many are.

    Parameters
    ----------
    gaps : mapping of name to sequence of float, (places,)
        Differences, 0 or more; at most 6 sequences of one length.
    ax : Axes, optional
    places : sequence of str, optional
        What stands below each; steps counted from 1 where left out.
    xlabel, ylabel : str

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For nothing to draw, different lengths, or numbers that are negative or not finite.

    Examples
    --------
    >>> ax = gaps({"Keras": [0.0, 1e-7], "PyTorch": [1e-8, 1e-6]})
    >>> [line.get_label() for line in ax.lines]
    ['Keras (1 is 0)', 'PyTorch']
    """
    rows = {name: checked.finite(row, repr(name), (1,)) for name, row in gaps.items()}
    count = _one_length(rows, places)
    ax = figures.axes(ax, 3.2)
    steps = np.arange(1, count + 1)
    for (name, row), (colour, marker, line) in zip(rows.items(), STYLES, strict=False):
        zeros = int((row == 0).sum())
        label = _with_zeros(name, zeros) if zeros else name
        mark = {"marker": marker, "markersize": 5} if count <= MARKED else {"linewidth": 1}
        shown = np.where(row > 0, row, np.nan)
        ax.plot(steps, shown, color=colour, linestyle=line, label=label, **mark)
    if any((row > 0).any() for row in rows.values()):
        ax.set_yscale("log")
        # A power's exponent would be too small to read on a phone.
        ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0e}".replace("e-0", "e-"))
        ax.yaxis.set_minor_formatter("")
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(1 - 0.03 * count, count + 0.03 * count))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if places is not None:
        ax.set_xticks(steps, places)
    longest = max(map(len, ax.get_legend_handles_labels()[1]), default=0)
    tidy(ax, columns=2 if 2 * (longest * figures.LETTER + 0.6) < ax.figure.get_figwidth() else 1)
    return ax


def _with_zeros(name, zeros):
    """Return a name with how many of its differences are left out, since they are 0."""
    words = f"{zeros} {'is' if zeros == 1 else 'are'} 0"
    return f"{name} ({words})" if name else f"not drawn: {words}"


def _one_length(rows, places):
    """Return how many places all rows have."""
    lengths = [len(row) for row in rows.values()]
    if not 1 <= len(rows) <= len(STYLES) or len(set(lengths)) > 1:
        raise ValueError(
            f"gaps must be 1 to {len(STYLES)} sequences of one length, got lengths {lengths}; "
            "draw a part of them, or cut the longer ones off"
        )
    for name, row in rows.items():
        if row.min() < 0:
            raise ValueError(f"{name!r} must be 0 or more, got {row.min():g}; pass np.abs of it")
    if places is not None and len(places) != lengths[0]:
        raise ValueError(f"places must be {lengths[0]} names, got {len(places)}; give one for each")
    return lengths[0]


def _line(ax, values, label, colour, marker):
    marker = marker if len(values) <= MARKED else None
    epochs = np.arange(1, len(values) + 1)
    ax.plot(epochs, values, color=colour, marker=marker, markersize=4, label=label)


def _mark_best(ax, best, value):
    """Draw a line at the best epoch, and a ring around its validation value."""
    ax.axvline(best + 1, color=look.INK, linewidth=0.8, linestyle=":", zorder=0)
    ring = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linestyle": "none"}
    ax.plot([best + 1], [value], color=look.INK, label=f"best: epoch {best + 1}", **ring)


def tidy(ax, columns=None):
    """Take the frame's upper and right sides away; faint level lines; a legend.

    The legend stands above the Axes in so many columns, or inside, where there is room; without
    names there is none.
    """
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color=look.FAINT, linewidth=0.5)
    ax.set_axisbelow(True)
    if not ax.get_legend_handles_labels()[1]:
        return
    above = {"loc": "lower left", "bbox_to_anchor": (0, 1), "borderaxespad": 0.2}
    ax.legend(**(above | {"ncols": columns} if columns else {}))
