"""Where windows fall: padding resolved to numbers, and the size of what comes out.

Both sides of the package stand on these few functions: the descriptions in
``architecture`` and the arithmetic in ``ops``. They need no array library.
"""

from cnncourse.geometry.checks import (
    PADDING_RULE,
    check_padding,
    check_pool_padding,
    pair,
)
from cnncourse.geometry.padding import resolve_padding, same_padding
from cnncourse.geometry.sizes import output_size, window_grid
from cnncourse.geometry.windows import (
    extent,
    tap_places,
    window_count,
    window_coverage,
    window_inside,
    window_start,
    window_starts,
    window_taps,
)

__all__ = [
    "PADDING_RULE",
    "check_padding",
    "check_pool_padding",
    "extent",
    "output_size",
    "pair",
    "resolve_padding",
    "same_padding",
    "tap_places",
    "window_count",
    "window_coverage",
    "window_grid",
    "window_inside",
    "window_start",
    "window_starts",
    "window_taps",
]
