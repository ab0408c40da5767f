"""The processes that ``TF_CONFIG`` names and the cards of this one, met once and left again."""

import os
from contextlib import contextmanager

import keras

from cnncourse import processes, stopping
from cnncourse.in_keras.several.meeting import Others, see, watched
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
    ProcessError
        If the others do not come.

    Notes
    -----
    If one of them ends while they meet, this one waits on, and when the time is over it ends with
    a message: TensorFlow cannot be called back.
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
    _check_early()
    others = Others(rank, addresses, seconds)
    see(others)
    with watched(others):
        _strategies.append(_meet(seconds))
    _teams.append(Team(rank, addresses, _strategies[0]))
    _teams[0].listen()
    return _teams[0]


def leave() -> None:
    """Leave the other processes and cards; TensorFlow cannot meet others a second time."""
    if _teams:
        _teams.pop().close()
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
        raise _too_late(first_line(error)) from error


def _check_early():
    """Raise before anybody is waited for if TensorFlow has computed something already."""
    from tensorflow.python.eager import context

    # TensorFlow has no public word for it; without this one it still says so, but later.
    if getattr(context.context(), "_initialized", False):
        raise _too_late("TensorFlow has already computed something")


def _too_late(why):
    return LaunchError(
        f"TF_CONFIG is read too late ({why}); call in_keras.distributed.join() "
        "before anything is built or computed"
    )


@contextmanager
def taking_part():
    """End soon on Ctrl-C and SIGTERM what is inside, also while the others are waited for."""
    if not _teams:
        yield
        return
    with stopping.soon(words=f"stopped. {processes.RESUME}"):
        yield
