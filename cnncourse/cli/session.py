"""One training run of a command: its folder, its checkpoint, and what Ctrl-C leaves."""

import shlex
import sys
from contextlib import contextmanager, nullcontext

from cnncourse.cli.parsing import Failure, UsageError


class Interrupted(Exception):
    """The reader pressed Ctrl-C; the message says how to go on."""


def line(*words):
    """Return a command of this program as one would type it."""
    return shlex.join(["cnncourse", *(str(word) for word in words)])


def resuming(arguments):
    """Return the command that goes on with the run of these arguments."""
    words = [word for word in arguments.argv if word not in ("--overwrite", "--resume")]
    return line(*words, "--resume")


def check_fits(architecture, info):
    """Raise `UsageError` unless a network takes the images of a data set.

    The message names the networks that would, and the data sets that this one takes.
    """
    from cnncourse import datasets, zoo

    def fits(network, data):
        return (network.input_shape, network.output_shape) == (
            data.image_shape,
            (len(data.classes),),
        )

    if fits(architecture, info):
        return
    networks = [name for name, network in zoo.NETWORKS.items() if fits(network, info)]
    sets = [data.name for data in datasets.available() if fits(architecture, data)]
    raise UsageError(
        f"{architecture.name!r} takes images of {size(architecture.input_shape)}, but those of "
        f"{info.name!r} are {size(info.image_shape)}; networks for {info.name!r}: "
        f"{', '.join(networks)}; data sets for {architecture.name!r}: {', '.join(sets)}"
    )


def size(shape):
    """Return height, width and channels as text."""
    return "×".join(map(str, shape))


def prepare(folder, results, checkpoint, arguments):
    """Make the folder of a run, and raise `Failure` if an earlier run stands in the way.

    Parameters
    ----------
    folder : Path
        Made if it is missing.
    results : list of Path
        What a finished run leaves.
    checkpoint : Path
        What an interrupted one leaves.
    arguments : Namespace
        With ``resume``, ``overwrite`` and ``argv``.
    """
    if arguments.resume and arguments.overwrite:
        raise UsageError("--resume goes on with a run and --overwrite drops it: give one of them")
    if folder.exists() and not folder.is_dir():
        raise Failure(f"{folder} is a file; name a folder with --output")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(
            f"cannot make the folder {folder} ({error.strerror}); name another with --output"
        ) from error
    _settle(checkpoint)
    if arguments.overwrite:
        return
    finished = [path for path in results if path.exists()]
    if arguments.resume and (checkpoint.exists() or not finished):
        return
    if finished and arguments.resume:
        raise Failure(
            f"{finished[0]} stands there from a finished run, with no checkpoint to go on from; "
            "train anew with --overwrite instead of --resume"
        )
    if finished:
        raise Failure(
            f"{finished[0]} stands there from an earlier run; name another place with --output, "
            "or replace it with --overwrite"
        )
    if checkpoint.exists():
        raise Failure(
            f"{checkpoint} stands there from an unfinished run; go on with it: "
            f"{resuming(arguments)}\nor start anew with --overwrite"
        )


def load_data(info, *, validation=None, seed=0, progress=True):
    """Return a data set; raise `UsageError` for a validation split that cannot be made."""
    from cnncourse import datasets

    try:
        return datasets.load(info.name, validation=validation, seed=seed, progress=progress)
    except datasets.DatasetError:
        raise
    except (TypeError, ValueError) as error:
        raise UsageError(str(error)) from None


def fit(twin, team, architecture, data, recipe, *, checkpoint, arguments):
    """Build and train a model, alone or with the team; return it with its history.

    Raises
    ------
    UsageError
        If data or recipe do not fit the network.
    Failure, Interrupted, ProcessError
        Where the checkpoint cannot be written, on Ctrl-C, and where another process has ended,
        saying how to go on.
    """
    from cnncourse.inputs import check_data
    from cnncourse.processes import check_shares

    try:
        check_data(data, architecture, recipe)
        check_shares(architecture, recipe, len(data.train), twin.distributed.sharing())
    except (TypeError, ValueError) as error:
        raise UsageError(str(error)) from None
    first = team.rank == 0
    if first:
        _announce(twin, team, architecture, data, recipe)
    model = twin.build(architecture, seed=recipe.seed)
    replacing = _replacing(checkpoint, arguments) if first else nullcontext()
    with replacing, resumable(checkpoint, arguments):
        history = twin.train(
            model,
            data,
            recipe,
            checkpoint=checkpoint,
            resume=arguments.resume,
            progress=not arguments.no_progress,
        )
    return model, history


@contextmanager
def resumable(checkpoint, arguments):
    """Say how to go on when what is inside ends too soon.

    That is by Ctrl-C, by a file that cannot be written, or by the end of another process.
    """
    from cnncourse.processes import ProcessError

    cure = (
        f"all up to the last complete epoch is kept in {checkpoint}\n"
        f"go on with: {resuming(arguments)}"
    )
    try:
        yield
    except KeyboardInterrupt:
        if not checkpoint.exists():
            raise
        raise Interrupted(f"stopped; {cure}") from None
    except ProcessError as error:
        if not checkpoint.exists():
            raise
        raise ProcessError(
            f"{error}: {checkpoint}\ngo on with: {resuming(arguments)}", speaks=error.speaks
        ) from error
    except OSError as error:
        if not checkpoint.exists() or isinstance(error, BrokenPipeError):
            raise
        raise Failure(f"{error}\n{cure}") from error


@contextmanager
def _replacing(checkpoint, arguments):
    """With ``--overwrite``, hold an earlier checkpoint aside until a new one has been left."""
    if arguments.overwrite and checkpoint.exists():
        try:
            checkpoint.replace(_aside(checkpoint))
        except OSError as error:
            raise Failure(
                f"cannot replace {checkpoint} ({error.strerror}); make its folder writable, or "
                "name another with --output"
            ) from error
    try:
        yield
    finally:
        _settle(checkpoint)


def _aside(checkpoint):
    """Return where a checkpoint that is about to be replaced is held."""
    return checkpoint.with_name(f".{checkpoint.name}.replaced")


def _settle(checkpoint):
    """Drop a checkpoint held aside if another has taken its place, else put it back."""
    aside = _aside(checkpoint)
    if aside.exists():
        aside.unlink() if checkpoint.exists() else aside.replace(checkpoint)


def percent(share):
    """Return a fraction as a percentage with two decimals."""
    return f"{100 * share:.2f} %"


def _announce(twin, team, architecture, data, recipe):
    """Print what is about to be trained, on what, where; results alone go to standard output."""
    parts = f"{len(data.train):,} training and {len(data.test):,} test images"
    if data.validation is not None:
        parts += f", {len(data.validation):,} for validation"
    total = architecture.parameters().total
    print(f"{architecture.name}, {total:,} parameters, on {data.name}: {parts}", file=sys.stderr)
    precision = twin.device.precision(recipe, architecture)
    print(twin.device.describe(precision), file=sys.stderr, flush=True)
    if team.count > 1:
        print(f"{team.count} processes; this is process 0, which writes", file=sys.stderr)
