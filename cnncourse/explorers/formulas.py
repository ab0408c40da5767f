"""Formulas of sizes with the numbers in them, as the explorers write them."""


def windows_formula(size, before, after, kernel, stride, dilation, count) -> str:
    """Return how many windows fit along one direction, with what it follows from.

    Examples
    --------
    >>> windows_formula(28, 0, 1, 3, 2, 1, 14)
    '⌊(28 + 0 + 1 − 3) / 2⌋ + 1 = 14'
    >>> windows_formula(4, 0, 0, 3, 1, 2, 0)
    '4 + 0 + 0 − 2 · (3 − 1) − 1 < 0: no window fits'
    """
    span = f"{dilation} · ({kernel} − 1) − 1" if dilation > 1 else kernel
    room = f"{size} + {before} + {after} − {span}"
    return f"⌊({room}) / {stride}⌋ + 1 = {count}" if count else f"{room} < 0: no window fits"


def copies_formula(size, before, after, kernel, stride, dilation, count) -> str:
    """Return how long a transposed convolution's output is along one direction.

    ``before`` and ``after`` are cut off; None stands for the padding ``"same"``, which leaves the
    stride times the size.

    Examples
    --------
    >>> copies_formula(28, 1, 1, 3, 2, 1, 55), copies_formula(28, None, None, 3, 2, 1, 56)
    ('(28 − 1) · 2 + 3 − 1 − 1 = 55', '28 · 2 = 56')
    """
    if before is None:
        return f"{size} · {stride} = {count}"
    span = f"{dilation} · ({kernel} − 1) + 1" if dilation > 1 else kernel
    return f"({size} − 1) · {stride} + {span} − {before} − {after} = {count}"
