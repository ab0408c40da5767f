"""Networks cut before their head: the classifier on their features, and another head."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from cnncourse.architecture import Architecture, Dense, Dropout, Flatten
from cnncourse.arguments import whole

LARGEST = 6.0
"""What no feature of a network with `ReLU6` exceeds."""


def head_name(architecture: Architecture) -> str:
    """Return the name of the last layer, which must be the `Dense` that gives the logits.

    Raises
    ------
    ValueError
        For a network that ends in something else.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> head_name(zoo.find("C-cnn"))
    'dense2'
    """
    last = architecture.named_layers()[-1]
    if not isinstance(last.layer, Dense):
        raise ValueError(
            f"{architecture.name!r} ends in {last.layer!r}; what is transferred must end in a "
            "Dense, which is its head"
        )
    return last.name


def feature_layer(architecture: Architecture) -> str:
    """Return the name of the layer whose output enters the head, a dropout left out.

    Raises
    ------
    ValueError
        As `head_name`, and for a network that is nothing but a head.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> feature_layer(zoo.EFFICIENTNET_LITE0)
    'globalpool1'
    """
    head_name(architecture)
    before = [s for s in architecture.named_layers()[:-1] if not isinstance(s.layer, Dropout)]
    if not before:
        raise ValueError(f"{architecture.name!r} is nothing but a head: it has no features")
    return before[-1].name


def layers_before(architecture: Architecture, name: str) -> tuple[str, ...]:
    """Return the names of all layers before one, those inside a `Residual` included.

    Raises
    ------
    ValueError
        If no layer of the path itself has the name.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> layers_before(zoo.find("E"), "dense1")
    ('conv1', 'pool1', 'flatten1')
    """
    path = [step.name for step in architecture.named_layers()]
    if name not in path:
        raise ValueError(f"{architecture.name!r} has no layer {name!r}; it has {', '.join(path)}")
    every = [step.name for step in architecture.walk()]
    after = set(path[path.index(name) :])
    return tuple(n for n in every if n.partition("/")[0] not in after)


def linear(features: int, classes: int, name: str = "linear-classifier") -> Architecture:
    """Return the classifier of one `Dense` on features, which enter it as `as_images` has them.

    Examples
    --------
    >>> linear(1280, 10).parameters().total
    12810
    """
    shape = (1, 1, whole(features, "features", 1))
    return Architecture(name, shape, [Flatten(), Dense(whole(classes, "classes", 1))])


def as_images(features: np.ndarray, largest: float = LARGEST) -> np.ndarray:
    """Return features as images of one pixel, from 0 to 1, so that `train` takes them.

    Parameters
    ----------
    features : ndarray (N, features)
        From 0 to ``largest``.
    largest : float
        What they are divided by.

    Returns
    -------
    ndarray of float32 (N, 1, 1, features)

    Raises
    ------
    ValueError
        For features beyond that range.
    """
    features = np.asarray(features, np.float32)
    if features.ndim != 2:
        raise ValueError(f"features must have shape (N, features), got {features.shape}")
    if features.size and not (features.min() >= 0 and features.max() <= largest):
        raise ValueError(
            f"features must be from 0 to largest (={largest}), got {features.min()} to "
            f"{features.max()}; give the largest that there can be"
        )
    return (features / np.float32(largest))[:, None, None, :]


def with_head(
    architecture: Architecture,
    classes: int,
    input_shape: tuple[int, int, int] | None = None,
    name: str | None = None,
) -> Architecture:
    """Return a network with a head of so many classes, and perhaps images of another size.

    Raises
    ------
    ValueError
        As `head_name`, and where a layer does not fit the other size.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> ten = with_head(zoo.EFFICIENTNET_LITE0, 10, (96, 96, 3))
    >>> ten.output_shape, ten.parameters().trainable
    ((10,), 3383824)
    """
    head_name(architecture)
    head = replace(architecture.layers[-1], units=whole(classes, "classes", 1))
    return replace(
        architecture,
        name=name or f"{architecture.name}-{classes}",
        input_shape=input_shape or architecture.input_shape,
        layers=[*architecture.layers[:-1], head],
    )


def start(
    architecture: Architecture,
    arrays: Mapping[str, np.ndarray],
    *,
    seed: int = 0,
    head: Mapping[str, np.ndarray] | None = None,
    largest: float = LARGEST,
) -> dict[str, np.ndarray]:
    """Return the weights to train a network from: a pretrained body, and a head.

    Parameters
    ----------
    architecture : Architecture
        Of `with_head`.
    arrays : mapping of str to ndarray
        The pretrained weights.
    seed : int
        Draws the head, where none is given.
    head : mapping of str to ndarray, optional
        The weights of a trained `linear` classifier.
    largest : float
        What its features were divided by.

    Raises
    ------
    ValueError
        If the body is another than that of the pretrained weights.
    """
    last, made = head_name(architecture), architecture.initial_weights(seed)
    for name, drawn in made.items():
        if name.startswith(f"{last}/"):
            continue
        if name not in arrays or np.shape(arrays[name]) != drawn.shape:
            found = np.shape(arrays[name]) if name in arrays else "nothing"
            raise ValueError(
                f"the pretrained weights do not fit the body of {architecture.name!r}: {name} "
                f"must have shape {drawn.shape}, got {found}"
            )
        made[name] = np.asarray(arrays[name])
    if head is not None:
        weights = np.asarray(head["dense1/weights"])
        made[f"{last}/weights"] = weights / weights.dtype.type(largest)
        made[f"{last}/bias"] = np.asarray(head["dense1/bias"])
    return made
