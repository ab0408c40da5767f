"""What the pooling explorer shows where no script runs."""

from cnncourse.explorers import mosaic, svg
from cnncourse.explorers.stored import images

WIDE = 216.0  # of each of the two pictures
LARGEST = 48.0  # side of a square, where there are few


def draw(explorer) -> str:
    """Return the input with the chosen window and its winner, and the output beside it.

    Parameters
    ----------
    explorer : Pooling
    """
    found, words = explorer.results, _title(explorer)
    scale = images()[explorer.image].scale
    white = 1 if scale == 255 else scale
    parts = [_input(found, white)]
    if not found["problem"]:
        parts.append(_output(found, white))
    written = "These settings do not go together" if found["problem"] else words
    parts.append(svg.text(10, 264, written, size=12, anchor="start"))
    return svg.drawing(490, 276, *parts, title=words)


def _title(explorer):
    found = explorer.results
    if found["problem"]:
        return f"Pooling: {found['problem']}"
    sizes = [mosaic.size_words(found[key]) for key in ("input", "output")]
    kept = {"max": "largest", "average": "average"}.get(explorer.kind)
    window = f"{explorer.size} × {explorer.size}"
    rule = f"the {kept} of each {window} window" if kept else "the average of the whole image"
    return f"Pooling: {rule}, {sizes[0]} → {sizes[1]}"


def _input(found, white):
    image, (above, below, before, after) = found["input"], found["sides"]
    padded = above + len(image) + below, before + image.shape[1] + after
    side = WIDE / max(padded)
    left, top = 10 + before * side, 26 + above * side
    parts = [svg.text(10, 16, "Input", size=12, anchor="start")]
    if any(found["sides"]):
        box = 10, 26, padded[1] * side, padded[0] * side
        parts.append(svg.frame(*box, colour=svg.MUTED, dashed=True))
    parts.append(_picture(left, top, image, side, white))
    if not found["problem"]:
        (row, column), (height, width) = found["window_start"], found["window_shape"]
        corner = left + column * side, top + row * side
        parts.append(svg.frame(*corner, width * side, height * side))
    if len(found["winner"]):
        row, column = found["winner"]
        corner = left + column * side, top + row * side
        parts.append(svg.frame(*corner, side, side, colour=svg.SECOND))
    return "".join(parts)


def _output(found, white):
    output, left, top = found["output"], 256, 26
    side = min(WIDE / max(output.shape), LARGEST)
    corner = left + found["column"] * side, top + found["row"] * side
    return "".join(
        (
            svg.text(left, 16, "Output", size=12, anchor="start"),
            _picture(left, top, output, side, white),
            svg.frame(*corner, side, side),
        )
    )


def _picture(x, y, values, side, white):
    """Return an image: squares with their numbers, or small squares of grey alone."""
    if side < 16:
        return mosaic.draw(values / white, x, y, side * max(values.shape)).drawing
    words = "{:.3g}".format if white > 1 else "{:.2f}".format
    return svg.grid(
        x, y, values.tolist(), side, numbers=words, shade=lambda value: svg.grey(value / white)
    )
