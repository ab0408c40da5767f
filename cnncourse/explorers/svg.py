"""Small drawings as text: what a page shows where no script runs, and what is printed.

All lengths are in the drawing's own units. Text is escaped; colours are those of the live
drawings, dark enough on white and light enough on black to be read on either ground.
"""

from functools import cache
from html import escape

from cnncourse.contrast import black_reads_better

INK = "currentColor"
FRAME = "#d55e00"  # the window and what it yields (vermillion, for every kind of eyesight)
SECOND = "#0072b2"  # what stands beside it for comparison (blue)
MUTED = "#8a8f98"


def element(tag: str, *children: str, **attributes) -> str:
    """Return one SVG element; ``font_size=3`` becomes ``font-size="3"``.

    Examples
    --------
    >>> element("rect", x=0, y=0, width=2.5, height=1)
    '<rect x="0" y="0" width="2.5" height="1"/>'
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{tag}{given}>{inner}</{tag}>" if inner else f"<{tag}{given}/>"


def text(x, y, words, *, size=10, anchor="middle", fill=INK, **more) -> str:
    """Return words centred at (x, y), or starting or ending there."""
    place = {"x": x, "y": y, "font_size": size, "text_anchor": anchor, "fill": fill}
    return element("text", escape(str(words)), **place, **more)


def drawing(width, height, *children: str, title: str) -> str:
    """Return a whole ``<svg>`` of the given size, ``title`` being its words for a reader."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width="100%",
        direction="ltr",  # its words stand where they are put, also in a page from right to left
        role="img",
        aria_label=title,
        font_family="system-ui, sans-serif",
        style=f"max-width: {_plain(width)}px; height: auto",
    )


def grid(x, y, values, side, *, numbers=None, shade=None) -> str:
    """Return a table of squares, ``values`` (rows of numbers) written into them.

    Parameters
    ----------
    x, y : float
        The upper left corner.
    values : sequence of sequence of float
    side : float
        Of one square.
    numbers : callable or None
        From a value to its words; None writes nothing.
    shade : callable or None
        From a value to a colour; None leaves the ground.
    """
    parts = []
    for r, row in enumerate(values):
        for c, value in enumerate(row):
            left, top = x + c * side, y + r * side
            fill = shade(value) if shade else "none"
            box = {"x": left, "y": top, "width": side, "height": side}
            line = {} if side < 6 else {"stroke": MUTED, "stroke_width": 0.5}
            parts.append(element("rect", **box, fill=fill, **line))
            if numbers:
                middle = left + side / 2, top + side * 0.64
                ink = _ink_on(fill) if shade else INK
                parts.append(text(*middle, numbers(value), size=side * 0.4, fill=ink))
    return "".join(parts)


def frame(x, y, width, height, *, colour=FRAME, dashed=False) -> str:
    """Return the outline of a window."""
    dash = "3 2" if dashed else None
    return element(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        fill="none",
        stroke=colour,
        stroke_width=2,
        stroke_dasharray=dash,
    )


def grey(fraction: float) -> str:
    """Return the grey of a brightness from 0 (black) to 1 (white)."""
    level = round(255 * min(max(fraction, 0), 1))
    return f"#{level:02x}{level:02x}{level:02x}"


def signed(fraction: float) -> str:
    """Return purple for -1, white for 0, orange for 1, as the live drawings do."""
    share = min(max(fraction, -1), 1)
    end = (0xE6, 0x61, 0x01) if share > 0 else (0x5E, 0x3C, 0x99)
    mixed = (round(255 + abs(share) * (channel - 255)) for channel in end)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


@cache
def _ink_on(fill):
    """Return black or white, whichever is read better: at least 4.5 to 1, as in the page."""
    colour = [int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return "#000000" if black_reads_better(colour) else "#ffffff"


def _plain(value):
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
