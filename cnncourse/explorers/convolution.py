"""A kernel slid over an image: its window, the products and their sum, and the map they make."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.explorers import still, stored, svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.kernels import KERNELS, filter_weights
from cnncourse.explorers.padding_settings import PaddingKind, chosen_padding, padding_pixels
from cnncourse.explorers.traits import Choice, Numbers, Place, Slider, Toggle

CELLS = [(k, k) for k in range(1, 8)] + [(k, k, 3) for k in range(1, 8)]
OUTLINE = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
SLICE_WORDS = {
    "grey": "grey: ⅓, ⅓, ⅓",
    "red-green": "red against green: 1, −1, 0",
    "blue-yellow": "blue–yellow: −½, −½, 1",
    "red": "red alone: 1, 0, 0",
    "green": "green alone: 0, 1, 0",
    "blue": "blue alone: 0, 0, 1",
}


class Convolution(Explorer):
    """One filter over one image, a grey one or one in colour.

    All arrays are float64. Pixels that were bytes are brightness in [0, 1]; images of small
    whole numbers keep them. Rows and columns are counted from 0. A place beyond the output
    is the nearest place within.

    A kernel that is typed has as many slices as were typed: one table (k, k) is used for each
    channel, times its share by ``slices``; (k, k, 3) is used as it is. If ``kernel_size``
    differs from k, the table is cropped or filled up with zeros around its centre.

    Examples
    --------
    >>> explorer = Convolution(image="patch", kernel="sobel-x", row=2, column=2)
    >>> explorer.output.astype(int)[2]
    array([31,  9, -3,  3])
    >>> explorer.products[:, :, 0].astype(int)
    array([[ -8,   0,   7],
           [-16,   0,  14],
           [ -7,   0,   7]])
    >>> explorer.value
    -3.0
    >>> explorer.kernel, explorer.cells = "typed", [[0, 0, 0], [0, 0, 1], [0, 0, 0]]
    >>> bool((explorer.output == explorer.picture[1:-1, 2:, 0]).all())
    True
    >>> Convolution(image="tiny", stride=2, padding=1).output.shape
    (2, 2)
    """

    title = "Convolution"
    data_files = ("images", "landscapes")
    parts = ("code",)

    image = Choice("boot", {n: i.title for n, i in stored.images().items()}, "Image")
    kernel = Choice("sobel-x", KERNELS | {"typed": "typed into the cells"}, "Kernel")
    slices = Choice("grey", SLICE_WORDS, "Colour slices")
    kernel_size = Slider(3, 1, 7, "Kernel size", unit="pixels")
    stride = Slider(
        1, 1, 6, "Stride", unit="pixels", cure="a window that does not move would never end"
    )
    dilation = Slider(1, 1, 4, "Dilation", cure="1 is a kernel without gaps")
    padding_kind = PaddingKind("number")
    padding = padding_pixels(0, 6)
    padding_mode = Choice(
        "zero",
        {
            "zero": "zero",
            "reflect": "reflect (mirror)",
            "replicate": "replicate (border)",
        },
        "Padding shows",
    )
    grow = Toggle(False, "Show the output only up to the window")
    cells = Numbers(OUTLINE, -999, 999, CELLS)
    row = Place(12, 267, "Row of the output")
    column = Place(8, 267, "Column of the output")

    @property
    def picture(self) -> np.ndarray:
        """The image, (H, W, channels), without its padding."""
        return stored.images()[self.image].values

    @property
    def weights(self) -> np.ndarray:
        """The kernel as it is used: (kernel size, kernel size, channels)."""
        return self.results["weights"]

    def _weights(self):
        channels = self.picture.shape[2]
        return filter_weights(self.kernel, self.kernel_size, self.slices, self.cells, channels)

    @property
    def output(self) -> np.ndarray:
        """The feature map: (output height, output width); empty where there is a problem."""
        return self.results["output"]

    @property
    def patch(self) -> np.ndarray:
        """What the window sees: (kernel size, kernel size, channels), or empty."""
        return self.results["patch"]

    @property
    def products(self) -> np.ndarray:
        """What the window sees times the weights: (kernel size, kernel size, channels)."""
        return self.results["products"]

    @property
    def value(self) -> float | None:
        """The products' sum, which is the output at the window's place; None with a problem."""
        return self.results["value"]

    @property
    def reached(self) -> np.ndarray:
        """In how many windows each pixel of the image takes part: (H, W)."""
        return self.results["reached"]

    def compute(self):
        """Compute the map, and what makes up its number at (row, column).

        ``sides`` is the padding at top, bottom, left and right in pixels; ``total`` is that of
        the weights; ``rows`` and ``columns`` are the input's that the window looks at, padding
        being below 0 or beyond the last; ``channel_sums`` are the products' sums by channel;
        ``unreached`` counts the pixels that no window looks at, and ``shown`` the numbers of
        the output that are shown.
        """
        weights = self._weights()
        side, size = (self.kernel_size,) * 2, self.picture.shape[:2]
        steps = (self.stride,) * 2, (self.dilation,) * 2
        kernel = self.kernel_size, self.dilation
        sides = geometry.resolve_padding(chosen_padding(self), size, side, *steps)
        try:
            geometry.window_grid(size, side, steps[0], sides, steps[1])
            padded = ops.pad2d(self.picture[None], sides, mode=self.padding_mode)
            options = {"stride": self.stride, "dilation": self.dilation}
            output = ops.conv2d(padded, weights[..., None], **options)[0, ..., 0]
        except ValueError as error:
            return self._nothing(sides, weights, str(error))
        place = min(self.row, len(output) - 1), min(self.column, output.shape[1] - 1)
        starts = [
            geometry.window_starts(output.shape[i], self.stride, sides[2 * i]) for i in range(2)
        ]
        taps = [np.array(geometry.window_taps(starts[i][place[i]], *kernel)) for i in range(2)]
        patch = padded[0][np.ix_(taps[0] + sides[0], taps[1] + sides[2])]
        products = patch * weights + 0
        reached = np.multiply.outer(
            *(geometry.window_coverage(size[i], starts[i], *kernel) for i in range(2))
        )
        return {
            "problem": "",
            "output": output,
            "output_shape": output.shape,
            "low": float(output.min()),
            "high": float(output.max()),
            "sides": sides,
            "weights": weights,
            "total": float(weights.sum()),
            "row": place[0],
            "column": place[1],
            "rows": taps[0],
            "columns": taps[1],
            "patch": patch,
            "products": products,
            "channel_sums": products.sum(axis=(0, 1)),
            "value": float(products.sum()),
            "reached": reached,
            "unreached": int((reached == 0).sum()),
            "shown": place[0] * output.shape[1] + place[1] + 1 if self.grow else output.size,
        }

    def _nothing(self, sides, weights, problem):
        """Return the results where the settings do not go together."""
        size = self.picture.shape[:2]
        return {
            "problem": problem,
            "output": np.zeros((0, 0)),
            "output_shape": (0, 0),
            "low": 0.0,
            "high": 0.0,
            "sides": sides,
            "weights": weights,
            "total": float(weights.sum()),
            "row": 0,
            "column": 0,
            "rows": np.zeros(0, int),
            "columns": np.zeros(0, int),
            "patch": np.zeros((0, 0, weights.shape[2])),
            "products": np.zeros((0, 0, weights.shape[2])),
            "channel_sums": np.zeros(weights.shape[2]),
            "value": None,
            "reached": np.zeros(size, int),
            "unreached": size[0] * size[1],
            "shown": 0,
        }

    def drawing(self):
        """Draw the image with its window, the kernel, and the map with the window's number."""
        found, picture, wide = self.results, self.picture, 250
        title = f"input, {still.size_words(picture)}"
        look = {"title": title, "size": 13, "white": max(picture.max(), 1)}
        if found["problem"]:
            words = svg.text(0, wide + 60, found["problem"], size=11, anchor="start")
            shown = still.array(picture, 0, 24, wide, **look)
            title = f"Convolution: {found['problem']}"
            return svg.drawing(700, wide + 80, shown, words, title=title)
        span = geometry.extent(self.kernel_size, self.dilation)
        window = still.Frame(found["rows"][0], found["columns"][0], span, span)
        parts = [
            still.array(picture, 0, 24, wide, **look, frames=[window]),
            *self._kernel_drawn(found["weights"]),
            self._map_drawn(found, wide),
            svg.text(0, wide + 50, self._words(found), size=13, anchor="start"),
        ]
        return svg.drawing(700, 24 + wide + 40, *parts, title=self._words(found))

    def _kernel_drawn(self, weights):
        """Return the kernel in the middle, its slices below each other."""
        size, _, channels = weights.shape
        side, most = min(36, 150 / size, 240 / channels / size), max(np.abs(weights).max(), 1e-9)
        for c in range(channels):
            yield still.array(
                weights[..., c],
                270,
                24 + c * (size * side + 5),
                size * side,
                title="" if c else "kernel",
                size=13,
                white=most,
                signed=True,
                numbers=lambda weight: f"{weight:.2g}".replace("-", "−"),
                legible=0,
            )

    def _map_drawn(self, found, wide):
        """Return the map at the right, its window's number framed."""
        output, words = found["output"], f"output, {still.size_words(found['output'])}"
        # Weights that add up to 1 keep the brightness: their map is a picture.
        signed = found["low"] < 0 and abs(found["total"] - 1) > 1e-9
        most = np.abs(output).max() if signed else max(found["high"], 1)
        look = {"title": words, "size": 13, "white": most, "signed": signed}
        chosen = still.Frame(found["row"], found["column"])
        return still.array(output, 440, 24, wide, **look, frames=[chosen])

    def _words(self, found):
        where = f"row {found['row']}, column {found['column']}"
        return f"Convolution: the output at {where} is {found['value']:.3f}".replace("-", "−")
