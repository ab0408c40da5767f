"""How much each pixel of a receptive field counts, drawn: what is printed, and shown unscripted."""

import numpy as np

from cnncourse.explorers import still, svg

NAMES = {
    "window": "Can count: all alike",
    "equal": "All weights equal",
    "random": "Weights at random",
}
"""What the three maps are called, as in the page."""

WIDE = 120  # of a map, in the drawing's units
APART = 150
HEIGHT = WIDE + 92  # of all of it


def effective_pictures(found, shares, x, y) -> str:
    """Return the maps beside one another, on one scale, and what lies in the middle half of each.

    Parameters
    ----------
    found : dict
        The explorer's results: the field and its paths.
    shares : dict
        As `effective_field.effective` returns them.
    x, y : float
        The upper left corner.
    """
    size = len(found["paths"])
    (top, left), (bottom, right) = (
        np.clip(found[end], 0, size - 1).tolist() for end in ("first", "last")
    )
    if not found["paths"].any():
        words = "The unit sees no pixel of the image: none counts."
        return svg.text(x, y + 10, words, size=12, anchor="start")
    part = slice(top, bottom + 1), slice(left, right + 1)
    most = max(shares[name].max() for name in NAMES)
    middle = _middle_half(found, top, left)
    parts = [svg.text(x, y + 10, "Share of the unit’s gradient, by pixel", size=12, anchor="start")]
    for i, (name, title) in enumerate(NAMES.items()):
        at = x + i * APART
        look = {"signed": True, "white": most, "frames": [middle], "gap": 6, "size": 11}
        parts.append(still.array(shares[name][part], at, y + 36, WIDE, title=title, **look))
        words = f"{100 * shares['middle'][i]:.1f} % in the middle half"
        parts.append(svg.text(at, y + WIDE + 52, words, size=11, anchor="start"))
    words = "Deeper orange counts for more; dashed: the middle half of the field."
    parts.append(svg.text(x, y + WIDE + 74, words, size=11, anchor="start"))
    return "".join(parts)


def _middle_half(found, top, left):
    """Return the frame of the field's middle half, as far as it lies on the image."""
    size, place, extent = len(found["paths"]), [], []
    for first, last, start in zip(found["first"], found["last"], (top, left), strict=True):
        centre, reach = (first + last + 1) / 2, (last - first + 1) / 4
        begin, end = np.clip([centre - reach, centre + reach], start, min(last + 1, size))
        place.append(begin - start)
        extent.append(end - begin)
    return still.Frame(*place, *extent, colour=svg.SECOND, dashed=True)
