"""``cnncourse doctor``: what is here, what is missing, and the command that mends it."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import repeat
from typing import NamedTuple

from cnncourse.cli import benchmark, frameworks
from cnncourse.cli.parsing import Failure, UsageError

OLDEST = (3, 11)
NEEDED = ("numpy", "matplotlib", "pooch", "safetensors", "tqdm")
SECONDS = 180

PROBE = """
from cnncourse.cli import frameworks
print(frameworks.load({name!r}).device.describe())
"""


class Finding(NamedTuple):
    """One line of the report: whether it is well, what it is about, and what was found."""

    good: bool
    name: str
    text: str


def add(commands):
    """Describe the command."""
    parser = commands.add_parser(
        "doctor",
        help="say what is installed and what is missing",
        description="Look at Python, the packages, both frameworks, their devices and the data "
        "sets; name the command that mends what is missing. The exit code is 0 when at least one "
        "framework works.",
    )
    parser.add_argument(
        "--benchmark",
        action="store_true",
        help="measure instead how fast each framework trains here, in about a minute",
    )
    parser.add_argument("--json", action="store_true", help="give the measured figures as JSON")
    parser.set_defaults(run=run)


def run(arguments):
    """Print the report, line by line as it is found out."""
    if arguments.benchmark:
        return benchmark.run(as_json=arguments.json)
    if arguments.json:
        raise UsageError("--json is for the figures of --benchmark: give both")
    findings = []
    with closing(_findings()) as found:
        for finding in found:
            mark = "ok     " if finding.good else "missing"
            print(f"{mark}  {finding.name:<20}{finding.text}", flush=True)
            findings.append(finding)
    good = {finding.name for finding in findings if finding.good}
    usable = {"Python", *NEEDED} <= good and not good.isdisjoint({"PyTorch", "Keras"})
    print()
    if usable:
        print("The course can be worked through here.")
    else:
        print("Not ready: run the commands above, then cnncourse doctor again.")
    return 0 if usable else 1


def _findings():
    """Yield what there is to say, the quick things first."""
    yield _python()
    yield from _packages()
    # Loading a framework takes seconds, most of them waiting for the disk.
    questions = frameworks.Questions()
    with ThreadPoolExecutor() as pool:
        try:
            yield from pool.map(_framework, ("torch", "keras"), repeat(questions))
        finally:
            questions.end()
    yield from _data()


def _python():
    from cnncourse import __version__, hardware

    text = f"{hardware.python_version()} ({hardware.processor()}, {hardware.cores()} cores)"
    if sys.version_info < OLDEST:
        return Finding(False, "Python", f"{text}; install Python 3.11 or newer")
    return Finding(True, "Python", f"{text}, cnncourse {__version__}")


def _packages():
    """Yield what is known of each package that cnncourse itself needs."""
    import importlib.metadata

    for name in NEEDED:
        try:
            yield Finding(True, name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, name, f"not installed; run: pip install {name}")


def _framework(name, questions=None):
    """Return whether a framework works, and on which device."""
    from cnncourse.installing import WRITTEN

    try:
        told = frameworks.ask(name, PROBE.format(name=name), SECONDS, questions)
    except Failure as failure:
        return Finding(False, WRITTEN[name], str(failure))
    return Finding(True, WRITTEN[name], told)


def _data():
    """Yield where each data set lies."""
    from cnncourse import datasets
    from cnncourse.cli.data import location

    for info in datasets.available():
        try:
            text = location(info)
        except (datasets.DatasetError, OSError) as error:
            yield Finding(False, info.name, str(error))
        else:
            yield Finding("not here" not in text, info.name, text)
