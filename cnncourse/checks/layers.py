"""What a reader asks a network about: layers by name, and one class for each image."""

import difflib

import numpy as np

INPUT = "input"
"""The name under which a network's images are asked for as if a layer had given them."""


def check_layers(layers, architecture) -> list[str]:
    """Return the names of the layers asked for, in that order; all of them for None.

    Raises
    ------
    TypeError, ValueError
        For what is no list of names, and for a name that no layer has.
    """
    names = [step.name for step in architecture.walk()]
    if layers is None:
        return names
    if isinstance(layers, str) or not hasattr(layers, "__iter__"):
        one = layers if isinstance(layers, str) else names[0]
        raise TypeError(f"layers must be a list of names, got {layers!r}; pass layers=[{one!r}]")
    return [_known(name, names, architecture) for name in dict.fromkeys(map(_hashable, layers))]


def check_layer(layer, architecture) -> str:
    """Return the name of the one layer asked for, which may be `INPUT`.

    Raises
    ------
    TypeError, ValueError
        For what is no name of a layer.
    """
    names = [step.name for step in architecture.walk()]
    return _known(_hashable(layer), [INPUT, *names], architecture)


def _hashable(name):
    """Return a name if it is text, or say what it should be."""
    if not isinstance(name, str):
        raise TypeError(f'a layer is asked for by its name, as "conv1", got {name!r}')
    return name


def _known(name, names, architecture):
    """Return the name if it is one of these, or say which would be."""
    if name in names:
        return name
    near = difflib.get_close_matches(name.lower(), names, 1, 0.5)
    meant = f"did you mean {near[0]!r}? " if near else ""
    raise ValueError(
        f"{architecture.name!r} has no layer {name!r}; {meant}its layers are {', '.join(names)}"
    )


def class_count(architecture) -> int:
    """Return how many logits a network gives for an image.

    Raises
    ------
    ValueError
        For a network that ends in a map.
    """
    if len(architecture.output_shape) != 1:
        raise ValueError(
            f"{architecture.name!r} ends in a map {architecture.output_shape}, not in logits; "
            "end it with Dense(classes)"
        )
    return architecture.output_shape[0]


def check_classes(classes, count: int, architecture) -> np.ndarray:
    """Return the class asked about in each of ``count`` images, as int64 (count,).

    Raises
    ------
    TypeError, ValueError
        For what is neither one class number nor one for each image, and for a network that
        does not end in logits.
    """
    cure = "as predict(model, images).argmax(1)"
    return check_chosen(classes, count, class_count(architecture), cure)


def check_chosen(classes, count: int, number: int, cure: str) -> np.ndarray:
    """Return one class of ``number`` for each of ``count`` images, as int64 (count,).

    ``cure`` says where to take them from.

    Raises
    ------
    TypeError, ValueError
        For what is neither one class number nor one for each image.
    """
    try:
        found = np.asarray(classes)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(
            f"classes must be whole numbers, got a {type(classes).__name__} that is no array of "
            f"them; {cure}"
        ) from error
    if not np.issubdtype(found.dtype, np.integer):
        shown = repr(classes) if np.ndim(found) == 0 else f"an array of {found.dtype}"
        raise TypeError(f"classes must be whole numbers, got {shown}; {cure}")
    if found.shape not in ((), (count,)):
        if found.shape == (count, 1):
            cure = "take the only column: np.asarray(classes)[:, 0]"
        raise ValueError(
            f"classes must be one number or one for each of the {count} images, got an array of "
            f"shape {found.shape}; {cure}"
        )
    wrong = found[(found < 0) | (found >= number)]
    if wrong.size:
        raise ValueError(f"classes must be in 0..{number - 1}, got {wrong[0]}; count them from 0")
    return np.broadcast_to(found, count).astype(np.int64)
