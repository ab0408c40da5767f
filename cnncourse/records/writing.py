"""How figures are written in tables and sentences."""

import math

NB = "\N{NO-BREAK SPACE}"
"""Between a number and its unit."""


def percent(fraction: float, digits: int = 1) -> str:
    """Return a fraction as text in percent.

    Examples
    --------
    >>> percent(0.9143)
    '91.4 %'
    """
    return f"{100 * fraction:.{digits}f} %"


def digits(value: float, count: int = 2) -> str:
    """Return a number with so many significant digits, never as a power of ten.

    Examples
    --------
    >>> digits(0.0156), digits(21.6), digits(1234.5)
    ('0.016', '22', '1,234')
    """
    places = max(count - 1 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{places}f}"


def signed(number: int) -> str:
    """Return a whole number with a true minus sign."""
    return str(number).replace("-", "\N{MINUS SIGN}")


def met(kept: bool) -> str:
    """Return whether a promise is kept, as a word."""
    return "kept" if kept else "missed"
