"""The maps of the corner experiment: true, and readable without colour."""

import numpy as np
from bs4 import BeautifulSoup

from cnncourse.contrast import luminance
from cnncourse.plots import recorded
from cnncourse.plots.recorded import shifts
from cnncourse.records import corner
from tests.recorded import made

SMALL = made(places={"accuracy": [[0.1, 0.2, 0.3], [0.4, 0.9, 0.6], [0.5, 0.8, 0.7]]})


def drawn(svg):
    return BeautifulSoup(svg, "html.parser").svg


def test_cells_stand_where_the_axes_say_and_bear_their_percents():
    svg = drawn(shifts.heat_map(corner.by_shift(SMALL), "a map"))
    cells = svg.find_all("rect", fill=True)
    numbers = [text.get_text() for text in svg.find_all("text", fill=True)]
    assert numbers == ["10", "20", "30", "40", "90", "60", "50", "80", "70"]
    side = shifts.CELL
    left, top = shifts.LEFT, shifts.TOP
    places = [(float(cell["x"]), float(cell["y"])) for cell in cells]
    assert places == [(left + side * j, top + side * i) for i in range(3) for j in range(3)]
    middle = svg.find("rect", class_="mid")
    assert (float(middle["x"]), float(middle["y"])) == places[4]
    assert middle["stroke"] == "#000"  # as the number in it
    ticks = [text.get_text() for text in svg.find_all("text", fill=False)]
    assert ticks == [
        *("\N{MINUS SIGN}1", "0", "1") * 2,
        "moved right, pixels",
        "moved down, pixels",
    ]
    assert svg["role"] == "img"
    assert svg["aria-label"] == "a map"


def light(percent):
    """Return the relative luminance of a percentage's colour."""
    return float(luminance([part / 255 for part in shifts.colour(percent / 100)]))


def test_every_number_can_be_read_on_its_colour():
    for percent in range(101):
        cell = BeautifulSoup(shifts.cell(0, 0, percent / 100), "html.parser")
        ink = {"#000": 0.0, "#fff": 1.0}[cell.find("text")["fill"]]
        bright, dark = sorted((light(percent), ink), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5, percent


def test_more_is_always_brighter_so_the_map_is_read_without_colour():
    bright = [light(percent) for percent in range(101)]
    assert all(low < high for low, high in zip(bright, bright[1:], strict=False))
    assert shifts.colour(0) == (0x00, 0x22, 0x4E)
    assert shifts.colour(1) == (0xFE, 0xE8, 0x38)
    assert shifts.colour(0.5) == (0x7D, 0x7C, 0x76)  # between 707173 and 8a8678


def test_a_map_is_told_in_words():
    words = shifts.told("C-cnn", "torch", made(places={"accuracy": np.eye(13).tolist()}))
    assert words.startswith("C-cnn, PyTorch: 100.0 % right with the items in the middle, 25.0 %")
    assert "50.0 % in the corners" in words
    assert "the lowest, 0.0 %, \N{MINUS SIGN}6 pixels down and \N{MINUS SIGN}5 right." in words


def test_a_map_that_is_not_measured_names_its_command():
    whole = made(places={"accuracy": np.eye(13).tolist()})
    shown = recorded.corner_map("C-cnn", found={("C-cnn", "keras"): whole})
    page = BeautifulSoup(shown._repr_html_(), "html.parser")
    assert len(page.select(".pair svg")) == 1
    assert page.code.get_text() == "cnncourse reproduce corner-C-cnn --framework torch"
    assert shown.missing == ("cnncourse reproduce corner-C-cnn --framework torch",)
