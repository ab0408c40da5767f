"""What it costs several processes to add up a network's gradients, step after step.

In data-parallel training every process holds the whole network. After each step the processes
add up their gradients, one number for each trained weight, and every one needs the sum. The
ring all-reduce does that with the least data sent per process: the gradients are cut into as
many pieces as there are processes, each process passes one piece to its neighbour at a time,
and after ``n - 1`` rounds of adding and ``n - 1`` rounds of handing on, all have everything.
Patarasuk and Yuan ("Bandwidth optimal all-reduce algorithms for clusters of workstations",
Journal of Parallel and Distributed Computing 69, 2009) show that no algorithm sends less.
"""

from dataclasses import dataclass

from cnncourse.architecture.network import Architecture
from cnncourse.arguments import count, real, whole


@dataclass(frozen=True)
class Link:
    """What joins neighbouring processes.

    Parameters
    ----------
    bandwidth : float
        Bytes a second, in each direction.
    latency : float
        Seconds from the start of a message to its first byte.

    Raises
    ------
    TypeError, ValueError
        For what is no number, a bandwidth that is not above 0, or a latency below 0.
    """

    bandwidth: float
    latency: float = 0.0

    def __post_init__(self):
        real(self.bandwidth, "bandwidth", 0, low_open=True)
        real(self.latency, "latency", 0)


def gradient_bytes(architecture: Architecture, *, bytes_per_number: int = 4) -> int:
    """Return the bytes of one step's gradients: a number for each trained weight.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> gradient_bytes(zoo.TWO_CONV)  # 421,642 weights in float32
    1686568
    """
    rule = "bytes_per_number must be 1, 2, 4 or 8"
    if whole(bytes_per_number, "bytes_per_number", rule=rule) not in (1, 2, 4, 8):
        raise ValueError(f"{rule}, got {bytes_per_number!r}; float32 has 4")
    return architecture.parameters().trainable * bytes_per_number


def ring_bytes(size: float, processes: int) -> float:
    """Return the bytes each process sends, and receives, to all-reduce ``size`` bytes in a ring.

    ``2 (n - 1) / n`` of the size: never twice as much, however many processes there are.

    Examples
    --------
    >>> ring_bytes(1000, 2), ring_bytes(1000, 8)
    (1000.0, 1750.0)
    """
    real(size, "size", 0)
    _count(processes)
    return 2 * (processes - 1) / processes * size


def ring_seconds(size: float, processes: int, link: Link) -> float:
    """Return the seconds of a ring all-reduce: ``2 (n - 1)`` rounds of a message each.

    Examples
    --------
    >>> ring_seconds(1e9, 2, Link(bandwidth=1e9, latency=0.5))
    2.0
    """
    return 2 * (_count(processes) - 1) * link.latency + ring_bytes(size, processes) / link.bandwidth


def step_seconds(compute: float, communicate: float, *, overlapped: bool = False) -> float:
    """Return the seconds of a step that computes and communicates.

    Parameters
    ----------
    compute, communicate : float
        Seconds of each.
    overlapped : bool
        Whether gradients are sent while earlier layers' are still computed; then the longer
        of the two counts alone, which is the best that can be had.
    """
    real(compute, "compute", 0)
    real(communicate, "communicate", 0)
    return max(compute, communicate) if overlapped else compute + communicate


def efficiency(compute: float, communicate: float, *, overlapped: bool = False) -> float:
    """Return the part of a step in which a process computes, a fraction: 1 is no loss at all.

    ``compute`` is one process's time for its own share of the batch, in seconds.

    Examples
    --------
    >>> efficiency(0.03, 0.01)
    0.75
    """
    real(compute, "compute", 0, low_open=True)
    return compute / step_seconds(compute, communicate, overlapped=overlapped)


def _count(processes):
    """Return a number of processes, or say what it must be."""
    return count(processes, "processes", cure="1 sends nothing")
