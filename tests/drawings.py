"""One drawing of every kind that plots makes, with the longest words it is meant for."""

from dataclasses import replace

import numpy as np
from matplotlib.text import Text

from cnncourse import plots
from cnncourse.rate_range import RateRange
from cnncourse.recipe import History, Recipe

CLASSES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker")
CLASSES += ("Bag", "Ankle boot")
LAYERS = ["conv1", "pool1", "conv2", "pool2", "flatten", "dense1", "dense2"]
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


def _random(*shape):
    return np.random.default_rng(0).random(shape)


def _signed(*shape):
    return np.random.default_rng(0).normal(size=shape)


def _history():
    values = [0.9, 0.5, 0.3]
    return History(
        loss=values,
        accuracy=values,
        validation_loss=values[::-1],
        validation_accuracy=values,
        best_epoch=0,
    )


def _panels():
    above, below = plots.panels(1, 2, width=6, height=5.4)
    losses = 2.3 * np.exp(-np.arange(157) / 40)
    plots.compare(losses, losses + 1e-3, above, ylabel="running mean of\nthe loss (nats)")
    return plots.gaps({"": np.abs(_signed(157)) * 1e-4}, below, ylabel="difference (nats)")


def _responses(count):
    kernels = {f"step {10**number}": _signed(3, 3) for number in range(count)}
    maps = {name: _signed(26, 26) for name in kernels}
    return plots.responses(kernels, maps, limit=1.5, digits=1)


def _weight_matrix():
    matrix = np.zeros((16, 36), int)
    for row, tap in np.ndindex(16, 9):
        matrix[row, (row // 4 + tap // 3) * 6 + row % 4 + tap % 3] = tap + 1
    return plots.weight_matrix(matrix, 6, 4)


def _five_stages():
    sizes = {"image": (28, 28, 1), "conv1": (28, 28, 32), "pool1": (14, 14, 32)}
    sizes |= {"conv2": (14, 14, 64), "pool2": (7, 7, 64)}
    return plots.stages({name: _random(*size) for name, size in sizes.items()})


RANGE = RateRange(np.geomspace(1e-4, 1, 100), 2.3 * np.exp(-np.arange(100) / 40), "finished")
ADAM, SGD = Recipe("adam", 1e-3, epochs=6), Recipe("sgd", 0.5, epochs=6)

DRAWINGS = {
    "rate_ranges": lambda: plots.rate_ranges({"SGD with momentum": RANGE, "Adam": RANGE}),
    "schedules": lambda: plots.schedules(
        {
            "constant": ADAM,
            "step": replace(SGD, schedule="step", step_epochs=2),
            "linear, warmed up": replace(ADAM, schedule="linear", warmup=0.2),
            "cosine": replace(SGD, schedule="cosine"),
            "one cycle": replace(ADAM, schedule="one-cycle", warmup=0.3),
        },
        320,
    ),
    "reliability": lambda: plots.reliability(
        {"as trained": ([0.5, 0.9], [0.4, 0.7]), "T = 2": ([0.4, 0.7], [0.4, 0.7])}
    ),
    "by_layer": lambda: plots.by_layer(
        {
            "plain": 0.7 ** np.arange(1, 31),
            "residual": 1.4 ** np.arange(1, 31),
            "plain, normalised": np.full(30, 0.6),
            "residual, normalised": 1.05 ** np.arange(1, 31),
        }
    ),
    "bars": lambda: plots.bars(
        {name: [0.1, 95.2] for name in LAYERS[:4]},
        ["parameters", "multiply-adds"],
        label="share of the whole network (%)",
        fmt="%.1f %%",
    ),
    "compare": lambda: plots.compare([1.0, 2.0, 3.0], [1.0, 2.1, 3.0]),
    "confusion_matrix": lambda: plots.confusion_matrix(np.full((10, 10), 1000), CLASSES),
    "convolution_step": lambda: plots.convolution_step(
        np.arange(36).reshape(6, 6) % 10, SOBEL, 2, 2, limits=(0, 9)
    ),
    "descents": lambda: plots.descents(
        (np.linspace(0, 6, 50), 2.5 * (np.linspace(0, 6, 50) - 3) ** 2),
        {f"learning rate {rate}": (_random(9), 20 * _random(9)) for rate in (0.01, 0.1, 0.42)},
    ),
    "feature_maps": lambda: plots.feature_maps(_random(8, 8, 20)),
    "learning_curves": lambda: plots.learning_curves(
        {"running mean": [2, 1, 0.5], "training, after": [1, 0.8, 0.4], "validation": [1, 0.9, 1]},
        best=1,
        ylabel="loss (nats)",
    ),
    "gaps": lambda: plots.gaps(
        {
            f"{name}, float{b}": [10.0**-b] * 6 + [0]
            for b in (7, 16)
            for name in ("Keras", "PyTorch")
        },
        places=LAYERS,
        xlabel="output of layer",
        ylabel="gap to NumPy",
    ),
    "graphs": lambda: plots.graphs(
        np.linspace(-4, 4, 81),
        {
            name: {"value": np.linspace(-1, 4, 81), "slope (change of the output)": _random(81)}
            for name in ("leaky ReLU (0.1)", "softplus", "sigmoid")
        },
        xlabel="what goes in",
    ),
    "history": lambda: plots.history(_history()),
    "image": lambda: plots.image(_random(28, 28), window=(10, 8, 6, 6), units=True, title="a boot"),
    "images": lambda: plots.images(
        _random(20, 8, 8, 3), [0, 9] * 10, classes=CLASSES, predictions=[9, 0, 0, 9] * 5
    ),
    "kernels": lambda: plots.kernels(_signed(3, 3, 1, 16)),
    "kernels of colour": lambda: plots.kernels(_signed(3, 3, 3, 8)),
    "matrix": lambda: plots.matrix(np.arange(100).reshape(10, 10), title="a hundred"),
    "panels": _panels,
    "pictures": lambda: plots.pictures(
        {
            "the boot, without its rim": _random(26, 26),
            "sharpen (clipped)": _random(28, 28),
            "colour": _random(32, 32, 3),
        }
    ),
    "five pictures": lambda: plots.pictures(
        {"colour": _random(9, 9, 3), "grey: mean of three": _random(9, 9), "": None}
        | {f"{name} channel": _random(9, 9) for name in ("red", "green", "blue")},
        columns=3,
    ),
    "pairs": lambda: plots.pictures([(f"label {n // 2}", _random(28, 28)) for n in range(4)]),
    "responses": lambda: _responses(3),
    "four responses": lambda: _responses(4),
    "signed_maps": lambda: plots.signed_maps(
        {"slices ⅓, ⅓, ⅓ (grey)": _signed(30, 30), "slices +1, −1, 0": _signed(30, 30)}, limit=7
    ),
    "stages": _five_stages,
    "weight_matrix": _weight_matrix,
    "weights": lambda: plots.weights(np.arange(-8, 8).reshape(4, 4), title="all sums, 4 × 4"),
}


def figure_of(drawn):
    """Return the figure of what a drawing returned, one Axes or several."""
    return np.ravel(np.asarray(drawn, dtype=object))[0].figure


def texts_of(figure):
    """Return every text that is seen in a figure, those of its ticks too."""
    figure.draw_without_rendering()
    unseen = []
    for ax in figure.axes:
        unseen += _outside(ax) if ax.get_visible() else ax.findobj(Text)
    texts = [text for text in figure.findobj(Text) if text not in unseen]
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def _outside(ax):
    """Return the labels of ticks that are not drawn: past the limits, or of a hidden axis."""
    left_out = []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        low, high = sorted(limits)
        span = 1e-9 * (high - low)
        shown = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        for tick in [*axis.majorTicks, *axis.minorTicks]:
            inside = low - span <= tick.get_loc() <= high + span
            if not ax.axison or tick not in shown or not inside:
                left_out += [tick.label1, tick.label2]
    return left_out
