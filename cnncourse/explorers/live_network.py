"""Two trained networks at work on one picture, which can be moved, shrunk and drawn."""

import numpy as np

from cnncourse import ops
from cnncourse.explorers import live_drawing, looking, sketch, stored
from cnncourse.explorers.live_inside import NETWORKS, ClassAsked, LiveInside, UnitName
from cnncourse.explorers.sketch import SIDE, Sketch
from cnncourse.explorers.traits import Choice, DrawnChoice, Slider
from cnncourse.reference import activations, forward

REACH = 14  # pixels that the item can be moved, each way
ITEM = ("image", "size", "sketch")  # the settings that the item itself follows from
CONVOLUTIONAL, DENSE = "two-small-conv", "dense-baseline"
ITEMS = {
    "boot": "Ankle boot",
    "t-shirt": "T-shirt/top",
    "trouser": "Trouser",
    "pullover": "Pullover",
    "dress": "Dress",
    "coat": "Coat",
    "sandal": "Sandal",
    "shirt": "Shirt",
    "sneaker": "Sneaker",
    "bag": "Bag",
    "stroke": "A nine, by pen",
    "drawn": "Your drawing",
}


class LiveNetwork(LiveInside):
    """Network B (11,252 parameters) and the dense baseline, both running as you look.

    Source B says that a nine in the corner of its frame fools a dense network and very
    probably not a convolutional one. Here clothes play the nine: move the item, and see every
    map of the convolutional network and what both make of it. `sweep` tries all 841 places.

    Both were trained on items that fill the frame, and neither saw one moved or shrunk. Moved
    by a few pixels, the convolutional one is right more often; its maps move with the item,
    but the dense layers behind them have learned where to expect what, so far from the middle
    it is no better than guessing, like the other.

    Examples
    --------
    >>> explorer = LiveNetwork(image="pullover", shift_right=3)
    >>> explorer.prediction, explorer.dense_prediction
    ('Pullover', 'Sandal')
    >>> explorer.maps["pool2"].shape
    (4, 4, 10)
    >>> explorer.network, explorer.unit = "B-relu", "conv2[3,4,7]"
    >>> found = explorer.inside()
    >>> found["products"].shape, found["before"], round(found["sum"] + found["bias"], 4)
    ((5, 5, 6), 'pool1', -1.045)

    `look` and `asked` show where a network looks for a class, `looked` gives it in numbers.

    >>> explorer.look, explorer.asked = "grad-cam", "coat"
    >>> found = explorer.looked()
    >>> found["layer"], found["map"].shape, round(found["logit"], 2)
    ('conv2', (8, 8), 0.63)
    """

    title = "Live network"
    data_files = ("images", "weights")
    constants = {
        "side": SIDE,
        "reach": REACH,
        "brightest": sketch.LEVELS - 1,
        "networks": [CONVOLUTIONAL, DENSE],
    }

    image = Choice("boot", ITEMS, "Picture")
    size = Slider(
        SIDE, 14, SIDE, "Size of the item", unit="pixels", cure=f"the frame has {SIDE} pixels"
    )
    shift_down = Slider(0, -REACH, REACH, "Moved down", unit="pixels")
    shift_right = Slider(0, -REACH, REACH, "Moved right", unit="pixels")
    sketch = Sketch("")
    network = DrawnChoice("B", NETWORKS, "")
    unit = UnitName("")
    look = DrawnChoice("none", looking.METHODS, "")
    asked = ClassAsked(looking.ANSWER, looking.CLASSES, "")

    @property
    def frame_image(self) -> np.ndarray:
        """The picture that enters both networks, (28, 28), from 0 (black) to 1 (white)."""
        return self._once("frame", lambda: self._frame(self.shift_down, self.shift_right))

    @property
    def maps(self) -> dict[str, np.ndarray]:
        """What leaves each layer of the convolutional network, by name: (H, W, C) or (n,)."""
        return self.results["maps"]

    @property
    def logits(self) -> np.ndarray:
        """The convolutional network's scores for the ten classes, (10,)."""
        return self.results["logits"]

    @property
    def probabilities(self) -> np.ndarray:
        """The convolutional network's probabilities, (10,), fractions."""
        return self.results["probabilities"]

    @property
    def prediction(self) -> str:
        """The class that the convolutional network finds likeliest."""
        return self.results["prediction"]

    @property
    def dense_probabilities(self) -> np.ndarray:
        """The dense network's probabilities, (10,), fractions."""
        return self.results["dense_probabilities"]

    @property
    def dense_prediction(self) -> str:
        """The class that the dense network finds likeliest."""
        return self.results["dense_prediction"]

    @property
    def label(self) -> str:
        """The class of the item; empty for what is not of the ten classes."""
        return self.results["label"]

    def compute(self):
        """Run both networks on the picture.

        ``right`` and ``dense_right`` are None where there is no label; ``kept`` is the share
        of the item's brightness within the frame; ``room`` is how far the item can be moved
        up, down, left and right from the middle before something of it is cut off.
        """
        frame, label = self.frame_image, self._label()
        classes = stored.networks()[CONVOLUTIONAL].classes
        maps = _layers(CONVOLUTIONAL, frame)
        logits, dense_logits = maps["dense2"], _layers(DENSE, frame)["dense2"]
        found, dense = int(np.argmax(logits)), int(np.argmax(dense_logits))
        whole = self._item().sum()
        return {
            "frame_image": frame,
            "maps": maps,
            "logits": logits,
            "probabilities": ops.softmax(logits),
            "prediction": classes[found],
            "dense_logits": dense_logits,
            "dense_probabilities": ops.softmax(dense_logits),
            "dense_prediction": classes[dense],
            "label": "" if label is None else classes[label],
            "right": None if label is None else found == label,
            "dense_right": None if label is None else dense == label,
            "kept": float(frame.sum() / whole) if whole else 1.0,
            "room": self._room(),
            "problem": "",
        }

    def sweep(self) -> dict[str, np.ndarray]:
        """Run both networks with the item at every place, whatever the present one is.

        Returns
        -------
        dict of str to ndarray (29, 29)
            The first axis is the shift down, from -14 to 14, the second the shift right.
            ``"predictions"`` and ``"dense_predictions"`` are numbers of classes;
            ``"right"`` and ``"dense_right"`` whether they are the item's, or, for a picture
            without a label, what the same network says in the middle; ``"whole"`` whether
            nothing of the item is cut off.

        Examples
        --------
        >>> found = LiveNetwork(image="pullover").sweep()
        >>> int(found["right"].sum()), int(found["dense_right"].sum())
        (134, 19)
        """
        return self._once("sweep", self._swept, ITEM)

    def _swept(self):
        shifts = range(-REACH, REACH + 1)
        frames = np.array([self._frame(down, right) for down in shifts for right in shifts])
        up, down, left, right = self._room()
        rows, columns = np.meshgrid(shifts, shifts, indexing="ij")
        found = {"whole": (rows >= -up) & (rows <= down) & (columns >= -left) & (columns <= right)}
        for name, before in ((CONVOLUTIONAL, ""), (DENSE, "dense_")):
            network, label = stored.networks()[name], self._label()
            logits = forward(network.architecture, network.weights, frames[..., None])
            guesses = logits.argmax(-1).reshape(rows.shape)
            found[f"{before}predictions"] = guesses
            found[f"{before}right"] = guesses == (guesses[REACH, REACH] if label is None else label)
        return found

    def _label(self):
        return None if self.image == "drawn" else stored.images()[self.image].label

    def _item(self):
        return self._once("item", self._shrunk, ITEM)

    def _shrunk(self):
        """Return the item by itself at its size, (size, size): each pixel the mean of an area."""
        if self.image == "drawn":
            pixels = sketch.from_text(self.sketch) / (sketch.LEVELS - 1)
        else:
            pixels = stored.images()[self.image].values[..., 0]
        # In units that make both the item's pixels and the picture's whole numbers wide.
        edges, areas = np.arange(SIDE + 1) * self.size, np.arange(self.size + 1) * SIDE
        ends = np.minimum(areas[1:, None], edges[1:])
        overlap = (ends - np.maximum(areas[:-1, None], edges[:-1])).clip(0) / SIDE
        return overlap @ pixels @ overlap.T

    def _frame(self, down, right):
        """Return the frame with the item moved; what leaves it is lost."""
        wide = np.zeros((SIDE + 2 * REACH,) * 2)
        top, left = ((SIDE - self.size) // 2 + REACH + shift for shift in (down, right))
        wide[top : top + self.size, left : left + self.size] = self._item()
        return wide[REACH:-REACH, REACH:-REACH]

    def _room(self):
        """Return how far the item can move up, down, left and right within the frame."""
        middle, room = self._frame(0, 0) > 0, []
        for axis in (1, 0):
            lit = np.flatnonzero(middle.any(axis))
            room += [int(lit[0]), int(SIDE - 1 - lit[-1])] if lit.size else [SIDE, SIDE]
        return room

    def drawing(self):
        """Return the picture, maps and both networks' probabilities; where it looks, if asked."""
        looked = {"method": looking.METHODS[self.look], **self.looked()} if self.looked() else {}
        return live_drawing.draw(self.results, ITEMS[self.image], looked)


def _layers(name, frame):
    """Return what leaves each layer of a stored network for one picture, by name."""
    network = stored.networks()[name]
    outputs = activations(network.architecture, network.weights, frame[None, ..., None])
    return {name: output[0] for name, output in outputs.items()}
