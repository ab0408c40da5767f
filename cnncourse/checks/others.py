"""What readers hand in where an array is wanted: pictures, tensors, files, data sets."""

from collections.abc import Iterable, Mapping, Set

import numpy as np

MODES = ("1", "L", "LA", "RGB", "RGBA", "I", "F", "I;16")
"""Of Pillow's pictures: those whose numbers are brightness, and not places in a palette."""
FILES = "read files first, as np.asarray(PIL.Image.open(path))"


def check(images, what: str) -> None:
    """Raise where NumPy would make other numbers of pictures than those that are seen.

    Raises
    ------
    ValueError
        For pictures of Pillow whose numbers are no brightness.
    """
    some = images if isinstance(images, list | tuple) else [images]
    for number, picture in enumerate(some):
        mode = getattr(picture, "mode", None)
        if isinstance(mode, str) and hasattr(picture, "getpalette") and mode not in MODES:
            at, cure = "", 'images.convert("RGB")'
            if some is images:
                at, cure = f" ({number})", '[picture.convert("RGB") for picture in images]'
            raise ValueError(
                f"{what} must be grey or RGB, got a picture of Pillow in mode {mode!r}{at}; "
                f"pass {cure}"
            )


def several(images, what: str) -> str:
    """Return the error for images that are no one array, with the cure for why they are not."""
    rule = f"{what} must be one array (N, H, W, C), so all of one size, got"
    try:
        shapes = [np.shape(image) for image in images]
    except (TypeError, ValueError, RuntimeError):
        return f"{rule} lists of several lengths; {_RESIZE}"
    if _pair(shapes):
        return f"{rule} a pair of images and labels; pass the images alone: images[0]"
    sizes = sorted(set(shapes))
    listed = ", ".join(map(str, sizes[:3])) + (", ..." if len(sizes) > 3 else "")
    nothing = [number for number, image in enumerate(images) if image is None]
    if nothing:
        return f"{rule} None in place of image {nothing[0]}; leave it out, or read it again"
    cure = _RESIZE
    if () not in sizes and len({shape[:2] for shape in sizes}) == 1:
        cure = (
            "they are of one size, but not of as many channels: make all of one kind first, as "
            'picture.convert("RGB") of Pillow does, or give the grey ones [..., None]'
        )
    return f"{rule} images of shapes {listed}; {cure}"


_RESIZE = (
    "bring them to one size first, as image.resize((width, height)) of Pillow does, then np.stack "
    "them"
)


def _pair(shapes):
    """Return whether these are images and their labels, as Keras's data sets come."""
    return (
        len(shapes) == 2
        and len(shapes[0]) in (3, 4)
        and len(shapes[1]) in (1, 2)
        and shapes[0][:1] == shapes[1][:1]
    )


def named(images, array) -> str:
    """Return what was given in place of an array of numbers."""
    if array.size and array.dtype.kind in "US":
        return f"text ({str(array.flat[0])!r})"
    return f"{images!r}" if images is None else f"a {type(images).__name__}"


def cure(images) -> str:
    """Return what to do about what is no array of numbers."""
    if isinstance(images, str | bytes | list | tuple | np.ndarray | bool | int | float):
        return FILES
    if isinstance(images, Mapping):
        return 'pass the array in it, as images["images"]'
    if hasattr(images, "as_numpy_iterator"):
        return "pass np.stack([*images.as_numpy_iterator()]), of images alone"
    if hasattr(images, "dataset") and hasattr(images, "batch_size"):
        return "pass np.concatenate([batch[0] for batch in images]), its channels last"
    if isinstance(images, Iterable) and not isinstance(images, Set):
        return "pass np.stack(list(images))"
    return FILES


def tensor_cure(given, called: str) -> str:
    """Return how to make an array of what PyTorch does not turn into one by itself."""
    if isinstance(given, list | tuple):
        called, given = f"torch.stack({called})", given[0] if given else None
    if getattr(given, "is_meta", False):
        return "it has a shape and no numbers: make it anew on the processor"
    dense = ".to_dense()" if getattr(given, "is_sparse", False) else ""
    wide = ".float()" if str(getattr(given, "dtype", "")) == "torch.bfloat16" else ""
    real = ".resolve_conj()" if getattr(given, "is_conj", bool)() else ""
    return f"take {called}{dense}.detach().cpu(){wide}{real}.numpy()"
