"""The live network as it is printed, and shown where no script runs."""

import itertools

import numpy as np

from cnncourse.explorers import svg

PIXEL, POOLED = 5, 4  # sides of a pixel of the picture, and of a pooled map
MAPS, BARS = 160, 196  # where the maps begin from the left, and the bars from the top
COLUMNS = (
    (80, "convolutional", "", svg.SECOND),
    (235, "dense", "dense_", svg.FRAME),
)


def draw(title: str, found: dict, classes) -> str:
    """Return the picture, the first pooled maps and both networks' probabilities.

    Parameters
    ----------
    title : str
        What the item is called.
    found : dict
        The explorer's results.
    classes : sequence of str
    """
    picture, pooled = found["frame_image"], found["maps"]["pool1"]
    parts = [
        svg.text(0, 14, f"{title}, 28 × 28", size=12, anchor="start"),
        svg.element("rect", x=0, y=26, width=28 * PIXEL, height=28 * PIXEL),
        _shaded(0, 26, PIXEL, picture, svg.grey, empty=0),
        svg.text(MAPS, 14, "pool1, 6 maps of 12 × 12", size=12, anchor="start"),
    ]
    pooled = pooled / np.abs(pooled).max()
    for i in range(pooled.shape[-1]):
        place = MAPS + i % 3 * 52, 26 + i // 3 * 52
        parts.append(_shaded(*place, POOLED, pooled[..., i], svg.signed, empty=None))
    words = (
        f"{title}: the convolutional network says {found['prediction']}, "
        f"the dense one {found['dense_prediction']}"
    )
    return svg.drawing(390, 370, *parts, *_bars(found, classes), title=words)


def _bars(found, classes):
    """Return a row for each class, and above them what each network says."""
    parts = [
        svg.text(0, BARS + 10 + 17 * row, name, anchor="start") for row, name in enumerate(classes)
    ]
    for x, kind, before, colour in COLUMNS:
        says = f"{kind}: {found[before + 'prediction']}"
        parts.append(svg.text(x, BARS - 8, says, anchor="start"))
        for row, share in enumerate(found[before + "probabilities"].tolist()):
            y = BARS + 17 * row
            bar = {"x": x, "y": y, "width": round(100 * share, 1), "height": 12}
            parts.append(svg.element("rect", **bar, fill=colour))
            parts.append(svg.text(x + 104, y + 10, f"{100 * share:.1f} %", size=9, anchor="start"))
    return parts


def _shaded(x, y, side, values, shade, *, empty):
    """Return squares in nine shades, all of one shade as one path; ``empty`` is left out."""
    runs = {}
    for row, line in enumerate(np.round(8 * values) / 8 + 0.0):  # + 0.0: no negative zero
        column = 0
        for shown, run in itertools.groupby(line.tolist()):
            width = len(list(run))
            if shown != empty:
                runs.setdefault(shown, []).append(f"M{column} {row}h{width}v1h-{width}z")
            column += width
    paths = [svg.element("path", d="".join(d), fill=shade(s)) for s, d in sorted(runs.items())]
    return svg.element("g", *paths, transform=f"translate({x} {y}) scale({side})")
