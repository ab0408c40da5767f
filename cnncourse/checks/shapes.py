"""The shape of images that is not the one wanted, and the expression that mends it."""

import math

CHANNEL_COUNTS = (1, 3, 4)
"""Of grey images, of colour, and of colour with opacity."""

# What puts axes where they belong: an expression, and what it makes of a shape.
ARRANGED = (
    ("{x}", lambda s, wanted: s),
    ("{x}[None]", lambda s, wanted: (1, *s)),
    ("{x}[..., None]", lambda s, wanted: (*s, 1)),
    ("{x}[None, ..., None]", lambda s, wanted: (1, *s, 1)),
    ("{x}.transpose(0, 2, 3, 1)", lambda s, wanted: _taken(s, 0, 2, 3, 1)),
    ("{x}.transpose(1, 2, 0)[None]", lambda s, wanted: _taken((1, *s), 0, 2, 3, 1)),
    ("{x}.swapaxes(1, 2)", lambda s, wanted: _taken(s, 0, 2, 1, 3)),
    ("{x}.swapaxes(1, 2)[..., None]", lambda s, wanted: _taken((*s, 1), 0, 2, 1, 3)),
    ("{x}.transpose(0, 3, 2, 1)", lambda s, wanted: _taken(s, 0, 3, 2, 1)),
    ("{x}.transpose(3, 0, 1, 2)", lambda s, wanted: _taken(s, 3, 0, 1, 2)),
    ("{x}[0]", lambda s, wanted: s[1:] if len(s) == 5 and s[0] == 1 else ()),
    ("{x}.reshape(-1, {wanted})", lambda s, wanted: _laid_out(s, wanted)),
    ("{x}.T.reshape(-1, {wanted})", lambda s, wanted: _laid_out(s[::-1], wanted)),
)

# What makes the channels of one kind of image those of another: from, to, expression.
CHANNELS = (
    (4, 3, "{x}[..., :3]"),
    (1, 3, "np.repeat({x}, 3, axis=-1)"),
    (2, 1, "{x}[..., :1]"),
    (3, 1, "{x}.mean(axis=-1, keepdims=True){kind}"),
    (4, 1, "{x}[..., :3].mean(axis=-1, keepdims=True){kind}"),
)

MEANT = {
    "{x}[None]": "that is one image",
    "{x}[None, ..., None]": "that is one grey image",
    "{x}[..., None]": "the axis of the channels is missing",
    "{x}.transpose(0, 2, 3, 1)": "the channels come first",
    "{x}.transpose(1, 2, 0)[None]": "that is one image with the channels first",
    "{x}.swapaxes(1, 2)": "height and width have changed places",
    "{x}.swapaxes(1, 2)[..., None]": "height and width have changed places",
    "{x}.transpose(0, 3, 2, 1)": "the channels come first, and width before height",
    "{x}.transpose(3, 0, 1, 2)": "the images stand along the last axis",
    "{x}[0]": "there is an axis too many",
    "{x}.reshape(-1, {wanted})": "each image is one row of numbers",
    "{x}.T.reshape(-1, {wanted})": "each image is one column of numbers",
}
PAINTED = {
    (4, 3): "they are RGBA, whose fourth channel is opacity",
    (1, 3): "they are grey",
    (2, 1): "the second channel is opacity",
    (3, 1): "they are in colour",
    (4, 1): "they are in colour, with opacity",
}


def _taken(shape, *axes):
    return tuple(shape[axis] for axis in axes) if len(shape) == len(axes) else ()


def _laid_out(shape, wanted):
    """Return (N, *wanted) for rows of as many numbers as an image has, or for one such row."""
    size = math.prod(wanted)
    if shape == (size,):
        return (1, *wanted)
    return (shape[0], *wanted) if len(shape) == 2 and shape[1] == size else ()


def mend_shape(images, wanted, called: str = "images") -> str:
    """Return what the images' shape seems to mean, and the expression that gives ``wanted``.

    Parameters
    ----------
    images : ndarray
        Of a shape that is not ``(N, *wanted)``.
    wanted : (int, int, int)
        Height, width, channels.
    called : str
        The expression for the images.

    Examples
    --------
    >>> import numpy as np
    >>> mend_shape(np.zeros((60, 3, 32, 32)), (32, 32, 3))
    'the channels come first: pass images.transpose(0, 2, 3, 1)'
    """
    found = list(_arrangements(images.shape, tuple(wanted), called))
    for channels, text, meant in found:
        if channels == wanted[2]:
            return f"{meant}: pass {text}"
    kind = "" if images.dtype.kind == "f" else f'.astype("{images.dtype}")'
    for channels, text, meant in found:
        for there, here, paint in CHANNELS:
            if (channels, wanted[2]) == (there, here):
                both = " and ".join(filter(None, (meant, PAINTED[there, here])))
                return f"{both}: pass {paint.format(x=text, kind=kind)}"
    return _other_size(images.shape, wanted)


def _arrangements(shape, wanted, called):
    """Yield (channels, expression, meaning) of what has height and width where they belong."""
    for written, arrange in ARRANGED:
        made = arrange(shape, wanted)
        if len(made) == 4 and made[1:3] == wanted[:2]:
            text = written.format(x=called, wanted=", ".join(map(str, wanted)))
            yield made[3], text, MEANT.get(written, "")


def _other_size(shape, wanted):
    """Return the cure for images of another size."""
    size = f"{wanted[0]}×{wanted[1]}"
    if len(shape) == 4 and min(shape[1:]) > 0 and shape[3] == wanted[2]:
        return (
            f"resize them to {size}, or build the network for theirs: "
            f"architecture.with_input({shape[1:]})"
        )
    if len(shape) == 4:
        return (
            f"bring them to {size} with {wanted[2]} channels, or describe a network for what "
            "they are"
        )
    return f"bring them into (number of images, {', '.join(map(str, wanted))})"


def axes_cure(shape, count: int | None = None) -> str:
    """Return what to do about images whose axes are not (N, H, W, C), or nothing.

    Parameters
    ----------
    shape : tuple of int
        Of the images.
    count : int, optional
        How many images there should be.
    """
    if len(shape) == 4:
        last = count == shape[3] != shape[0] and count not in CHANNEL_COUNTS
        if last and shape[2] in CHANNEL_COUNTS:
            return "the images stand along the last axis: pass {x}.transpose(3, 0, 1, 2)"
        first = shape[1] in CHANNEL_COUNTS and shape[3] not in CHANNEL_COUNTS
        # Nothing that is seen is so flat, or has as many channels as it has columns.
        square = shape[2] == shape[3] > max(CHANNEL_COUNTS)
        if first and (square or min(shape[2:]) > 2 * max(CHANNEL_COUNTS)):
            return "the channels come first: pass {x}.transpose(0, 2, 3, 1)"
        return ""
    if len(shape) == 3:
        if shape[2] in CHANNEL_COUNTS and count != shape[0]:
            return "that is one image: pass {x}[None]"
        if count == 1 and shape[0] in CHANNEL_COUNTS[1:]:
            return "that is one image with the channels first: pass {x}.transpose(1, 2, 0)[None]"
        return "the axis of the channels is missing: pass {x}[..., None]"
    if len(shape) == 2 and count == 1 and shape[0] > 1:
        return "that is one grey image: pass {x}[None, ..., None]"
    if len(shape) == 2:
        columns = count == shape[1] != shape[0]
        length, turned = (shape[0], ".T") if columns else (shape[1], "")
        each = "column" if columns else "row"
        side = math.isqrt(length)
        sizes = f"{side}, {side}, 1" if side * side == length > 1 else "height, width, channels"
        return f"each image is one {each} of numbers: pass {{x}}{turned}.reshape(-1, {sizes})"
    return "bring them into (number of images, height, width, channels)"
