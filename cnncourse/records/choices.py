"""How the course's own recipes were chosen: on training images set apart, never on the test's."""

from cnncourse.records.benchmarks import read
from cnncourse.records.names import pick
from cnncourse.records.registry import number, table
from cnncourse.records.table import Table
from cnncourse.records.writing import percent

WORDS = {
    "epochs": lambda count: f"{count} epochs",
    "learning_rate": lambda rate: f"rate {rate:g}",
    "flip": lambda flip: "mirrored" if flip else "not mirrored",
    "cutout": lambda side: f"a black square of {side} px",
    "shift": lambda pixels: f"moved by up to {pixels} px" if pixels else "not moved",
}
"""How the settings that were tried are written."""


@table("choices")
def choice_rows(*, record=None) -> Table:
    """Return one row for each candidate that was tried, by experiment."""
    record = read("choices") if record is None else record
    rows = []
    for choice in record["choices"]:
        goal = "the best" if choice["goal"] is None else percent(choice["goal"], 2)
        taken = chosen_one(choice)
        for one in choice["candidates"]:
            rows.append(
                [
                    choice["experiment"],
                    described(one["changes"]),
                    goal,
                    percent(one["validation_accuracy"], 2),
                    f"{one['processor_seconds']:,.0f}",
                    "" if taken is None else "chosen" if one is taken else "",
                ]
            )
    headings = ["Experiment", "Tried", "Goal", "Of the images set apart", "Seconds", ""]
    return Table(headings, rows)


def chosen_one(choice: dict) -> dict | None:
    """Return the candidate that was chosen, or None while the trial goes on."""
    if choice["chosen"] is None:
        return None
    return next(
        one
        for one in choice["candidates"]
        if all(choice["chosen"][key] == value for key, value in one["changes"].items())
    )


def described(changes: dict) -> str:
    """Return what is special about a candidate, in words.

    Examples
    --------
    >>> described({"epochs": 2, "learning_rate": 0.004})
    '2 epochs, rate 0.004'
    """
    return ", ".join(WORDS[key](value) for key, value in changes.items())


@number("choices")
def machine(*, record=None) -> str:
    """``choices``: when the recipes were chosen, and on what."""
    record = read("choices") if record is None else record
    hardware = record["hardware"]
    return f"{record['date']}, {hardware['framework']}, {hardware['kind']} ({hardware['name']})"


@number("set-apart")
def judged(name, *, record=None) -> str:
    """``set-apart six-conv``: of the images set apart, what the recipe taken gets right."""
    record = read("choices") if record is None else record
    choice = pick("experiment", name, {one["experiment"]: one for one in record["choices"]})
    return percent(chosen_one(choice)["validation_accuracy"])
