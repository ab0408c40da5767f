"""The processes that a launcher started, met once and left again."""

import os
from contextlib import contextmanager
from datetime import timedelta

import torch
import torch.distributed as dist

from cnncourse import processes, stopping
from cnncourse.in_torch.several.team import Team
from cnncourse.processes import Alone, LaunchError, ProcessError, first_line

_teams = []


def join(seconds: float = processes.SECONDS):
    """Join the processes that a launcher started with this one; `train` does so by itself.

    Parameters
    ----------
    seconds : float
        How long to wait for the others, now and in every step.

    Returns
    -------
    Team
        With ``rank``, this process counted from 0, and ``count``, all of them; 0 and 1 where
        no launcher started several.

    Raises
    ------
    LaunchError
        If the launcher's settings cannot be followed.
    ProcessError
        If the others do not come.
    """
    if _teams:
        return _teams[0]
    rank, count = processes.from_torchrun(os.environ)
    if count == 1:
        _, addresses = processes.from_tf_config(os.environ)
        if len(addresses) > 1:
            raise LaunchError(
                "TF_CONFIG names several processes, but PyTorch is told by torchrun: start with "
                "torchrun, use Keras, or unset TF_CONFIG"
            )
        return Alone()
    if torch.cuda.is_available():
        torch.cuda.set_device(_card())
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    where = f"{os.environ['MASTER_ADDR']}:{os.environ['MASTER_PORT']}"
    stopped = f"process {rank} of {count} was stopped while it waited for the others at {where}"
    try:
        with stopping.soon(), stopping.telling(lambda: stopped, 0.5):
            timeout = timedelta(seconds=seconds)
            store, rank, count = next(dist.rendezvous("env://", timeout=timeout))
            dist.init_process_group(
                backend, store=store, rank=rank, world_size=count, timeout=timeout
            )
    except KeyboardInterrupt as error:
        raise type(error)(stopped) from None
    except (dist.DistError, RuntimeError, TimeoutError) as error:
        raise ProcessError(
            f"process {rank} of {count} did not meet the others at {where} within {seconds:g} "
            f"seconds ({first_line(error)}); see that all are started, with this address"
        ) from error
    _teams.append(Team(rank, count, store))
    _teams[0].listen()
    return _teams[0]


def leave() -> None:
    """Leave the other processes; `join` can then start anew."""
    if _teams:
        _teams.pop().close()


def sharing() -> int:
    """Return how many devices share every batch in `train`: one for each process."""
    return join().count


@contextmanager
def taking_part():
    """Leave word for the other processes when what is inside fails on this one.

    Ctrl-C and SIGTERM end it soon, also while the others are waited for.
    """
    if not _teams:
        yield
        return
    _teams[0].take_back()
    try:
        with stopping.soon(words=f"stopped. {processes.RESUME}"):
            yield
    except ProcessError:
        raise
    except BaseException as error:
        _teams[0].answer(f"{type(error).__name__}: {first_line(error)}")
        raise


def _card():
    """Return which of this machine's cards is this process's own."""
    local, cards = int(os.environ.get("LOCAL_RANK", 0)), torch.cuda.device_count()
    if local >= cards:
        raise LaunchError(
            f"this machine has {cards} graphics cards, and process {local} on it (LOCAL_RANK, "
            f"counted from 0) would have none; use --nproc-per-node {cards} or fewer"
        )
    return local
