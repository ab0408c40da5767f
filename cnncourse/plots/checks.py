"""What stands beside pictures, checked before it is drawn: class numbers and pixels."""

import numpy as np

from cnncourse.plots import figures


def class_numbers(values, name, count, classes=None):
    """Return class numbers as an array (count,), or None where there are none.

    Raises
    ------
    ValueError, TypeError
        For another shape, numbers that are not whole, or one without a class.
    """
    if values is None:
        return None
    values = np.asarray(values)
    if values.shape != (count,):
        raise ValueError(
            f"{name} must be one class number an image, of shape ({count},), got shape "
            f"{values.shape}{_shape_cure(values, name, count)}"
        )
    if values.dtype.kind not in "iu":
        whole = values.dtype.kind == "f" and (values == np.round(values)).all()
        cure = f"{name}.astype(int)" if whole else "class numbers"
        raise TypeError(f"{name} must be whole numbers, got dtype {values.dtype}; pass {cure}")
    most = np.inf if classes is None else len(classes)
    if values.min() < 0 or values.max() >= most:
        bad = int(((values < 0) | (values >= most)).argmax())
        wanted = (
            "0 or more" if classes is None else f"in 0..{most - 1}, as classes has {most} names"
        )
        from_one = values.min() >= 1 and values.max() == most
        cure = f"count from 0, as {name} - 1" if from_one else "mend it, or leave that image out"
        raise ValueError(f"{name} must be {wanted}, got {values[bad]} (image {bad}); {cure}")
    return values


def _shape_cure(values, name, count):
    """Return what to pass instead of labels of another shape, as the end of a sentence."""
    if values.shape == (count, 1):
        return f"; pass {name}[:, 0]"
    if values.ndim != 2 or len(values) != count or values.dtype.kind not in "biuf":
        return f"; pass as many as there are images, {name}[:{count}] if they belong together"
    if ((values == 0) | (values == 1)).all() and (values.sum(axis=1) == 1).all():
        return f", one-hot rows; pass {name}.argmax(axis=1)"
    return f", scores of {values.shape[1]} classes; {name}.argmax(axis=1) is the highest of each"


def one_image(image, name="image"):
    """Return an image as (H, W) or (H, W, 3) of floating point in [0, 1].

    Raises
    ------
    ValueError, TypeError
        For another shape, with the cure for the likely ones, or numbers out of range.
    """
    pixels = figures.finite(image, name, (2, 3, 4))
    check_channels(pixels, name)
    if pixels.ndim == 4:
        raise ValueError(
            f"{name} must be one image, (H, W) or (H, W, C), got a batch of shape "
            f"{pixels.shape}; pass {name}[0], or draw all with images"
        )
    pixels = in_range(pixels, name)
    return pixels[:, :, 0] if pixels.shape[2:] == (1,) else pixels


def batch(images, name="images"):
    """Return images as an array (N, H, W, 1 or 3) of floating point in [0, 1].

    Raises
    ------
    ValueError, TypeError
        For another shape, with the cure for the likely ones, or numbers out of range.
    """
    pixels = figures.finite(images, name, (2, 3, 4))
    if pixels.ndim == 2 or (pixels.ndim == 3 and pixels.shape[2] in (1, 3, 4)):
        raise ValueError(
            f"{name} must be a batch (N, H, W, C), got one image of shape {pixels.shape}; "
            f"pass {'it as [None, :, :, None]' if pixels.ndim == 2 else 'it as [None]'}, "
            "or draw it with image"
        )
    if pixels.ndim == 3:
        raise ValueError(
            f"{name} must be a batch (N, H, W, C), got shape {pixels.shape}, grey images without "
            "their channel; pass them as [..., None]"
        )
    check_channels(pixels, name)
    return in_range(pixels, name)


def check_channels(pixels, name):
    """Raise unless the last axis of (H, W), (H, W, C) or (N, H, W, C) is 1 or 3 channels.

    Raises
    ------
    ValueError
        With the cure where the channels come first, or are four.
    """
    if pixels.ndim == 2 or pixels.shape[-1] in (1, 3):
        return
    got = f"{name} must have 1 or 3 channels, last, got shape {pixels.shape}"
    if pixels.shape[-1] == 4:
        raise ValueError(f"{got}, with transparency (RGBA); drop it with [..., :3]")
    if pixels.shape[-3] in (1, 3, 4):
        axes = (1, 2, 0) if pixels.ndim == 3 else (0, 2, 3, 1)
        raise ValueError(f"{got}, channels first; pass them as .transpose{axes}")
    raise ValueError(f"{got}; draw one channel with image, or all with feature_maps")


def in_range(pixels, name):
    """Return pixels in [0, 1]: uint8 divided by 255, floating point as it is.

    Raises
    ------
    ValueError
        For numbers out of range, with what is likely to have happened to them.
    """
    if pixels.dtype == np.uint8:
        return pixels / 255
    low, high = pixels.min(), pixels.max()
    if low >= 0 and high <= 1:
        return pixels.astype(float) if pixels.dtype.kind == "f" else pixels * 1.0
    if -0.1 <= low and high <= 1.1:
        cure = f"cut the overshoot off with np.clip({name}, 0, 1)"
    elif low >= 0 and high <= 255.5:
        cure = f"pass {name} / 255"
    else:
        cure = "undo what was done to the pixels, or draw them with feature_maps or signed_maps"
    raise ValueError(
        f"{name} must be uint8, or lie in [0, 1], got values from {low:.9g} to {high:.9g}; {cure}"
    )
