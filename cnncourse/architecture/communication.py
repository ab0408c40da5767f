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

from cnncourse.architecture.network import FLOAT32_BYTES, Architecture
from cnncourse.arguments import count, real


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


def gradient_bytes(architecture: Architecture) -> int:
    """Return the bytes of one step's gradients: a float32 number for each trained weight.

    Examples
    --------
    >>> from cnncourse import zoo
    >>> gradient_bytes(zoo.TWO_CONV)  # 421,642 weights in float32
    1686568
    """
    return architecture.parameters().trainable * FLOAT32_BYTES


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


def efficiency(compute: float, communicate: float) -> float:
    """Return the part of a step in which a process computes, a fraction: 1 is no loss at all.

    Both are seconds of a step that sends only after it has computed; ``compute`` is one process's
    time for its own share of the batch.

    Examples
    --------
    >>> efficiency(0.03, 0.01)
    0.75
    """
    real(compute, "compute", 0, low_open=True)
    real(communicate, "communicate", 0)
    return compute / (compute + communicate)


def _count(processes):
    """Return a number of processes, or say what it must be."""
    return count(processes, "processes", cure="1 sends nothing")
