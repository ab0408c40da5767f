"""Images as they are, one or many."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from cnncourse import arguments
from cnncourse.plots import checked, figures, look
from cnncourse.plots.frames import extent, frame, pixel_axes

# Columns of a row of titled pictures, and of a grid of images, that a phone can show.
MOST_IN_A_ROW = 4
MOST_IN_A_GRID = 8


@look.drawn
def image(
    image,
    ax: Axes | None = None,
    *,
    title: str = "",
    window: tuple[int, int, int, int] | None = None,
    ticks: bool = False,
    units: bool = False,
) -> Axes:
    """Draw one image, pixel by pixel.

    Parameters
    ----------
    image : array, (H, W), (H, W, 1) or (H, W, 3)
        uint8 in 0..255, or floating point in [0, 1].
    ax : Axes, optional
    title : str
    window : (row, column, height, width), optional
        Pixels to put a frame around, counted from 0 at the upper left.
    ticks : bool
        Number the first and the last row and column.
    units : bool
        Number them and say what is counted.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For another shape, values out of range, or a window outside the image.
    """
    pixels = checked.one_image(image)
    if window is not None:
        extent(pixels.shape[:2], window)
    ax = figures.axes(ax, 3.0, 3.0)
    ax.imshow(pixels, cmap="gray", vmin=0, vmax=1, interpolation="none")
    pixel_axes(ax, pixels.shape, ticks, units)
    if window is not None:
        frame(ax, window)
    if title:
        figures.head(ax, title)
    return ax


@look.drawn
def pictures(
    images: Mapping[str, Sequence] | Sequence[tuple[str, Sequence]],
    axes: Sequence[Axes] | None = None,
    *,
    columns: int | None = None,
    units: bool = True,
) -> np.ndarray:
    """Draw a few images side by side, each with its title and its size in pixels.

    Parameters
    ----------
    images : mapping of title to array, or pairs of them where titles repeat
        Arrays as for `image`, which may differ in size; None leaves a place empty.
    axes : sequence of Axes, (images,), optional
    columns : int, optional
        Images in a row; at most 4 where left out.
    units : bool
        Say on the first what its axes count.

    Returns
    -------
    ndarray of Axes, (images,)

    Raises
    ------
    ValueError, TypeError
        As `image`, and for no image at all.

    Examples
    --------
    >>> black, white = pictures({"black": np.zeros((2, 2)), "white": np.ones((2, 2))})
    >>> white.get_title()
    'white'
    """
    pairs = list(images.items() if isinstance(images, Mapping) else images)
    ready = [
        (str(title), None if pixels is None else checked.one_image(pixels, repr(title)))
        for title, pixels in pairs
    ]
    sized = [(title, np.zeros((1, 1)) if p is None else p) for title, p in ready]
    axes = several(sized, axes, columns)
    first = True
    for ax, (title, pixels) in zip(axes, ready, strict=True):
        if pixels is None:
            ax.set_axis_off()
            continue
        image(pixels, ax, title=title, ticks=True, units=units and first)
        first = False
    return axes


@look.drawn
def images(
    images,
    labels: Sequence[int] | None = None,
    *,
    classes: Sequence[str] | None = None,
    predictions: Sequence[int] | None = None,
    columns: int | None = None,
) -> np.ndarray:
    """Draw a grid of images with the names of their classes.

    Parameters
    ----------
    images : array, (N, H, W, 1) or (N, H, W, 3)
        At most 200; uint8 in 0..255, or floating point in [0, 1].
    labels : sequence of int, (N,), optional
        The true class of each.
    classes : sequence of str, optional
        The classes' names; numbers stand there without.
    predictions : sequence of int, (N,), optional
        What a network takes each for. A wrong one is written below the true name, in red and
        with a frame.
    columns : int, optional
        Images in a row; where left out, at most 8, and as many as leave room for the names.

    Returns
    -------
    ndarray of Axes, (rows, columns)

    Raises
    ------
    ValueError, TypeError
        If images, labels, predictions and classes do not fit one another, or there are more
        than 200 images.
    """
    pixels = _batch(images)
    classes = None if classes is None else checked.names(classes)
    truths, guesses = _numbers(labels, predictions, classes, len(pixels))
    words = [[_word(number, classes) for number in row or ()] for row in (truths, guesses)]
    columns = _columns(columns, words[0] + [f"→ {word}" for word in words[1]])
    lines = 1 + max((word.count("\n") for row in words for word in row), default=0)
    above = lines * ((truths is not None) + (guesses is not None))
    axes = figures.grid(len(pixels), columns, above=above)
    for number, ax in enumerate(axes.flat[: len(pixels)]):
        ax.imshow(pixels[number], cmap="gray", vmin=0, vmax=1, interpolation="none")
        if truths is not None:
            wrong = guesses is not None and guesses[number] != truths[number]
            _name(ax, words[0][number], words[1][number] if wrong else None)
    return axes


def several(things, axes, columns, *, bar=False):
    """Return the Axes given, or new ones, for pairs of a title and an array, row by row."""
    if not things:
        raise ValueError("nothing to draw: give at least one title and its array")
    if axes is not None:
        return figures.given(axes, len(things))
    figures.check_count(len(things), "a row of images")
    columns = MOST_IN_A_ROW if columns is None else arguments.count(columns, "columns")
    columns = min(columns, len(things))
    rows = math.ceil(len(things) / columns)
    beside = 0.9 if bar else 0.4
    width = min(look.WIDTH, 2.5 * columns + beside)
    high, wide = (max(np.shape(array)[side] for _, array in things) for side in (0, 1))
    cell = (width - beside) / columns
    # Two lines below for numbers and units, and above what the longest title takes.
    lines = 2.5 + max(
        title.count("\n") + len(title) * figures.LETTER // cell for title, _ in things
    )
    height = rows * (cell * high / wide + 1.25 * lines * look.TEXT / 72)
    axes = figures.panels(columns, rows, width=width, height=height)
    for ax in axes[len(things) :]:
        ax.set_axis_off()
    return axes[: len(things)]


def _batch(images):
    """Return the images to draw, checked, with their number."""
    if hasattr(images, "__len__") and len(images) > figures.MOST and np.ndim(images[0]) > 1:
        figures.check_count(len(images), "images")
    return checked.batch(images)


def _numbers(truths, guesses, classes, count):
    """Return the class numbers of images and of what they were taken for."""
    truths = checked.class_numbers(truths, "labels", count, classes)
    guesses = checked.class_numbers(guesses, "predictions", count, classes)
    if guesses is not None and truths is None:
        raise ValueError("predictions are told right or wrong by labels: give labels too")
    listed = [None if row is None else row.tolist() for row in (truths, guesses)]
    return listed[0], listed[1]


def _word(number, classes):
    """Return a class's name, a word a line, or its number."""
    return str(number) if classes is None else classes[number].replace(" ", "\n")


def _columns(columns, words):
    """Return how many images stand in a row, so that the longest word has room above one."""
    if columns is not None:
        return arguments.count(columns, "columns")
    longest = max((len(line) for word in words for line in word.split("\n")), default=0)
    room = max(longest + 1.5, 6) * figures.LETTER
    return max(1, min(MOST_IN_A_GRID, int(look.WIDTH / room)))


def _name(ax, truth, wrong):
    """Write an image's class above it, and a wrong prediction below that, in red."""
    if wrong is None:
        ax.set_title(truth)
        return
    ax.set_title(f"{truth}\n→ {wrong}", color=look.RED)
    for spine in ax.spines.values():
        spine.set(color=look.RED, linewidth=2)
