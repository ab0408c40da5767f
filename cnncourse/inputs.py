"""What enters a network, held against its description before any framework sees it."""

import hashlib
import warnings

import numpy as np

from cnncourse.architecture import Architecture
from cnncourse.arguments import count
from cnncourse.checks import images as image_checks
from cnncourse.checks import labels as label_checks
from cnncourse.checks.layers import class_count
from cnncourse.recipe import Recipe


def check_build(architecture: Architecture, dtype: str) -> None:
    """Raise unless both can be built from.

    Raises
    ------
    TypeError, ValueError
        For what is no architecture, or no type that both frameworks train in.
    """
    if not isinstance(architecture, Architecture):
        raise TypeError(
            f"build needs an Architecture, got {type(architecture).__name__}; "
            'take one from the zoo, as zoo.find("lenet-5")'
        )
    if not isinstance(dtype, str | np.dtype) or dtype not in ("float32", "float64"):
        kind = ValueError if isinstance(dtype, str | np.dtype) else TypeError
        raise kind(f'dtype must be "float32" or "float64", got {dtype!r}')


def check_model(model, kind: type, twin: str) -> Architecture:
    """Return the architecture of a model that a twin's ``build`` made.

    Parameters
    ----------
    model : object
    kind : type
        What the twin's framework calls a model.
    twin : {"in_torch", "in_keras"}

    Raises
    ------
    TypeError
        For a model of the other framework, one that was not built, or something else.
    """
    if isinstance(model, Architecture):
        raise TypeError(
            f"a model is wanted, got the Architecture {model.name!r}; build it first: "
            f"{twin}.build(architecture)"
        )
    own, other = ("PyTorch", "in_keras") if twin == "in_torch" else ("Keras", "in_torch")
    named = type(model).__name__
    if not isinstance(model, kind):
        made = {base.__module__.partition(".")[0] for base in type(model).__mro__}
        if made & {"keras", "torch"} and hasattr(model, "architecture"):
            raise TypeError(
                f"{twin} takes models of {own}, got one that {other} built ({named}); use "
                f"{other} for it, or {twin}.weights.set({twin}.build(model.architecture), "
                f"{other}.weights.get(model))"
            )
        raise TypeError(
            f"{twin} takes models of {own}, got {named}; make one with {twin}.build(architecture)"
        )
    architecture = getattr(model, "architecture", None)
    if not isinstance(architecture, Architecture):
        raise TypeError(
            f"the {named} does not know its architecture; make it with {twin}.build, and give it "
            f"weights with {twin}.weights.set"
        )
    return architecture


def altered(layer: str, key: str, twin: str, shape: tuple[int, ...] | None = None) -> TypeError:
    """Return the error for a model whose layers are not those of its architecture any more."""
    other = "" if shape is None else f" of the shape that it should have (it has {shape})"
    return TypeError(
        f"the model has no {layer}/{key}{other}, which its architecture has, so it was changed "
        f"after {twin}.build made it; describe the network that is meant and build that"
    )


def check_batch_size(batch_size) -> int:
    """Return how many images to compute at once, or say what it must be.

    Raises
    ------
    TypeError, ValueError
        For what is no whole number of at least 1.
    """
    return count(
        batch_size, "batch_size", cure="it is how many images are computed at once, as 256"
    )


def check_images(images, architecture: Architecture, what: str = "images") -> np.ndarray:
    """Return images as an array that fits the architecture's input.

    Raises
    ------
    ValueError, TypeError
        For another shape or dtype, no image, or floating-point numbers that are not in [0, 1].
    """
    return image_checks.check(images, architecture.input_shape, architecture.name, what)


def check_split(split, architecture: Architecture, what: str = "") -> int:
    """Return how many images a split has, if they and their labels fit the architecture.

    Parameters
    ----------
    split : object with ``images`` and ``labels``
    architecture : Architecture
    what : str
        Which split it is, such as ``"training"``.

    Raises
    ------
    ValueError, TypeError
        For wrong images (as `check_images`), a wrong number of labels, or a label that is
        not a class.
    """
    which = f"{what} " if what else ""
    if not hasattr(split, "images") or not hasattr(split, "labels"):
        raise TypeError(
            f"{which or 'a '}split must have images and labels, got {type(split).__name__}; "
            "make one with datasets.Split(images, labels)"
        )
    images = check_images(split.images, architecture, f"{which}images")
    classes = class_count(architecture)
    label_checks.check(split.labels, len(images), f"{which}labels", classes, architecture.name)
    return len(images)


def image_count(split) -> int:
    """Return how many images a checked split has; a framework's variable has no length."""
    images = split.images
    return len(images) if hasattr(images, "__len__") else images.shape[0]


class LogitsWarning(UserWarning):
    """A network gives probabilities where the loss expects logits."""


def warn_of_head(architecture: Architecture, head: str = "") -> None:
    """Warn if what leaves a network are probabilities, of which the loss takes softmax again.

    Source B does so, and the course shows what it costs: who means it ignores the
    `LogitsWarning`.

    Parameters
    ----------
    architecture : Architecture
    head : str
        What the model ends in, where something was put behind what was built.
    """
    head = head or _head(architecture)
    if head in ("softmax", "sigmoid"):
        classes = architecture.output_shape[0]
        warnings.warn(
            f"{architecture.name!r} ends in {head}, but the cross-entropy takes softmax of what "
            f"leaves the last layer, so it would be taken twice: it learns more slowly and "
            f"the loss is not that of its probabilities; end with Dense({classes}) alone, and "
            "take ops.softmax of what predict returns where probabilities are wanted",
            LogitsWarning,
            stacklevel=3,
        )


def _head(architecture):
    """Return the activation that the last numbers went through, or nothing."""
    for layer in reversed(architecture.layers):
        if layer.kind in ("flatten", "dropout"):
            continue
        return getattr(layer, "activation", None) or layer.kind
    return ""


def check_data(data, architecture: Architecture, recipe: Recipe) -> None:
    """Raise unless a data set's training (and validation) split can be trained on.

    Raises
    ------
    ValueError, TypeError
        As `check_split`; also where a batch is larger than the training split or too small
        for a `BatchNorm`, nothing can be trained, or patience has nothing to go by.
    """
    if not isinstance(recipe, Recipe):
        raise TypeError(f"recipe must be a Recipe, got {type(recipe).__name__}")
    if not hasattr(data, "train"):
        raise TypeError(
            f"data must be a Dataset with a train split, got {type(data).__name__}; "
            "make one with datasets.Dataset(name, train, test, classes)"
        )
    images = check_split(data.train, architecture, "training")
    if getattr(data, "validation", None) is not None:
        check_split(data.validation, architecture, "validation")
    if recipe.batch_size > images:
        raise ValueError(
            f"batch_size (={recipe.batch_size}) is larger than the training split "
            f"(={images} images); use a smaller batch or more images"
        )
    if recipe.patience is not None and getattr(data, "validation", None) is None:
        raise ValueError(
            f"patience (={recipe.patience}) goes by the validation loss, but the data have no "
            "validation split; make one with with_validation(), or leave patience out"
        )
    if not architecture.trainable_names():
        raise ValueError(f"{architecture.name!r} has no weights to train; add a Conv2D or Dense")
    side = min(architecture.input_shape[:2])
    if recipe.cutout > side:
        raise ValueError(
            f"cutout (={recipe.cutout}) is larger than the images' shorter side (={side}); use a "
            "smaller square"
        )
    _check_norms(images, architecture, recipe.batch_size)


def _check_norms(count, architecture, batch_size):
    """Raise where a `BatchNorm` would meet a single number a channel, which has no variance."""
    alone = min(batch_size, count % batch_size or batch_size) == 1
    for name in architecture.norms_of_vectors():
        if alone:
            raise ValueError(
                f"{name} of {architecture.name!r} cannot normalise a batch of one image, "
                f"which batch_size (={batch_size}) makes of {count} training images; use "
                "another batch_size or drop an image"
            )


def fingerprint(data) -> str:
    """Return the SHA-256 of what a run sees: training and validation images and labels."""
    digest = hashlib.sha256()
    for split in (data.train, getattr(data, "validation", None)):
        for array in (split.images, split.labels) if split is not None else ():
            array = np.ascontiguousarray(array)
            digest.update(f"{array.shape} {array.dtype}".encode())
            digest.update(array.data)
    return digest.hexdigest()
