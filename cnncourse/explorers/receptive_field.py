"""What a unit of each layer sees of the image, pixel by pixel."""

import numpy as np

from cnncourse.architecture import Architecture
from cnncourse.explorers import svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.effective_drawing import APART, HEIGHT, effective_pictures
from cnncourse.explorers.effective_field import DRAWS, PIECE, RULES, SEEDS, effective
from cnncourse.explorers.traits import DrawnChoice, Place, Slider
from cnncourse.explorers.window_layers import MOST, WindowLayers, described
from cnncourse.geometry import window_inside, window_starts


class ReceptiveField(Explorer):
    """A stack of convolutions and poolings, and what one unit of it sees of the input.

    A unit's receptive field is the square of input pixels from the first to the last that
    can change it. Some of these may lie beyond the image, where padding stands, and with
    dilation or large strides some within are never looked at; `paths` says for every pixel
    over how many ways through the layers' windows it reaches the unit. A pixel in the middle
    of the field is on more of them than one at its edge.

    Layers that do not fit the map they receive are kept, `problem` says why, and the layers
    before them go on answering.

    Examples
    --------
    >>> field = ReceptiveField(layers=[("conv", 3), ("conv", 3)], layer=2, row=4, column=4)
    >>> field.size, field.stride, field.centre
    (5, 1, (6.0, 6.0))
    >>> field.paths[4:9, 4:9].astype(int).tolist()[0]
    [1, 2, 3, 2, 1]
    >>> ReceptiveField(layers=[("conv", 3), ("pool", 2), ("conv", 3)], layer=3).size
    8
    """

    title = "Receptive field"
    own_parts = ("effective",)
    constants = {"draws": DRAWS, "piece": PIECE}

    input_size = Slider(28, 8, 64, "Input size", unit="pixels")
    layers = WindowLayers((("conv", 3), ("pool", 2), ("conv", 3)))
    layer = Place(3, MOST)
    row = Place(5, 63)
    column = Place(5, 63)
    gradient = DrawnChoice("none", RULES, "")
    seed = Place(0, SEEDS)

    @property
    def architecture(self) -> Architecture | None:
        """The layers that fit, one filter each; None where there is none."""
        return self._fitting()[0]

    @property
    def size(self) -> int:
        """The field's height and width in input pixels, those beyond the image included."""
        return self.results["size"]

    @property
    def stride(self) -> int:
        """The step between the fields of neighbouring units, in input pixels."""
        return self.results["stride"]

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the field, (row, column); 0 is the centre of the first pixel."""
        return tuple(self.results["centre"].tolist())

    @property
    def paths(self) -> np.ndarray:
        """On how many paths to the unit every input pixel lies, float64 (size, size)."""
        return self.results["paths"]

    def compute(self):
        """Compute the fields of all layers, and the paths to the chosen unit.

        The lists ``names``, ``map_sizes``, ``sizes``, ``strides`` and ``centres`` begin with
        the input and end with the last layer that fits; ``fault`` is the number of the one
        that does not, or 0. ``layer``, ``row`` and ``column`` are the chosen unit's, at most
        the last there is. Its field reaches from ``first`` to ``last``, (row, column) each,
        and ``beyond`` the image by so many pixels at the top, bottom, left and right.
        ``row_paths`` and ``column_paths`` hold, for every map from the input to the unit's,
        the paths along one direction; ``paths`` is the product of the input's two.
        """
        architecture, problem = self._fitting()
        steps = architecture.named_layers() if architecture else ()
        fields = architecture.receptive_field() if architecture else {}
        maps = [self.input_size, *(step.output_shape[0] for step in steps)]
        sizes = [1, *(field.size[0] for field in fields.values())]
        strides = [1, *(field.stride[0] for field in fields.values())]
        centres = [0.0, *(field.centre[0] for field in fields.values())]
        layer = min(self.layer, len(steps))
        unit = [min(place, maps[layer] - 1) for place in (self.row, self.column)]
        centre = np.array([centres[layer] + place * strides[layer] for place in unit])
        reach = (sizes[layer] - 1) / 2
        first, last = (centre - reach).astype(int), (centre + reach).astype(int)
        windows = [step.layer.window(step.input_shape) for step in steps[:layer]]
        along = [_paths(place, maps[: layer + 1], windows) for place in unit]
        paths = np.outer(along[0][0], along[1][0])
        return {
            "names": ["input", *fields],
            "map_sizes": maps,
            "sizes": sizes,
            "strides": strides,
            "centres": centres,
            **{"layer": layer, "row": unit[0], "column": unit[1]},
            **{"size": sizes[layer], "stride": strides[layer], "centre": centre},
            **{"first": first, "last": last, "beyond": _beyond(first, last, self.input_size)},
            "row_paths": along[0],
            "column_paths": along[1],
            "paths": paths,
            "seen": int((paths > 0).sum()),
            "share": float((paths > 0).mean()),
            "most_paths": float(paths.max()),
            "fewest_paths": float(paths[paths > 0].min()) if paths.any() else 0.0,
            "fault": len(steps) + 1 if problem else 0,
            "problem": problem,
        }

    def effective(self) -> dict:
        """Return how much each pixel counts: the share it has in the gradient of the unit.

        The gradient of the chosen unit for every pixel of the input is taken twice, through the
        layers without activations. With all weights equal (and a pooling that adds up its
        window) it is the number of paths. With weights at random it is the mean of its absolute
        value over 100 draws from `seed`, each of all weights (uniform from -1 to 1) and of a
        picture of noise; `gradient` says where a pooling's goes: ``"max"``, to the pixel that
        won, or ``"mean"``, to all alike. After Luo, Li, Urtasun and Zemel (2016).

        Returns
        -------
        dict
            ``"window"``, ``"equal"`` and ``"random"``: each pixel's share of the total, float64
            (size, size); in the first all that can count are alike. ``"middle"``: the share of
            each in the middle half of the field (half as high and half as wide; of a field that
            is alike everywhere 0.25). ``"spread"``: the standard deviation of each along rows
            and columns, in pixels. Empty where `gradient` is ``"none"``.

        Examples
        --------
        >>> field = ReceptiveField(layers=[("conv", 3)] * 4, layer=4, gradient="mean")
        >>> [round(share, 2) for share in field.effective()["middle"]]
        [0.25, 0.66, 0.48]
        """
        if self.gradient == "none":
            return {}
        return self._once(
            "effective", lambda: effective(self.layers, self.results, self.seed, self.gradient)
        )

    def _fitting(self):
        return self._once("stack", self._stack, ("input_size", "layers"))

    def _stack(self):
        """Return the architecture of the layers that fit, and why the next does not."""
        layers, problem = described(self.layers), ""
        shape = (self.input_size, self.input_size, 1)
        for count in range(len(layers), 0, -1):
            try:
                return Architecture("stack", shape, layers[:count]), problem
            except ValueError as error:
                problem = str(error)
        return None, problem

    def drawing(self):
        """Draw every map as a square, and in it what the unit sees of it.

        Where a gradient is shown, how much each pixel counts is drawn below.
        """
        found, parts, x = self.results, [], 10
        for i, size in enumerate(found["map_sizes"]):
            side = 40 + 100 * size / max(found["map_sizes"])
            parts.append(svg.frame(x, 40, side, side, colour=svg.MUTED))
            if i <= found["layer"]:
                parts.append(_seen_box(found, i, x, side / size))
            label = f"{found['names'][i]} {size} × {size}"
            parts.append(svg.text(x, 34, label, anchor="start"))
            x += max(side, 70) + 14
        words = (
            f"A unit of {found['names'][found['layer']]} sees {found['size']} × "
            f"{found['size']} input pixels, stride {found['stride']}"
        )
        heading = svg.text(10, 16, words, size=12, anchor="start")
        wide, high, shares = max(x, 320), 190, self.effective()
        if shares:
            parts.append(effective_pictures(found, shares, 10, high))
            wide, high = max(wide, 3 * APART + 10), high + HEIGHT
            words += f"; {100 * shares['middle'][2]:.1f} % of its gradient lies in the middle half"
        return svg.drawing(wide, high, heading, *parts, title=f"Receptive field: {words}")


def _paths(place, maps, windows):
    """Return the number of paths from every place of every map to one place of the last.

    Parameters
    ----------
    place : int
        Along one direction of the last map.
    maps : list of int
        Their sizes, from the input's on.
    windows : list of Window
        Between each map and the next; both directions are alike.
    """
    counts = np.zeros(maps[-1])
    counts[place] = 1
    found = [counts]
    for size, window in zip(maps[-2::-1], windows[::-1], strict=True):
        below = np.zeros(size)
        starts = window_starts(len(counts), window.stride[0], window.sides[0])
        for start, count in zip(starts, counts, strict=True):
            for pixel in window_inside(start, window.kernel[0], size, window.dilation[0]):
                below[pixel] += count
        counts = below
        found.insert(0, counts)
    return found


def _beyond(first, last, size):
    """Return how far a field reaches over the image: top, bottom, left, right, in pixels."""
    extent = last[0] - first[0] + 1
    over = [-first[0], last[0] - (size - 1), -first[1], last[1] - (size - 1)]
    return [int(min(max(pixels, 0), extent)) for pixels in over]


def _seen_box(found, index, left, side):
    """Return the rectangle of a map's pixels that are on a path, in the drawing's units."""
    ends = [np.flatnonzero(along[index]) for along in (found["row_paths"], found["column_paths"])]
    if not all(len(places) for places in ends):
        return ""
    (top, bottom), (start, end) = ((places[0], places[-1] + 1) for places in ends)
    ink = svg.FRAME if index == found["layer"] else svg.SECOND
    box = {"x": left + start * side, "y": 40 + top * side}
    size = {"width": (end - start) * side, "height": (bottom - top) * side}
    numbers = {name: float(value) for name, value in (box | size).items()}
    return svg.element("rect", **numbers, fill=ink, fill_opacity=0.45, stroke=ink)
