"""What is inside a network: its kernels, and the maps that leave its layers."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.arguments import count as a_count
from cnncourse.plots import checked, figures, look, signed
from cnncourse.plots.pixels import MOST_IN_A_GRID

MOST_STAGES = 5  # columns whose titles a phone shows whole


@look.drawn
def kernels(
    kernels,
    *,
    count: int = 16,
    channels: int = 3,
    columns: int = MOST_IN_A_GRID,
    title: str = "",
) -> np.ndarray:
    """Draw the kernels of a convolution: orange above zero, purple below, no colour at zero.

    All share one scale, which the colour bar shows. With one input channel the kernels fill
    a grid; with more, each filter is a column and each channel a row.

    Parameters
    ----------
    kernels : array, (kh, kw, in, out)
    count : int
        Filters drawn, at most.
    channels : int
        Input channels drawn, at most.
    columns : int
        Kernels in a row, where there is one input channel.
    title : str
        In place of how many are drawn.

    Returns
    -------
    ndarray of Axes, (rows, columns)

    Raises
    ------
    ValueError, TypeError
        For another shape, numbers that are not finite, or more than 200 drawings.
    """
    kernels = checked.finite(kernels, "kernels", (4,)).astype(np.float64)
    inputs = min(a_count(channels, "channels"), kernels.shape[2])
    outputs = min(a_count(count, "count"), kernels.shape[3])
    single = kernels.shape[2] == 1
    left = 0.0 if single else 11 * figures.LETTER
    wide = a_count(columns, "columns") if single else outputs
    axes = figures.grid(inputs * outputs, wide, bar=True, left=left)
    limit = signed.common_limit([kernels], None)
    for number, ax in enumerate(axes.flat[: inputs * outputs]):
        channel, unit = divmod(number, outputs)
        scale = {"cmap": look.SIGNED, "vmin": -limit, "vmax": limit}
        ax.imshow(kernels[:, :, channel, unit], interpolation="none", **scale)
        if not single and unit == 0:
            ax.set_ylabel(f"channel {channel}", rotation=0, ha="right", va="center")
    _finish(axes, title or _shown("kernel", outputs, kernels.shape[3]), "weight")
    return axes


@look.drawn
def feature_maps(
    maps, *, count: int = 16, columns: int = MOST_IN_A_GRID, title: str = ""
) -> np.ndarray:
    """Draw the maps that leave a layer for one image, on one scale.

    Parameters
    ----------
    maps : array, (H, W, C) or (1, H, W, C)
        One entry of what ``activations`` returns.
    count : int
        Maps drawn, at most.
    columns : int
        Maps in a row.
    title : str
        In place of how many are drawn.

    Returns
    -------
    ndarray of Axes, (rows, columns)

    Raises
    ------
    ValueError, TypeError
        For more than one image, another shape, numbers that are not finite, or more than 200
        drawings.
    """
    maps = _of_one_image(maps, "maps")
    shown = min(a_count(count, "count"), maps.shape[2])
    axes = figures.grid(shown, a_count(columns, "columns"), bar=True)
    low, high = float(maps.min()), float(maps.max())
    for number, ax in enumerate(axes.flat[:shown]):
        scale = {"cmap": "viridis", "vmin": low, "vmax": high}
        ax.imshow(maps[:, :, number], interpolation="none", **scale)
    _finish(axes, title or _shown("map", shown, maps.shape[2]), "")
    return axes


@look.drawn
def stages(
    stages: Mapping[str, Sequence], axes: Sequence[Axes] | None = None, *, count: int = 3
) -> np.ndarray:
    """Draw what becomes of an image from layer to layer: a column each, the first maps of each.

    Every map is drawn by itself, black at its lowest number and white at its highest, so that
    weak ones are seen too; `feature_maps` compares the maps of one layer.

    Parameters
    ----------
    stages : mapping of a layer's name to array, (H, W, C) or (1, H, W, C)
        At most 5, the image first if it is to be seen.
    axes : sequence of Axes, (count · stages,), optional
        Row by row.
    count : int
        Maps drawn of each, at most; a stage with fewer leaves the rest of its column empty.

    Returns
    -------
    ndarray of Axes, (count, stages)

    Raises
    ------
    ValueError, TypeError
        For no stage or more than 5, and as `feature_maps`.
    """
    if not 1 <= len(stages) <= MOST_STAGES:
        raise ValueError(
            f"stages must be 1 to {MOST_STAGES}, which a phone shows, got {len(stages)}; "
            "draw the first of them and the rest in a second figure"
        )
    ready = {name: _of_one_image(maps, repr(name)) for name, maps in stages.items()}
    rows = min(a_count(count, "count"), max(maps.shape[2] for maps in ready.values()))
    if axes is None:
        axes = figures.grid(rows * len(ready), len(ready), above=(2, 0))
    axes = figures.given(axes, rows * len(ready)).reshape(rows, len(ready))
    for (name, maps), column in zip(ready.items(), axes.T, strict=True):
        column[0].set_title(f"{name}\n{'×'.join(map(str, maps.shape))}")
        for channel, ax in enumerate(column):
            ax.set_visible(channel < maps.shape[2])
            if channel < maps.shape[2]:
                ax.imshow(maps[:, :, channel], cmap="gray", interpolation="none")
    return axes


def _of_one_image(maps, name):
    """Return the maps of one image as (H, W, C)."""
    maps = checked.finite(maps, name, (3, 4))
    if maps.ndim == 4:
        if len(maps) != 1:
            first = f"{name}[0]" if name.isidentifier() else "the first, [0]"
            raise ValueError(f"{name} must be of one image, got {len(maps)}; pass {first}")
        maps = maps[0]
    return maps


def _shown(noun, shown, total):
    """Return how many of them are drawn."""
    if shown < total:
        return f"the first {shown} of {total} {noun}s"
    return f"{total} {noun}s" if total > 1 else f"1 {noun}"


def _finish(axes, title, label) -> Axes:
    """Give a grid its title, and the scale of its colours in the room to its right."""
    figure = axes.flat[0].figure
    figure.suptitle(title)
    corners = np.array([ax.get_position().extents for ax in axes.flat if ax.get_visible()])
    low, high = corners[:, 1].min(), corners[:, 3].max()
    wide = figure.get_figwidth()
    place = figure.add_axes((corners[:, 2].max() + 0.1 / wide, low, 0.12 / wide, high - low))
    shown = [ax for ax in axes.flat if ax.get_visible()]
    return signed.scale_bar(shown, label, cax=place)
