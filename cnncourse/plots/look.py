"""The one look of all figures: their width, their text, their colours.

A figure is at most `WIDTH` inches wide and its text is `TEXT` points high, so that a phone of
390 pixels, which leaves a figure about 358, shows the text at least 9 pixels high.

A figure has one set of inks. Where it is shown by itself, as in a notebook, they stand on
white; the book puts the figure's SVG into its pages, and each ink there is a variable of the
style sheet, with a value of its own for the dark (`INKS`, and `page`). Pictures keep their
pixels. What is neither ink nor picture, such as zero in a signed map, is left transparent: it
is white on a white page and dark on a dark one.
"""

import functools

import matplotlib
import numpy as np
from matplotlib.colors import ListedColormap, to_rgb

from cnncourse.contrast import black_reads_better

WIDTH = 6.0  # inches
TEXT = 12.0  # points
# Okabe and Ito's hues, which readers with any kind of colour vision can tell apart, as dark as
# text on white must be (a contrast of 4.5).
INK = "#222222"
FAINT = "#cccccd"
GROUND = "#fffffe"
BLUE = "#0072b2"
RED = "#b84a00"
GREEN = "#007a59"
OCHRE = "#8f6400"
INKS = {  # ink: its name in the style sheet, and its colour on the dark page
    INK: ("ink", "#ced6dd"),
    FAINT: ("faint", "#4a5563"),
    GROUND: ("ground", "none"),
    BLUE: ("blue", "#56b4e9"),
    RED: ("red", "#ff8c4a"),
    GREEN: ("green", "#2fc79d"),
    OCHRE: ("ochre", "#f0b030"),
}
# Neither is an ink: they stand on a colour that stays the same in the dark.
BLACK = "#000000"
WHITE = "#ffffff"
STYLE = {
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "legend.fontsize": TEXT,
    "figure.titlesize": TEXT,
    "legend.frameon": False,
    "figure.facecolor": GROUND,
    "savefig.facecolor": "auto",
    "axes.facecolor": "none",
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "axes.labelcolor": INK,
    "grid.color": FAINT,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def variable(ink: str) -> str:
    """Return an ink as a page's style sheet knows it, its own colour where there is no sheet."""
    return f"var(--figure-{INKS[ink][0]}, {ink})"


def _from_transparent(*colours, strongest=1.0):
    """Return a colour map from the first colour through nothing at all to the last."""
    # An odd number, so that zero, in the middle, is exactly transparent.
    places = np.linspace(-1, 1, 257) if len(colours) == 2 else np.linspace(0, 1, 256)
    rgb = np.where(places[:, None] < 0, to_rgb(colours[0]), to_rgb(colours[-1]))
    return ListedColormap(np.column_stack([rgb, strongest * np.abs(places)]))


SIGNED = _from_transparent("#7b5bd6", "#d95f02")
# At these strengths a number in `INK` is read on the cell, on a white page and on a dark one.
SIGNED_NUMBERS = _from_transparent("#7b5bd6", "#d95f02", strongest=0.55)
SHARES = _from_transparent(BLUE, strongest=0.55)


def drawn(function):
    """Have a function draw in the book's look; matplotlib's settings are as before when it ends.

    Only those of the look are put back: the first figure of a session also chooses the backend,
    and what that sets (in a notebook, that figures are shown) has to stay.
    """

    @functools.wraps(function)
    def wrapped(*arguments, **named):
        before = {name: matplotlib.rcParams[name] for name in STYLE}
        matplotlib.rcParams.update(STYLE)
        try:
            return function(*arguments, **named)
        finally:
            matplotlib.rcParams.update(before)

    return wrapped


def ink_on(colour) -> str:
    """Return what is read best on a colour (red, green, blue, alpha).

    `INK` where the page shows through, else `BLACK` or `WHITE`.
    """
    if colour[3] < 1:
        return INK
    return BLACK if black_reads_better(colour[:3]) else WHITE


def dress(ax) -> None:
    """Give an Axes that may be another's the book's text and ticks, which are made later."""
    ax.tick_params(labelsize=TEXT, color=INK, labelcolor=INK)
    for text in (ax.xaxis.label, ax.yaxis.label, ax.title):
        text.set(fontsize=TEXT, color=INK)
    ax.xaxis.offsetText.set(fontsize=TEXT, color=INK)
    ax.yaxis.offsetText.set(fontsize=TEXT, color=INK)
