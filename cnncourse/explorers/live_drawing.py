"""The live network before any script runs: the picture, some maps, both networks' answers."""

from textwrap import wrap

import numpy as np

from cnncourse.explorers import looking, still, stored, svg

CLASSES = "two-small-conv"  # the stored network whose classes are named
BARS = (  # of the still: from where, of which network
    (80, "convolutional", "", svg.SECOND),
    (235, "dense", "dense_", svg.FRAME),
)


def draw(found: dict, title: str, looked: dict) -> str:
    """Return the drawing of a live network's results, an ``<svg>`` element.

    Parameters
    ----------
    found : dict
        The results.
    title : str
        Of the picture.
    looked : dict
        Where a network looks, with the ``method``'s words; empty where that is not asked.
    """
    pooled = found["maps"]["pool1"]
    look = {"gap": 12, "levels": 8, "edge": False}
    parts = [
        still.array(found["frame_image"], 0, 26, 140, title=f"{title}, 28 × 28", **look),
        svg.text(160, 14, "pool1, 6 maps of 12 × 12", size=12, anchor="start"),
    ]
    for i in range(pooled.shape[-1]):
        place, one = (160 + i % 3 * 52, 26 + i // 3 * 52), pooled[..., i]
        most = np.abs(pooled).max()
        parts.append(still.array(one, *place, 48, white=most, signed=True, **look))
    words = (
        f"{title}: the convolutional network says {found['prediction']}, "
        f"the dense one {found['dense_prediction']}"
    )
    more = _looked(looked) if looked else []
    return svg.drawing(390, 560 if more else 370, *parts, *_bars(found), *more, title=words)


def _looked(looked):
    """Return the map of the class that is asked about, by itself, or why there is none."""
    top, look = 390, {"gap": 12, "levels": 8, "signed": True}
    if looked["problem"]:
        lines = wrap(looked["problem"], 60)
        return [svg.text(0, top + 14 * i, line, anchor="start") for i, line in enumerate(lines)]
    name, one = list(looking.CLASSES.values())[looked["asked"] + 1], looked["map"]
    words = (
        f"{looked['method']} of {looked['layer']}, asked about {name} (logit "
        f"{looked['logit']:.2f}): {one.min():.3g} to {one.max():.3g}"
    )
    most = max(abs(one).max(), 1e-12)
    return [still.array(looked["placed"], 0, top + 20, 140, white=most, title=words, **look)]


def _bars(found):
    """Return a row for each class, and above them what each network says."""
    top, classes = 196, stored.networks()[CLASSES].classes
    parts = [
        svg.text(0, top + 10 + 17 * row, name, anchor="start") for row, name in enumerate(classes)
    ]
    for x, kind, before, colour in BARS:
        says = f"{kind}: {found[before + 'prediction']}"
        parts.append(svg.text(x, top - 8, says, anchor="start"))
        for row, share in enumerate(found[before + "probabilities"].tolist()):
            y = top + 17 * row
            bar = {"x": x, "y": y, "width": round(100 * share, 1), "height": 12}
            parts.append(svg.element("rect", **bar, fill=colour))
            parts.append(svg.text(x + 104, y + 10, f"{100 * share:.1f} %", size=9, anchor="start"))
    return parts
