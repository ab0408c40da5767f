"""``cnncourse exercises``: what there is to do, and where a class stumbles."""

import json
from collections import Counter
from pathlib import Path

from cnncourse.cli.parsing import Failure

STATUSES = ("right", "wrong", "cannot be judged")


def add(commands):
    """Describe the commands' arguments."""
    parser = commands.add_parser(
        "exercises",
        help="list the exercises, sum up exported answers",
        description="The exercises of the chapters, and what readers answered.",
    )
    parser.set_defaults(parser=parser)
    actions = parser.add_subparsers(metavar="COMMAND", required=True)
    lister = actions.add_parser(
        "list",
        help="show every exercise: chapter, section, rung, minutes, difficulty, goal",
        description="Show every exercise, in the order of the chapters.",
    )
    lister.add_argument("chapter", nargs="?", help="of this chapter alone, such as pooling")
    lister.set_defaults(run=show)
    report = actions.add_parser(
        "report",
        help="sum up the files that readers exported from pages",
        description="Sum up exported answers, by exercise and by the mistake they show.",
    )
    report.add_argument("files", nargs="+", metavar="FILE", type=Path, help="exported answers")
    report.set_defaults(run=sum_up)


def show(arguments):
    """Print every exercise, or those of a chapter."""
    from cnncourse.exercises import exercises

    chapters = {one.chapter for one in exercises().values()}
    if arguments.chapter is not None and arguments.chapter not in chapters:
        known = ", ".join(dict.fromkeys(one.chapter for one in exercises().values()))
        raise Failure(f"no chapter {arguments.chapter!r} has exercises; these have: {known}")
    for one in exercises().values():
        if arguments.chapter in (None, one.chapter):
            print(f"{one.name}: {one.goal}")
            print(f'  {one.chapter}, "{one.section}"')
            print(f"  {one.rung}, {one.minutes} min, difficulty {one.difficulty} of 3")
    return 0


def sum_up(arguments):
    """Print each answered exercise with its mistakes; the exit code is 1 if a file is faulty."""
    statuses, mistakes, readers, code = Counter(), Counter(), 0, 0
    for path in arguments.files:
        try:
            answers = read(path)
        except (OSError, ValueError) as error:
            words = error.strerror if isinstance(error, OSError) else str(error)
            print(f"{path}: passed over, {words}")
            code = 1
            continue
        readers += 1
        for name, (status, mistake) in answers.items():
            statuses[name, status] += 1
            if mistake:
                mistakes[name, mistake] += 1
    print(f"{readers} file{'' if readers == 1 else 's'} of answers")
    for name in ordered({name for name, _ in statuses}):
        counts = [f"{statuses[name, status]} {status}" for status in STATUSES]
        print(f"{name}: {', '.join(counts)}")
        for (of, mistake), count in mistakes.most_common():
            if of == name:
                print(f"  {count} × {mistake}")
    return code


def ordered(names):
    """Return names in the order of the chapters; those of no exercise come last."""
    from cnncourse.exercises import exercises

    known = list(exercises())
    return sorted(names, key=lambda n: (known.index(n) if n in known else len(known), n))


def read(path):
    """Return a file's answers, by exercise: their status and the mistake they show.

    Raises
    ------
    ValueError
        For what no page has exported, with the reason.
    """
    if path.stat().st_size > 1_000_000:
        raise ValueError("it is larger than any export of a chapter")
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("it is no JSON") from None
    if not isinstance(stored, dict) or stored.get("format") != "cnncourse-answers":
        raise ValueError("it is no export of answers (its format is not cnncourse-answers)")
    if stored.get("version") != 1:
        raise ValueError(f"its version is {str(stored.get('version'))[:20]}, this reads 1")
    answers = stored.get("answers")
    if not isinstance(answers, dict):
        raise ValueError("it has no answers")
    return {clean(name): one_of(name, one) for name, one in answers.items() if tried(one)}


def tried(one):
    """Return whether an entry is an answer rather than a hint alone."""
    return not (isinstance(one, dict) and one.get("status") == "not attempted")


def one_of(name, one):
    """Return an answer's status and its mistake."""
    status = one.get("status") if isinstance(one, dict) else None
    mistake = one.get("misconception", "") if isinstance(one, dict) else ""
    if status not in STATUSES or not isinstance(mistake, str):
        raise ValueError(f"its answer to {clean(name)} is none")
    return status, clean(mistake)


def clean(text):
    """Return a text of a file as a terminal may show it."""
    return "".join(sign for sign in text if sign.isprintable())[:60]
