"""A map of images as a page shows it before any script runs: marks, and what each stands for."""

import numpy as np

from cnncourse.explorers import svg

# Each class has a shape and a colour of its own, and either is enough. The colours are read at a
# contrast of 3 on white and on the pages' dark ground alike.
MARKS = [
    {"path": "m-2.7 0a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0z", "colour": "#0072b2"},
    {"path": "m-1.2-3.8h2.4v7.6h-2.4z", "colour": "#a8690a"},
    {"path": "m-2.5-2.5h5v5h-5z", "colour": "#d1495b"},
    {"path": "m0 3.6l3.4-6.2h-6.8z", "colour": "#8f5bd0"},
    {"path": "m0-3.8l3.2 3.8l-3.2 3.8l-3.2-3.8z", "colour": "#008a67"},
    {"path": "m-.9-3.4h1.8v2.5h2.5v1.8h-2.5v2.5h-1.8v-2.5h-2.5v-1.8h2.5z", "colour": "#c74b00"},
    {"path": "m0-3.6l3.4 6.2h-6.8z", "colour": "#1581a3"},
    {
        "path": "m0-1.3l2-2l1.3 1.3l-2 2l2 2l-1.3 1.3l-2-2l-2 2l-1.3-1.3l2-2l-2-2l1.3-1.3z",
        "colour": "#7a7a12",
    },
    {
        "path": "m-3.3 0a3.3 3.3 0 1 0 6.6 0a3.3 3.3 0 1 0-6.6 0m1.6 0a1.7 1.7 0 1 1 3.4 0"
        "a1.7 1.7 0 1 1-3.4 0z",
        "colour": "#75808c",
    },
    {"path": "m0-4.4l1.2 3.2l3.2 1.2l-3.2 1.2l-1.2 3.2l-1.2-3.2l-3.2-1.2l3.2-1.2z"}
    | {"colour": "#c2479b"},
]
SIDE, LEGEND, ROW = 270, 120, 20


def draw(explorer) -> str:
    """Return the map of a `FeatureMap` with its legend."""
    names = type(explorer).settings()["category"].options
    shown = [name for name in names if name != "all"]
    parts = []
    for number, name in enumerate(shown):
        faint = explorer.category not in ("all", name)
        own = np.flatnonzero(explorer.labels == number)
        mark = MARKS[number]
        marks = "".join(f"M{x + 6} {y + 6}{mark['path']}" for x, y in explorer.places[own].tolist())
        opacity = 0.2 if faint else None
        parts.append(svg.element("path", d=marks, fill=mark["colour"], opacity=opacity))
        y = 30 + number * ROW
        legend = f"M{SIDE + 10} {y - 3}{mark['path']}"
        parts.append(svg.element("path", d=legend, fill=mark["colour"], opacity=opacity))
        parts.append(svg.text(SIDE + 20, y, names[name], size=10, anchor="start"))
    if explorer.point >= 0:
        x, y = explorer.places[explorer.point].tolist()
        parts.append(svg.frame(x, y, 12, 12))
    return svg.drawing(SIDE + LEGEND, SIDE, *parts, title=_title(explorer))


def _title(explorer):
    found, settings = explorer.results, type(explorer).settings()
    options = {
        name: settings[name].options[getattr(explorer, name)] for name in ("features", "method")
    }
    words = (
        f"Feature map: {len(explorer.labels)} images of clothes by {options['features']}, laid out "
        f"by {options['method']}. Of the five nearest on the map "
        f"{found['of_class_on_map']:.0%} are of the image's class, of the five nearest by the "
        f"features {found['of_class']:.0%}"
    )
    if explorer.point < 0:
        return words
    return f"{words}. Framed is image {explorer.point}, {found['label']}"
