"""Times of steps, rounded numbers and shares, as the exercises of "Faster" compute with."""

import numpy as np


def step_time(batch, fixed, each, processes=1, waiting=0.0):
    """Return the time of a step: what is fixed, one process's images, and two rounds of a ring."""
    return fixed + each * batch / processes + 2 * (processes - 1) * waiting


def speed(batch, fixed, each, processes=1, waiting=0.0):
    """Return images in a unit of the times."""
    return batch / step_time(batch, fixed, each, processes, waiting)


def gain(whole, alone, processes):
    """Return how many times as fast a step gets whose time ``alone`` cannot be shared."""
    return whole / (alone + (whole - alone) / processes)


def bfloat16(x):
    """Return float32 numbers with only their upper sixteen bits kept, ties to the even one."""
    bits = np.asarray(x, np.float32).reshape(-1).view(np.uint32)
    bits = (bits + 0x7FFF + (bits >> 16 & 1)) & np.uint32(0xFFFF0000)
    return bits.view(np.float32).reshape(np.shape(x))


def digits_kept(x, kept, cut=np.rint, more=0):
    """Return numbers with so many binary digits behind their first one.

    Parameters
    ----------
    x : array
    kept : int
    cut : function
        How the rest goes: rounded to the nearest, ties to the even one.
    more : int
        Digits that are kept beyond those that were asked for.
    """
    parts, powers = np.frexp(x)
    digits = kept + 1 + more
    return np.ldexp(cut(np.ldexp(parts, digits)), powers - digits)


def half_away(x):
    """Return whole numbers, halves rounded away from zero."""
    return np.sign(x) * np.floor(np.abs(x) + 0.5)


def joined(gradients, sizes):
    """Return the mean of shares' gradients, each counted by its size."""
    sizes = np.asarray(sizes, float)
    return (sizes[:, None] * gradients).sum(axis=0) / sizes.sum()


def why_dense_loses():
    """Return which statement holds of two processes, by the times and sizes of the record.

    0: the dense network sends more; 1: only a wait that is equal for both makes it lose alone;
    2: its step takes longer; 3: its gradients cannot be taken in parts.
    """
    seconds = {"dense": 128 / 47_567, "conv": 128 / 1_566}
    sent = {"dense": 4 * 101_770, "conv": 4 * 421_642}
    waiting = 0.004
    gains = {name: one / (one / 2 + waiting) for name, one in seconds.items()}
    rng = np.random.default_rng(0)
    x, t = rng.normal(size=(8, 5)), rng.normal(size=(8, 2))
    slopes = [x[rows].T @ t[rows] / 4 for rows in (slice(0, 4), slice(4, 8))]
    holds = [
        sent["dense"] > sent["conv"],
        gains["dense"] < 1 < gains["conv"],
        seconds["dense"] > seconds["conv"],
        not np.allclose(np.mean(slopes, axis=0), x.T @ t / 8),
    ]
    return holds.index(True)
