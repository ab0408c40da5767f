"""Images, the kernels that look at them, and the maps that come out."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse.plots import figures


def image(image, ax: Axes | None = None, *, title: str = "") -> Axes:
    """Draw one image, pixel by pixel.

    Parameters
    ----------
    image : array, (H, W), (H, W, 1) or (H, W, 3)
        uint8 in 0..255, or floating point in [0, 1].
    ax : Axes, optional
    title : str

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For another shape, or values out of range.
    """
    pixels = _pixels(image, "image")
    ax = figures.axes(ax, 3.0, 3.0)
    figures.strip(ax)
    ax.imshow(pixels, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    if title:
        ax.set_title(title, fontsize="medium")
    return ax


def images(
    images,
    labels: Sequence[int] | None = None,
    *,
    classes: Sequence[str] | None = None,
    predictions: Sequence[int] | None = None,
    columns: int = 8,
) -> np.ndarray:
    """Draw a grid of images with the names of their classes.

    Parameters
    ----------
    images : array, (N, H, W, 1) or (N, H, W, 3)
    labels : sequence of int, (N,), optional
        The true class of each.
    classes : sequence of str, optional
        The classes' names; numbers stand there without.
    predictions : sequence of int, (N,), optional
        What a network takes each for. A wrong one is written below the true name, in red and
        with a frame.
    columns : int
        Images in a row.

    Returns
    -------
    ndarray of Axes, (rows, columns)

    Raises
    ------
    ValueError, TypeError
        If images, labels, predictions and classes do not fit one another.
    """
    images = figures.finite(images, "images", (4,))
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    labels = _labels(labels, "labels", len(images))
    predictions = _labels(predictions, "predictions", len(images))
    if predictions is not None and labels is None:
        raise ValueError("predictions are told right or wrong by labels: give labels too")
    titled = 0.4 if predictions is not None else 0.2 if labels is not None else 0.0
    axes = figures.grid(len(images), columns, extra=titled)
    for number, ax in enumerate(axes.flat[: len(images)]):
        image(images[number], ax)
        if labels is not None:
            _name(ax, number, labels, predictions, classes)
    return axes


def kernels(
    kernels, *, count: int = 16, channels: int = 3, columns: int = 8, title: str = ""
) -> np.ndarray:
    """Draw the kernels of a convolution: orange above zero, purple below, white at zero.

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
        For another shape, or numbers that are not finite.
    """
    kernels = figures.finite(kernels, "kernels", (4,)).astype(np.float64)
    inputs, outputs = min(channels, kernels.shape[2]), min(count, kernels.shape[3])
    if inputs < 1 or outputs < 1 or columns < 1:
        raise ValueError(
            f"count, channels and columns must be at least 1, got {count}, {channels}, {columns}"
        )
    wide = columns if kernels.shape[2] == 1 else outputs
    axes = figures.grid(inputs * outputs, wide, bar=True)
    limit = np.abs(kernels).max() or 1.0
    for number, ax in enumerate(axes.flat[: inputs * outputs]):
        channel, unit = divmod(number, outputs)
        drawn = ax.imshow(kernels[:, :, channel, unit], cmap="PuOr_r", vmin=-limit, vmax=limit)
        if kernels.shape[2] > 1 and unit == 0:
            ax.set_ylabel(f"channel {channel}", fontsize="small")
    _finish(axes, drawn, title or _shown("kernel", outputs, kernels.shape[3]))
    return axes


def feature_maps(maps, *, count: int = 16, columns: int = 8, title: str = "") -> np.ndarray:
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
        For more than one image, another shape, or numbers that are not finite.
    """
    maps = figures.finite(maps, "maps", (3, 4))
    if maps.ndim == 4:
        if len(maps) != 1:
            raise ValueError(f"maps must be of one image, got {len(maps)}; pass maps[0]")
        maps = maps[0]
    shown = min(count, maps.shape[2])
    if shown < 1 or columns < 1:
        raise ValueError(f"count and columns must be at least 1, got {count} and {columns}")
    axes = figures.grid(shown, columns, bar=True)
    low, high = float(maps.min()), float(maps.max())
    for number, ax in enumerate(axes.flat[:shown]):
        drawn = ax.imshow(maps[:, :, number], cmap="viridis", vmin=low, vmax=high)
    _finish(axes, drawn, title or _shown("map", shown, maps.shape[2]))
    return axes


def _shown(noun, shown, total):
    """Return how many of them are drawn."""
    if shown < total:
        return f"the first {shown} of {total} {noun}s"
    return f"{total} {noun}s" if total > 1 else f"1 {noun}"


def _finish(axes, drawn, title):
    """Give a grid its title and the scale of its colours."""
    figure = axes.flat[0].figure
    figure.suptitle(title, fontsize="medium")
    bar = figure.colorbar(drawn, ax=axes, shrink=0.9, aspect=15, pad=0.02)
    bar.ax.tick_params(labelsize="small")


def _pixels(image, name):
    """Return an image as (H, W) or (H, W, 3) of floating point in [0, 1]."""
    pixels = figures.finite(image, name, (2, 3))
    if pixels.ndim == 3 and pixels.shape[2] not in (1, 3):
        raise ValueError(f"{name} must have 1 or 3 channels, got shape {pixels.shape}")
    if pixels.dtype == np.uint8:
        pixels = pixels / 255
    if pixels.min() < 0 or pixels.max() > 1:
        raise ValueError(
            f"{name} must be uint8, or lie in [0, 1], got values from {pixels.min():g} to "
            f"{pixels.max():g}; divide by 255, or draw it with feature_maps"
        )
    return pixels[:, :, 0] if pixels.shape[2:] == (1,) else pixels


def _labels(values, name, count):
    """Return class numbers as an array (count,), or None where there are none."""
    if values is None:
        return None
    values = np.asarray(values)
    if values.shape != (count,):
        raise ValueError(f"{name} must be one a image ({count}), got shape {values.shape}")
    if values.dtype.kind not in "iu" or values.min() < 0:
        raise TypeError(f"{name} must be whole numbers from 0, got {values}")
    return values


def _name(ax, number, labels, predictions, classes):
    """Write an image's class above it, and a wrong prediction below that, in red."""

    def word(label):
        return (
            str(label) if classes is None else figures.names_for(classes, label + 1, label)[label]
        )

    truth = word(int(labels[number]))
    wrong = predictions is not None and predictions[number] != labels[number]
    if wrong:
        ax.set_title(f"{truth}\n→ {word(int(predictions[number]))}", fontsize=8, color=figures.RED)
        for spine in ax.spines.values():
            spine.set(color=figures.RED, linewidth=2)
    else:
        ax.set_title(truth, fontsize=8, color=figures.INK)
