"""Arrays as they are shown where no script runs: where titles, pixels and frames fall."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from cnncourse.explorers import still, svg


def parts(drawing):
    """Return every element of a drawing as (tag, attributes, text)."""
    root = ElementTree.fromstring(f"<svg>{drawing}</svg>")
    return [(one.tag, one.attrib, one.text) for one in root.iter()][1:]


def frames(drawing):
    """Return the outlines as (x, y, width, height), in their order."""
    found = [a for tag, a, _ in parts(drawing) if tag == "rect" and "stroke-width" in a]
    outlines = [a for a in found if a["fill"] == "none" and a["stroke-width"] == "2"]
    return [tuple(float(a[k]) for k in ("x", "y", "width", "height")) for a in outlines]


def test_frames_lie_on_the_pixels_that_they_name():
    values = np.zeros((4, 8))
    window = still.Frame(1, 2, 3, 2)
    assert frames(still.array(values, 10, 20, 80, frames=[window])) == [(30, 30, 20, 30)]
    assert frames(still.array(values, 10, 20, 80, frames=[still.Frame(0, 7)])) == [(80, 20, 10, 10)]
    assert frames(still.array(values, 0, 0, 80)) == []


def test_room_is_outlined_and_moves_the_pixels():
    drawing = still.array(np.zeros((2, 2)), 0, 0, 60, room=(1, 0, 1, 1), frames=[still.Frame(0, 0)])
    assert frames(drawing) == [(0, 0, 60, 45), (15, 15, 15, 15)]  # 3 rows, 4 columns: side 15
    dashed = [a.get("stroke-dasharray") for _, a, _ in parts(drawing) if "stroke-width" in a]
    assert dashed.count("3 2") == 1


def test_few_pixels_have_their_numbers_and_many_are_paths():
    few = still.array([[1, 2], [3, 4]], 0, 0, 40, white=4, numbers="{:.0f}".format)
    assert [text for tag, _, text in parts(few) if tag == "text"] == ["1", "2", "3", "4"]
    fills = [a["fill"] for tag, a, _ in parts(few) if tag == "rect"]
    assert fills == [svg.grey(n / 4) for n in (1, 2, 3, 4)]
    many = still.array([[1, 2], [3, 4]], 0, 0, 30, white=4, numbers="{:.0f}".format)
    assert [tag for tag, _, _ in parts(many)].count("path") == 4
    assert "text" not in [tag for tag, _, _ in parts(many)]


def test_neighbours_of_one_colour_are_one_stroke_and_large_pictures_are_means():
    drawing = still.array([[1, 1, 0]], 0, 0, 30, edge=False)
    strokes = {a["fill"]: a["d"] for tag, a, _ in parts(drawing) if tag == "path"}
    assert strokes == {"#ffffff": "M0 0h2v1h-2z", "#000000": "M2 0h1v1h-1z"}
    large = np.zeros((64, 64))
    large[:2, :2] = [[1, 0], [0, 1]]
    fills = [a["fill"] for tag, a, _ in parts(still.array(large, 0, 0, 64)) if tag == "path"]
    assert fills == [svg.grey(round(0.5 * 15) / 15), "#000000"]


@pytest.mark.parametrize(("value", "colour"), [(2, "#e66101"), (-2, "#5e3c99"), (0, "#ffffff")])
def test_signed_ones_have_their_own_colours(value, colour):
    drawing = still.array([[value]], 0, 0, 10, white=2, signed=True)
    assert [a["fill"] for tag, a, _ in parts(drawing) if tag == "path"] == [colour]


def test_the_title_stands_above():
    ((tag, where, words), *_) = parts(still.array([[0]], 5, 30, 10, title="a < b", size=13))
    assert (tag, words) == ("text", "a < b")
    assert (where["x"], where["y"], where["font-size"]) == ("5", "20", "13")
    assert "text" not in [tag for tag, _, _ in parts(still.array([[0]], 5, 30, 10))]
