"""The kinds of convolution over one image: what each gives, and what makes up one number of it."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.explorers.formulas import copies_formula, windows_formula
from cnncourse.explorers.kernels import filter_weights
from cnncourse.explorers.own_picture import need_picture
from cnncourse.explorers.padding_settings import chosen_padding
from cnncourse.ops.transposed import transposed_grid

KINDS = {
    "ordinary": "ordinary",
    "depthwise": "depthwise",
    "1x1": "1 × 1 (pointwise)",
    "transposed": "transposed",
}
"""What each kind is called in a list."""


def weights_of(explorer) -> np.ndarray:
    """Return the filter that an explorer's kind uses: (k, k, channels), k being 1 for 1 × 1."""
    kernel, size = explorer.kernel, explorer.kernel_size
    if explorer.kind == "1x1":
        kernel, size = "typed" if kernel == "typed" else "identity", 1
    channels = explorer.picture.shape[2]
    return filter_weights(kernel, size, explorer.slices, explorer.cells, channels)


def slid(explorer) -> dict:
    """Return what a window that slides over the image gives: every kind but the transposed.

    Ordinary and 1 × 1 convolution add up all channels; depthwise convolution keeps one map and
    one sum for each.
    """
    weights, picture, apart = weights_of(explorer), explorer.picture, explorer.kind == "depthwise"
    stride, dilation, size = explorer.stride, explorer.dilation, picture.shape[:2]
    window = weights.shape[:2], (stride,) * 2, (dilation,) * 2
    sides = geometry.resolve_padding(chosen_padding(explorer), size, *window)
    try:
        need_picture(explorer)
        geometry.window_grid(size, window[0], window[1], sides, window[2])
        padded = ops.pad2d(picture[None], sides, mode=explorer.padding_mode)
        operation = ops.depthwise_conv2d if apart else ops.conv2d
        output = operation(padded, weights[..., None], stride=stride, dilation=dilation)[0]
    except ValueError as error:
        return _nothing(explorer, sides, weights, str(error))
    shape, steps = output.shape[:2], (len(weights), dilation)
    starts = [geometry.window_starts(shape[i], stride, sides[2 * i]) for i in range(2)]
    place = _place_within(explorer, shape)
    taps = [np.array(geometry.window_taps(starts[i][place[i]], *steps)) for i in range(2)]
    patch = padded[0][np.ix_(taps[0] + sides[0], taps[1] + sides[2])]
    reached = [geometry.window_coverage(size[i], starts[i], *steps) for i in range(2)]
    found = _sums(patch * weights + 0, apart)
    formulas = tuple(
        windows_formula(size[i], *sides[2 * i : 2 * i + 2], steps[0], stride, dilation, shape[i])
        for i in range(2)
    )
    return {
        **_map(explorer, output if apart else output[..., 0], place),
        **found,
        "sides": sides,
        "weights": weights,
        "total": float(weights.sum()),
        "rows": taps[0],
        "columns": taps[1],
        "patch": patch,
        "reached": np.multiply.outer(*reached),
        "unreached": int((np.multiply.outer(*reached) == 0).sum()),
        "formulas": formulas,
        "parameters": weights.size,
        "multiply_adds": shape[0] * shape[1] * weights.size,
    }


def stamped(explorer) -> dict:
    """Return what a transposed convolution gives: the kernel laid down at every pixel.

    ``rows`` and ``columns`` are the pixels whose copies meet at the chosen place, and
    ``tap_rows`` and ``tap_columns`` the weights that fall there. ``stamp`` is the copy of one
    pixel, at ``stamp_at``, (k, k); it falls on ``stamp_rows`` and ``stamp_columns`` of the output.
    Where the fewest and the most copies meet there are ``fewest`` and ``most``; no copy reaches
    ``bare`` numbers of the output, and ``sides`` rows and columns are cut off around it.
    """
    weights, picture, size = weights_of(explorer), explorer.picture, explorer.picture.shape[:2]
    padding, k = chosen_padding(explorer), len(weights)
    options = {"stride": explorer.stride, "padding": padding, "dilation": explorer.dilation}
    try:
        need_picture(explorer)
        _, sides = transposed_grid(size, k, **options)
        output = ops.conv2d_transpose(picture[None], weights[:, :, None], **options)[0, ..., 0]
    except ValueError as error:
        window = (k, k), (explorer.stride,) * 2, (explorer.dilation,) * 2
        sides = geometry.resolve_padding(padding, size, *window)
        return _nothing(explorer, sides, weights, str(error))
    place = _place_within(explorer, output.shape)
    ways = [
        _Copies(size[i], output.shape[i], sides[2 * i], k, explorer.stride, explorer.dilation)
        for i in range(2)
    ]
    (rows, tap_rows), (columns, tap_columns) = (ways[i].meeting(place[i]) for i in range(2))
    patch, stamp_at = picture[np.ix_(rows, columns)], [ways[i].pixel(place[i]) for i in range(2)]
    reached = np.multiply.outer(*(way.reached() for way in ways))
    met = np.multiply.outer(*(way.met() for way in ways))
    cut = [(None, None)] * 2 if padding == "same" else [sides[:2], sides[2:]]
    formulas = tuple(
        copies_formula(size[i], *cut[i], k, explorer.stride, explorer.dilation, output.shape[i])
        for i in range(2)
    )
    return {
        **_map(explorer, output, place),
        **_sums(patch * weights[np.ix_(tap_rows, tap_columns)] + 0, False),
        "sides": sides,
        "weights": weights,
        "total": float(weights.sum()),
        "rows": rows,
        "columns": columns,
        "tap_rows": tap_rows,
        "tap_columns": tap_columns,
        "patch": patch,
        "stamp": (picture[tuple(stamp_at)] * weights).sum(axis=2) + 0,
        "stamp_at": tuple(stamp_at),
        "stamp_rows": ways[0].falls_on(stamp_at[0]),
        "stamp_columns": ways[1].falls_on(stamp_at[1]),
        "reached": reached,
        "unreached": int((reached == 0).sum()),
        "fewest": int(met.min()),
        "most": int(met.max()),
        "bare": int((met == 0).sum()),
        "formulas": formulas,
        "parameters": weights.size,
        "multiply_adds": size[0] * size[1] * weights.size,
    }


class _Copies:
    """Where the copies of a kernel fall along one direction."""

    def __init__(self, size, out, before, kernel, stride, dilation):
        self.size, self.out, self.before, self.stride = size, out, before, stride
        self.steps = np.arange(kernel) * dilation
        self.middle = (kernel - 1) // 2  # the tap there

    def falls_on(self, pixel):
        """Return the places of the output under a pixel's copy; some may be cut off."""
        return pixel * self.stride + self.steps - self.before

    def meeting(self, at):
        """Return the pixels whose copies reach a place, and the tap of each that falls there."""
        pixels = np.arange(self.size)
        found = np.argwhere(self.falls_on(pixels[:, None]) == at)
        return found[:, 0], found[:, 1]

    def pixel(self, at):
        """Return the pixel whose copy has its middle nearest to a place, among those that reach it.

        Where none reaches it, it is the nearest of all.
        """
        pixels, taps = self.meeting(at)
        if len(pixels):
            return int(pixels[np.abs(taps - self.middle).argmin()])
        nearest = at + self.before - self.steps[self.middle] + self.stride // 2
        return int(min(max(nearest // self.stride, 0), self.size - 1))

    def _within(self):
        places = self.falls_on(np.arange(self.size)[:, None])
        return places, (places >= 0) & (places < self.out)

    def reached(self):
        """Return how many places of the output each pixel reaches."""
        return self._within()[1].sum(axis=1)

    def met(self):
        """Return how many copies meet at each place."""
        places, inside = self._within()
        return np.bincount(places[inside], minlength=self.out)


def _place_within(explorer, shape):
    return min(explorer.row, shape[0] - 1), min(explorer.column, shape[1] - 1)


def _map(explorer, output, place):
    """Return what is said of the map itself and of the chosen place."""
    shape = output.shape[:2]
    all_of_it = shape[0] * shape[1]
    return {
        "problem": "",
        "output": output,
        "output_shape": shape,
        "low": float(output.min()),
        "high": float(output.max()),
        "row": place[0],
        "column": place[1],
        "shown": place[0] * shape[1] + place[1] + 1 if explorer.grow else all_of_it,
    }


def _sums(products, apart):
    sums = products.sum(axis=(0, 1))
    value = sums if apart else float(products.sum())
    return {"products": products, "channel_sums": sums, "value": value}


def _nothing(explorer, sides, weights, problem):
    """Return the results where the settings do not go together."""
    size, channels = explorer.picture.shape[:2], weights.shape[2]
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
        "patch": np.zeros((0, 0, channels)),
        "products": np.zeros((0, 0, channels)),
        "channel_sums": np.zeros(channels),
        "value": None,
        "reached": np.zeros(size, int),
        "unreached": size[0] * size[1],
        "shown": 0,
        "formulas": ("", ""),
        "parameters": weights.size,
        "multiply_adds": 0,
    }
