"""A network that learns while one looks, and whose recipe can be changed meanwhile."""

import json

from cnncourse.architecture import Architecture
from cnncourse.datasets import Split
from cnncourse.explorers import mini_set, training_drawing
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.log_slider import LogSlider
from cnncourse.explorers.training_networks import NETWORKS
from cnncourse.explorers.training_presets import PRESETS
from cnncourse.explorers.traits import Choice, Place, Slider

TRAINING, VALIDATION = 5000, 1000  # images
RATES = [round(m * 10.0**e, 6) for e in range(-4, 1) for m in (1, 1.5, 2, 3, 4, 5, 7)] + [10.0]
PAGE_DATA = "training"  # the name of what a page loads for it
OPTIMIZERS = {"sgd": "SGD", "adam": "Adam"}


class Training(Explorer):
    """Source B's network, and others, learn in the page from 5,000 images of clothes.

    Nothing is trained in Python: the page's own JavaScript does it, in a worker, by the rules of
    `cnncourse.gradients`. What it has reached arrives here as `progress` each time it pauses.
    All settings but the network and the seed can be changed on the way, without a new start; a
    link holds the settings, not the weights.

    Examples
    --------
    >>> explorer = Training(network="B-relu", batch_size=50)
    >>> explorer.parameters, explorer.steps_per_epoch
    (11252, 100)
    >>> explorer.progress
    {}
    >>> explorer.training_images.images.shape, explorer.validation_images.images.shape
    ((5000, 28, 28, 1), (1000, 28, 28, 1))
    """

    title = "Training"
    own_parts = ("engine", "looks", "picture")
    constants = {
        "parameters": {name: one.parameters().total for name, (one, _) in NETWORKS.items()},
        "presets": PRESETS,
    }

    network = Choice("B", {name: words for name, (_, words) in NETWORKS.items()}, "Network")
    learning_rate = LogSlider(
        0.04, RATES, "Learning rate", cure="a step goes so far against the gradient"
    )
    optimizer = Choice("sgd", OPTIMIZERS, "Optimizer")
    momentum = Slider(0.0, 0.0, 0.95, "Momentum", step=0.05)
    batch_size = LogSlider(20, (1, 2, 5, 10, 20, 50, 100, 200, 500), "Batch size", unit="images")
    images = LogSlider(
        TRAINING, (10, 20, 50, 100, 200, 500, 1000, 2000, TRAINING), "Images used", unit="images"
    )
    shift = Slider(0, 0, 4, "Shift of training images", unit="pixels at most")
    weight_decay = Slider(0.0, 0.0, 0.1, "Weight decay", step=0.005)
    dropout = Slider(0.0, 0.0, 0.8, "Dropout", step=0.05)
    validation_shift = Slider(0, 0, 8, "Shift of validation images", unit="pixels")
    seed = Slider(0, 0, 20, "Seed")
    image = Place(31, VALIDATION - 1)

    def __init__(self, **given):
        super().__init__(**given)
        self._progress = {}
        self.view.on_msg(self._told)

    def _told(self, view, content, buffers):
        """Answer what the drawing asks for or tells."""
        if content.get("ask") == PAGE_DATA and PAGE_DATA not in view.more:
            view.more = {**view.more, PAGE_DATA: page_data()}
        if isinstance(content.get("progress"), dict):
            self._progress = content["progress"]

    @property
    def progress(self) -> dict:
        """What the page had reached when it last paused; empty before.

        ``step`` and ``epoch``, and for the training and the validation images ``loss`` (None where
        it was no finite number) and ``accuracy`` (a fraction), without dropout. They were found
        at the step ``measured``: a run that has ``diverged`` (True or False) ends at a ``step``
        that is not measured any more. ``settings`` are as they were then.
        """
        return json.loads(json.dumps(self._progress))

    @property
    def architecture(self) -> Architecture:
        """The network that `network` names."""
        return NETWORKS[self.network][0]

    @property
    def parameters(self) -> int:
        """How many numbers the network learns."""
        return self.results["parameters"]

    @property
    def steps_per_epoch(self) -> int:
        """How many steps one pass over the images in use takes."""
        return self.results["steps_per_epoch"]

    @property
    def training_images(self) -> Split:
        """The 5,000 images that it learns from, of which the first `images` are used."""
        return mini_set.splits()[0]

    @property
    def validation_images(self) -> Split:
        """The 1,000 images that it is measured on."""
        return mini_set.splits()[1]

    def compute(self):
        """Say what one epoch is. ``preset`` is empty where the settings are of none."""
        steps = -(-self.images // self.batch_size)
        chosen = self._preset()
        return {
            "parameters": self.architecture.parameters().total,
            "steps_per_epoch": steps,
            "last_batch": self.images - (steps - 1) * self.batch_size,
            "preset": chosen,
            "problem": "",
        }

    def _preset(self):
        """Return the name of the preset that is set, apart from the seed and the image."""
        usual = {name: one.default_value for name, one in self.settings().items()}
        own = {"seed": self.seed, "image": self.image}
        found = (n for n, one in PRESETS.items() if self.values == usual | one["settings"] | own)
        return next(found, "")

    def drawing(self):
        """Return the two curves of a run that was recorded, an ``<svg>`` element."""
        return training_drawing.draw(self.results["preset"] or "right")


def page_data() -> dict:
    """Return what a page loads for the explorer: the images, and the networks as written down."""
    networks = {name: json.loads(one.to_json()) for name, (one, _) in NETWORKS.items()}
    return mini_set.payload() | {"networks": networks}
