"""A picture of the reader's own as a setting: made as small as an explorer's are, as a text.

The page reads a file that is dropped, pasted or photographed; here an array is taken. Both keep
the middle square, each of its small pixels the mean of an area, in bytes. The text holds these
bytes in base64. An address never holds it: who follows a link brings a picture of his own.
"""

import base64
import binascii
import math

import numpy as np

from cnncourse.explorers import stored
from cnncourse.explorers.traits import Setting

NAME = "own"  # among the images
TITLE = "A picture of your own"
ABSENT = (
    'image="own" needs a picture of your own, and none is here: '
    "neither a link nor a reload keeps one"
)
LIGHT = np.array([77, 150, 29]) / 256  # how light red, green and blue are
HALF = 0.500001  # what is halfway is rounded up, however its mean was added up
PALE = 0.75  # what is lighter would not be seen on white


def square(picture, side: int) -> np.ndarray:
    """Return the middle square of a picture at a smaller size, red, green and blue.

    Parameters
    ----------
    picture : array_like (H, W), (H, W, 1), (H, W, 3) or (H, W, 4)
        Grey, colours, or colours and opacity; bytes, or numbers from 0 to 1.
    side : int
        Rows and columns of the result.

    Returns
    -------
    ndarray (side, side, 3)
        From 0 to 1. What is clear is white, or black where all that is not clear is pale.

    Raises
    ------
    ValueError
        If it has another shape, or numbers beyond.

    Examples
    --------
    >>> square([[0, 0, 1, 1], [0, 1, 1, 1]], 1)[0, 0]
    array([0.75, 0.75, 0.75])
    """
    pixels = _flattened(_pixels(picture))
    height, width = pixels.shape[:2]
    whole = min(height, width)
    top, left = (height - whole) // 2, (width - whole) // 2
    middle = pixels[top : top + whole, left : left + whole]
    # In units that make both the picture's pixels and the small ones whole numbers wide.
    edges, areas = np.arange(whole + 1) * side, np.arange(side + 1) * whole
    ends = np.minimum(areas[1:, None], edges[1:])
    shares = (ends - np.maximum(areas[:-1, None], edges[:-1])).clip(0) / whole
    return np.einsum("iy,jx,yxc->ijc", shares, shares, middle, optimize=True)


def _pixels(picture):
    """Return colours and opacity from 0 to 1, (H, W, 4)."""
    array = np.asarray(picture)
    if array.dtype.kind not in "iuf" or array.ndim not in (2, 3) or not array.size:
        raise ValueError(f"no picture: shape {array.shape}, {array.dtype}")
    array = array[..., None] if array.ndim == 2 else array
    if array.shape[2] not in (1, 3, 4):
        raise ValueError(f"{array.shape[2]} channels")
    array = array / 255 if array.dtype == np.uint8 else array.astype(float)
    if not (array.min() >= 0 and array.max() <= 1):
        raise ValueError("numbers beyond 0 to 1")
    if array.shape[2] == 1:
        array = np.repeat(array, 3, 2)
    return array if array.shape[2] == 4 else np.pad(array, [(0, 0)] * 2 + [(0, 1)], **_OPAQUE)


_OPAQUE = {"mode": "constant", "constant_values": 1}


def _flattened(pixels):
    """Return the colours on what shows through where a picture is clear."""
    colours, opaque = pixels[..., :3], pixels[..., 3:]
    light = (colours @ LIGHT * opaque[..., 0]).sum()
    ground = 0 if light > PALE * opaque.sum() else 1
    return colours * opaque + ground * (1 - opaque)


class OwnPicture(Setting):
    """A picture of the reader's own, kept as its text; an array is taken too.

    Parameters
    ----------
    forms : sequence of tuple
        The shapes (side, side, channels) that it may have; the first of each number of
        channels is the one that an array of another size is made to.
    """

    kind = "picture"

    def __init__(self, *forms):
        self.forms = forms
        super().__init__("")

    def checked(self, value):
        """Return the picture's text, or an empty one."""
        try:
            return self._read(value) if isinstance(value, str) else self._made(value)
        except (TypeError, ValueError) as error:
            shapes = " or ".join(str(form) for form in self.forms)
            shown = value[:20] if isinstance(value, str) else type(value)
            self.refuse(
                f"an array of pixels, the text of one of shape {shapes}, or '' ({error})", shown
            )

    def _read(self, text):
        if text:
            self.decode(text)
        return text

    def _made(self, picture):
        """Return the text of an array; one of a form is kept as it is."""
        if isinstance(picture, (list, tuple)):
            raise TypeError("a list and no array")
        array = np.asarray(picture)
        channels = 3 if array.ndim == 3 and array.shape[2] > 1 else 1
        fitting = [form for form in self.forms if form[2] == channels] or self.forms
        same = [form for form in fitting if form[:2] == array.shape[:2]]
        side, _, channels = (same or fitting)[0]
        small = square(array, side)
        if channels == 1:
            small = small @ LIGHT
        content = np.floor(255 * small + HALF).astype(np.uint8).tobytes()
        return base64.b64encode(content).decode("ascii")

    def decode(self, text) -> np.ndarray:
        """Return the pixels that a text holds, (side, side, channels) uint8.

        Raises
        ------
        ValueError
            If it is no base64, or holds no picture of one of the forms.
        """
        try:
            content = base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError(f"its base64 is broken: {error}") from error
        for form in self.forms:
            if math.prod(form) == len(content):
                return np.frombuffer(content, np.uint8).reshape(form)
        raise ValueError(f"{len(content)} bytes")

    def values(self, text) -> np.ndarray:
        """Return the brightness from 0 to 1 that explorers compute with; black without a text."""
        found = self.decode(text) / 255 if text else np.zeros(self.forms[0])
        found.flags.writeable = False
        return found

    def describe(self):
        """Add the shapes."""
        return super().describe() | {"shapes": [list(form) for form in self.forms]}


def has_own(explorer) -> bool:
    """Return whether the chosen image is the reader's own, be it there or not."""
    return explorer.image == NAME


def pixels_of(explorer) -> np.ndarray:
    """Return the chosen image as it is computed with, (H, W, channels), read-only."""
    if has_own(explorer):
        return explorer.settings()["own_picture"].values(explorer.own_picture)
    return stored.images()[explorer.image].values


def white_of(explorer) -> int:
    """Return the number that is shown white: 1 for brightness, else the largest there could be."""
    scale = 255 if has_own(explorer) else stored.images()[explorer.image].scale
    return 1 if scale == 255 else scale


def need_picture(explorer) -> None:
    """Raise ValueError where the reader's own is chosen and there is none."""
    if has_own(explorer) and not explorer.own_picture:
        raise ValueError(ABSENT)
