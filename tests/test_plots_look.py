"""One look: text that a phone shows, inks read on light and on dark pages, one figure for both."""

import re
from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib import colors, pyplot

from cnncourse import plots
from cnncourse.contrast import contrast
from cnncourse.plots import look, page
from tests.drawings import DRAWINGS, figure_of, texts_of

PHONE = 358  # pixels: what a phone of 390 leaves a figure of the book
LIGHT, DARK = "#ffffff", "#121212"  # the grounds of the theme's pages
MAPS = {"signed numbers": look.SIGNED_NUMBERS, "shares": look.SHARES}
INKS = [ink for ink in look.INKS if ink not in (look.FAINT, look.GROUND)]


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


@pytest.fixture(params=DRAWINGS)
def figure(request):
    return figure_of(DRAWINGS[request.param]())


def reading(first, second):
    return float(contrast(colors.to_rgb(first), colors.to_rgb(second)))


def over(colour, ground):
    """Return a colour that lets some of the ground through, on that ground."""
    *rgb, alpha = colour
    return alpha * np.array(rgb) + (1 - alpha) * np.array(colors.to_rgb(ground))


def test_no_level_line_runs_through_the_words_of_a_legend(figure):
    figure.canvas.draw()
    for ax in figure.axes:
        words = ax.get_legend().get_texts() if ax.get_legend() else []
        levels = [line for line in ax.get_ygridlines() if line.get_visible()]
        heights = [ax.transData.transform((0, line.get_ydata()[0]))[1] for line in levels]
        inside = [one for one in words if ax.bbox.overlaps(one.get_window_extent())]
        for box in (one.get_window_extent() for one in inside):
            assert [y for y in heights if box.y0 < y < box.y1] == []


def test_every_function_that_draws_is_drawn_here():
    drawn = {name.split(" ")[-1] for name in DRAWINGS} | {name.split(" ")[0] for name in DRAWINGS}
    assert set(plots.__all__) - {"scale_bar", "svg"} <= drawn


def test_text_is_at_least_9_pixels_high_on_a_phone(figure):
    texts = texts_of(figure)
    box = figure.get_tightbbox(figure.canvas.get_renderer())
    points = 72 * (box.width + 0.2)  # what the inline backend saves: 0.1 inches around it
    assert texts
    for text in texts:
        pixels = text.get_fontsize() * min(PHONE / points, 96 / 72)
        assert pixels >= 9, (text.get_text(), text.get_fontsize(), points)
        assert "$" not in text.get_text(), "an exponent would be smaller than its text"


def test_no_text_lies_on_another(figure):
    level = [text for text in texts_of(figure) if text.get_rotation() % 90 == 0]
    boxes = [(text.get_text(), text.get_window_extent()) for text in level]
    for (one, first), (other, second) in combinations(boxes, 2):
        wide = min(first.x1, second.x1) - max(first.x0, second.x0)
        high = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert wide < 1 or high < 1 + 0.2 * min(first.height, second.height), (one, other)


def test_a_figure_is_no_wider_than_the_text_of_the_book(figure):
    assert figure.get_size_inches()[0] <= look.WIDTH
    figure.draw_without_rendering()
    assert figure.get_tightbbox(figure.canvas.get_renderer()).width <= look.WIDTH + 0.02


def test_no_setting_is_changed(figure):
    assert dict(matplotlib.rcParams) == BEFORE


def test_what_a_backend_sets_when_the_first_figure_is_made_stays():
    """In a notebook the first figure has the backend set that figures are shown."""

    @look.drawn
    def first_figure():
        matplotlib.rcParams["interactive"] = not before
        raise KeyError

    before = matplotlib.rcParams["interactive"]
    try:
        with pytest.raises(KeyError):
            first_figure()
        assert matplotlib.rcParams["interactive"] is not before
    finally:
        matplotlib.rcParams["interactive"] = before
    assert dict(matplotlib.rcParams) == BEFORE


BEFORE = dict(matplotlib.rcParams)


@pytest.mark.parametrize("ink", INKS)
def test_inks_are_read_on_the_page_light_and_dark(ink):
    assert reading(ink, LIGHT) >= 4.5
    assert reading(look.INKS[ink][1], DARK) >= 4.5
    # Where a page knows no variables, a line of it can still be told from a dark ground.
    assert ink == look.INK or reading(ink, DARK) >= 3


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize(("ground", "ink"), [(LIGHT, look.INK), (DARK, look.INKS[look.INK][1])])
def test_numbers_are_read_on_every_cell_of_a_colour_map(name, ground, ink):
    for colour in MAPS[name](np.linspace(0, 1, 257)):
        assert float(contrast(over(colour, ground), colors.to_rgb(ink))) >= 4.5


def test_a_number_on_a_picture_is_black_or_white():
    for value in np.linspace(0, 1, 101):
        colour = (value, value, value, 1.0)
        assert reading(look.ink_on(colour), colour[:3]) >= 4.5
    assert look.ink_on((1, 0.5, 0, 0.3)) == look.INK


def test_signed_maps_are_told_apart_without_colour_vision_and_vanish_at_zero():
    low, zero, high = look.SIGNED([0.0, 0.5, 1.0])
    assert (low[3], zero[3], high[3]) == (1, 0, 1)
    for ground in (LIGHT, DARK):
        assert float(contrast(low[:3], colors.to_rgb(ground))) >= 3
        assert float(contrast(high[:3], colors.to_rgb(ground))) >= 3
    assert low[2] > low[0] > low[1]  # bluish, for those who do not tell red from green
    assert high[0] > high[1] > high[2]  # yellowish


def test_in_a_page_every_ink_of_a_figure_is_a_variable(figure):
    drawn = page.svg(figure, "words")
    for ink, (name, _) in look.INKS.items():
        assert drawn.count(ink) == drawn.count(f"var(--figure-{name}, {ink})")
    # What is left is a colour of a picture, or of a number on one.
    left = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", drawn))
    assert {colour for colour in left if colour not in (look.BLACK, look.WHITE)} <= FIXED
    assert "var(--figure-ground" in drawn


FIXED = {colors.to_hex(colour) for colour in matplotlib.colormaps["viridis"].resampled(9).colors}
FIXED |= {colors.to_hex(look.SIGNED(end)) for end in (0.0, 1.0)}  # the ends of a colour bar


def test_the_same_figure_gives_the_same_drawing_and_two_share_no_name():
    def drawn(title):
        return page.svg(figure_of(plots.image(np.eye(3), title=title)), "an image")

    first, second = drawn("one"), drawn("two")
    assert first == drawn("one")
    names = [set(re.findall(r'\bid="([^"]+)"', source)) for source in (first, second)]
    assert names[0]
    assert not names[0] & names[1]
    for source, own in zip((first, second), names, strict=True):
        used = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', source))
        assert {a or b for a, b in used} <= own


def test_a_drawing_has_words_for_those_who_do_not_see_it():
    figure = figure_of(plots.matrix([[1]]))
    assert 'aria-label="a &lt;b&gt; &quot;c&quot;"' in page.svg(figure, 'a <b> "c"')
    with pytest.raises(ValueError, match='alt must say what the figure shows, got ""; write a'):
        page.svg(figure, " ")


def test_a_drawing_is_as_wide_as_it_was_made_and_no_wider_than_the_page():
    drawn = page.svg(plots.panels(1, width=3, height=2)[0].figure, "an empty frame")
    box = [float(number) for number in re.search(r'viewBox="([^"]*)"', drawn)[1].split()]
    width = float(re.search(r'width="(\d+)"', drawn)[1])
    assert width == pytest.approx(box[2] * 96 / 72, abs=1)
    assert "max-width: 100%; height: auto" in drawn
    assert "<metadata" not in drawn
    assert "<?xml" not in drawn


def test_figures_of_another_look_are_not_taken_for_the_books():
    import io

    figure, _ = pyplot.subplots()
    written = io.StringIO()
    figure.savefig(written, format="svg")
    assert not page.is_inked(written.getvalue())
    written = io.StringIO()
    plots.matrix([[1]]).figure.savefig(written, format="svg")
    assert page.is_inked(written.getvalue())


def test_the_style_sheet_has_every_ink_of_the_dark():
    sheet = page.style_sheet()
    for name, colour in look.INKS.values():
        assert f"--figure-{name}: {colour};" in sheet
