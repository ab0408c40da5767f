"""Which pixels and outputs one weight of a kernel touches, and what it adds to one sum."""

import re

from cnncourse import geometry
from cnncourse.arguments import is_whole
from cnncourse.explorers.traits import Setting

NOTHING = 1e-12  # what adds up to less adds up to 0
_TEXT = re.compile("([0-6],[0-6],[0-2])?")


class WeightPlace(Setting):
    """The weight that is pinned, by its row, column and channel; empty for none.

    A kernel need not have it: then none is pinned.
    """

    kind = "weight"

    def checked(self, value):
        """Return "row,column,channel", or an empty text."""
        text = value
        if isinstance(value, tuple) and len(value) in (2, 3) and all(map(is_whole, value)):
            text = ",".join(str(int(one)) for one in (*value, 0)[:3])
        if not isinstance(text, str) or not _TEXT.fullmatch(text):
            self.refuse('a weight\'s row, column and channel, as "0,2,1" or (0, 2), or ""', value)
        return text


def place_of(explorer) -> tuple[int, int, int] | None:
    """Return row, column and channel of the pinned weight; None where the kernel has none such."""
    place = tuple(map(int, explorer.weight.split(","))) if explorer.weight else None
    shape = explorer.weights.shape
    fits = place and all(at < size for at, size in zip(place, shape, strict=True))
    return place if fits else None


def touched(explorer, place) -> dict:
    """Return what `Convolution.touched` gives for a weight of the kernel.

    Raises
    ------
    ValueError
        If the kernel has no such weight.
    """
    shape = explorer.weights.shape
    if not all(is_whole(at) and 0 <= at < size for at, size in zip(place, shape, strict=True)):
        raise ValueError(f"a weight of a kernel of shape {shape} has no place {place}")
    found, copies = explorer.results, getattr(explorer, "kind", "") == "transposed"
    row, column, channel = place
    (rows, output_rows), (columns, output_columns) = (
        _along(explorer, axis, place[axis], copies) for axis in range(2)
    )
    met = len(rows) * len(columns)
    height, width = found["output_shape"]
    value = found["value"] if isinstance(found["value"], float) else found["value"][channel]
    product = _product(found, place, copies)
    none = product is None or abs(value) < NOTHING
    return {
        "weight": float(found["weights"][row, column, channel]),
        "rows": rows,
        "columns": columns,
        "output_rows": output_rows,
        "output_columns": output_columns,
        "pixels": met,
        "outputs": met,
        "padded": 0 if copies else height * width - met,
        "product": product,
        "share": None if none else product / value,
    }


def _along(explorer, axis, tap, copies):
    """Return along one direction the pixels that a tap meets, and the outputs that it enters."""
    found = explorer.results
    size, count = explorer.picture.shape[axis], found["output_shape"][axis]
    # A window reads pixels where it stands; a copy is written to outputs from where a pixel is.
    read, written = (count, size) if copies else (size, count)
    starts = geometry.window_starts(written, explorer.stride, found["sides"][2 * axis])
    places = geometry.tap_places(tap, starts, explorer.dilation)
    inside = [at for at, place in enumerate(places) if 0 <= place < read]
    ends = [places[at] for at in inside]
    return (inside, ends) if copies else (ends, inside)


def _product(found, place, copies):
    """Return the weight times what it meets at the chosen place, or None where it is not there."""
    row, column, channel = place
    if copies:
        down, across = list(found["tap_rows"]), list(found["tap_columns"])
        if row not in down or column not in across:
            return None
        row, column = down.index(row), across.index(column)
    return float(found["products"][row, column, channel])
