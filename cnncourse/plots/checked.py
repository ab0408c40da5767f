"""What is drawn, checked first: numbers, images, the classes' numbers and names."""

from collections.abc import Mapping

import numpy as np

from cnncourse.checks import images as image_checks
from cnncourse.checks import labels as label_checks

CHANNELS = (1, 3)
ROUNDING = 1e-5  # what resizing and blurring leave above 1 and below 0, and nobody sees


def finite(values, name, dimensions) -> np.ndarray:
    """Return ``values`` as an array with one of these numbers of dimensions.

    Raises
    ------
    ValueError
        For another number of dimensions, nothing at all, NaN or infinity, or rows that are not
        as long as one another.
    TypeError
        For what is not a number.
    """
    try:
        array = np.asarray(values)
    except ValueError:
        sizes = [np.shape(value) for value in values]
        raise ValueError(
            f"{name} must all have one shape, got {_some(dict.fromkeys(sizes))}; crop or resize "
            "them to one, or draw each by itself"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} must hold real numbers, got dtype {array.dtype}; convert with astype"
        )
    if array.ndim not in dimensions or array.size == 0:
        wanted = " or ".join(str(number) for number in dimensions)
        raise ValueError(
            f"{name} must have {wanted} dimensions and no empty one, got {array.shape}"
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        bad = tuple(map(int, np.argwhere(~np.isfinite(array))[0]))
        raise ValueError(
            f"{name} must be finite, but holds NaN or infinity at {bad}; "
            "np.nan_to_num puts 0 in place of NaN"
        )
    return array


def names(classes) -> tuple:
    """Return the names of classes in their order.

    Raises
    ------
    TypeError
        For what is no sequence of names.
    """
    if classes is None or isinstance(classes, str | bytes) or not hasattr(classes, "__len__"):
        raise TypeError(f"classes must be names in their order, got {classes!r}; pass data.classes")
    if isinstance(classes, Mapping):
        raise TypeError(
            "classes must be names in their order, got a mapping; pass [names[0], names[1], …]"
        )
    return tuple(map(str, classes))


def class_numbers(values, name, count, classes=None):
    """Return class numbers as an array (count,), or None where there are none.

    Raises
    ------
    ValueError, TypeError
        For another shape, numbers that are not whole, or one without a class.
    """
    if values is None:
        return None
    scores = np.shape(values) if hasattr(values, "shape") else ()
    if name == "predictions" and len(scores) == 2 and scores[0] == count and scores[1] > 1:
        raise ValueError(
            f"predictions must have shape ({count},), one class number an image, got {scores}, "
            "scores of all classes; the highest of each is predictions.argmax(axis=1)"
        )
    values = label_checks.check(values, count, name)
    if classes is None or values.max() < len(classes):
        return values
    most = len(classes)
    cure = f"give classes {int(values.max()) + 1} names, or leave that image out"
    if label_checks.counted_from_one(values, most):
        cure = f"they seem to count the classes from 1: subtract 1, {name} - 1"
    bad = int((values >= most).argmax())
    raise ValueError(
        f"{name} must be in 0..{most - 1}, as classes has {most} names, got {values[bad]} "
        f"(image {bad}); {cure}"
    )


def one_image(image, name="image"):
    """Return an image as (H, W) or (H, W, 3) of floating point in [0, 1].

    Raises
    ------
    ValueError, TypeError
        For another shape, with the cure for the likely ones, or numbers out of range.
    """
    pixels = image_checks.as_array(image, name)
    rule = f"{name} must be one image, (H, W), (H, W, 1) or (H, W, 3), got shape {pixels.shape}"
    if pixels.ndim == 4:
        it = "that image" if len(pixels) == 1 else "the first"
        raise ValueError(f"{rule}, a batch; pass [0] of it for {it}, or draw all with images")
    if pixels.ndim not in (2, 3) or pixels.size == 0:
        raise ValueError(f"{rule}; bring it into height, width and channels")
    _check_channels(pixels, rule)
    pixels = _in_range(pixels, name)
    return pixels[:, :, 0] if pixels.shape[2:] == (1,) else pixels


def batch(images, name="images"):
    """Return images as an array (N, H, W, 1 or 3) of floating point in [0, 1].

    Raises
    ------
    ValueError, TypeError
        For another shape, with the cure for the likely ones, or numbers out of range.
    """
    pixels = _floating(image_checks.as_array(images, name))
    if pixels.ndim == 2 and pixels.size and max(pixels.shape) <= 3 * min(pixels.shape):
        raise ValueError(
            f"{name} must have shape (N, H, W, C), got {pixels.shape}; that is one grey image: "
            f"pass {name}[None, ..., None], or draw it with image"
        )
    pixels = image_checks.check_any(_rounded(pixels), None, name)
    rule = f"{name} must have shape (N, H, W, 1) or (N, H, W, 3), got {pixels.shape}"
    _check_channels(pixels, rule)
    return _in_range(pixels, name)


def _check_channels(pixels, rule):
    """Raise unless the last axis of (H, W), (H, W, C) or (N, H, W, C) is 1 or 3 channels."""
    if pixels.ndim == 2 or pixels.shape[-1] in CHANNELS:
        return
    if pixels.shape[-1] == 4:
        raise ValueError(f"{rule}: RGBA, whose fourth channel is opacity; pass [..., :3] of it")
    if pixels.shape[-3] in (*CHANNELS, 4):
        axes = (1, 2, 0) if pixels.ndim == 3 else (0, 2, 3, 1)
        raise ValueError(f"{rule}: the channels come first; pass .transpose{axes} of it")
    raise ValueError(f"{rule}; draw one channel of it with image, or all with feature_maps")


def _in_range(pixels, name):
    """Return pixels as floating point in [0, 1]."""
    pixels = _rounded(_floating(pixels))
    image_checks.check_kind(pixels, name)
    if pixels.dtype == np.uint8:
        return pixels / 255
    image_checks.check_range(pixels[None], name)
    return pixels.astype(float)


def _floating(pixels):
    """Return a mask of zeros and ones, or numbers of another byte order, as images are."""
    pixels = pixels.astype(pixels.dtype.newbyteorder("="), copy=False)
    mask = pixels.dtype == bool or (
        pixels.dtype.kind in "iu"
        and pixels.dtype != np.uint8
        and pixels.size
        and not np.any((pixels != 0) & (pixels != 1))
    )
    return pixels.astype(float) if mask else pixels


def _rounded(pixels):
    """Return floating point that lies in [0, 1] but for rounding without what is beyond."""
    if pixels.dtype.kind != "f" or not pixels.size:
        return pixels
    low, high = pixels.min(), pixels.max()
    near = low >= -ROUNDING and high <= 1 + ROUNDING
    return np.clip(pixels, 0, 1) if near else pixels


def _some(things, most=4) -> str:
    """Return the first few as a list in words."""
    things = [str(thing) for thing in things]
    return " and ".join(things[:most]) + (" and more" if len(things) > most else "")
