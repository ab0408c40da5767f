"""What runs gave: the records of ``cnncourse reproduce`` and of the benchmarks, and their rules.

``record``, ``migration``, ``reading``
    The `Record`, older formats brought to today's, and every file read once.
``verdicts``
    Whether a claim holds, and whether the two frameworks agree.
``by_class``, ``claims``, ``corner``, ``sentences``
    Tables and figures of the experiments.
``choices``
    How the course's own recipes were chosen.
``benchmarks``, ``speed``, ``speed_training``, ``several``
    Records of ``make bench``, and tables of them.
``registry``
    The list of all that pages show by name. A chapter adds a function to it.
"""

from cnncourse.records import (
    by_class,
    choices,
    claims,
    corner,
    registry,
    sentences,
    several,
    speed,
    speed_training,
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
    by_class,
    choices,
    claims,
    sentences,
    several,
    speed,
    speed_training,
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
