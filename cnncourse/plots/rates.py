"""Learning rates: how they go over a run, and what a range test found."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import checked, curves, figures, look


@look.drawn
def rate_ranges(
    ranges: Mapping[str, object], axes: Sequence[Axes] | None = None, *, top: float | None = None
) -> np.ndarray:
    """Draw range tests one below the other: the loss of each step against its learning rate.

    The losses are dots, their running mean is a line; the rate at which it fell fastest is
    marked.

    Parameters
    ----------
    ranges : mapping of title to RateRange
        As ``lr_range_test`` returns them, at most 4.
    axes : sequence of Axes, (ranges,), optional
    top : float, optional
        The highest loss shown, in nats; else half as much again as the first.

    Returns
    -------
    ndarray of Axes, (ranges,)

    Raises
    ------
    ValueError
        For no range or more than 4, or one whose numbers are not finite.
    """
    if not 1 <= len(ranges) <= 4:
        raise ValueError(f"ranges must be 1 to 4, got {len(ranges)}; draw a part of them at a time")
    if axes is None:
        axes = figures.panels(1, len(ranges), width=look.WIDTH, height=2.6 * len(ranges))
    axes = figures.given(axes, len(ranges))
    for ax, (title, found) in zip(axes, ranges.items(), strict=True):
        losses = checked.finite(found.losses, f"the losses of {title!r}", (1,))
        ax.plot(found.rates, losses, ".", color=look.BLUE, markersize=4, label="each step")
        ax.plot(found.rates, found.smoothed, color=look.RED, label="running mean")
        ax.axvline(
            found.steepest,
            color=look.INK,
            linestyle=":",
            label=f"falls fastest: {found.steepest:.2g}",
        )
        ax.set(xscale="log", xlabel="learning rate", ylabel="loss (nats)")
        # Exponents would be too small to read on a phone.
        ax.xaxis.set_major_formatter(lambda rate, _: f"{rate:g}")
        ax.set_ylim(0, top or 1.5 * losses[0])
        figures.head(ax, title)
        curves.tidy(ax)
        ax.grid(visible=False)  # a level line would run through the legend's words
    return axes


@look.drawn
def schedules(
    recipes: Mapping[str, object], n: int, axes: Sequence[Axes] | None = None
) -> np.ndarray:
    """Draw the learning rate of every step of a run, a panel for each recipe.

    Parameters
    ----------
    recipes : mapping of title to Recipe
        At most 6, of equal epochs and batches.
    n : int
        Training images.
    axes : sequence of Axes, (recipes,), optional

    Returns
    -------
    ndarray of Axes, (recipes,)

    Raises
    ------
    ValueError
        For no recipe or more than 6.
    """
    if not 1 <= len(recipes) <= 6:
        raise ValueError(f"recipes must be 1 to 6, got {len(recipes)}; draw a part of them")
    if axes is None:
        rows = -(-len(recipes) // 2)
        made = figures.panels(min(len(recipes), 2), rows, width=look.WIDTH, height=1.9 * rows)
        axes = made[: len(recipes)]
        for ax in made[len(recipes) :]:
            ax.set_visible(False)
    axes = figures.given(axes, len(recipes))
    for ax, (title, recipe) in zip(axes, recipes.items(), strict=True):
        steps = recipe.steps(n)
        rates = np.concatenate([recipe.rates(n, epoch) for epoch in range(recipe.epochs)])
        ax.plot(np.arange(len(rates)) / steps, rates, color=look.BLUE)
        ax.set(xlabel="epochs", ylabel="rate", ylim=(0, None))
        figures.head(ax, title)
        curves.tidy(ax)
    return axes
