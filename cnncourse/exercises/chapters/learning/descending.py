"""Small descents that the exercises of "Learning" compute their answers with."""

from functools import cache

import numpy as np

from cnncourse import ops
from cnncourse.exercises.understood import numbers
from cnncourse.gradients import conv2d_backward

UPRIGHT = np.array([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
BEST, CURVATURE = 3.0, 5.0  # of the chapter's curve, 2.5 (w - 3)²


def mean_slope(weight, inputs, targets):
    """Return the slope of the mean of (weight · input - target)²."""
    inputs, targets = np.asarray(inputs, float), np.asarray(targets, float)
    return float(np.mean(2 * (weight * inputs - targets) * inputs))


def path(rate, steps=10, weight=1.0):
    """Return where a weight stands on the chapter's curve, its start first."""
    places = [weight]
    for _ in range(steps):
        places.append(places[-1] - rate * CURVATURE * (places[-1] - BEST))
    return np.array(places)


def first_that_leaves(rates):
    """Return the place of the rate whose steps lead ever further away."""
    off = [np.abs(path(rate) - BEST) for rate in rates]
    return [bool((np.diff(one) > 0).all()) for one in off].index(True)


def with_momentum(slopes, rate=0.1, kept=0.9, weight=1.0):
    """Return a weight after a step for each slope."""
    velocity = 0.0
    for slope in slopes:
        velocity = kept * velocity + slope
        weight -= rate * velocity
    return weight


def error(image, shown, kernel):
    """Return how far a kernel's map is from the one that was shown."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    return ops.conv2d(image[None, ..., None], kernel[..., None, None])[0, ..., 0] - shown


def slopes_for(off, image, kernel):
    """Return what the arriving numbers ``off`` make of a kernel's slopes."""
    image, kernel = np.asarray(image, float), np.asarray(kernel, float)
    arriving = np.asarray(off, float)[None, ..., None]
    _, found, _ = conv2d_backward(arriving, image[None, ..., None], kernel[..., None, None])
    return found[..., 0, 0]


def slopes(image, shown, kernel):
    """Return the slopes of the mean of (map - shown)² for a kernel's weights."""
    off = error(image, shown, kernel)
    return slopes_for(2 * off / off.size, image, kernel)


def adam(w, m, v, g, t, rate, eps, *, kept=(0.9, 0.999)):
    """Return weights and both running means after a step, as PyTorch writes it."""
    w, m, v, g = (np.asarray(one, float) for one in (w, m, v, g))
    m, v = kept[0] * m + (1 - kept[0]) * g, kept[1] * v + (1 - kept[1]) * g**2
    return w - rate * corrected(m, kept[0], t) / (np.sqrt(corrected(v, kept[1], t)) + eps), m, v


def corrected(mean, kept, t):
    """Return a running mean that started at 0 without the share of that start."""
    return mean / (1 - kept**t)


@cache
def on_flat_pictures():
    """Return which statement holds of a kernel learned from pictures of one grey each.

    0: it is the hidden kernel; 1: it is the guess, moved by one number; 2: nine equal weights;
    3: the guess itself.
    """
    greys = np.linspace(0, 1, 8)
    guess = np.random.default_rng(0).normal(0, 0.5, (3, 3))
    kernel = guess.copy()
    for _ in range(400):
        # Over one grey v every window is v nine times: no picture is needed to slide on.
        off = greys * (kernel.sum() - UPRIGHT.sum())
        kernel -= 0.1 * np.mean(2 * off * greys)
    moved = kernel - guess
    holds = [
        np.allclose(kernel, UPRIGHT, atol=0.05),
        np.ptp(moved) < 1e-9 and np.abs(moved).max() > 1e-3,
        np.ptp(kernel) < 1e-3,
        np.allclose(kernel, guess, atol=1e-3),
    ]
    return holds.index(True)


@cache
def bars():
    """Return pictures of bars, upright and turned on their side, and which stand upright.

    With each bar there are its mirror images.
    """
    rng, pictures = np.random.default_rng(0), []
    for _ in range(3):
        row, column = rng.integers(0, 4), rng.integers(1, 8)
        bar = np.zeros((12, 12))
        bar[row : row + 8, column : column + 3] = rng.uniform(0.5, 1)
        pictures += [bar, bar[:, ::-1], bar[::-1], bar[::-1, ::-1]]
    upright = np.stack(pictures)
    both = np.concatenate([upright, upright.transpose(0, 2, 1)])
    return both, np.repeat([1.0, 0.0], len(upright))


def learned(start, last=1.0, steps=250, rate=2.0):
    """Return the kernel that the chapter's trouser network learns from bars, and its accuracy."""
    pictures, answers = bars()
    kernel, bias, weight, shift = np.array(start, float), 0.0, last, 0.0
    for _ in range(steps):
        maps = ops.conv2d(pictures[..., None], kernel[..., None, None])[..., 0] + bias
        means = np.maximum(maps, 0).mean(axis=(1, 2))
        off = (ops.sigmoid(means * weight + shift) - answers) / len(answers)
        arriving = (off * weight)[:, None, None] * (maps > 0) / maps[0].size
        _, found, _ = conv2d_backward(
            arriving[..., None], pictures[..., None], kernel[..., None, None]
        )
        kernel, bias = kernel - rate * found[..., 0, 0], bias - rate * arriving.sum()
        weight, shift = weight - rate * (off * means).sum(), shift - rate * off.sum()
    return kernel, float(np.mean((means * weight + shift > 0) == answers))


@cache
def from_a_mirrored_start():
    """Return which statement holds of a second training from the mirrored start.

    0: the same kernel; 1: its mirror image, as accurate; 2: a kernel for level edges; 3: nothing
    is learned.
    """
    start = np.array([[-0.4, 0.1, 0.5], [0.0, -0.3, 0.3], [-0.2, 0.1, 0.2]])
    (one, share), (other, other_share) = learned(start), learned(start[:, ::-1])
    as_accurate = share > 0.9 and abs(share - other_share) < 0.05
    holds = [
        np.allclose(one, other, atol=0.05),
        as_accurate and np.allclose(one[:, ::-1], other, atol=0.05),
        np.ptp(other.sum(axis=1)) > np.ptp(other.sum(axis=0)),
        other_share < 0.7,
    ]
    return holds.index(True)


def rate_of(answer):
    """Return an answer as a learning rate, or say what is wanted."""
    readings = numbers(answer)
    if not readings:
        raise ValueError("give one number, such as 0.03")
    return float(readings[0])
