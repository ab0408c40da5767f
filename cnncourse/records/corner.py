"""The records of the corner experiment: accuracies over the shift, their means, single figures."""

from collections.abc import Iterable

from cnncourse.records.names import UnknownName, pick
from cnncourse.records.reading import MissingRecord, command, load
from cnncourse.records.record import FRAMEWORKS, Record
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import percent

PREFIX = "corner-"
VARIANTS = {  # in the order of the page
    "C-dense": "C-dense",
    "B": "B",
    "C-cnn": "C-cnn",
    "C-dense-shifted": "C-dense, moved in training",
    "B-shifted": "B, moved in training",
    "C-cnn-shifted": "C-cnn, moved in training",
    "B-average": "B, averages",
    "C-cnn-average": "C-cnn, averages",
}


def by_variant(records=None) -> dict[tuple[str, str], Record]:
    """Return {(variant, framework): its record}, of seed 0; trials with changes are left out."""
    return {
        (record.experiment.removeprefix(PREFIX), record.framework): record
        for record in (load() if records is None else records)
        if record.places is not None and record.seed == 0 and not record.overrides
    }


def find(name: str, framework: str, found=None) -> Record:
    """Return a variant's record in a framework.

    Raises
    ------
    UnknownName, MissingRecord
        For a name that there is not, and for one without a record.
    """
    pick("variant", name, VARIANTS)
    pick("framework", framework, FRAMEWORKS)
    found = by_variant() if found is None else found
    if (name, framework) not in found:
        raise MissingRecord(
            f"no record of {PREFIX}{name} in {FRAMEWORKS[framework]}; make it with: "
            f"{command(PREFIX + name, framework)}"
        )
    return found[name, framework]


def by_shift(record: Record) -> dict[tuple[int, int], float]:
    """Return {(pixels down, pixels right): accuracy}, counted from the middle."""
    rows = record.places["accuracy"]
    down, right = len(rows) // 2, len(rows[0]) // 2
    return {
        (row - down, column - right): value
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    }


def mean(values: Iterable[float]) -> float:
    """Return the mean of some fractions, added up in their order."""
    values = list(values)
    return sum(values) / len(values)


def at_distance(shifts: dict, distance: int) -> float:
    """Return the mean over the square ring whose farther side is so many pixels away."""
    return mean(value for place, value in shifts.items() if max(map(abs, place)) == distance)


def corners(shifts: dict) -> float:
    """Return the mean over the four corners."""
    reach = max(row for row, _ in shifts)
    return mean(shifts[row, column] for row in (-reach, reach) for column in (-reach, reach))


STRIDE = 4
"""Pixels from one number of the last maps of B and C-cnn to the next: two poolings of two."""


def at_phase(shifts: dict, phase: int) -> float:
    """Return the mean over the places whose shifts, both, are so far from whole strides.

    With 0, both are whole strides (the middle among them); with 2, both fall half-way.
    """
    return mean(
        value
        for (down, right), value in shifts.items()
        if (down % STRIDE, right % STRIDE) == (phase, phase)
    )


def figure(record: Record, what: str) -> float:
    """Return one accuracy, a fraction.

    ``middle``, ``corners`` (the mean of four), ``mean`` (of all places), ``lowest``,
    ``highest``, ``whole`` and ``half`` (see `at_phase`), a distance in pixels, a place as
    ``down,right``, or ``test`` (all test images, in the middle).

    Raises
    ------
    UnknownName
        For anything else, or a place outside the frame.
    """
    shifts = by_shift(record)
    reach = max(row for row, _ in shifts)
    known = {
        "middle": lambda: shifts[0, 0],
        "corners": lambda: corners(shifts),
        "mean": lambda: mean(shifts.values()),
        "lowest": lambda: min(shifts.values()),
        "highest": lambda: max(shifts.values()),
        "test": lambda: record.test_accuracy,
    }
    if reach >= STRIDE:
        known["whole"] = lambda: at_phase(shifts, 0)
        known["half"] = lambda: at_phase(shifts, STRIDE // 2)
    known |= {str(far): lambda far=far: at_distance(shifts, far) for far in range(reach + 1)}
    place = {f"{down},{right}": value for (down, right), value in shifts.items()}
    if what in place:
        return place[what]
    if what not in known and "," in what:
        raise UnknownName(f"no place {what!r}: both of DOWN,RIGHT lie from {-reach} to {reach}")
    return pick("accuracy of a map", what, known)()


@number("corner")
def told_figure(name, framework, what, *, found=None) -> str:
    """``corner C-cnn keras corners``: one accuracy (see `figure`)."""
    return percent(figure(find(name, framework, found), what))


@number("corner-images")
def images(*, found=None) -> str:
    """``corner-images``: how many test images were tried at each place."""
    return f"{_images(found):,}"


@number("corner-error")
def error(*, found=None) -> str:
    """``corner-error``: the largest standard error of a single place, in points.

    Of a share p among n images it is the root of p (1 - p) / n, most at a half.
    """
    return f"{50 / _images(found) ** 0.5:.1f}"


@table("corner")
def distances(*, found=None) -> Table:
    """Return a row for each variant and framework: the mean at each distance.

    The last two columns are the means of `at_phase`, for networks that have a stride.
    """
    found = by_variant() if found is None else found
    rows, reach = [], 0
    for name, framework in [(n, f) for n in VARIANTS for f in FRAMEWORKS]:
        if (name, framework) in found:
            shifts = by_shift(found[name, framework])
            reach = max(row for row, _ in shifts)
            values = [at_distance(shifts, distance) for distance in range(reach + 1)]
            values.append(corners(shifts))
            if reach >= STRIDE and not name.startswith("C-dense"):
                values += [at_phase(shifts, 0), at_phase(shifts, STRIDE // 2)]
            cells = [f"{100 * value:.1f}" for value in values]
            cells += ["–"] * (reach + 4 - len(cells))
            rows.append([VARIANTS[name], FRAMEWORKS[framework], *cells])
    headings = ["Network", "In", *map(str, range(reach + 1)), "Corners", "Whole", "Half"]
    return Table(headings, rows, kind="distances")


def _images(found):
    """Return the one number of images that all maps were measured with."""
    counts = {one.places["images"] for one in (by_variant() if found is None else found).values()}
    if len(counts) != 1:
        raise MissingRecord(
            f"the maps of the corner experiment have {sorted(counts) or 'no'} images: make all "
            f"with {command(PREFIX + 'NAME', '…')}"
        )
    return counts.pop()
