"""What windows with strides and gaps give, rightly and wrongly."""

import numpy as np

from cnncourse import geometry, ops
from cnncourse.architecture import Architecture, Conv2D
from cnncourse.exercises import understood
from cnncourse.exercises.chapters.convolution.maps import single

CHAPTER = "stride"


ROW = np.array([[3, 1, 4, 1, 5, 9, 2]])


RISE = np.array([[-1, 0, 1]])


MOST = 60  # a dilation that a design may have: beyond it nothing is learned and all is slow


def along_row(**options):
    """Return what the row gives under the kernel."""
    return single(ROW, RISE, **options)[0]


def layer_shape(stride=2, padding=3, size=(224, 160)):
    """Return the shape of the maps of one layer of 64 filters of 7×7."""
    layer = Conv2D(64, 7, stride=stride, padding=padding)
    return Architecture("one layer", (*size, 3), [layer]).output_shape


def with_ceil():
    """Return the same with the last, incomplete step counted."""
    rows, columns = (-(-(n + 2 * 3 - 7) // 2) + 1 for n in (224, 160))
    return rows, columns, 64


def dropped(size=35, kernel=6, stride=4):
    """Return how many pixels lie behind the last window."""
    count = geometry.output_size(size, kernel, stride)
    return size - geometry.window_start(count - 1, stride) - kernel


def field(layers):
    """Return how many pixels along a side one number sees behind (kernel, stride, dilation)s."""
    side = 1 + sum(kernel * dilation * 4**n for n, (kernel, _, dilation) in enumerate(layers))
    return described(layers, (side, side)).size[0]


def described(layers, size):
    """Return the receptive field of the last of some layers."""
    made = [Conv2D(1, k, stride=s, dilation=d, padding="same") for k, s, d in layers]
    network = Architecture("layers", (*size, 1), made)
    return list(network.receptive_field().values())[-1]


def seen(layers, place):
    """Return the first and the last pixel along a side that a number at a place sees."""
    steps = int(np.prod([stride for _, stride, _ in layers]))
    first = geometry.window_start(place, steps)
    return first, first + field(layers) - 1


def plain(layers, dilation=None, stride=None):
    """Return the layers with one number for all of them."""
    return [(k, stride or s, dilation or d) for k, s, d in layers]


def steps_counted_late(layers):
    """Return the field if a layer's own stride spread its own window."""
    size, step = 1, 1
    for kernel, stride, dilation in layers:
        step *= stride
        size += (kernel - 1) * dilation * step
    return size


def pixels_seen(dilations):
    """Return which pixels along a side one number reads through 3-wide layers."""
    reached = np.ones((1, 1))
    for dilation in dilations:
        kernel = np.zeros((1, geometry.extent(3, dilation)))
        kernel[0, ::dilation] = 1
        wide = kernel.shape[1] - 1
        reached = single(np.pad(reached, [(0, 0), (wide, wide)]), kernel)
    return reached[0] > 0


def three_dilations(answer):
    """Return an answer as three dilations, or say what is wanted."""
    found = understood.row(answer)
    whole = found is not None and found.shape == (3,) and (found == np.trunc(found)).all()
    if not whole or found.min() < 1 or found.max() > MOST:
        raise ValueError(f"give three whole numbers from 1 to {MOST}, such as [1, 1, 1]")
    return tuple(int(one) for one in found)


def stripes_statement():
    """Return which statement about moved stripes holds, by moving them."""
    stripes = np.tile([1.0, 0.0], (8, 8))
    kept, moved = stripes[:, ::2], np.roll(stripes, 1, axis=1)[:, ::2]
    holds = [
        np.array_equal(kept, moved),
        np.ptp(kept) == np.ptp(moved) == 0 and (kept != moved).all(),
        np.array_equal(kept, np.roll(moved, 1, axis=1)) and np.ptp(kept) > 0,
        np.allclose(kept, 0.5) and np.allclose(moved, 0.5),
    ]
    return holds.index(True)


def halves(image):
    """Return the means of the 2×2 blocks of an image (H, W)."""
    return ops.avg_pool2d(np.asarray(image, float)[None, :, :, None], 2)[0, :, :, 0]


def wrapped_halves(image):
    """Return the same with sums in the image's own type."""
    image = np.asarray(image)
    return (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]) / 4


def padded_end(image, kernel, stride, dilation):
    """Return the map with the last, incomplete step counted."""
    size = np.array(image.shape)
    span = [geometry.extent(side, dilation) for side in kernel.shape]
    more = [-(n - s) % stride for n, s in zip(size, span, strict=True)]
    image = np.pad(np.asarray(image, float), [(0, more[0]), (0, more[1])])
    return single(image, kernel, stride=stride, dilation=dilation)
