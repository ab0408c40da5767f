"""From features to logits to probabilities, and what a sigmoid on the way does to the loss."""

import math

import numpy as np

from cnncourse import ops
from cnncourse.explorers import svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.traits import Choice, Numbers, SettingError, Slider, Toggle

FEATURES = ("sleeves", "length", "sole", "handle")
CLASSES = {
    "trouser": "Trouser",
    "dress": "Dress",
    "shirt": "Shirt",
    "sneaker": "Sneaker",
    "bag": "Bag",
}
WEIGHTS = (
    (-0.6, 0.2, 0.9, -0.5, -0.4),
    (0.9, 0.8, 0.1, -0.6, -0.5),
    (-0.3, -0.3, -0.2, 1.0, -0.2),
    (-0.2, -0.4, -0.3, -0.2, 0.9),
)
MOST = 50  # a bias is from -MOST to MOST
REACH = 10  # a logit can be set from -REACH to REACH


def _feature(default, name):
    return Slider(default, -3.0, 3.0, f"Feature: {name}", step=0.1)


class DenseHead(Explorer):
    """Four features, a dense layer, five logits, a softmax and the loss of one label.

    The dense layer is made up, its features are named so that its weights can be read; those
    of a trained network have no names. A logit is set by its class's bias: `logits` can be
    assigned, and the drawing's bars dragged.

    With ``sigmoid`` the logits pass through one before they enter the softmax, as in source
    B, whose loss contains the softmax and expects logits. What enters then lies between 0 and
    1, so that no probability can come near 1, no loss near 0, and the gradient vanishes
    where a logit is far from 0 (`ceiling`, `floor`, `gradient`).

    Examples
    --------
    >>> head = DenseHead(sleeves=0, length=0, sole=0, handle=0, label="bag")
    >>> head.probabilities.tolist()
    [0.2, 0.2, 0.2, 0.2, 0.2]
    >>> head.logits = [-10, -10, -10, -10, 10]  # as sure as can be, and right
    >>> round(head.cross_entropy, 4)
    0.0
    >>> head.sigmoid = True
    >>> round(head.cross_entropy, 4), round(head.floor, 4)
    (0.9049, 0.9048)
    """

    title = "Dense head"
    constants = {"features": list(FEATURES), "classes": list(CLASSES), "most": MOST, "reach": REACH}

    sleeves = _feature(2.0, "sleeves")
    length = _feature(1.0, "length")
    sole = _feature(0.0, "sole")
    handle = _feature(0.0, "handle")
    temperature = Slider(
        1.0, 0.1, 10.0, "Temperature", step=0.1, cure="it divides what enters the softmax"
    )
    label = Choice("shirt", CLASSES, "Label")
    sigmoid = Toggle(False, "A sigmoid before the softmax (source B’s fault)")
    bias = Numbers((0.0,) * 5, -MOST, MOST, [(5,)])
    weights = Numbers(WEIGHTS, -3, 3, [(4, 5)])

    @property
    def features(self) -> np.ndarray:
        """The four features, float64 (4,)."""
        return self._once(
            "features", lambda: np.array([getattr(self, name) for name in FEATURES]), FEATURES
        )

    @property
    def logits(self) -> np.ndarray:
        """What the dense layer gives, float64 (5,); assigned, it sets the bias that gives it."""
        return self._once("logits", self._dense, (*FEATURES, "bias", "weights"))

    @logits.setter
    def logits(self, wanted):
        try:
            array = np.asarray(wanted, dtype=float)
        except (TypeError, ValueError):
            array = np.empty(0)
        if array.shape != (5,) or not (np.abs(array) <= REACH).all():
            raise SettingError(
                f"logits must be 5 numbers from {-REACH} to {REACH}, got {wanted!r}; "
                "beyond these a probability hardly changes"
            )
        self.bias = array - self.features @ np.array(self.weights)

    @property
    def probabilities(self) -> np.ndarray:
        """What the softmax gives, float64 (5,)."""
        return self.results["probabilities"]

    @property
    def cross_entropy(self) -> float:
        """The loss of `label`: minus the natural logarithm of its probability."""
        return self.results["cross_entropy"]

    @property
    def prediction(self) -> str:
        """The class of the largest logit; the first of equals."""
        return self.results["prediction"]

    @property
    def gradient(self) -> np.ndarray:
        """The loss's derivative by each logit, float64 (5,)."""
        return self.results["gradient"]

    @property
    def ceiling(self) -> float:
        """The largest probability that can be reached with the sigmoid, at this temperature."""
        return self.results["ceiling"]

    @property
    def floor(self) -> float:
        """The smallest loss that can be reached with the sigmoid, at this temperature."""
        return self.results["floor"]

    def compute(self):
        """Compute each step, and the label's side of it both with and without the sigmoid.

        ``products`` are the features times the weights, (4, 5); ``squashed`` is the sigmoid
        of the logits, ``entering`` what the exponentials of the softmax are taken of;
        ``without_sigmoid`` and ``with_sigmoid`` hold the label's probability, its loss and
        the loss's derivative by the label's logit; ``ceiling_of_ten`` and ``floor_of_ten``
        are the bounds for ten classes, as source B has them.
        """
        label = list(CLASSES).index(self.label)
        ways = {False: self._pass(False, label), True: self._pass(True, label)}
        shares = [1 / (1 + (n - 1) * math.exp(-1 / self.temperature)) for n in (5, 10)]
        return {
            "features": self.features,
            "products": self.features[:, None] * np.array(self.weights),
            "logits": self.logits,
            "squashed": ops.sigmoid(self.logits),
            **ways[self.sigmoid],
            "prediction": list(CLASSES)[int(self.logits.argmax())],
            "without_sigmoid": _label_side(ways[False], label),
            "with_sigmoid": _label_side(ways[True], label),
            **{"ceiling": shares[0], "floor": -math.log(shares[0])},
            **{"ceiling_of_ten": shares[1], "floor_of_ten": -math.log(shares[1])},
            "problem": "",
        }

    def _dense(self):
        return ops.dense(self.features[None], self.weights, self.bias)[0]

    def _pass(self, sigmoid, label):
        """Return what enters the softmax, what leaves it, the loss and its gradient."""
        logits = self.logits
        squashed = ops.sigmoid(logits)
        entering = (squashed if sigmoid else logits) / self.temperature
        probabilities = ops.softmax(entering)
        slope = squashed * ops.sigmoid(-logits) if sigmoid else 1.0
        gradient = (probabilities - np.eye(5)[label]) * slope / self.temperature
        return {
            "entering": entering,
            "probabilities": probabilities,
            "cross_entropy": float(ops.cross_entropy(entering[None], [label])),
            "gradient": gradient,
        }

    def drawing(self):
        """Draw a logit's bar and a probability's bar for every class."""
        found, parts = self.results, []
        for row, (name, words) in enumerate(CLASSES.items()):
            y = 44 + 24 * row
            logit, share = float(found["logits"][row]), float(found["probabilities"][row])
            end = 150 + 6 * min(max(logit, -REACH), REACH)
            left, right = min(150, end), max(150, end)
            ink = svg.FRAME if name == self.label else svg.SECOND
            parts += [
                svg.text(8, y + 12, words, anchor="start"),
                svg.element("rect", x=left, y=y, width=right - left, height=16, fill=ink),
                svg.text(250, y + 12, _number(logit, 2), anchor="end"),
                svg.element("rect", x=270, y=y, width=160 * share, height=16, fill=ink),
                svg.text(480, y + 12, _number(share, 3), anchor="end"),
            ]
        axis = svg.element("line", x1=150, y1=40, x2=150, y2=166, stroke=svg.MUTED)
        between = "sigmoid, then softmax" if self.sigmoid else "softmax"
        heads = [
            svg.text(8, 16, self._words(), size=12, anchor="start"),
            svg.text(150, 34, "logits", anchor="middle"),
            svg.text(270, 34, f"probabilities ({between})", anchor="start"),
        ]
        return svg.drawing(490, 172, *heads, axis, *parts, title=f"Dense head: {self._words()}")

    def _words(self):
        found, words = self.results, CLASSES[self.label]
        share = found["probabilities"][list(CLASSES).index(self.label)]
        return (
            f"probability of {words} {_number(share, 3)}, "
            f"cross-entropy {_number(found['cross_entropy'], 3)}"
        )


def _label_side(way, label):
    return {
        "probability": float(way["probabilities"][label]),
        "cross_entropy": way["cross_entropy"],
        "gradient": float(way["gradient"][label]),
    }


def _number(value, digits):
    return f"{value:.{digits}f}".replace("-", "−")
