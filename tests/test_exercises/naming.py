"""Names of cases that are the same in every process: no address of an object is in them."""

import re


def named(value):
    """Return a short name for a case's value; what has none of its own goes by its type."""
    text = value if isinstance(value, str) else repr(value)
    return type(value).__name__ if re.search(r" at 0x|<", text) else text[:30]
