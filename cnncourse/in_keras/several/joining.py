"""The processes that ``TF_CONFIG`` names and the cards of this one, met once and left again."""

import os
import subprocess
import sys
from contextlib import contextmanager

import keras

from cnncourse import processes
from cnncourse.in_keras.several.team import Team
from cnncourse.processes import Alone, LaunchError, first_line

_teams, _strategies = [], []


def join(seconds: float = processes.SECONDS):
    """Join the processes that a launcher started with this one, and take all cards of this one.

    Call it before Keras has computed anything: TensorFlow can only then be told of the others.
    Where there is one process with several graphics cards, `train` uses all that are visible
    from then on; without `join` it uses one.

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
        If the launcher's settings cannot be followed, or come too late.

    Notes
    -----
    If the others do not come, the process ends with a message: TensorFlow cannot be called back.
    """
    found = team(seconds)
    if found.count == 1 and not _strategies and keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        if len(tf.config.list_logical_devices("GPU")) > 1:
            _strategies.append(tf.distribute.MirroredStrategy())
    return found


def team(seconds=processes.SECONDS):
    """Return the processes that train together, joined if that has not been done."""
    if _teams:
        return _teams[0]
    rank, addresses = processes.from_tf_config(os.environ)
    if len(addresses) < 2:
        if not addresses and processes.from_torchrun(os.environ)[1] > 1:
            raise LaunchError(
                "torchrun (WORLD_SIZE) started several processes, but Keras is told by TF_CONFIG: "
                "set that for each process instead, or use PyTorch"
            )
        return Alone()
    if keras.backend.backend() != "tensorflow":
        raise LaunchError(
            f"TF_CONFIG names {len(addresses)} processes, and Keras computes with "
            f"{keras.backend.backend()}; set KERAS_BACKEND=tensorflow, or unset TF_CONFIG"
        )
    with _awaited(rank, addresses, seconds):
        _strategies.append(_meet(seconds))
    _teams.append(Team(rank, addresses, _strategies[0]))
    return _teams[0]


def leave() -> None:
    """Leave the other processes and cards; TensorFlow cannot meet others a second time."""
    _teams.clear()
    _strategies.clear()


def strategy():
    """Return the strategy that `train` follows, or None for a single device."""
    if _strategies:
        return _strategies[0]
    if keras.backend.backend() != "tensorflow":
        return None
    import tensorflow as tf

    return tf.distribute.get_strategy() if tf.distribute.has_strategy() else None


def sharing() -> int:
    """Return how many devices share every batch in `train`: 1, or all cards of all processes."""
    team()
    found = strategy()
    return 1 if found is None else found.num_replicas_in_sync


def _meet(seconds):
    """Return TensorFlow's strategy for several processes; it waits for all of them."""
    import tensorflow as tf

    options = tf.distribute.experimental.CommunicationOptions(timeout_seconds=seconds)
    try:
        return tf.distribute.MultiWorkerMirroredStrategy(communication_options=options)
    except RuntimeError as error:
        raise LaunchError(
            f"TF_CONFIG is read too late ({first_line(error)}); call in_keras.distributed.join() "
            "before anything is built or computed"
        ) from error


WATCH = """
import os, select, signal, sys
if not select.select([sys.stdin], [], [], float(sys.argv[2]))[0]:
    print(sys.argv[3], file=sys.stderr, flush=True)
    os.kill(int(sys.argv[1]), signal.SIGKILL)
"""
"""Ends a process, with a message, unless its own input is closed in time."""


@contextmanager
def _awaited(rank, addresses, seconds):
    """End this process if the others have not come in time.

    TensorFlow waits for them without end, and lets no other thread of Python run meanwhile, so
    a process of its own keeps the time.
    """
    others = ", ".join(f"{n} at {place}" for n, place in enumerate(addresses) if n != rank)
    words = (
        f"process {rank} of {len(addresses)} waited {seconds:g} seconds for process {others}; "
        "see that all are started, with the addresses of TF_CONFIG"
    )
    command = [sys.executable, "-c", WATCH, str(os.getpid()), str(seconds), words]
    with subprocess.Popen(command, stdin=subprocess.PIPE):
        yield
