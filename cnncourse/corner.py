"""The corner experiment: networks that saw items in the middle, asked about items elsewhere.

Source B says that a nine in the corner of its image fools a dense network and "very probably"
not a convolutional one. Here the items are 28 × 28 pixels on a black frame of 40 × 40, so that
one can move by six pixels each way and stay whole. A network is trained with its items in the
middle and measured with them at each of the 169 places; then again with items that move while
it trains, and with the mean of each map in the place of flattening.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from tqdm.auto import tqdm

from cnncourse import zoo
from cnncourse.architecture import Architecture, Flatten, GlobalAvgPool2D
from cnncourse.recipe import Recipe

SIDE = 40
"""Height and width of the frame, in pixels."""

SHIFT = 6
"""How far an item can move from the middle without leaving the frame, in pixels each way."""

IMAGES = 1000
"""How many test images are tried at every place."""

# A recipe of this course's, for all alike; the epochs are what a small machine can spend.
_RECIPE = Recipe("adam", 2e-3, batch_size=64, schedule="linear")
_EPOCHS = {"C-dense": 5, "B": 4, "C-cnn": 2}


class Variant(NamedTuple):
    """One network of the experiment, how it is trained, and what is special about it."""

    name: str
    architecture: Architecture
    recipe: Recipe
    note: str


def averaged(architecture: Architecture, name: str) -> Architecture:
    """Return a network that takes the mean of each map where the given one flattens them.

    Parameters
    ----------
    architecture : Architecture
        With a `Flatten` that receives maps of several channels.
    name : str
        The new network's.

    Raises
    ------
    ValueError
        If no `Flatten` receives a map that a convolution made: the mean over raw pixels would
        leave a single number of each image.

    Examples
    --------
    >>> averaged(zoo.TWO_CONV, "two-conv-average").shapes()[-3:]
    [(64,), (128,), (10,)]
    """
    layers = [
        GlobalAvgPool2D() if isinstance(layer, Flatten) else layer for layer in architecture.layers
    ]
    first = architecture.layers[0]
    if isinstance(first, Flatten) or layers == list(architecture.layers):
        raise ValueError(
            f"{architecture.name!r} flattens no maps of a convolution, so there is nothing to "
            "average; use a network with Conv2D layers before its Flatten"
        )
    return replace(architecture, name=name, layers=layers)


def accuracy_map(
    evaluate: Callable, split, frame: int | tuple[int, int], *, progress: bool = False
) -> np.ndarray:
    """Return the accuracy with the items at every place of a larger, black frame.

    Parameters
    ----------
    evaluate : function
        From a split of framed images to a fraction, as
        ``lambda split: in_torch.evaluate(model, split).accuracy``.
    split : Split
        The items, (N, H, W, C), without a frame.
    frame : int or (int, int)
        Height and width in pixels, or the side of a square frame: the network's input.
    progress : bool
        Show a bar.

    Returns
    -------
    np.ndarray
        (frame height - H + 1, frame width - W + 1), float64: row and column of the frame at
        which the items' first pixel lies.

    Raises
    ------
    ValueError, TypeError
        If the frame is smaller than the items.
    """
    framed = split.in_frame(frame).image_shape
    rows, columns = (framed[axis] - split.image_shape[axis] + 1 for axis in (0, 1))
    found = np.zeros((rows, columns))
    places = tqdm(
        np.ndindex(rows, columns),
        total=rows * columns,
        disable=not progress,
        unit="place",
        dynamic_ncols=True,
    )
    for place in places:
        found[place] = evaluate(split.in_frame(frame, place))
    return found


def _variants():
    """Yield each network as its source has it, on moved items, and with means."""
    for letter, epochs in _EPOCHS.items():
        source, recipe = zoo.SOURCES[letter], replace(_RECIPE, epochs=epochs)
        network = source.with_input((SIDE, SIDE, 1), name=f"{source.name}-{SIDE}")
        yield Variant(letter, network, recipe, "Trained on items in the middle of the frame.")
        moved = replace(recipe, shift=SHIFT)
        yield Variant(
            f"{letter}-shifted",
            network,
            moved,
            f"Trained on items that were moved by up to {SHIFT} pixels, anew in each epoch.",
        )
        if letter != "C-dense":
            average = averaged(network, f"{source.name}-average-{SIDE}")
            yield Variant(
                f"{letter}-average",
                average,
                recipe,
                "Trained on items in the middle of the frame; the mean of each map stands in the "
                "place of flattening.",
            )


VARIANTS = {variant.name: variant for variant in _variants()}
"""Every variant by its name: the source's letter, then what was changed."""
