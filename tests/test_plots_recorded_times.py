"""How time grows with the work: the drawing is true, and told in words."""

import math
import re

import pytest
from bs4 import BeautifulSoup

from cnncourse.plots.recorded import times


def growth(counts=(10, 100, 1000), found=(1.0, 10.0, 100.0), slope=1.0, what="images"):
    return {"what": what, "counts": list(counts), "milliseconds": list(found), "slope": slope}


def drawn(row):
    """Return the panel of a row, parsed."""
    return BeautifulSoup(times.panel(row), "html.parser").svg


def test_the_dots_stand_where_the_scales_say():
    svg = drawn(growth())
    dots = [(float(dot["cx"]), float(dot["cy"])) for dot in svg("circle")]
    middle = ((times.LEFT + times.RIGHT) / 2, (times.TOP + times.BOTTOM) / 2)
    assert dots == [(times.LEFT, times.BOTTOM), middle, (times.RIGHT, times.TOP)]
    line = re.findall(r"[\d.]+", svg.find("path", class_="line")["d"])
    assert [float(number) for number in line] == [*dots[0], *dots[-1]]


def test_the_line_is_that_of_least_squares():
    slope, constant = times.line_through([1, math.e, math.e**2], [1, math.e**2, math.e])
    assert slope == pytest.approx(0.5)  # through (0, 0), (1, 2), (2, 1)
    assert constant == pytest.approx(0.5)


def test_every_decade_has_its_tick_and_the_axes_their_units():
    texts = [text.get_text() for text in drawn(growth(found=(0.5, 5, 50)))("text")]
    assert {"0.1", "1", "10", "100", "1,000", "milliseconds", "images"} <= set(texts)
    texts = [text.get_text() for text in drawn(growth((1e4, 1e7), (1, 900), 0.98))("text")]
    assert {"10,000", "100,000", "1 M", "10 M", "slope 0.98"} <= set(texts)


def test_the_drawing_is_told_in_words():
    label = drawn(growth(slope=1.04))["aria-label"]
    assert "from 1.0 ms for 10 to 100 ms for 1,000" in label
    assert "slope 1.04" in label
