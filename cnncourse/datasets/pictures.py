"""One picture file as bytes: whatever its colours, opacity, depth and rotation are.

Pillow reads the file; it comes with matplotlib. Every change beyond reading has a name, which the
reader of a whole folder counts and tells.
"""

import numpy as np

ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".ppm", ".pgm")
WHITE = 255
DEEP = 65_535  # the brightest value of 16 bits
ROTATED = "turned as their camera noted (EXIF)"
LAID = "laid on white where they are see-through"
PAINTED = "had the colours of their palette put in"
TONED = "in colour, turned to grey"
REPEATED = "grey, repeated in three channels"
SCALED = "16 bits a value, divided by 257"
FIRST = "animated: the first frame was taken"
STRETCHED = "stretched to another size"
CUT = "cut to the wanted shape and resized"


class PictureError(ValueError):
    """A file that is no picture, or one that cannot be brought into bytes; says why."""


def pillow():
    """Return Pillow's `Image` module.

    Raises
    ------
    ImportError
        With the command that installs it.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError(
            "picture files are read by Pillow, which comes with matplotlib, but it cannot be "
            f"imported ({error}); install it with: pip install --force-reinstall pillow"
        ) from error
    return Image


def read(path, channels: int) -> tuple[np.ndarray, list[str]]:
    """Return a picture as bytes, and the names of what was done to it.

    Parameters
    ----------
    path : Path
    channels : int
        1 for grey, 3 for colour.

    Returns
    -------
    np.ndarray, list of str
        Shape (H, W, channels), uint8.

    Raises
    ------
    PictureError
        For a file that is no picture, ends too early, or holds numbers that are no brightness.
    """
    Image = pillow()
    done = []
    try:
        with Image.open(path) as picture:
            if getattr(picture, "n_frames", 1) > 1:
                done.append(FIRST)
            picture.load()
            return _in_bytes(_upright(picture, done), channels, done), done
    except Image.UnidentifiedImageError as error:
        size = path.stat().st_size
        raise PictureError("empty, 0 bytes" if not size else "not a picture") from error
    except PictureError:
        raise
    except Exception as error:  # whatever a decoder finds in a broken file
        early = "truncated" in str(error).lower() or isinstance(error, EOFError)
        raise PictureError(f"broken: {'it ends too early' if early else error}") from error


def resize(pixels: np.ndarray, size: tuple[int, int], fit: str) -> tuple[np.ndarray, list[str]]:
    """Return a picture in another size, and the name of what was done to it.

    Parameters
    ----------
    pixels : np.ndarray
        Shape (H, W, channels), uint8.
    size : (int, int)
        Height and width.
    fit : str
        ``"stretch"`` brings height and width to the size, each by its own factor; ``"crop"``
        first cuts the middle to the wanted shape.
    """
    if pixels.shape[:2] == size:
        return pixels, []
    box = _middle(pixels.shape[:2], size) if fit == "crop" else None
    Image = pillow()
    planes = [
        np.asarray(
            Image.fromarray(np.ascontiguousarray(plane)).resize(
                size[::-1], Image.Resampling.BILINEAR, box
            )
        )
        for plane in np.moveaxis(pixels, 2, 0)
    ]
    return np.stack(planes, axis=2), [CUT if fit == "crop" else STRETCHED]


def _middle(shape, size):
    """Return left, top, right and bottom of the largest part in the middle of that shape."""
    (high, wide), (rows, columns) = shape, size
    scale = min(high / rows, wide / columns)
    top, left = (high - rows * scale) / 2, (wide - columns * scale) / 2
    return left, top, left + columns * scale, top + rows * scale


def _upright(picture, done):
    """Return a picture turned as its camera noted that it should be shown."""
    from PIL import ImageOps

    if picture.getexif().get(0x0112, 1) != 1:
        done.append(ROTATED)
        return ImageOps.exif_transpose(picture)
    return picture


def _in_bytes(picture, channels, done):
    """Return a picture's pixels, (H, W, channels), uint8."""
    if picture.mode == "F":
        raise PictureError("holds floating-point numbers; scale them to 0..255 and write bytes")
    if picture.mode.startswith("I"):
        grey = _from_deep(np.asarray(picture).astype(np.int64), done)
        return _with_channels(grey[..., None], channels, done)
    if picture.mode == "P":
        done.append(PAINTED)
    if picture.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in picture.info:
        picture = _on_white(picture, done)
    pixels = np.asarray(picture.convert("L" if picture.mode in ("1", "L") else "RGB"))
    return _with_channels(pixels if pixels.ndim == 3 else pixels[..., None], channels, done)


def _from_deep(values, done):
    """Return the bytes for values of 16 bits."""
    if values.min() < 0 or values.max() > DEEP:
        raise PictureError(
            f"holds values from {values.min()} to {values.max()}, which are no 16 bits; scale "
            "them to 0..255 and write bytes"
        )
    done.append(SCALED)
    return np.rint(values / (DEEP / 255)).astype(np.uint8)


def _on_white(picture, done):
    """Return a picture without opacity, laid on white; one that hides nothing is not told."""
    layers = picture.convert("RGBA")
    opacity = np.asarray(layers)[..., 3]
    if (opacity < 255).any():
        done.append(LAID)
    grey = picture.mode in ("LA", "La", "L", "1")
    white = pillow().new("RGBA", layers.size, (WHITE,) * 3 + (255,))
    white.alpha_composite(layers)
    return white.convert("L" if grey else "RGB")


def _with_channels(pixels, channels, done):
    """Return pixels with one channel or three."""
    if pixels.shape[2] == channels:
        return pixels
    if channels == 3:
        done.append(REPEATED)
        return np.repeat(pixels, 3, axis=2)
    done.append(TONED)
    return np.asarray(pillow().fromarray(pixels).convert("L"))[..., None]
