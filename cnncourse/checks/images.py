"""Images: their kind of number, their shape and the range of their values."""

import numpy as np

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
    try:
        array = np.asarray(images)
    except ValueError as error:
        raise ValueError(_several(images, what)) from error
    except (TypeError, RuntimeError) as error:
        # A tensor on a card, or one that remembers how it came about.
        raise TypeError(
            f"{what} must be an array of NumPy, got a {type(images).__name__}; "
            "take images.detach().cpu().numpy()"
        ) from error
    if array.dtype == object and array.size and hasattr(array.flat[0], "shape"):
        raise ValueError(_several(images, what))
    if array.dtype.kind in "US" or array.ndim == 0:
        raise TypeError(
            f"{what} must be an array of numbers (N, H, W, C), got {_named(images, array)}; "
            "read files first, as np.asarray(PIL.Image.open(path))"
        )
    return array


def check_kind(images: np.ndarray, what: str = "images", kinds=KINDS) -> None:
    """Raise TypeError unless the images are bytes, or floating-point numbers that both take."""
    if images.dtype in kinds:
        return
    floats = [kind.name for kind in kinds[1:]]
    raise TypeError(
        f"{what} must be uint8 in 0..255, or {', '.join(floats[:-1])} or {floats[-1]} in [0, 1], "
        f"got {images.dtype}; convert with {_conversion(images)}"
    )


def check_range(images: np.ndarray, what: str = "images") -> None:
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
        f"{_range_cure(float(least), float(most))}"
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
    if images.shape[1:] != shape or images.ndim != 4:
        raise ValueError(_wrong_shape(given, images, shape, name, what))
    if len(images) < least:
        raise ValueError(f"{what} must hold at least one image, got none; add some")
    check_kind(images, what)
    if images.dtype != np.uint8 and images.size:
        check_range(images, what)
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
    cure = axes_cure(images.shape, count)
    if cure:
        called = "images" if isinstance(given, np.ndarray) else "np.asarray(images)"
        cure = cure.format(x=called)
        raise ValueError(f"{what} must have shape (N, H, W, C), got {images.shape}; {cure}")
    if images.size == 0:
        raise ValueError(f"{what} must hold at least one image, got {images.shape}; add some")
    images = images.astype(images.dtype.newbyteorder("="), copy=False)
    check_kind(images, what, kinds)
    if images.dtype != np.uint8:
        check_range(images, what)
    return images


def _wrong_shape(given, images, shape, name, what):
    """Return rule, value and cure for images that a network does not take."""
    wanted = ", ".join(map(str, shape))
    called = "images" if isinstance(given, np.ndarray) else "np.asarray(images)"
    got, cure = f"{images.shape}", mend_shape(images, shape, called)
    if images.shape == shape:
        got, cure = f"one image of shape {shape}", f"pass {called}[None]"
    return f"{what} must have shape (N, {wanted}) for {name!r}, got {got}; {cure}"


def _several(images, what):
    """Return the error for images of several sizes."""
    try:
        sizes = sorted({np.shape(image) for image in images})
    except (TypeError, ValueError):
        sizes = []
    listed = ", ".join(map(str, sizes[:3])) + (", ..." if len(sizes) > 3 else "")
    return (
        f"{what} must be one array (N, H, W, C), so all of one size, got "
        f"{f'images of shapes {listed}' if sizes else 'lists of several lengths'}; bring them to "
        "one size first, as image.resize((width, height)) of Pillow does, then np.stack them"
    )


def _named(images, array):
    """Return what was given in place of an array of numbers."""
    if array.size and array.dtype.kind in "US":
        return f"text ({str(array.flat[0])!r})"
    return f"{images!r}" if images is None else f"a {type(images).__name__}"


def _conversion(images):
    """Return the expression that makes images of another kind ones that are taken."""
    kind = images.dtype.kind
    if kind == "f":
        return 'images.astype("float32")'
    if kind == "b":
        return 'images.astype("float32"), which makes 0 and 1 of it'
    if kind not in "iu" or not images.size:
        return 'images.astype("float32"), once they are real numbers in [0, 1]'
    least, most = int(images.min()), int(images.max())
    if 0 <= least and most <= 1:
        return 'images.astype("float32")'
    if 0 <= least and most <= 255:
        return 'images.astype("uint8")'
    if 0 <= least and most <= 65535:
        return '(images / 65535).astype("float32") for 16 bits a value'
    if -128 <= least and most <= 127:
        return '(images + 128).astype("uint8"), if they were moved by 128'
    return f'images.astype("float32"), scaled into [0, 1] (they go from {least} to {most})'


def _range_cure(least, most):
    """Return what to do about the range that floating-point images have."""
    if -OVERSHOOT <= least and most <= 1 + OVERSHOOT:
        return "resizing goes a little too far at edges: cut that off with np.clip(images, 0, 1)"
    if -1 - OVERSHOOT <= least <= -0.9 and most <= 1 + OVERSHOOT:
        return "they were scaled to -1..1: undo that with (images + 1) / 2"
    if least >= -0.1 * 255 and BRIGHT < most <= 1.1 * 255:
        if least >= 0 and most <= 255:
            return "divide by 255, or pass uint8"
        return "divide by 255 and cut off what resizing added: np.clip(images / 255, 0, 1)"
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
            "they were standardised: undo it with images * std + mean, the numbers that were "
            "taken out"
        )
    return "a mean was taken off: add it again, then divide by 255"
