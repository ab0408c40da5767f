"""Curves over epochs and steps."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from cnncourse.plots import figures
from cnncourse.recipe import History


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
    ValueError
        For a history without an epoch, or another number of axes.

    Examples
    --------
    >>> run = History(loss=[0.9, 0.5], accuracy=[0.7, 0.8])
    >>> loss, accuracy = history(run)
    >>> loss.lines[0].get_xydata().tolist()
    [[1.0, 0.9], [2.0, 0.5]]
    """
    if not history.epochs:
        raise ValueError("the history has no epoch yet; train for at least one")
    if axes is None:
        axes = figures.pyplot.subplots(1, 2, figsize=(figures.WIDTH, 2.9), layout="constrained")[1]
    axes = np.asarray(axes, dtype=object)
    if axes.shape != (2,):
        raise ValueError(f"axes must be two, for loss and accuracy, got shape {axes.shape}")
    best = history.best_epoch if history.validation_loss else None
    for ax, name, unit in zip(axes, ("loss", "accuracy"), (" (nats)", " (%)"), strict=True):
        scale = 100 if name == "accuracy" else 1
        trained = scale * np.array(getattr(history, name))
        validated = scale * np.array(getattr(history, f"validation_{name}"))
        _line(ax, trained, "training", figures.BLUE, "o")
        if len(validated):
            _line(ax, validated, "validation", figures.RED, "s")
        if best is not None:
            _mark_best(ax, best, validated[best])
        ax.set(xlabel="epoch", ylabel=name + unit)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        _tidy(ax)
    return axes


def compare(
    first: Sequence[float],
    second: Sequence[float],
    ax: Axes | None = None,
    *,
    labels: tuple[str, str] = ("Keras", "PyTorch"),
    title: str = "",
) -> Axes:
    """Draw the losses of two runs step by step, and say how far apart they are.

    The first is a line of dots and the second a line of rings, so that both are seen where
    they agree.

    Parameters
    ----------
    first, second : sequences of float, (steps,)
        The loss of every step; steps are counted from 1.
    ax : Axes, optional
    labels : two str
    title : str
        In place of the largest difference.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the two are not as long as each other, empty or not finite.
    """
    first = figures.finite(first, "first", (1,))
    second = figures.finite(second, "second", (1,))
    if len(first) != len(second):
        raise ValueError(f"both need as many steps, got {len(first)} and {len(second)}")
    ax = figures.axes(ax, 3.0)
    steps = np.arange(1, len(first) + 1)
    ax.plot(steps, first, color=figures.BLUE, marker=".", markersize=7, label=labels[0])
    ring = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linestyle": "--"}
    ax.plot(steps, second, color=figures.RED, label=labels[1], **ring)
    difference = float(np.abs(first - second).max())
    ax.set(xlabel="step", ylabel="loss (nats)")
    ax.set_title(title or f"largest difference {difference:.1e}", fontsize="medium")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    _tidy(ax)
    return ax


def _line(ax, values, label, colour, marker):
    marker = marker if len(values) <= 30 else None
    epochs = np.arange(1, len(values) + 1)
    ax.plot(epochs, values, color=colour, marker=marker, markersize=4, label=label)


def _mark_best(ax, best, value):
    """Draw a line at the best epoch, and a ring around its validation value."""
    ax.axvline(best + 1, color=figures.INK, linewidth=0.8, linestyle=":", zorder=0)
    ring = {"marker": "o", "markersize": 11, "markerfacecolor": "none", "linestyle": "none"}
    ax.plot([best + 1], [value], color=figures.INK, label=f"best: epoch {best + 1}", **ring)


def _tidy(ax):
    """Take the frame's upper and right sides away, and draw faint horizontal lines."""
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(axis="y", color=figures.FAINT, linewidth=0.5)
    ax.set_axisbelow(True)
    ax.legend(frameon=False, fontsize="small")
