"""What runs gave: the records of ``cnncourse reproduce`` and of the benchmarks, and their rules.

``record``, ``migration``, ``reading``
    The `Record`, older formats brought to today's, and every file read once.
``verdicts``
    Whether a claim holds, and whether the two frameworks agree.
``by_class``, ``claims``, ``corner``, ``sentences``
    Tables and figures of the experiments.
``ablations``, ``augmentations``, ``depths``, ``spreads``, ``transfers``
    Those of one chapter each.
``counted``, ``said``
    What is counted from the sources' layers, and every claim of theirs with its verdict.
``choices``
    How the course's own recipes were chosen.
``benchmarks``, ``speed``, ``speed_batches``, ``speed_training``, ``several``, ``searches``
    Records of ``make bench``, and tables of them.
``registry``
    The list of all that pages show by name. A chapter adds a function to it.
"""

from cnncourse.records import (
    ablations,
    augmentations,
    by_class,
    choices,
    claims,
    corner,
    counted,
    depths,
    registry,
    said,
    searches,
    sentences,
    several,
    speed,
    speed_batches,
    speed_training,
    spreads,
    transfers,
    verdicts,
)
from cnncourse.records.reading import (
    MissingRecord,
    by_experiment,
    by_framework,
    load,
    read,
    runs,
)
from cnncourse.records.record import FORMAT, FRAMEWORKS, Record, RecordError

_SHOWN = (
    ablations,
    augmentations,
    by_class,
    choices,
    claims,
    counted,
    depths,
    said,
    searches,
    sentences,
    several,
    speed,
    speed_batches,
    speed_training,
    spreads,
    transfers,
)  # imported, they are on the list

__all__ = [
    "FORMAT",
    "FRAMEWORKS",
    "MissingRecord",
    "Record",
    "RecordError",
    "by_experiment",
    "by_framework",
    "corner",
    "load",
    "read",
    "registry",
    "runs",
    "verdicts",
]
