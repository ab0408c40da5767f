"""The training explorer before any script runs: the curves of a run that was recorded."""

from cnncourse.explorers import svg
from cnncourse.explorers.training_presets import PRESETS
from cnncourse.explorers.training_recorded import RUNS

WIDTH, HEIGHT = 146, 120  # of a chart, in the drawing's units
TOP = 62
LEFT = {"loss": 34, "accuracy": 226}
COLUMNS = {"loss": (1, 3), "accuracy": (2, 4)}  # of a recorded run: training, validation
LOOKS = (("training", svg.SECOND, None), ("validation", svg.FRAME, "6 4"))


def draw(preset: str) -> str:
    """Return the two curves of a preset's recorded run, an ``<svg>`` element.

    Parameters
    ----------
    preset : str
        A name of `training_presets.PRESETS`.
    """
    run = RUNS[preset]
    label = PRESETS[preset]["label"]
    parts = [svg.text(0, 14, f"{label}: {run[-1][0]} steps, seed 0", size=12, anchor="start")]
    for i, (name, colour, dash) in enumerate(LOOKS):
        parts.append(_line([(150 * i, 34), (150 * i + 30, 34)], colour, dash))
        parts.append(svg.text(150 * i + 36, 38, f"{name} images", size=11, anchor="start"))
    most = max(max(row[1], row[3]) for row in run)
    parts += _chart("loss", run, most, [f"{share * most:.1f}" for share in (0, 0.5, 1)])
    parts += _chart("accuracy", run, 1, ["0 %", "50 %", "100 %"])
    end = run[-1]
    title = (
        f"Training, {label}: after {end[0]} steps the training loss is {end[1]:.2f} and the "
        f"validation loss {end[3]:.2f}; accuracy {100 * end[2]:.0f} % and {100 * end[4]:.0f} %"
    )
    return svg.drawing(390, TOP + HEIGHT + 32, *parts, title=title)


def _chart(what, run, most, ticks):
    """Return the frame of a chart, its numbers, and both curves."""
    left, last = LEFT[what], run[-1][0]
    frame = {"x": left, "y": TOP, "width": WIDTH, "height": HEIGHT, "fill": "none"}
    parts = [svg.element("rect", **frame, stroke=svg.MUTED)]
    parts.append(svg.text(left, TOP - 8, what, size=11, anchor="start"))
    for i, words in enumerate(ticks):
        y = TOP + HEIGHT - i * HEIGHT / (len(ticks) - 1) + 4
        parts.append(svg.text(left - 4, y, words, anchor="end"))
    for x, words in ((left, "0"), (left + WIDTH, str(last))):
        parts.append(svg.text(x, TOP + HEIGHT + 14, words))
    parts.append(svg.text(left + WIDTH / 2, TOP + HEIGHT + 26, "steps"))
    for column, (_, colour, dash) in zip(COLUMNS[what], LOOKS, strict=True):
        points = [
            (left + WIDTH * row[0] / last, TOP + HEIGHT - HEIGHT * row[column] / most)
            for row in run
        ]
        parts.append(_line(points, colour, dash))
    return parts


def _line(points, colour, dash):
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    look = {"stroke": colour, "stroke_width": 2, "stroke_dasharray": dash, "fill": "none"}
    return svg.element("polyline", points=path, **look)
