"""Where a network looks: the map of one class, where it lies on the picture, and its numbers."""

from collections.abc import Mapping

import numpy as np

from cnncourse import inspection
from cnncourse.architecture import Architecture, ReceptiveField
from cnncourse.explorers.inside import IMAGE
from cnncourse.reference import trace

METHODS = {
    "none": "Not shown",
    "grad-cam": "Grad-CAM",
    "grad-cam++": "Grad-CAM++",
    "cam": "CAM",
    "gradient": "Gradient",
}
"""How a map is drawn, and what that is called in the page; or none."""
ANSWER = "answer"
CLASSES = {
    ANSWER: "What it answers",
    "t-shirt": "T-shirt/top",
    "trouser": "Trouser",
    "pullover": "Pullover",
    "dress": "Dress",
    "coat": "Coat",
    "sandal": "Sandal",
    "shirt": "Shirt",
    "sneaker": "Sneaker",
    "bag": "Bag",
    "boot": "Ankle boot",
}
"""The classes that can be asked about, in the networks' order after the first."""


def look(
    architecture: Architecture,
    weights: Mapping,
    image: np.ndarray,
    method: str,
    asked: int | None = None,
) -> dict:
    """Return where a network looks for a class.

    Parameters
    ----------
    architecture : Architecture
    weights : mapping of str to ndarray
    image : ndarray (H, W, C)
        In [0, 1], 0 beside the item.
    method : str
        One of `METHODS`, but ``"none"``.
    asked : int or None
        The number of the class; None asks about the one that it answers.

    Returns
    -------
    dict
        ``problem`` says why the method has no map here; ``asked``, ``logit`` and ``answer``, the
        class of the largest logit, are always there. ``layer`` is where the ``map`` is from, and
        ``placed`` is that map on the picture, (H, W), as `place` lays it. What speaks for the
        class, the positive part of it, is put in numbers: its ``share`` on pixels that are not
        black, which are the share ``even`` of the picture; and its ``middle``, beside that of the
        item's light, ``item_middle``: (row, column), pixels. None where there is nothing.
    """
    steps = list(trace(architecture, weights, image[None]))
    logits = steps[-1].output[0]
    answer = int(logits.argmax())
    chosen = answer if asked is None else asked
    known = {"asked": chosen, "logit": float(logits[chosen]), "answer": answer}
    layer, problem = _layer(architecture, method)
    maps, slopes = (None, None) if problem else _back(steps, image, chosen, layer)
    if method == "grad-cam++" and not problem and maps.min() < 0:
        problem = (
            f"Grad-CAM++ needs maps without negative numbers, as after ReLU; {layer} of "
            f"{architecture.name!r} has some: take Grad-CAM, or a network with ReLU"
        )
    if problem:
        return {"problem": problem, **known}
    one = _drawn(method, maps, slopes, chosen, weights, steps[-1].name)[0]
    field = architecture.receptive_field().get(layer, ReceptiveField((1, 1), (1, 1), (0.0, 0.0)))
    placed = place(one, field, image.shape[:2])
    numbers = _numbers(np.maximum(placed, 0), image.max(axis=2))
    return {"problem": "", **known, "layer": layer, "map": one, "placed": placed, **numbers}


def place(one: np.ndarray, field: ReceptiveField, size: tuple[int, int]) -> np.ndarray:
    """Return a map laid on the picture: each number in the middle of what its unit sees.

    Between the middles it is interpolated; half a step beyond the outermost it ends, and what
    lies farther out is 0. Where the units' middles divide the picture evenly this is
    `cnncourse.inspection.upsample`; a convolution without padding has none near the edges.

    Parameters
    ----------
    one : ndarray (h, w)
    field : ReceptiveField
        Of the layer that the map is of.
    size : (int, int)
        The picture's height and width, pixels.

    Examples
    --------
    >>> field = ReceptiveField(size=(1, 3), stride=(1, 2), centre=(0.0, 1.0))
    >>> place(np.array([[2.0, 4.0]]), field, (1, 6)).tolist()
    [[2.0, 2.0, 3.0, 4.0, 4.0, 0.0]]
    """
    for axis, length in enumerate(size):
        last = one.shape[axis] - 1
        at = (np.arange(length) - field.centre[axis]) / field.stride[axis]
        beyond = (at < -0.5) | (at > last + 0.5)
        at = at.clip(0, last)
        before = np.floor(at).astype(int)
        share, beyond = (np.expand_dims(each, 1 - axis) for each in (at - before, beyond))
        after = one.take(np.minimum(before + 1, last), axis)
        one = np.where(beyond, 0, one.take(before, axis) * (1 - share) + after * share)
    return one


def _layer(architecture, method):
    """Return the name of the layer whose maps a method takes, and why there is none."""
    named = architecture.named_layers()
    kinds = [type(step.layer).__name__ for step in named]
    if method == "gradient":
        return IMAGE, ""
    if "Conv2D" not in kinds:
        return "", f"{architecture.name!r} has no convolution, and so no maps: take the gradient"
    last = len(kinds) - 1 - kinds[::-1].index("Conv2D")
    if method != "cam":
        return named[last].name, ""
    if kinds[-2:] == ["GlobalAvgPool2D", "Dense"]:
        return named[-3].name, ""
    return "", (
        "CAM needs a network that ends in GlobalAvgPool2D and one Dense; "
        f"{architecture.name!r} ends in {', '.join(kinds[last + 1 :])}: take Grad-CAM"
    )


def _back(steps, image, chosen, layer):
    """Return what leaves a layer, and the slopes of one logit there, (1, h, w, K) both."""
    slope = np.zeros_like(steps[-1].output)
    slope[0, chosen] = 1
    for step in reversed(steps):
        if step.name == layer:
            return step.output, slope
        slope, _ = step.back(slope)
    return image[None], slope


def _drawn(method, maps, slopes, chosen, weights, head):
    if method == "gradient":
        return inspection.gradient_map(slopes)
    if method == "cam":
        return inspection.class_activation_map(maps, weights[f"{head}/weights"], chosen)
    draw = inspection.grad_cam if method == "grad-cam" else inspection.grad_cam_plus_plus
    return draw(maps, slopes)


def _numbers(placed, light):
    """Return how much of a map lies on what is lit, and where the middles of both are."""
    lit = light > 0
    seen = placed.any() and lit.any()
    share = float(inspection.share_inside(placed[None], lit[None])[0]) if seen else None
    middles = {"middle": _middle(placed), "item_middle": _middle(light)}
    return {"share": share, "even": float(lit.mean()), **middles}


def _middle(shares):
    """Return the mean (row, column) of a picture's numbers, weighed by them."""
    total = shares.sum()
    if not total:
        return None
    rows, columns = np.indices(shares.shape)
    return [float((places * shares).sum() / total) for places in (rows, columns)]
