"""The rules by which records are held against a claim, and the two frameworks against each other.

The page of results states them in words; here they are computed. Everything is a function of
`Record` objects, given as lists of one experiment in one framework.
"""

from math import sqrt
from statistics import mean, median, stdev

from cnncourse.records.record import FRAMEWORKS

HOLDS, SPREAD, FAILS = "holds", "within the spread", "does not hold"
OURS = "this course's own"
"""How the source of a claim begins that is an aim of the course."""
MOST_TIME = 0.25  # of the source's own training time, for a recipe of ours


def accuracies(records):
    """Return the records' test accuracies, as fractions."""
    return [record.test_accuracy for record in records]


def chance(records):
    """Return the binomial standard error of one run's accuracy on the test images."""
    share = mean(accuracies(records))
    images = min(record.data["images"]["test"] for record in records)
    return sqrt(share * (1 - share) / images)


def decimals(claimed):
    """Return with how many decimals a source writes its percentage."""
    return 0 if round(claimed, 2) == claimed else 2


def meant(claim):
    """Return with how many decimals a claim's percentage is meant: an aim of ours to the last.

    Who sets "at least 93 %" has not reached it with 92.9 %; a source that writes 93 % may have
    rounded.
    """
    return 2 if claim.source.startswith(OURS) else decimals(claim.test_accuracy)


def grade(records):
    """Return how the claim fares, and how many points the mean lies below it.

    The claim stands for the lowest accuracy that rounds to it as it is `meant`.
    """
    claim = records[0].claim
    return graded(accuracies(records), claim.test_accuracy, meant(claim), chance(records))


def graded(values, claimed, digits, error):
    """Return how a claim fares beside what was measured, and how many points the mean is below.

    Parameters
    ----------
    values : list of float
        An accuracy for each run, as a fraction.
    claimed : float
        As a fraction.
    digits : int
        With how many decimals the claim's percentage is meant.
    error : float
        The standard error of one run's accuracy, as a fraction.
    """
    lowest = claimed - 0.005 / 10**digits
    below = 100 * (claimed - mean(values))
    if mean(values) >= lowest:
        return HOLDS, below
    return (SPREAD if max(values) + error >= lowest else FAILS), below


def verdict(groups):
    """Return what becomes of a claim, in words.

    Parameters
    ----------
    groups : dict
        {framework: its records}, of one experiment; a framework without records is left out.
    """
    groups = {framework: groups[framework] for framework in FRAMEWORKS if groups.get(framework)}
    claim = next(iter(groups.values()))[0].claim
    if claim.test_accuracy is None:
        return "no figure claimed"
    digits = max(meant(claim), 1)
    grades = {framework: grade(records) for framework, records in groups.items()}
    kinds = {kind for kind, _ in grades.values()}
    if len(kinds) == 1:
        (kind,) = kinds
        points = " and ".join(f"{below:.{digits}f}" for _, below in grades.values())
        return kind if kind == HOLDS else f"{kind}: {points} points below"
    return "; ".join(
        f"{FRAMEWORKS[framework]}: {kind}"
        + ("" if kind == HOLDS else f", {below:.{digits}f} points below")
        for framework, (kind, below) in grades.items()
    )


def agreement(groups):
    """Return by how many points the frameworks' means differ, and how many are allowed.

    None where there are fewer than two seeds in one of them. Allowed is twice the standard
    error of the difference; the deviation of one run is that of the seeds, but at least what
    the draw of the test images would give, since two or three seeds can lie close by luck.
    """
    pair = [groups.get(framework, []) for framework in FRAMEWORKS]
    if min(map(len, pair)) < 2:
        return None
    means = [mean(accuracies(records)) for records in pair]
    errors = [
        max(stdev(accuracies(records)), chance(records)) / sqrt(len(records)) for records in pair
    ]
    return 100 * (means[0] - means[1]), 200 * sqrt(sum(error**2 for error in errors))


def agree(groups):
    """Return whether the two frameworks agree, or None where too few runs could tell."""
    found = agreement(groups)
    return None if found is None else abs(found[0]) <= found[1]


def machine(record):
    """Return what must be equal for two times to be compared."""
    return tuple(record.hardware[key] for key in ("kind", "name", "cores"))


def cost(record):
    """Return the seconds that a run is compared by, or None where they were not measured.

    On a processor, which other programs use as well, the time its cores gave to the run.
    """
    on_card = record.hardware["kind"] != "cpu"
    return record.seconds if on_card else record.processor_seconds or None


def time_share(ours, theirs):
    """Return a recipe's time as a share of its source's on the same machine, or None.

    Medians over the runs; of several machines, the one with the most runs of ours.
    """
    ours, theirs = ([record for record in group if cost(record)] for group in (ours, theirs))
    common = [machine(record) for record in ours]
    common = [one for one in common if one in {machine(record) for record in theirs}]
    if not common:
        return None
    chosen = max(common, key=common.count)
    times = [
        median(cost(record) for record in group if machine(record) == chosen)
        for group in (ours, theirs)
    ]
    return times[0] / times[1]


def time_verdict(shares, allowed):
    """Return whether the share of the source's time allowed was enough; shares may be None."""
    kept = {framework: share <= allowed for framework, share in shares.items() if share}
    if not kept:
        return ""
    words = "in a quarter of the time" if allowed == MOST_TIME else "in the same time"
    if len(set(kept.values())) == 1:
        return f"{words}: " + ("kept" if all(kept.values()) else "missed")
    return f"{words}: " + ", ".join(
        f"{'kept' if met else 'missed'} in {FRAMEWORKS[framework]}"
        for framework, met in kept.items()
    )
