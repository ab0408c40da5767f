"""The convolution as it is drawn where no script runs: input, kernel and map, and the sum."""

import numpy as np

from cnncourse.explorers import still, svg

WIDE = 250  # units of the drawing for the input, and for the map
LEFT = 440  # where the map begins
CHANNELS = "red", "green", "blue"
GAP = 8  # between the maps of the channels


def drawn(explorer) -> str:
    """Return the image with its window, the kernel, and the map with the chosen number."""
    found, picture = explorer.results, explorer.picture
    title = f"input, {still.size_words(picture)}"
    look = {"title": title, "size": 13, "white": max(picture.max(), 1)}
    if found["problem"]:
        words = svg.text(0, WIDE + 60, found["problem"], size=11, anchor="start")
        shown = still.array(picture, 0, 24, WIDE, **look)
        title = f"Convolution: {found['problem']}"
        return svg.drawing(700, WIDE + 80, shown, words, title=title)
    words = _words(explorer.kind, found)
    maps = _maps if explorer.kind == "depthwise" else _map
    parts = [
        still.array(picture, 0, 24, WIDE, **look, frames=_around(found["rows"], found["columns"])),
        *_kernel(found["weights"]),
        *maps(explorer.kind, found),
        svg.text(0, WIDE + 50, words, size=13, anchor="start"),
    ]
    return svg.drawing(700, 24 + WIDE + 40, *parts, title=words)


def _around(rows, columns, **look):
    """Return the frame around rows and columns; none where there are none."""
    if not len(rows) or not len(columns):
        return []
    size = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    return [still.Frame(rows[0], columns[0], *size, **look)]


def _kernel(weights):
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


def _look(found):
    """Return how a map's numbers become colours."""
    # Weights that add up to 1 keep the brightness: their map is a picture.
    signed = found["low"] < 0 and abs(found["total"] - 1) > 1e-9
    most = np.abs(found["output"]).max() if signed else max(found["high"], 1)
    return {"size": 13, "white": most, "signed": signed}


def _map(kind, found):
    """Return the map at the right, the chosen number framed, and the copy that falls there."""
    look, title = _look(found), f"output, {still.size_words(found['output'])}"
    frames = [still.Frame(found["row"], found["column"])]
    room = found["sides"] if kind == "transposed" else still.NO_ROOM  # what padding cut off
    if kind == "transposed":
        frames += _around(found["stamp_rows"], found["stamp_columns"], dashed=True)
    output = found["output"]
    yield still.array(output, LEFT, 24, WIDE, title=title, frames=frames, room=room, **look)


def _maps(kind, found):
    """Return the channels' maps below each other, the chosen number of each framed."""
    look, output = _look(found), found["output"]
    height, width, channels = output.shape
    if channels == 1:
        yield from _map(kind, {**found, "output": output[..., 0]})
        return
    each = (WIDE - (channels - 1) * GAP) / channels
    wide = each if height >= width else each * width / height
    frames = [still.Frame(found["row"], found["column"])]
    for c in range(channels):
        top = 24 + c * (each + GAP)
        title = "" if c else f"output, {still.size_words(output)}"
        yield still.array(
            output[..., c], LEFT, top, wide, title=title, frames=frames, levels=6, **look
        )
        yield svg.text(LEFT + wide + 10, top + each / 2, CHANNELS[c], size=12, anchor="start")


def _words(kind, found):
    where = f"row {found['row']}, column {found['column']}"
    values = found["channel_sums"] if kind == "depthwise" else [found["value"]]
    numbers = ", ".join(f"{value:.3f}" for value in values).replace("-", "−")
    if kind == "transposed":
        met = len(found["rows"]) * len(found["columns"])
        copies = "one copy gives" if met == 1 else f"{met} copies add up to"
        return f"Transposed convolution: at {where} of the output {copies} {numbers}"
    name = {"depthwise": "Depthwise convolution", "1x1": "1 × 1 convolution"}
    of = " of each channel's map" if len(values) > 1 else ""
    are = "are" if len(values) > 1 else "is"
    return f"{name.get(kind, 'Convolution')}: the output at {where}{of} {are} {numbers}"
