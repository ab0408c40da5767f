"""What the commands share in reading their arguments: suggestions, names, numbers."""

import argparse
import difflib
import re
import sys
import textwrap
from numbers import Number
from pathlib import Path

WIDTH = 90  # characters of a line of help


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose tables keep their lines, and whose options stand beside their text."""

    def __init__(self, prog):
        super().__init__(prog, max_help_position=28, width=WIDTH)


class Failure(Exception):
    """A command that could not do its work: one line for the reader, exit code 1."""


class UsageError(Exception):
    """Arguments that cannot go together: one line for the reader, exit code 2."""


class Parser(argparse.ArgumentParser):
    """A parser that suggests the near command, and whose epilog may be made when asked for."""

    def __init__(self, *args, **options):
        options["formatter_class"] = _Help
        if "\n" not in options.get("description", ""):
            options["description"] = textwrap.fill(options["description"], WIDTH)
        # An abbreviated option works today and is ambiguous once another is added.
        super().__init__(*args, allow_abbrev=False, **options)

    def format_help(self):
        """Return the help text; a table of names is only put together here."""
        if callable(self.epilog):
            self.epilog = self.epilog()
        return super().format_help()

    def _print_message(self, message, file=None):
        """Write a text; argparse drops what goes wrong with that, `main` tells it."""
        stream = file or sys.stderr
        if message and stream is not None:
            stream.write(message)

    def error(self, message):
        """End with exit code 2, the usage and the near name of a mistyped choice."""
        wrong = re.search(r"invalid choice: '([^']*)' \(choose from (.*)\)", message)
        if wrong:
            known = [name.strip(" '") for name in wrong[2].split(",")]
            near = difflib.get_close_matches(wrong[1].lower(), known, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            message = f"{message}{hint}"
        super().error(message)


def add_run_options(parser, *, seed, seed_help, output_help):
    """Add what every command that trains takes."""
    option = parser.add_argument
    option("--framework", required=True, type=framework, metavar="torch|keras", help="who computes")
    option("--seed", type=count(0), default=seed, metavar="N", help=seed_help)
    option("--output", type=path, metavar="DIR", help=output_help)
    option(
        "--resume",
        action="store_true",
        help="go on from the checkpoint of an interrupted run, to the result of an "
        "uninterrupted one",
    )
    option("--overwrite", action="store_true", help="replace an earlier run")
    option("--no-progress", action="store_true", help="show no bar")
    option(
        "--all-cards",
        action="store_true",
        help="with Keras, train on every graphics card of this machine at once; with PyTorch, "
        "start the command with torchrun",
    )


def path(text) -> Path:
    """Return the path that a word names; ``~`` is the home folder, which shells leave after =."""
    from cnncourse.disk import expand

    try:
        return expand(text)
    except (ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def network(text):
    """Return the architecture that a name or a source's letter stands for."""
    from cnncourse import zoo

    return _found(zoo.find, text)


def experiment(text):
    """Return the experiment that a name stands for."""
    from cnncourse import experiments

    return _found(experiments.find, text)


def dataset(text):
    """Return the facts of the data set that a name stands for."""
    from cnncourse import datasets

    known = {info.name: info for info in datasets.available()}
    if text.lower() in known:
        return known[text.lower()]
    try:
        datasets.locate(text)
    except datasets.UnknownDatasetError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def framework(text):
    """Return ``"torch"`` or ``"keras"``."""
    meant = {"pytorch": "torch", "tensorflow": "keras", "tf": "keras"}
    name = text.lower()
    if name in ("torch", "keras"):
        return name
    near = meant.get(name) or next(
        iter(difflib.get_close_matches(name, ("torch", "keras"), n=1, cutoff=0.5)), None
    )
    hint = f"did you mean {near!r}? " if near else ""
    raise argparse.ArgumentTypeError(f"no framework {text!r}; {hint}choose from torch, keras")


def count(least):
    """Return a reader of whole numbers of at least ``least``."""

    def read(text):
        try:
            number = int(text)
        except ValueError:
            number = None
        if number is None or number < least:
            raise argparse.ArgumentTypeError(
                f"must be a whole number of at least {least}, got {text!r}"
            )
        return number

    return read


def images_apart(text) -> Number:
    """Read how many images to set apart, or which fraction of them."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(
            f"must be a number of images or a fraction between 0 and 1, got {text!r}"
        )
    return share


def _found(find, text):
    try:
        return find(text)
    except KeyError as error:
        raise argparse.ArgumentTypeError(error.args[0]) from None
