"""What the five sources say, claim by claim: what becomes of it, and what shows that.

The claims stand in ``claims.toml`` beside the records. A figure that was measured is judged here,
by the rule of `verdicts`; a number in an answer is a name of the `registry` in braces,
``{counted D}``, so that none is typed.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import sqrt
from statistics import mean

from cnncourse.records import registry, verdicts
from cnncourse.records.names import pick
from cnncourse.records.reading import FOLDER, by_framework, runs
from cnncourse.records.record import FRAMEWORKS, RecordError
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import percent

PATH = FOLDER / "claims.toml"
KINDS = {
    "numbers": "A number nobody recomputed",
    "words": "A word that misleads",
    "lines": "A line that has aged",
    "judging": "Images that judge and choose",
    "figures": "A figure that was measured",
    "names": "A name or a date",
}
"""The kinds of claim, in the order in which the chapter takes them."""
RIGHT, HALF, DEPENDS, WRONG, OPEN = VERDICTS = ("right", "half right", "depends", "wrong", "open")
"""*Open* is what no run on record can decide."""
PARTS = {  # of a run's history: the curve, and the epoch's place in it
    "training": ("accuracy", -1),
    "first training": ("accuracy", 0),
    "first validation": ("validation_accuracy", 0),
    "last validation": ("validation_accuracy", -1),
}
PLACE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class Claim:
    """One claim.

    Attributes
    ----------
    source : str
        ``"A"`` to ``"E"``, or several.
    kind : str
        One of `KINDS`.
    says : str
        The claim, in a sentence.
    verdict : str
        One of `VERDICTS`.
    instead : str
        What is the case, in a sentence.
    see : tuple of str
        What shows it: ``"foundations/pooling: What is left"``, a page of the book and a heading
        there, or a page alone.
    cite : tuple of str
        Keys of the book's list of references.
    """

    source: str
    kind: str
    says: str
    verdict: str
    instead: str
    see: tuple[str, ...]
    cite: tuple[str, ...] = ()


def claims(kind: str = "", *, found=None) -> tuple[Claim, ...]:
    """Return the claims of a kind, or all, in the order of the file.

    Raises
    ------
    RecordError
        Where the file does not say what a claim needs.
    """
    if kind:
        pick("kind of claim", kind, KINDS)
    every = [made(values, found) for values in written()]
    return tuple(one for one in every if kind in ("", one.kind))


@cache
def written() -> tuple[dict, ...]:
    """Return the claims as the file has them."""
    with PATH.open("rb") as file:
        return tuple(tomllib.load(file)["claim"])


def made(values: dict, found=None) -> Claim:
    """Return a claim of what the file says of it."""
    values = dict(values)
    measured = values.pop("measured", None)
    if measured and "verdict" not in values:
        values["verdict"] = judged(*measured, found=found)
    try:
        for name in ("see", "cite"):
            values[name] = tuple(values.get(name, ()))
        claim = Claim(**values)
    except TypeError as error:
        raise RecordError(f"{values.get('says', 'a claim')!r}: {error}") from None
    if claim.kind not in KINDS or claim.verdict not in VERDICTS or not claim.see:
        raise RecordError(f"{claim.says!r} has {claim.kind!r}, {claim.verdict!r}, {claim.see}")
    return claim


def judged(name: str, claimed: str, part: str = "test", *, found=None) -> str:
    """Return the verdict on a percentage, by the rule of results and by how many runs there are.

    Right, if it holds in both frameworks; wrong, if it does in neither, with two runs or more in
    each; open, if there are no runs, or it fails in both with one; else it depends.
    """
    found = by_framework() if found is None else found
    digits = len(claimed.partition(".")[2])
    groups = [found[name, key] for key in FRAMEWORKS if found.get((name, key))]
    grades = set()
    for records in groups:
        values = measured_in(records, part)
        error = sqrt(mean(values) * (1 - mean(values)) / images_of(records, part))
        grades.add(verdicts.graded(values, float(claimed) / 100, digits, error)[0])
    if grades == {verdicts.HOLDS}:
        return RIGHT
    if not grades - {verdicts.FAILS}:
        return WRONG if groups and min(map(len, groups)) > 1 else OPEN
    return DEPENDS


def measured_in(records, part):
    """Return an accuracy for each run: on the test images, or out of its history."""
    if part == "test":
        return verdicts.accuracies(records)
    curve, place = pick("part", part, PARTS)
    return [getattr(one.history, curve)[place] for one in records]


def images_of(records, part):
    """Return on how many images a part was measured."""
    split = "train" if part.endswith("training") else "test"
    return min(one.data["images"][split] for one in records)


@number("in-epoch")
def in_epoch(name, framework, *part, found=None) -> str:
    """``in-epoch D keras first validation``: an accuracy out of a history, the mean."""
    records = runs(name, framework, by_framework() if found is None else found)
    return percent(mean(measured_in(records, " ".join(part))))


def told(claim: Claim) -> str:
    """Return what is the case, with every number in its place."""
    return PLACE.sub(lambda match: registry.make("number", match[1]), claim.instead)


@number("claims")
def how_many(verdict="", *, found=None) -> str:
    """``claims wrong``: how many claims there are, or how many come out so."""
    words = verdict.replace("-", " ")
    if words:
        pick("verdict", words, dict.fromkeys(VERDICTS))
    return str(sum(words in ("", one.verdict) for one in claims(found=found)))


@table("claims")
def totals(*, found=None) -> Table:
    """``claims``: how many of each kind come out right, and how not."""
    every = claims(found=found)
    count = Counter((one.kind, one.verdict) for one in every)
    rows = [
        [words, *(str(count[kind, verdict] or "–") for verdict in VERDICTS)]
        for kind, words in KINDS.items()
    ]
    overall = Counter(one.verdict for one in every)
    rows.append(["All", *(str(overall[verdict]) for verdict in VERDICTS)])
    return Table(["Kind", *VERDICTS], rows, kind="counts")
