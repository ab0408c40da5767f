"""A lake at evening, painted by code: the explorers' colour picture, at any size.

Coordinates run from 0 to 1, x to the right and y downwards. Every pixel is the mean of many
samples, summed as whole numbers. Only sums, products, quotients, roots and comparisons make a
sample, which IEEE 754 defines to the last digit, so that the bytes are the same on any machine.
"""

import numpy as np

SAMPLES = 768  # a row, at least
FINE = 4095  # the levels of a sample

SKY = ((0.0, (0.16, 0.36, 0.70)), (0.34, (0.47, 0.68, 0.90)), (0.60, (1.0, 0.84, 0.66)))
SUN, SUN_RADIUS = (0.265, 0.33), 0.082
SUNLIGHT = (1.0, 0.90, 0.62)
CLOUDS = (  # centre, half width, half height
    (0.60, 0.12, 0.13, 0.038),
    (0.69, 0.10, 0.10, 0.052),
    (0.77, 0.13, 0.11, 0.032),
    (0.12, 0.17, 0.09, 0.026),
    (0.19, 0.16, 0.07, 0.036),
)
PEAKS = (  # top, and how steeply both sides fall
    (0.50, 0.33, 0.95),
    (0.08, 0.42, 0.80),
    (0.70, 0.39, 0.85),
    (0.36, 0.44, 0.75),
)
SHORE = 0.60


def draw(side: int) -> np.ndarray:
    """Return the picture, uint8 of shape (side, side, 3)."""
    count = -(-SAMPLES // side)  # samples along each edge of a pixel
    axis = (np.arange(side * count) + 0.5) / (side * count)
    canvas = _Canvas(axis[None, :], axis[:, None])
    for paint in (_sky, _mountains, _lake, _boat, _meadow, _tree, _house):
        paint(canvas)
    fine = np.rint(np.clip(canvas.colours, 0, 1) * FINE).astype(np.int64)
    sums = fine.reshape(side, count, side, count, 3).sum(axis=(1, 3))
    levels = (sums * 255 + count * count * FINE // 2) // (count * count * FINE)
    grain = _hash(np.arange(side)[:, None, None], np.arange(side)[:, None], np.arange(3), seed=5)
    return np.clip(levels + grain % 9 - 4, 0, 255).astype(np.uint8)


def grey(picture: np.ndarray) -> np.ndarray:
    """Return a colour picture's brightness, uint8 of shape (height, width, 1)."""
    red, green, blue = np.moveaxis(picture.astype(np.int64), -1, 0)
    return ((77 * red + 150 * green + 29 * blue) // 256).astype(np.uint8)[..., None]


class _Canvas:
    """Samples, their coordinates, and paint that covers them."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        self.colours = np.zeros((y.size, x.size, 3))

    def paint(self, cover, colour):
        """Cover the samples with a colour, or an array of them, as far as ``cover`` says."""
        cover = np.asarray(cover, float)[..., None]
        self.colours += cover * (np.asarray(colour) - self.colours)

    def polygon(self, *corners):
        """Return which samples lie within corners given clockwise (convex)."""
        inside = np.ones((self.y.size, self.x.size), bool)
        for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
            inside &= (x1 - x0) * (self.y - y0) >= (y1 - y0) * (self.x - x0)
        return inside

    def box(self, left, top, right, bottom):
        """Return which samples lie within a rectangle."""
        return self.polygon((left, top), (right, top), (right, bottom), (left, bottom))

    def disc(self, x, y, radius, height=None):
        """Return how far each sample is within an ellipse: 1 at its centre, below 0 outside."""
        across, down = (self.x - x) / radius, (self.y - y) / (height or radius)
        return 1 - (across * across + down * down)


def _sky(canvas):
    steps = np.zeros((canvas.y.size, 1, 3))
    for (top, above), (bottom, below) in zip(SKY, SKY[1:], strict=False):
        share = np.clip((canvas.y - top) / (bottom - top), 0, 1)[..., None]
        within = (canvas.y >= top)[..., None]
        steps = np.where(within, np.asarray(above) * (1 - share) + np.asarray(below) * share, steps)
    canvas.paint(np.ones((1, 1)), steps)
    near = 1 / (1 + (1 - canvas.disc(*SUN, 0.16)))
    canvas.paint(0.85 * near * near, SUNLIGHT)
    canvas.paint(canvas.disc(*SUN, SUN_RADIUS) > 0, (1.0, 0.97, 0.84))
    for x, y, width, height in CLOUDS:
        within = np.clip(2 * canvas.disc(x, y, width, height), 0, 1)
        shade = np.clip((canvas.y - y) / height, 0, 1)[..., None]
        canvas.paint(0.92 * within, np.array([1.0, 0.98, 0.96]) - shade * [0.10, 0.16, 0.16])


def _mountains(canvas):
    rough = _noise(canvas, 14, seed=1) - 0.5
    haze = np.clip((canvas.y - 0.34) / (SHORE - 0.34), 0, 1)[..., None]
    for x, top, slope in PEAKS:
        aside = canvas.x - x + 0.05 * rough
        depth = canvas.y - top - slope * np.abs(aside) - 0.02 * rough
        lit = (aside < 0.1 * (canvas.y - top))[..., None]
        rock = np.where(lit, (0.56, 0.51, 0.62), (0.33, 0.34, 0.50))
        snow = np.where(lit, (1.0, 0.97, 0.95), (0.70, 0.75, 0.90))
        capped = (canvas.y < top + 0.075 + 0.05 * rough)[..., None]
        colour = np.where(capped, snow, rock)
        canvas.paint(depth > 0, colour + 0.45 * haze * (np.array([0.80, 0.72, 0.72]) - colour))
    forest = SHORE - 0.035 - 0.05 * _noise(canvas, 30, seed=2) * (0.4 + canvas.x)
    canvas.paint(canvas.y > forest, (0.16, 0.33, 0.30))


def _lake(canvas):
    depth = np.clip((canvas.y - SHORE) / (1 - SHORE), 0, 1)[..., None]
    water = np.array([0.62, 0.71, 0.80]) * (1 - depth) + np.array([0.08, 0.26, 0.48]) * depth
    below = canvas.y > SHORE
    canvas.paint(below, water)
    ripples = _noise(canvas, 8, seed=3, rows=70)
    canvas.paint(0.25 * (below & (ripples > 0.62)), (0.86, 0.90, 0.94))
    width = 0.045 + 0.16 * (canvas.y - SHORE)
    glitter = np.abs(canvas.x - SUN[0]) < width * (0.25 + 1.5 * ripples)
    canvas.paint(0.85 * (below & glitter & (ripples > 0.36)), (1.0, 0.90, 0.66))


def _boat(canvas):
    canvas.paint(canvas.box(0.452, 0.42, 0.463, 0.70), (0.30, 0.18, 0.12))
    canvas.paint(canvas.polygon((0.446, 0.43), (0.446, 0.665), (0.33, 0.665)), (0.98, 0.96, 0.92))
    canvas.paint(canvas.polygon((0.469, 0.46), (0.555, 0.665), (0.469, 0.665)), (0.90, 0.42, 0.22))
    hull = canvas.polygon((0.31, 0.685), (0.585, 0.685), (0.53, 0.745), (0.355, 0.745))
    canvas.paint(hull, (0.42, 0.16, 0.14))
    canvas.paint(canvas.box(0.335, 0.700, 0.565, 0.712) & hull, (0.95, 0.90, 0.82))
    mirrored = canvas.polygon((0.36, 0.75), (0.53, 0.75), (0.50, 0.80), (0.39, 0.80))
    canvas.paint(0.45 * mirrored, (0.10, 0.16, 0.26))


def _meadow(canvas):
    aside = np.clip(1 - canvas.x, 0, 1)
    bank = 0.655 + 0.50 * aside * aside * aside + 0.06 * aside
    bank = np.minimum(bank, 0.93 - 0.06 * canvas.x) + 0.012 * _noise(canvas, 40, seed=4)
    depth = np.clip((canvas.y - bank) / 0.3, 0, 1)[..., None]
    grass = np.array([0.52, 0.70, 0.26]) * (1 - depth) + np.array([0.17, 0.40, 0.16]) * depth
    blades = _noise(canvas, 60, seed=6, rows=40)[..., None]
    canvas.paint(canvas.y > bank, grass * (0.82 + 0.36 * blades))
    for x, y, colour in (
        (0.10, 0.955, (0.95, 0.30, 0.28)),
        (0.24, 0.975, (0.98, 0.85, 0.30)),
        (0.47, 0.940, (0.96, 0.93, 0.92)),
        (0.58, 0.965, (0.95, 0.30, 0.28)),
        (0.70, 0.915, (0.98, 0.85, 0.30)),
        (0.86, 0.945, (0.95, 0.30, 0.28)),
    ):
        canvas.paint(canvas.disc(x, y, 0.017) > 0, colour)


def _tree(canvas):
    canvas.paint(canvas.box(0.925, 0.55, 0.952, 0.75), (0.34, 0.22, 0.14))
    rough = 1.1 * (_noise(canvas, 24, seed=7) - 0.5)
    for x, y, radius in ((0.94, 0.47, 0.095), (0.90, 0.54, 0.07), (0.985, 0.55, 0.075)):
        crown = canvas.disc(x, y, radius)
        lit = canvas.disc(x - 0.4 * radius, y - 0.4 * radius, radius)
        canvas.paint(crown + 0.5 * rough > 0, (0.13, 0.33, 0.17))
        canvas.paint((crown + 0.5 * rough > 0) & (lit + rough > 0.15), (0.33, 0.55, 0.24))


def _house(canvas):
    canvas.paint(canvas.box(0.795, 0.47, 0.830, 0.56), (0.62, 0.34, 0.28))
    wall = canvas.box(0.645, 0.60, 0.865, 0.775)
    canvas.paint(wall, (0.97, 0.92, 0.80))
    canvas.paint(wall & (canvas.x > 0.80), (0.80, 0.72, 0.64))
    roof = canvas.polygon((0.690, 0.505), (0.840, 0.505), (0.895, 0.615), (0.615, 0.615))
    canvas.paint(roof, (0.80, 0.27, 0.19))
    canvas.paint(roof & (canvas.y > 0.597), (0.55, 0.16, 0.14))
    canvas.paint(canvas.box(0.670, 0.648, 0.722, 0.706), (0.20, 0.30, 0.42))
    canvas.paint(canvas.box(0.677, 0.655, 0.715, 0.699), (1.0, 0.86, 0.48))
    canvas.paint(canvas.box(0.748, 0.655, 0.792, 0.775), (0.36, 0.22, 0.16))


def _noise(canvas, columns, *, seed, rows=None):
    """Return smooth noise from 0 to 1 with so many waves across and down."""
    across, down = canvas.x * columns, canvas.y * (rows or columns)
    i, j = np.floor(across), np.floor(down)
    u, v = _ease(across - i), _ease(down - j)
    i, j = i.astype(np.int64), j.astype(np.int64)

    def corner(a, b):
        return _hash(j + b, i + a, seed=seed) / 2**32

    upper = corner(0, 0) * (1 - u) + corner(1, 0) * u
    lower = corner(0, 1) * (1 - u) + corner(1, 1) * u
    return upper * (1 - v) + lower * v


def _ease(share):
    return share * share * (3 - 2 * share)


def _hash(*indices, seed):
    """Return 32 well-mixed bits for each combination of whole numbers, as int64."""
    mixed = np.uint32(seed)
    for index in indices:
        mixed = (mixed ^ np.asarray(index).astype(np.uint32)) * np.uint32(0x9E3779B1)
        mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0x85EBCA77)
        mixed = mixed ^ (mixed >> np.uint32(13))
    return mixed.astype(np.int64)
