"""Images: their kind of number, their shape and the range of their values."""

import numpy as np

from cnncourse.checks import others
from cnncourse.checks.others import tensor_cure
from cnncourse.checks.shapes import axes_cure, mend_shape

# Of this machine's byte order, as both frameworks want them.
KINDS = tuple(map(np.dtype, ("uint8", "float16", "float32", "float64")))

# Bicubic and Lanczos filters overshoot an edge by up to a fifth of it.
OVERSHOOT = 0.25
BRIGHT = 16
"""What is brighter is counted as bytes are, and no standardised image reaches it."""


def as_array(images, what: str = "images") -> np.ndarray:
    """Return images as one array, which those of several sizes cannot be.

    Raises
    ------
    TypeError, ValueError
        For what holds no numbers, and for images of several sizes.
    """
    if hasattr(images, "images") and not hasattr(images, "shape"):
        raise TypeError(f"{what} must be an array, got a {type(images).__name__}; pass its .images")
    others.check(images, what)
    try:
        array = np.asarray(images)
    except ValueError as error:
        raise ValueError(others.several(images, what)) from error
    except (TypeError, RuntimeError, NotImplementedError) as error:
        # A tensor on a card, or one that remembers how it came about.
        raise TypeError(
            f"{what} must be an array of NumPy, got a {type(images).__name__}; "
            f"{tensor_cure(images, 'images')}"
        ) from error
    if array.dtype == object and array.size and hasattr(array.flat[0], "shape"):
        raise ValueError(others.several(images, what))
    if array.ndim == 0 or (array.dtype.kind in "US" and _numbers(array) is None):
        raise TypeError(
            f"{what} must be an array of numbers (N, H, W, C), got {others.named(images, array)}; "
            f"{others.cure(images)}"
        )
    return array


def check_kind(
    images: np.ndarray, what: str = "images", kinds=KINDS, called: str = "images"
) -> None:
    """Raise TypeError unless the images are bytes, or floating-point numbers that both take."""
    if images.dtype in kinds:
        return
    floats = [kind.name for kind in kinds[1:]]
    raise TypeError(
        f"{what} must be uint8 in 0..255, or {', '.join(floats[:-1])} or {floats[-1]} in [0, 1], "
        f"got {images.dtype}; convert with {_conversion(images, called)}"
    )


def check_range(images: np.ndarray, what: str = "images", called: str = "images") -> None:
    """Raise ValueError unless every value of floating-point images lies in [0, 1].

    One pass for the least and one for the greatest value: the least of an array with NaN is NaN.
    """
    least, most = images.min(), images.max()
    if least >= 0 and most <= 1:
        return
    if not (np.isfinite(least) and np.isfinite(most)):
        bad = ~np.isfinite(images).reshape(len(images), -1).all(axis=1)
        raise ValueError(
            f"{what} must be finite, but image {bad.argmax()} holds NaN or infinity; mend it or "
            f"leave it out ({bad.sum()} of {len(images)} images hold such)"
        )
    # Of a NumPy scalar, `str` gives all digits that tell it from its neighbours.
    lowest, highest = (str(value).removesuffix(".0") for value in (least, most))
    raise ValueError(
        f"float {what} must lie in [0, 1], got values from {lowest} to {highest}; "
        f"{_range_cure(float(least), float(most), called)}"
    )


def check(images, shape, name: str, what: str = "images", *, least: int = 1) -> np.ndarray:
    """Return images as an array that a network takes.

    Parameters
    ----------
    images : array_like, ``(N, *shape)``
        uint8 (0 to 255) or floating point (0 to 1).
    shape : (int, int, int)
        What the network takes: height, width, channels.
    name : str
        Of the network.
    what : str
        What to call the images.
    least : int
        How many there must be: 1, or 0.

    Raises
    ------
    TypeError, ValueError
        For another kind of number or shape, no image, or values that are not in the range.
    """
    given, images = images, as_array(images, what)
    if images.size == 0 and images.shape[1:] != shape:
        raise ValueError(f"{what} must hold at least one image, got {images.shape}; add some")
    if images.shape[1:] != shape or images.ndim != 4:
        raise ValueError(_wrong_shape(given, images, shape, name, what))
    if len(images) < least:
        raise ValueError(f"{what} must hold at least one image, got none; add some")
    check_kind(images, what, called=_called(given))
    if images.dtype != np.uint8 and images.size:
        check_range(images, what, _called(given))
    return images


def check_any(images, count: int | None = None, what: str = "images", kinds=KINDS) -> np.ndarray:
    """Return images as an array (N, H, W, C) of a machine's own numbers, for no network yet.

    Parameters
    ----------
    images : array_like
    count : int, optional
        How many images there should be, which tells one image from a batch of grey ones.
    what, kinds
        As `check` and `check_kind`.

    Raises
    ------
    TypeError, ValueError
        As `check`; what has its channels first is told by its sizes.
    """
    given, images = images, as_array(images, what)
    if images.size == 0:
        raise ValueError(f"{what} must hold at least one image, got {images.shape}; add some")
    cure = axes_cure(images.shape, count)
    if cure:
        cure = cure.format(x=_called(given))
        raise ValueError(f"{what} must have shape (N, H, W, C), got {images.shape}; {cure}")
    images = images.astype(images.dtype.newbyteorder("="), copy=False)
    check_kind(images, what, kinds, _called(given))
    if images.dtype != np.uint8:
        check_range(images, what, _called(given))
    return images


def _wrong_shape(given, images, shape, name, what):
    """Return rule, value and cure for images that a network does not take."""
    wanted = ", ".join(map(str, shape))
    called = _called(given)
    got, cure = f"{images.shape}", mend_shape(images, shape, called)
    if images.shape == shape:
        got, cure = f"one image of shape {shape}", f"pass {called}[None]"
    return f"{what} must have shape (N, {wanted}) for {name!r}, got {got}; {cure}"


def _called(given):
    """Return the expression that gives images as an array."""
    return "images" if isinstance(given, np.ndarray) else "np.asarray(images)"


def _numbers(array):
    """Return what texts or objects are as numbers, or None if they are none."""
    try:
        return array.astype(float)
    except (TypeError, ValueError):
        return None


def _conversion(images, called):
    """Return the expression that makes images of another kind ones that are taken."""
    kind, floats = images.dtype.kind, f'{called}.astype("float32")'
    if kind == "f":
        return floats
    if kind == "b":
        return f"{floats}, which makes 0 and 1 of it"
    if kind == "c":
        return f"{called}.real, once that lies in [0, 1]"
    if kind in "OUS" and images.size and _numbers(images) is not None:
        return _of_objects(_numbers(images), called)
    if kind not in "iu" or not images.size:
        return f"{floats}, once they are real numbers in [0, 1]"
    least, most = int(images.min()), int(images.max())
    if 0 <= least and most <= 1:
        return floats
    if 0 <= least and most <= 255:
        return f'{called}.astype("uint8")'
    if 0 <= least and most <= 65535:
        return f'({called} / 65535).astype("float32") for 16 bits a value'
    if -128 <= least and most <= 127:
        return f'({called} + 128).astype("uint8"), if they were moved by 128'
    return f"{floats}, scaled into [0, 1] (they go from {least} to {most})"


def _of_objects(numbers, called):
    """Return the expression for texts or objects that are these numbers."""
    whole = (numbers == np.trunc(numbers)).all()
    if whole and numbers.min() >= 0 and 1 < numbers.max() <= 255:
        return f'{called}.astype("float32").astype("uint8")'
    return f'{called}.astype("float32")'


def _range_cure(least, most, called):
    """Return what to do about the range that floating-point images have."""
    if -OVERSHOOT <= least and most <= 1 + OVERSHOOT:
        return f"resizing goes a little too far at edges: cut that off with np.clip({called}, 0, 1)"
    if -1 - OVERSHOOT <= least <= -0.9 and most <= 1 + OVERSHOOT:
        if -1 <= least and most <= 1:
            return f"they were scaled to -1..1: undo that with ({called} + 1) / 2"
        return (
            "they were scaled to -1..1, and resized: undo that with "
            f"np.clip(({called} + 1) / 2, 0, 1)"
        )
    if least >= -0.1 * 255 and BRIGHT < most <= 1.1 * 255:
        if least >= 0 and most <= 255:
            return "divide by 255, or pass uint8"
        return f"divide by 255 and cut off what resizing added: np.clip({called} / 255, 0, 1)"
    if least >= 0 and BRIGHT < most <= 65535:
        return "divide by the largest value they can take, 65535 for 16 bits"
    if least >= 0:
        return (
            "divide by the largest value they can take (255 for bytes, 16 for scikit-learn's "
            "digits)"
            if most <= BRIGHT
            else "divide by the largest value they can take"
        )
    if most <= BRIGHT:
        return (
            f"they were standardised: undo it with {called} * std + mean, the numbers that were "
            "taken out"
        )
    return "a mean was taken off: add it again, then divide by 255"
