"""A command that a launcher started in several processes: which of them this one is."""

import os

from cnncourse.cli import folders
from cnncourse.cli.parsing import UsageError


def join(arguments):
    """Return the twin that trains, and the processes that a launcher started with this one."""
    from cnncourse.cli import frameworks
    from cnncourse.processes import Alone

    if arguments.all_cards and arguments.framework == "torch":
        raise UsageError(
            "--all-cards is for Keras; PyTorch has a process for each card, started with torchrun "
            "--nproc-per-node CARDS -m cnncourse"
        )
    twin = frameworks.load(arguments.framework)
    if arguments.all_cards or several():
        return twin, twin.distributed.join()
    return twin, Alone()


def line(framework, processes, *words):
    """Return a command as one would type it to start it in so many processes."""
    alone = folders.line(*words)
    if processes == 1:
        return alone
    if framework == "torch":
        return f"torchrun --nproc-per-node {processes} -m {alone}"
    return f"TF_CONFIG=(of {processes} workers) {alone}"


def several():
    """Return whether a launcher says that there are several processes, for either framework."""
    from cnncourse.processes import from_tf_config, from_torchrun

    return from_torchrun(os.environ)[1] > 1 or len(from_tf_config(os.environ)[1]) > 1


def one_terminal():
    """Return whether all processes write to one terminal, so that one may speak for all.

    So it is with torchrun; processes of Keras are started one by one.
    """
    return bool(os.environ.get("WORLD_SIZE"))


def rank():
    """Return which process of a run this is, counted from 0, as far as the settings tell."""
    from cnncourse.processes import LaunchError, from_tf_config, from_torchrun

    try:
        return from_torchrun(os.environ)[0] or from_tf_config(os.environ)[0]
    except LaunchError:
        return 0
