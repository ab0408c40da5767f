"""From maps to a vector: where each number goes in Keras's order and in PyTorch's."""

import numpy as np

from cnncourse import ops
from cnncourse.explorers import svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.traits import Place, Slider

CHANNEL_FILLS = ("#cfe3f5", "#fbdcbb", "#d3ecd0", "#e6d8f2")


class Flatten(Explorer):
    """A small stack of maps, the two vectors that it is laid out as, and the way between them.

    Keras keeps images as (height, width, channel) and flattens in that order: the channels of
    one pixel stand side by side. PyTorch keeps (channel, height, width): one whole map comes
    after the other. A dense layer has a weight for every place of the vector, so weights that
    move between the two must be put in the other order. Both ways are written with one
    permutation::

        torch_vector = keras_vector[permutation]
        linear.weight = kernel[permutation].T      # Keras's kernel is (features, units)

    Every number of the stack is its own place in Keras's vector, so that it can be followed.
    Where the stack is smaller than the chosen cell's place, the nearest cell is looked at.

    Examples
    --------
    >>> explorer = Flatten(height=2, width=3, channels=2, row=1, column=0, channel=1)
    >>> explorer.keras_formula
    '(row · W + column) · C + channel = (1 · 3 + 0) · 2 + 1 = 7'
    >>> explorer.torch_formula
    '(channel · H + row) · W + column = (1 · 2 + 1) · 3 + 0 = 9'
    >>> explorer.permutation
    array([ 0,  2,  4,  6,  8, 10,  1,  3,  5,  7,  9, 11])
    >>> np.array_equal(explorer.torch_vector, explorer.keras_vector[explorer.permutation])
    True
    """

    title = "Flatten"

    height = Slider(2, 1, 5, "Height H", cure="a map without rows has nothing to lay out")
    width = Slider(3, 1, 5, "Width W", cure="a map without columns has nothing to lay out")
    channels = Slider(3, 1, 4, "Channels C", cure="a stack without maps has nothing to lay out")
    row = Place(0, 4, "Row")
    column = Place(1, 4, "Column")
    channel = Place(1, 3, "Channel")

    @property
    def stack(self) -> np.ndarray:
        """The maps (H, W, C); each number is its own place in Keras's vector."""
        return self.results["stack"]

    @property
    def keras_vector(self) -> np.ndarray:
        """The stack in the order height, width, channel: (H · W · C,)."""
        return self.results["keras_vector"]

    @property
    def torch_vector(self) -> np.ndarray:
        """The stack in the order channel, height, width: (C · H · W,)."""
        return self.results["torch_vector"]

    @property
    def permutation(self) -> np.ndarray:
        """Whole numbers p with ``torch_vector = keras_vector[p]``: (C · H · W,)."""
        return self.results["permutation"]

    @property
    def inverse_permutation(self) -> np.ndarray:
        """Whole numbers q with ``keras_vector = torch_vector[q]``: (H · W · C,)."""
        return self.results["inverse_permutation"]

    @property
    def keras_index(self) -> int:
        """The chosen cell's place in Keras's vector, from 0."""
        return self.results["keras_index"]

    @property
    def torch_index(self) -> int:
        """The chosen cell's place in PyTorch's vector, from 0."""
        return self.results["torch_index"]

    @property
    def keras_formula(self) -> str:
        """How the place in Keras's vector is computed."""
        return self.results["keras_formula"]

    @property
    def torch_formula(self) -> str:
        """How the place in PyTorch's vector is computed."""
        return self.results["torch_formula"]

    def compute(self):
        """Compute both vectors, the permutation between them and the chosen cell's places.

        ``cell`` is the (row, column, channel) looked at, within the stack; ``unmoved`` counts
        the numbers whose place is the same in both vectors.
        """
        shape = self.height, self.width, self.channels
        stack = np.arange(np.prod(shape), dtype=float).reshape(shape)
        chosen = self.row, self.column, self.channel
        cell = tuple(min(place, size - 1) for place, size in zip(chosen, shape, strict=True))
        keras_vector = ops.flatten(stack[None])[0]
        torch_vector = ops.flatten(stack.transpose(2, 0, 1)[None])[0]
        permutation = np.arange(stack.size).reshape(shape).transpose(2, 0, 1).ravel()
        inverse = np.argsort(permutation)
        keras_index = int(np.ravel_multi_index(cell, shape))
        torch_index = int(inverse[keras_index])
        return {
            "stack": stack,
            "cell": cell,
            "keras_index": keras_index,
            "torch_index": torch_index,
            "keras_formula": _keras_formula(shape, cell, keras_index),
            "torch_formula": _torch_formula(shape, cell, torch_index),
            "keras_vector": keras_vector,
            "torch_vector": torch_vector,
            "permutation": permutation,
            "inverse_permutation": inverse,
            "unmoved": int((permutation == np.arange(stack.size)).sum()),
            "problem": "",
        }

    def drawing(self):
        """Draw the maps side by side and both vectors below, the chosen cell framed."""
        found, side = self.results, 24
        row, column, channel = found["cell"]
        parts, step = [], (self.width + 1) * side
        for c in range(self.channels):
            parts.append(svg.text(10 + c * step, 20, f"channel {c}", size=11, anchor="start"))
            for (r, k), value in np.ndenumerate(found["stack"][..., c]):
                parts.append(_cell(10 + c * step + k * side, 28 + r * side, side, value, c))
        left, top = 10 + channel * step + column * side, 28 + row * side
        parts.append(svg.frame(left, top, side, side))
        top, each = 64 + self.height * side, min(side, 720 / found["stack"].size)
        for name, key, below in (("Keras", "keras", 0), ("PyTorch", "torch", 64)):
            vector, index = found[f"{key}_vector"], found[f"{key}_index"]
            words = f"{name}: place {index} of {len(vector)}"
            parts.append(svg.text(10, top + below - 6, words, size=11, anchor="start"))
            for place, value in enumerate(vector):
                at = 10 + place * each, top + below
                parts.append(_cell(*at, each, value, int(value) % self.channels))
            parts.append(svg.frame(10 + index * each, top + below, each, each))
        ends = (10 + (found[f"{name}_index"] + 0.5) * each for name in ("keras", "torch"))
        line = dict(zip(("x1", "x2"), ends, strict=True), y1=top + each, y2=top + 64)
        parts.append(svg.element("line", **line, stroke=svg.FRAME, stroke_width=1.5))
        title = (
            f"Flatten: the cell at row {row}, column {column}, channel {channel} is number "
            f"{found['keras_index']} in Keras's vector and {found['torch_index']} in PyTorch's"
        )
        width = 20 + max(self.channels * step - side, found["stack"].size * each, 200)
        return svg.drawing(width, top + 76 + each, *parts, title=title)


def _cell(x, y, side, value, channel):
    """Return one number on the ground of its channel; small squares carry no number."""
    box = {"x": x, "y": y, "width": side, "height": side, "fill": CHANNEL_FILLS[channel]}
    square = svg.element("rect", **box, stroke=svg.MUTED, stroke_width=0.5)
    if side < 12:
        return square
    words = svg.text(x + side / 2, y + side * 0.66, int(value), size=side * 0.46, fill="#000")
    return square + words


def _keras_formula(shape, cell, index):
    (_, width, channels), (row, column, channel) = shape, cell
    numbers = f"({row} · {width} + {column}) · {channels} + {channel}"
    return f"(row · W + column) · C + channel = {numbers} = {index}"


def _torch_formula(shape, cell, index):
    (height, width, _), (row, column, channel) = shape, cell
    numbers = f"({channel} · {height} + {row}) · {width} + {column}"
    return f"(channel · H + row) · W + column = {numbers} = {index}"
