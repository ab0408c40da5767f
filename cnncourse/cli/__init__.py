"""The command ``cnncourse``: `main` reads the arguments; each command has a file of its own.

Nothing heavy is imported before a command needs it. Results go to standard output, progress
and errors to standard error. The exit code is 0 when all went well, 1 when the work could not
be done, 2 for arguments that make no sense, 130 after Ctrl-C, 143 after SIGTERM, 141 when the
reader of the output has gone.
"""

import sys
from collections.abc import Sequence

from cnncourse import __version__
from cnncourse.cli import data, doctor, exercises, grading, launch, output, reproduce, train
from cnncourse.cli.parsing import Failure, Parser, UsageError
from cnncourse.cli.session import Interrupted

DESCRIPTION = """\
Convolutional networks by doing: the command behind the book.

  cnncourse doctor                                   what is installed, what is missing
  cnncourse train C-cnn --framework torch            train a network on the small set inside
  cnncourse reproduce C-cnn --framework keras        repeat a published system, write a record
  cnncourse data list                                the data sets and where they lie"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        The words after ``cnncourse``; those of the process where left out.

    Returns
    -------
    int
        The exit code: 0, 1 (failure), 2 (usage), 130 (Ctrl-C), 143 (SIGTERM) or 141 (the reader
        has gone).

    Examples
    --------
    >>> main(["--version"])
    cnncourse 0.1.0
    0
    """
    output.make_speakable()
    try:
        code = _run(sys.argv[1:] if argv is None else [str(word) for word in argv])
        output.flush()
        return code
    except BrokenPipeError:
        # The reader, such as head, has gone; nothing is left to be told, at exit neither.
        output.drop()
        return output.GONE
    except OSError as error:
        return _complain(f"the output cannot be written ({error.strerror})", 1)


def _run(argv):
    """Carry the words out and return the exit code; what goes wrong has been told then."""
    from cnncourse import stopping

    try:
        arguments = _parser().parse_args(argv)
        arguments.argv = argv
        with stopping.soon("cnncourse: "):
            return arguments.run(arguments)
    except SystemExit as left:
        return left.code or 0
    except UsageError as error:
        return _complain(error, 2, common=True)
    except Interrupted as error:
        return _complain(error, error.code, start="\n", common=launch.one_terminal())
    except KeyboardInterrupt as error:
        code, words = stopping.exit_code(error), str(error) or "stopped"
        return _complain(words, code, start="\n", common=launch.one_terminal())
    except BrokenPipeError:
        raise
    except Exception as error:
        return _explain(error)


def _explain(error):
    """Tell an error that says for itself what is wrong; raise any other."""
    from cnncourse.installing import hidden_by, hiding

    try:
        expected = _expected()
    except Exception:  # where a reader's file hides a part of Python, it shows here too
        expected = ()
    if isinstance(error, expected):
        code = 143 if getattr(error, "told", False) else 1
        return _complain(error, code, common=_is_common(error))
    if file := hiding(error):
        print(f"cnncourse: {hidden_by(file)}", file=sys.stderr, flush=True)
        return 1
    raise


def _parser():
    """Return the parser of all commands."""
    parser = Parser(prog="cnncourse", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (doctor, data, train, reproduce, exercises, grading):
        command.add(commands)
    return parser


def _expected():
    """Return the errors that say for themselves what is wrong and what to do."""
    from cnncourse.checkpoint import CheckpointError
    from cnncourse.datasets import DatasetError
    from cnncourse.loop import TrainingError
    from cnncourse.pretrained import PretrainedError
    from cnncourse.processes import LaunchError, ProcessError
    from cnncourse.weightfile import WeightError

    ours = (Failure, DatasetError, TrainingError, CheckpointError, WeightError)
    return (*ours, PretrainedError, LaunchError, ProcessError, OSError)


def _is_common(error):
    """Return whether every process of a run meets this error, so that one may tell it."""
    from cnncourse.loop import TrainingError
    from cnncourse.processes import LaunchError

    return isinstance(error, (TrainingError, LaunchError))


def _complain(error, code, start="", common=False):
    """Print an error in the way of command lines and return the exit code."""
    rank = launch.rank()
    if not getattr(error, "speaks", not (common and rank)):
        return code
    name = f"cnncourse, process {rank}" if rank else "cnncourse"
    text = output.describe(error) if isinstance(error, BaseException) else error
    print(f"{start}{name}: {text}", file=sys.stderr, flush=True)
    return code
