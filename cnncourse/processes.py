"""Several processes that train one model: who each is, its share of a batch, who decides.

Each process holds the whole model and all images. A batch is the recipe's batch, whatever the
number of processes: each computes the gradients of its share, the shares' gradients are added
up, and every process takes the same step. Process 0 alone writes, shows and decides; the
others are told. A framework's `Team` carries this over its own transport.
"""

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import numpy as np

SECONDS = 600.0
"""How long a process waits for another, at the start and in any step."""

RESUME = (
    "The last checkpoint holds everything up to the last complete epoch: go on from it, on any "
    "number of processes"
)


class LaunchError(ValueError):
    """A launcher's settings that cannot be followed; the message says which, and the cure."""


class ProcessError(RuntimeError):
    """Another process of the run has ended, so this one ends as well.

    Parameters
    ----------
    message : str
        Which process, and what to do.
    speaks : bool
        Whether this process is the one that should tell the reader: one in a run is enough.
    told : bool
        Whether it was this process that was told to end, by SIGTERM.
    """

    def __init__(self, message: str, *, speaks: bool = True, told: bool = False):
        super().__init__(message)
        self.speaks, self.told = speaks, told


class Team(Protocol):
    """The processes of a run as one of them sees them."""

    rank: int
    """This process, counted from 0."""
    count: int
    """All processes."""

    def tell(self, content: bytes) -> bytes:
        """Return process 0's content on every process; the others' is not looked at."""

    def total(self, numbers: np.ndarray) -> np.ndarray:
        """Return the sum over the processes, the same float64 numbers on every one."""


class Alone:
    """The team of a run in one process."""

    rank, count = 0, 1

    def tell(self, content: bytes) -> bytes:
        """Return the content."""
        return content

    def total(self, numbers: np.ndarray) -> np.ndarray:
        """Return the numbers in float64."""
        return np.asarray(numbers, np.float64)


def share(batch: np.ndarray, rank: int, count: int) -> np.ndarray:
    """Return one process's share of a batch.

    The shares follow one another in the batch's order. Their sizes differ by one at most, the
    larger ones first; with fewer images than processes the last shares are empty.

    Examples
    --------
    >>> [share(np.arange(5), rank, 3).tolist() for rank in range(3)]
    [[0, 1], [2, 3], [4]]
    """
    size, larger = divmod(len(batch), count)
    start = rank * size + min(rank, larger)
    return batch[start : start + size + (rank < larger)]


def lead(team: Team, work: Callable):
    """Do something on process 0 alone, and tell the others what came out.

    Parameters
    ----------
    team : Team
    work : function
        Without arguments; what it returns must be plain values, as JSON takes them.

    Returns
    -------
    object
        What ``work`` returned, on every process.

    Raises
    ------
    ProcessError
        On the other processes, where ``work`` raised on process 0 (which raises that itself).
    """
    if team.count == 1:
        return work()
    if team.rank == 0:
        try:
            result = work()
        except Exception as error:
            team.tell(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode())
            raise
        team.tell(json.dumps({"result": result}).encode())
        return result
    told = json.loads(team.tell(b""))
    if "error" in told:
        raise ProcessError(f"process 0 ended the run: {told['error']}", speaks=False)
    return told["result"]


def first_line(error: BaseException) -> str:
    """Return the first line of an error's message."""
    return (str(error).strip().splitlines() or ["no message"])[0]


class Part(NamedTuple):
    """A process's share of a split."""

    images: np.ndarray
    labels: np.ndarray


def measure(team: Team, evaluate: Callable, split) -> list[float]:
    """Return the mean loss and the accuracy over a split, each process measuring its share.

    Parameters
    ----------
    team : Team
    evaluate : function
        Of a part of the split; returns its mean loss and its accuracy.
    split : Split
        With ``images`` and ``labels``.
    """
    images, labels = np.asarray(split.images), np.asarray(split.labels)
    mine = share(np.arange(len(labels)), team.rank, team.count)
    own = np.zeros(2)
    if len(mine):
        own += np.multiply(evaluate(Part(images[mine], labels[mine])), len(mine))
    return (team.total(own) / len(labels)).tolist()


def check_shares(architecture, recipe, images: int, count: int) -> None:
    """Raise unless every process can have a share of a batch.

    Parameters
    ----------
    architecture : Architecture
    recipe : Recipe
    images : int
        Training images.
    count : int
        Devices that share a batch: the processes, or all their cards.

    Raises
    ------
    ValueError
        For a batch smaller than the number of processes, or where a `BatchNorm` of a vector
        would meet a share of one image, which has no variance.
    """
    if count == 1:
        return
    size = recipe.batch_size
    if size < count:
        raise ValueError(
            f"batch_size (={size}) is smaller than the number of processes (={count}), so some "
            "would never have an image; use a larger batch or fewer processes"
        )
    sizes = {size, images % size or size}
    single = any(length // count == 1 or length < count for length in sizes)
    for name in architecture.norms_of_vectors():
        if single:
            raise ValueError(
                f"{name} of {architecture.name!r} cannot normalise one image alone, and "
                f"batch_size (={size}) of {images} training images leaves a process with one; "
                f"use another batch_size for {count} processes"
            )


def from_torchrun(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return (rank, count) as ``torchrun`` sets them; (0, 1) where it did not start this.

    Raises
    ------
    LaunchError
        Where a number is none, or the address to meet at is missing.
    """
    if not environment.get("WORLD_SIZE"):
        return 0, 1
    count = _number(environment, "WORLD_SIZE", 1)
    if count == 1:
        return 0, 1
    names = ("RANK", "MASTER_ADDR", "MASTER_PORT")
    missing = [name for name in names if not environment.get(name)]
    if missing:
        raise LaunchError(
            f"WORLD_SIZE (={count}) says that there are several processes, but "
            f"{', '.join(missing)} is not set, so they cannot meet; start them with torchrun, or "
            "unset WORLD_SIZE to train in one process"
        )
    rank = _number(environment, "RANK", 0)
    _number(environment, "MASTER_PORT", 1)
    if rank >= count:
        raise LaunchError(
            f"RANK (={rank}) must be below WORLD_SIZE (={count}), counted from 0; "
            "start the processes with torchrun, which sets both"
        )
    return rank, count


def _number(environment, name, least):
    """Return a whole number of the environment, or say what it must be."""
    text = environment[name]
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise LaunchError(f"{name} must be a whole number of at least {least}, got {text!r}")
    return int(text)


def from_tf_config(environment: Mapping[str, str]) -> tuple[int, list[str]]:
    """Return (rank, the processes' addresses) as ``TF_CONFIG`` has them; (0, []) without it.

    Raises
    ------
    LaunchError
        Where it is not JSON, or not of a cluster of workers with this process among them.
    """
    text = environment.get("TF_CONFIG", "").strip()
    if not text:
        return 0, []
    form = (
        '{"cluster": {"worker": ["host:port", "host:port"]}, '
        '"task": {"type": "worker", "index": 0}}'
    )
    try:
        settings = json.loads(text)
    except ValueError as error:
        raise LaunchError(f"TF_CONFIG is not JSON ({error}); it must look like {form}") from None
    try:
        cluster, task = settings.get("cluster") or {}, settings.get("task") or {}
        chief, workers = list(cluster.get("chief", [])), list(cluster.get("worker", []))
        kind, index = task.get("type", "worker"), int(task.get("index", 0))
    except (AttributeError, TypeError, ValueError):
        raise LaunchError(f"TF_CONFIG must look like {form}, got {text}") from None
    others = sorted(set(cluster) - {"chief", "worker"})
    addresses, own = [*chief, *workers], {"chief": chief, "worker": workers}.get(kind, [])
    if others or not all(isinstance(place, str) and ":" in place for place in addresses):
        raise LaunchError(
            f"TF_CONFIG must name workers only, each as host:port, like {form}; got {text}"
        )
    if not addresses:
        return 0, []
    if not 0 <= index < len(own):
        raise LaunchError(
            f"TF_CONFIG says that this is {kind} {index}, but its cluster has {len(own)} of "
            f"these; count the index from 0, as in {form}"
        )
    return index + (len(chief) if kind == "worker" else 0), addresses
