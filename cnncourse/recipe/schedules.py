"""The learning rate's way over a run: what share of the rate each step takes."""

import numpy as np

SCHEDULES = ("constant", "step", "linear", "cosine", "one-cycle")
START, END = 1 / 25, 1e-4 / 25
"""Of a one-cycle schedule: the shares of the rate that it starts and ends with.

PyTorch's `OneCycleLR` has them as ``div_factor`` and ``final_div_factor``.
"""


def shares(schedule, done, total, *, warmup, drop=None, factor=None) -> np.ndarray:
    """Return the share of the learning rate that each step takes.

    Parameters
    ----------
    schedule : str
        One of `SCHEDULES`.
    done : ndarray of int, (steps,)
        How many steps were taken before each.
    total : int
        Steps of the run.
    warmup : float
        The share of all steps over which the rate rises, in [0, 1).
    drop, factor : int and float, optional
        For ``"step"``: the rate is multiplied by ``factor`` after each ``drop`` steps.

    Returns
    -------
    ndarray of float64, (steps,)

    Examples
    --------
    >>> shares("step", np.arange(4), 4, warmup=0, drop=2, factor=0.1).tolist()
    [1.0, 1.0, 0.1, 0.1]
    """
    if schedule == "one-cycle":
        return _one_cycle(done, total, warmup)
    rising = warmup * total
    rest = np.maximum(done - rising, 0) / (total - rising)
    if schedule == "step":
        share = factor ** (done // drop).astype(np.float64)
    else:
        share = {
            "constant": np.ones(len(done)),
            "linear": 1 - rest,
            "cosine": (1 + np.cos(np.pi * rest)) / 2,
        }[schedule]
    return share * np.minimum((done + 1) / max(rising, 1), 1)


def _one_cycle(done, total, warmup):
    """Rise along half a cosine over the warm-up, then fall along another to almost nothing."""
    peak = max(warmup * total - 1, 0)
    rising = _along(START, 1, done / peak) if peak else np.ones(len(done))
    falling = _along(1, END, (done - peak) / max(total - 1 - peak, 1))
    return np.where(done <= peak, rising, falling)


def _along(first, last, way):
    """Return where half a cosine from ``first`` to ``last`` stands at a share of its way."""
    return last + (first - last) * (1 + np.cos(np.pi * way)) / 2
