"""Numbers above and below zero: kernels, and the maps that they make."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import checked, figures, look, tables
from cnncourse.plots.frames import pixel_axes
from cnncourse.plots.pixels import several

BAR = 0.9  # inches: a colour bar with its numbers and its label


@look.drawn
def weights(
    values,
    ax: Axes | None = None,
    *,
    limit: float | None = None,
    digits: int | None = None,
    title: str = "",
) -> Axes:
    """Draw signed numbers in their cells: orange above zero, purple below, no colour at zero.

    Parameters
    ----------
    values : array, (rows, columns)
        A kernel, its products with a window, a small map.
    ax : Axes, optional
    limit : float, optional
        The size that gets the full colour; that of the largest number where left out.
    digits : int, optional
        Decimals written, as for `matrix`.
    title : str

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For another number of dimensions, numbers that are not finite, or a limit that is not
        above zero.

    Examples
    --------
    >>> ax = weights([[-1, 0, 1]])
    >>> ax.images[0].get_clim()
    (-1.0, 1.0)
    """
    limit = common_limit([checked.finite(values, "values", (2,))], limit)
    scale = {"cmap": look.SIGNED_NUMBERS, "limits": (-limit, limit)}
    return tables.matrix(values, ax, title=title, digits=digits, **scale)


@look.drawn
def signed_maps(
    maps: Mapping[str, Sequence],
    axes: Sequence[Axes] | None = None,
    *,
    limit: float | None = None,
    label: str = "weighted sum",
    columns: int | None = None,
) -> np.ndarray:
    """Draw signed maps side by side on one scale, which one colour bar shows.

    Orange above zero, purple below, no colour at zero. What lies beyond the limit has the
    colour of the limit, and the bar ends in an arrow.

    Parameters
    ----------
    maps : mapping of title to array, (H, W)
    axes : sequence of Axes, (maps,), optional
        All in one figure.
    limit : float, optional
        The size that gets the full colour; the largest of all maps where left out.
    label : str
        What the numbers are, with their unit.
    columns : int, optional
        Maps in a row; at most 4 where left out.

    Returns
    -------
    ndarray of Axes, (maps,)

    Raises
    ------
    ValueError, TypeError
        For another number of dimensions, numbers that are not finite, no map, or a limit that
        is not above zero.
    """
    ready = {
        str(title): checked.finite(values, repr(title), (2,)) for title, values in maps.items()
    }
    axes = several(list(ready.items()), axes, columns, bar=True)
    limit = common_limit(ready.values(), limit)
    for number, (ax, (title, values)) in enumerate(zip(axes, ready.items(), strict=True)):
        signed_map(ax, values, limit, units=number == 0)
        figures.head(ax, title)
    scale_bar(axes, label)
    return axes


@look.drawn
def responses(
    kernels: Mapping[str, Sequence],
    maps: Mapping[str, Sequence],
    axes: Sequence[Axes] | None = None,
    *,
    limit: float | None = None,
    digits: int | None = None,
    label: str = "weighted sum",
) -> np.ndarray:
    """Draw kernels as numbers, and below each the map that it makes.

    All kernels share one limit, and all maps another, which the colour bar shows.

    Parameters
    ----------
    kernels, maps : mappings of name to array, (kh, kw) and (H, W)
        With the same names, at most 4.
    axes : sequence of Axes, (2 · kernels,), optional
        For the kernels, then for the maps, all in one figure.
    limit : float, optional
        Of the maps; the largest number in them where left out.
    digits : int, optional
        Decimals of the kernels' numbers.
    label : str
        What the maps' numbers are, with their unit.

    Returns
    -------
    ndarray of Axes, (2, kernels)

    Raises
    ------
    ValueError, TypeError
        If the names differ, and as for `weights` and `signed_maps`.
    """
    if not 1 <= len(kernels) <= 4 or list(kernels) != list(maps):
        raise ValueError(
            f"kernels and maps must have the same 1 to 4 names, got {list(kernels)} and "
            f"{list(maps)}; give one map for each kernel, a part of them at a time"
        )
    kernels = {name: checked.finite(values, repr(name), (2,)) for name, values in kernels.items()}
    maps = {name: checked.finite(values, repr(name), (2,)) for name, values in maps.items()}
    count = len(kernels)
    if axes is None:
        width = min(look.WIDTH, 2.4 * count)
        height = 2 * (width - 0.6) / count + 8 * look.TEXT / 72
        axes = figures.panels(count, 2, width=width, height=height)
    axes = figures.given(axes, 2 * count).reshape(2, count)
    sizes = {values.shape for values in maps.values()}
    both = common_limit(kernels.values(), None), common_limit(maps.values(), limit)
    for column, name in enumerate(kernels):
        above, below = axes[:, column]
        weights(kernels[name], above, limit=both[0], digits=digits)
        figures.head(above, name)
        signed_map(below, maps[name], both[1], units=column == 0)
        if column and len(sizes) == 1:  # the rows are numbered on the first map
            below.set_yticks([])
    scale_bar(axes[1], label, location="bottom", shrink=0.7, aspect=30)
    return axes


@look.drawn
def scale_bar(axes: Sequence[Axes], label: str = "", **options) -> Axes:
    """Draw the one colour bar of pictures that share a scale, on the right of them.

    It ends in an arrow where a picture has numbers beyond the scale.

    Parameters
    ----------
    axes : sequence of Axes
        Each with an image, all with the same limits and colours.
    label : str
        What the numbers are, with their unit.
    **options
        Passed on to matplotlib's ``colorbar``.

    Returns
    -------
    Axes
        The colour bar's.

    Raises
    ------
    ValueError
        If an Axes has no image, or the limits differ.
    """
    axes = list(np.ravel(axes))
    shown = [ax.images[0] for ax in axes if ax.images]
    limits = sorted({drawn.get_clim() for drawn in shown})
    if len(shown) < len(axes) or len(limits) != 1:
        raise ValueError(
            "one bar is for pictures on one scale, each with an image, got "
            f"{len(axes) - len(shown)} without and the scales {limits}; give all the same limits"
        )
    low, high = limits[0]
    below = any(drawn.get_array().min() < low for drawn in shown)
    above = any(drawn.get_array().max() > high for drawn in shown)
    ends = {(False, False): "neither", (True, False): "min", (False, True): "max"}
    options["extend"] = ends.get((below, above), "both")
    if "cax" not in options:
        options = {"ax": axes, "shrink": 0.9, "aspect": 15} | options
    bar = axes[0].figure.colorbar(shown[0], label=label, **options)
    bar.outline.set_edgecolor(look.FAINT)
    look.dress(bar.ax)
    return bar.ax


def signed_map(ax, values, limit, *, units=False):
    """Draw one signed map with its rows and columns numbered."""
    look.dress(ax)
    scale = {"cmap": look.SIGNED, "vmin": -limit, "vmax": limit}
    ax.imshow(values, interpolation="none", **scale)
    pixel_axes(ax, values.shape, True, units)


def common_limit(arrays, limit) -> float:
    """Return the limit, or the largest size of a number in all arrays, or 1 if all are zero."""
    if limit is None:
        return max(float(np.abs(values.astype(float)).max()) for values in arrays) or 1.0
    if not limit > 0 or not np.isfinite(limit):
        raise ValueError(f"limit must be a finite number above 0, got {limit}")
    return float(limit)
