"""One training run of a command: its data, its checkpoint, and what Ctrl-C leaves."""

import sys
import warnings
from contextlib import contextmanager, nullcontext

from cnncourse.cli import folders, output
from cnncourse.cli.parsing import Failure, UsageError


class Interrupted(Exception):
    """Ctrl-C or SIGTERM ended a run: the message says how to go on, ``code`` how it ended."""

    def __init__(self, message, code):
        super().__init__(message)
        self.code = code


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


def load_data(info, *, validation=None, seed=0, progress=True):
    """Return a data set; raise `UsageError` for a validation split that cannot be made."""
    from cnncourse import datasets

    try:
        return datasets.load(info.name, validation=validation, seed=seed, progress=progress)
    except datasets.DatasetError:
        raise
    except (TypeError, ValueError) as error:
        raise UsageError(str(error)) from None


def fit(twin, team, architecture, data, recipe, *, checkpoint, arguments, start=None, kept=True):
    """Build and train a model, alone or with the team; return it with its history.

    ``start`` are the weights that it starts from, where they are not drawn; ``kept`` says whether
    every epoch leaves a checkpoint, which takes longer than an epoch on a few features.

    Raises
    ------
    UsageError
        If data or recipe do not fit the network.
    Failure, Interrupted, ProcessError
        Where the checkpoint cannot be written, on Ctrl-C, and where another process has ended,
        saying how to go on.
    """
    first = team.rank == 0
    model = twin.build(architecture, seed=recipe.seed)
    if start is not None:
        twin.weights.set(model, start)
    replacing = folders.replacing(checkpoint, arguments) if first else nullcontext()
    started = []

    def announce():
        started.append(True)
        if first:
            _announce(twin, team, architecture, data, recipe)

    with folders.made(checkpoint.parent, team), replacing, resumable(checkpoint, arguments):
        try:
            history = twin.train(
                model,
                data,
                recipe,
                checkpoint=checkpoint if kept else None,
                resume=arguments.resume and kept,
                progress=not arguments.no_progress,
                on_start=announce,
            )
        except (TypeError, ValueError) as error:
            # What `train` refuses before the run starts does not fit the network.
            if started or type(error) not in (TypeError, ValueError):
                raise
            raise UsageError(str(error)) from None
    return model, history


@contextmanager
def warnings_told():
    """Tell the package's own warnings once, in the command's way."""
    from cnncourse.inputs import LogitsWarning

    shown, told = warnings.showwarning, set()

    def show(message, category, *given, **named):
        if issubclass(category, LogitsWarning):
            if str(message) in told:  # "once" counts for each module by itself
                return
            told.add(str(message))
            print(f"cnncourse: {message}", file=sys.stderr)
        else:
            shown(message, category, *given, **named)

    with warnings.catch_warnings():
        warnings.simplefilter("always", LogitsWarning)
        warnings.showwarning = show
        yield


@contextmanager
def as_its_source_wrote_it():
    """Take an experiment's network as it is: source B's sigmoid is what is tried."""
    from cnncourse.inputs import LogitsWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LogitsWarning)
        yield


@contextmanager
def resumable(checkpoint, arguments):
    """Say how to go on when what is inside ends too soon.

    That is by Ctrl-C or SIGTERM, by a file that cannot be written, or by the end of another
    process.
    """
    from cnncourse import stopping
    from cnncourse.processes import ProcessError

    cure = (
        f"all up to the last complete epoch is kept in {checkpoint}\n"
        f"go on with: {folders.resuming(arguments)}"
    )

    def stopped():
        return f"stopped; {cure}" if checkpoint.exists() else "stopped"

    try:
        with stopping.telling(stopped):
            yield
    except KeyboardInterrupt as error:
        if not checkpoint.exists():
            raise
        raise Interrupted(stopped(), stopping.exit_code(error)) from None
    except ProcessError as error:
        if not checkpoint.exists():
            raise
        raise ProcessError(
            f"{error}: {checkpoint}\ngo on with: {folders.resuming(arguments)}",
            speaks=error.speaks,
            told=error.told,
        ) from error
    except OSError as error:
        if not checkpoint.exists() or isinstance(error, BrokenPipeError):
            raise
        raise Failure(f"{output.describe(error)}\n{cure}") from error


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
