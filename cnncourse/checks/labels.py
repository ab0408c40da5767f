"""Labels: one class number an image, counted from 0."""

from collections.abc import Iterable, Mapping, Set

import numpy as np

from cnncourse.checks.others import tensor_cure

MOST = np.iinfo(np.int64).max
FEW = 1000
"""Classes that a mistaken label does not stand for, but a network may well have."""


def check(
    labels, count: int, what: str = "labels", classes: int | None = None, name: str = "the network"
) -> np.ndarray:
    """Return labels as an array (count,) of whole numbers that are classes.

    Parameters
    ----------
    labels : array_like
    count : int
        How many images they belong to.
    what : str
        What to call the labels.
    classes : int, optional
        How many classes there are; unknown where left out.
    name : str
        What has so many classes.

    Raises
    ------
    TypeError, ValueError
        For another shape, something else than whole numbers, or a number that is no class; the
        message has the cure for the form that they have: one-hot rows, soft labels, a column,
        names, classes counted from 1.
    """
    labels, called = _as_array(labels, count, what)
    _check_shape(labels, count, what, called)
    if len(labels):
        _check_kind(labels, what, called)
        _check_classes(labels, what, called, classes, name)
    return labels


def check_form(labels, count: int, what: str = "labels") -> np.ndarray:
    """Return labels as `check` does, or raise, if they are whole numbers, classes or not."""
    labels, called = _as_array(labels, count, what)
    _check_shape(labels, count, what, called)
    _check_kind(labels, what, called)
    return labels


def _as_array(labels, count, what):
    """Return labels as an array, and the expression that makes them one."""
    rule = f"{what} must have shape ({count},), one class number an image, got"
    called = what.split()[-1]  # of "training labels" the array that a reader has a name for
    try:
        array = np.asarray(labels)
    except ValueError as error:
        raise ValueError(f"{rule} lists of several lengths; give each image one number") from error
    except (TypeError, RuntimeError) as error:
        # A tensor on a card, or one that remembers how it came about.
        raise TypeError(
            f"{rule} a {type(labels).__name__}; {tensor_cure(labels, called)}"
        ) from error
    if array.ndim == 0 and array.dtype.kind in "OUS":
        raise TypeError(f"{rule} {_named(labels)}; {_listed(labels, called)}")
    return array, called if array is labels else f"np.asarray({called})"


def _named(labels):
    """Return what was given in place of a sequence."""
    return (
        f"{labels!r}"
        if labels is None or isinstance(labels, str)
        else (f"a {type(labels).__name__}")
    )


def _listed(labels, called):
    """Return how to make a sequence of what is none."""
    if isinstance(labels, Mapping):
        return f"pass list({called}.values()), if they are in the images' order"
    if isinstance(labels, Iterable) and not isinstance(labels, str | bytes | Set):
        return f"pass list({called})"
    return "give each image the number of its class, in the images' order"


def _check_shape(labels, count, what, called):
    """Raise unless there is one label an image."""
    rule = f"{what} must have shape ({count},), one class number an image, got"
    if labels.ndim != 1:
        raise ValueError(f"{rule} {labels.shape}; {_shape_cure(labels, count, called)}")
    if len(labels) != count:
        raise ValueError(
            f"{rule} {count} images and {len(labels)} {what.split()[-1]}; leave out what has no "
            "partner"
        )


def _check_kind(labels, what, called):
    """Raise unless labels are whole numbers."""
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"{what} must be whole numbers, got {_kind(labels)}; {_kind_cure(labels, called)}"
        )


def _check_classes(labels, what, called, classes, name):
    """Raise unless labels are numbers of classes."""
    least, most = int(labels.min()), int(labels.max())  # one more than 255 is 256, not 0
    if classes is None and most > MOST:
        raise ValueError(
            f"{what} must be the numbers of classes, got {most} (index {labels.argmax()}); "
            "mend it, or leave the image out"
        )
    if least >= 0 and (classes is None or most < classes):
        return
    if classes is None:
        raise ValueError(
            f"{what} must be at least 0, got {least} (index {labels.argmin()}); "
            f"{_from_one(labels, called)}number the classes from 0 on"
        )
    bad = int(((labels < 0) | (labels >= classes)).argmax())
    raise ValueError(
        f"{what} must be in 0..{classes - 1}, got {labels[bad]} (image {bad}); "
        f"{_class_cure(labels, called, classes, name)}"
    )


def counted_from_one(labels, classes: int) -> bool:
    """Return whether labels seem to be the classes 1 to ``classes`` instead of 0 to one less."""
    return bool(labels.min() >= 1 and labels.max() == classes)


def _class_cure(labels, called, classes, name):
    """Return what to do about labels that are no classes."""
    if counted_from_one(labels, classes):
        return f"they seem to count the classes from 1: subtract 1, {called} - 1"
    if labels.min() < 0:
        return f"{_from_one(labels, called)}number the classes from 0 on, or leave the image out"
    most = int(labels.max())
    if most >= FEW:
        return "mend it, or leave the image out"
    return (
        f"mend it, or end {name!r} with a Dense of as many units as there are classes "
        f"({most + 1} for these)"
    )


def _from_one(labels, called):
    """Return the cure for the two classes -1 and 1, if these are they."""
    return f"for classes -1 and 1 take ({called} + 1) // 2, else " if _two_signs(labels) else ""


def _two_signs(labels):
    return set(np.unique(labels).tolist()) == {-1, 1}


def _shape_cure(labels, count, called):
    """Return what to do about labels of another shape, by what they hold."""
    shape = labels.shape
    if shape == ():
        one = "one label of one image is [label]"
        return one if count == 1 else "give each image the number of its class"
    if shape == (count, 1):
        return f"take the only column: {called}[:, 0]"
    if labels.size == count:
        return f"take them as one row: {called}.reshape(-1)"
    if labels.ndim == 2 and labels.dtype.kind in "biuf" and labels.size:
        along = count == shape[0] or count != shape[1]
        if along and not (shape[0] == shape[1] and _one_hot(labels.T) and not _one_hot(labels)):
            return _rows_cure(labels, called, 1)
        return _rows_cure(labels.T, called, 0)
    if labels.ndim == 2 and shape[1] == 1:
        return f"take the only column: {called}[:, 0]"
    return "give each image the number of its class"


def _one_hot(rows):
    """Return whether every row holds zeros and a single one."""
    return bool(((rows == 0) | (rows == 1)).all() and ((rows != 0).sum(axis=1) == 1).all())


def _rows_cure(rows, called, axis):
    """Return what to do about a row of numbers an image."""
    if rows.shape[1] == 1:
        return f"take the only column: {called}[:, 0]"
    binary = bool(((rows == 0) | (rows == 1)).all())
    ones = (rows != 0).sum(axis=1)
    if _one_hot(rows):
        return f"turn one-hot rows into labels with {called}.argmax(axis={axis})"
    if binary:
        at = int((ones != 1).argmax())
        return (
            f"these rows are of 0 and 1 but not one-hot (image {at} has {ones[at]} ones): every "
            "image has exactly one class here, so choose one for each"
        )
    if rows.min() >= 0 and np.allclose(rows.sum(axis=1, dtype=float), 1, atol=1e-3):
        return (
            "these are soft labels, which nothing here trains on: for smoothed ones give the "
            f"classes, {called}.argmax(axis={axis}), and let Recipe(label_smoothing=...) smooth"
        )
    return "these rows are neither one-hot nor shares: give each image the number of its class"


def _kind(labels):
    """Return what labels hold instead of whole numbers."""
    if labels.dtype.kind == "f":
        wrong = ~np.isfinite(labels) | (labels != np.trunc(labels))
        if wrong.any():
            return f"dtype {labels.dtype} with {labels[wrong][0]!s} (index {wrong.argmax()})"
    if labels.dtype.kind in "USO":
        first = labels[0].item() if isinstance(labels[0], np.generic) else labels[0]
        return f"dtype {labels.dtype} with {first!r}"
    return f"dtype {labels.dtype}"


def _kind_cure(labels, called):
    """Return what to do about labels that are no whole numbers, by what they hold."""
    whole = f"make them so with {called}.astype(int)"
    if labels.dtype.kind == "b":
        return whole
    if labels.dtype.kind == "f":
        if _whole(labels):
            return whole
        return "an image has one class, and its number counts from 0: 0, 1, 2, ..."
    if labels.dtype.kind in "USO":
        try:
            numbers = labels.astype(float)
        except (TypeError, ValueError):
            return _names_cure(labels, called)
        if _whole(numbers):
            return whole if _read_whole(labels) else whole.replace(".ast", ".astype(float).ast")
    return "give each image the number of its class, counted from 0"


def _whole(numbers):
    """Return whether real numbers are whole, and small enough to be kept as such."""
    return bool((np.abs(numbers) < 2**53).all() and (numbers == np.trunc(numbers)).all())


def _read_whole(labels):
    """Return whether texts or objects are made whole numbers at once, which "3.0" is not."""
    try:
        labels.astype(int)
    except (TypeError, ValueError):
        return False
    return True


def _names_cure(labels, called):
    """Return how to number names, the same in every split."""
    if not all(isinstance(label, str | bytes) for label in labels.tolist()):
        return "give each image the number of its class, counted from 0"
    return (
        f"number the names by one list for all splits: classes = sorted(set({called})), then "
        f"labels are [classes.index(name) for name in {called}]"
    )
