"""A kernel slid over an image: its window, the products and their sum, and the map they make."""

import numpy as np

from cnncourse.explorers import convolution_drawing, stored
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.convolution_kinds import KINDS, slid, stamped
from cnncourse.explorers.kernels import KERNELS
from cnncourse.explorers.own_picture import NAME, TITLE, OwnPicture, pixels_of
from cnncourse.explorers.padding_settings import PaddingKind, padding_pixels
from cnncourse.explorers.touched import WeightPlace, place_of, touched
from cnncourse.explorers.traits import Choice, Numbers, Place, Slider, Toggle

CELLS = [(k, k) for k in range(1, 8)] + [(k, k, 3) for k in range(1, 8)]
FARTHEST = 255 * 6 + 6 * 4  # row of a transposed convolution's output of 256 rows
IMAGES = {name: one.title for name, one in stored.images().items()}
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

    ``kind`` says what is done with the channels and which way the sizes go: ``"ordinary"`` adds
    up all channels in one map; ``"depthwise"`` keeps a map for each, by its own slice;
    ``"1x1"`` mixes the channels of one pixel and looks at no neighbour; ``"transposed"`` lays
    the kernel down at every pixel, times the pixel, a stride apart, and padding crops the
    output. With a grey image, which has one channel, the first two are the same.

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
    >>> Convolution(image="tiny", kind="transposed", stride=2).output.shape
    (9, 9)
    >>> Convolution(image="landscape", kind="depthwise").output.shape
    (46, 46, 3)
    """

    title = "Convolution"
    data_files = ("images", "landscapes")
    parts = ("code",)
    own_parts = ("kinds", "picture", "weights")

    image = Choice("boot", IMAGES | {NAME: TITLE}, "Image")
    kind = Choice("ordinary", KINDS, "Kind")
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
    weight = WeightPlace("")
    cells = Numbers(OUTLINE, -999, 999, CELLS)
    row = Place(12, FARTHEST, "Row of the output")
    column = Place(8, FARTHEST, "Column of the output")
    own_picture = OwnPicture((28, 28, 1), (48, 48, 3), (256, 256, 1))

    @property
    def picture(self) -> np.ndarray:
        """The image, (H, W, channels), without its padding."""
        return pixels_of(self)

    @property
    def weights(self) -> np.ndarray:
        """The kernel as it is used: (kernel size, kernel size, channels)."""
        return self.results["weights"]

    @property
    def output(self) -> np.ndarray:
        """The feature map: (output height, output width); empty where there is a problem.

        With depthwise convolution one for each channel: (output height, output width, channels).
        """
        return self.results["output"]

    @property
    def patch(self) -> np.ndarray:
        """What the window sees: (kernel size, kernel size, channels), or empty.

        With transposed convolution the pixels whose copies meet: (rows, columns, channels).
        """
        return self.results["patch"]

    @property
    def products(self) -> np.ndarray:
        """What the window sees times the weights, of the same shape as `patch`."""
        return self.results["products"]

    @property
    def value(self) -> float | np.ndarray | None:
        """The products' sum, which is the output at the window's place; None with a problem.

        With depthwise convolution one for each channel: (channels,).
        """
        return self.results["value"]

    @property
    def reached(self) -> np.ndarray:
        """In how many numbers of a map each pixel of the image takes part: (H, W)."""
        return self.results["reached"]

    def touched(self, row=None, column=None, channel=0) -> dict:
        """Return which pixels and outputs one weight touches, and what it adds at the window.

        Parameters
        ----------
        row, column, channel : int
            Of the weight in the kernel; without them the pinned one, `weight`.

        Returns
        -------
        dict
            Empty where there is a problem, or no such weight. ``rows`` and ``columns`` are those
            of the pixels that it multiplies: ``pixels`` of them, each row with each column.
            Each makes a product in an output of its own, at ``output_rows`` and
            ``output_columns``; in ``padded`` other outputs it meets padding, whatever that shows.
            ``product`` is the one at the chosen place, ``share`` what part of the sum there it
            is; None where the sum is 0.

        Examples
        --------
        >>> found = Convolution(image="tiny", padding=1).touched(0, 2)
        >>> found["rows"], found["columns"], found["pixels"], found["padded"]
        ([0, 1, 2], [1, 2, 3], 9, 7)
        >>> found["output_rows"], found["output_columns"]
        ([1, 2, 3], [0, 1, 2])
        """
        place = place_of(self) if row is None else (row, column, channel)
        if self.problem or place is None:
            return {}
        return self._once(f"touched {place}", lambda: touched(self, place))

    def compute(self):
        """Compute the map, and what makes up its number at (row, column).

        ``sides`` is the padding at top, bottom, left and right in pixels; ``total`` is that of
        the weights; ``rows`` and ``columns`` are the input's that the window looks at, padding
        being below 0 or beyond the last; ``channel_sums`` are the products' sums by channel;
        ``unreached`` counts the pixels that no window looks at, and ``shown`` the numbers of
        the output that are shown. ``formulas`` give the output's height and width, and
        ``parameters`` and ``multiply_adds`` what this filter costs, without a bias.

        A transposed convolution has no window: see
        `cnncourse.explorers.convolution_kinds.stamped`.
        """
        return stamped(self) if self.kind == "transposed" else slid(self)

    def drawing(self):
        """Draw the image with its window, the kernel, and the map with the window's number."""
        return convolution_drawing.drawn(self)
