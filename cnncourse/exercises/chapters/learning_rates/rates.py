"""Rates, running means and a noisy descent that the exercises of "Learning rates" compute with."""

from functools import cache

import numpy as np


def linear(done, total, peak):
    """Return the rate of the step before which ``done`` of ``total`` were taken."""
    return peak * (1 - done / total)


def cosine(done, total, peak):
    """Return the same for half a cosine."""
    return peak * (1 + np.cos(np.pi * done / total)) / 2


def warmed(step, total, peak, rising):
    """Return the rate of a step, counted from 0: up over ``rising`` steps, then down in a line."""
    if step < rising:
        return peak * (step + 1) / rising
    return peak * (total - step) / (total - rising)


def ladder(low, high, steps):
    """Return rates from low to high, each the same multiple of the one before."""
    return low * (high / low) ** (np.arange(steps) / (steps - 1))


def running(losses, kept, corrected=True):
    """Return the running means of losses, each divided by the weights it has so far."""
    losses, mean, means = np.asarray(losses, float), 0.0, []
    for done, loss in enumerate(losses, 1):
        mean = kept * mean + (1 - kept) * loss
        means.append(mean / (1 - kept**done) if corrected else mean)
    return np.array(means)


def started_at_first(losses, kept):
    """Return running means that begin with the first loss."""
    mean, means = float(losses[0]), []
    for loss in np.asarray(losses, float):
        mean = kept * mean + (1 - kept) * loss
        means.append(mean)
    return np.array(means)


def of_window(losses, kept):
    """Return plain means of the last losses, as many as count in a running mean."""
    losses, wide = np.asarray(losses, float), round(1 / (1 - kept))
    return np.array([losses[max(0, n - wide) : n].mean() for n in range(1, len(losses) + 1)])


def divided_once(losses, kept):
    """Return running means that are all divided by the weights of the first."""
    return running(losses, kept, corrected=False) / (1 - kept)


def off(rates, noise=1.0, runs=400):
    """Return the typical distance from the lowest place at the end of a noisy descent."""
    rng, w = np.random.default_rng(0), np.full(runs, 5.0)
    for rate in rates:
        w = w - rate * (w + noise * rng.normal(size=runs))
    return float(np.sqrt(np.mean(w**2)))


@cache
def on_noise():
    """Return which statement holds of a noisy descent at a rate that is kept.

    0: with twice the steps it ends nearer; 1: at a lower rate it ends nearer, given the steps;
    2: the rate does not matter in the end; 3: without noise it would end as far away.
    """
    high, longer = off([0.4] * 200), off([0.4] * 400)
    low, silent = off([0.04] * 400), off([0.4] * 200, noise=0.0)
    holds = [
        longer < 0.8 * high,
        low < 0.6 * longer,
        abs(low / longer - 1) < 0.2,
        silent > 0.5 * high,
    ]
    return holds.index(True)
