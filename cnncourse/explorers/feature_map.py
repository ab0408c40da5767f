"""Images as points on a map, by pixels or by what a network's layers make of them."""

from functools import cache
from types import MappingProxyType

import numpy as np

from cnncourse.explorers import feature_map_drawing, mini_set, stored
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.traits import Choice, Place, Slider

DATA, PAGE_DATA = "maps", "clothes"  # what is always there, and what is loaded for the pictures
IMAGES, NEAREST = 500, 5
SHIFT, LEVELS = 512, 127  # of a neighbour's number and distance, as `making.maps` writes them
FEATURES = {
    "pixels": "784 pixels",
    "pool1": "layer pool1, trained",
    "pool2": "layer pool2, trained",
    "dense1": "layer dense1, trained",
    "untrained": "layer dense1, untrained",
}
METHODS = {"pca": "principal components", "tsne": "t-SNE"}
CLASSES = {
    "t-shirt": "T-shirt/top",
    "trouser": "Trouser",
    "pullover": "Pullover",
    "dress": "Dress",
    "coat": "Coat",
    "sandal": "Sandal",
    "shirt": "Shirt",
    "sneaker": "Sneaker",
    "bag": "Bag",
    "boot": "Ankle boot",
}


class FeatureMap(Explorer):
    """Five hundred test images on a map, each to be pointed at, with its five nearest.

    The neighbours are those by all features, and so are the distances: a map by t-SNE keeps
    neither distances nor widths. `kept` says how many of the five nearest by the features are
    also among the five nearest on the map.

    Examples
    --------
    >>> explorer = FeatureMap(features="dense1", method="pca", point=31)
    >>> explorer.label, explorer.answer
    ('Ankle boot', 'Ankle boot')
    >>> explorer.near.shape, explorer.near_on_map.shape
    ((5,), (5,))
    >>> explorer.places.shape
    (500, 2)
    """

    title = "Feature map"
    data_files = (DATA,)
    constants = {
        "sizes": {"page": PAGE_DATA, "images": IMAGES, "nearest": NEAREST},
        "near": {"shift": SHIFT, "levels": LEVELS},
        "classes": list(CLASSES),
        "marks": feature_map_drawing.MARKS,
    }

    features = Choice("dense1", FEATURES, "Features")
    method = Choice("tsne", METHODS, "Map by")
    perplexity = Choice("30", {"5": "5", "30": "30"}, "Perplexity")
    seed = Slider(0, 0, 1, "Seed")
    category = Choice("all", {"all": "all ten", **CLASSES}, "Class")
    point = Place(-1, IMAGES - 1, "Image", low=-1)

    def __init__(self, **given):
        super().__init__(**given)
        self.view.on_msg(self._told)

    def _told(self, view, content, buffers):
        """Send the pictures once the drawing asks for them."""
        if content.get("ask") == PAGE_DATA and PAGE_DATA not in view.more:
            view.more = {**view.more, PAGE_DATA: page_data()}

    @property
    def images(self) -> np.ndarray:
        """The pictures, uint8 (500, 28, 28, 1), in 16 grey levels as the page has them."""
        found = mini_set.splits()[1].images[:IMAGES].view()
        found.flags.writeable = False
        return found

    @property
    def labels(self) -> np.ndarray:
        """The number of each picture's class, (500,)."""
        return maps()["labels"]

    @property
    def answers(self) -> np.ndarray:
        """The number of the class that the trained network finds likeliest, (500,)."""
        return maps()["answers"]

    @property
    def places(self) -> np.ndarray:
        """Where each picture lies on the map, whole numbers from 0 to 255, (500, 2)."""
        return self.results["places"]

    @property
    def label(self) -> str:
        """The class of the chosen picture; empty where none is chosen."""
        return self.results["label"]

    @property
    def answer(self) -> str:
        """What the trained network says of it."""
        return self.results["answer"]

    @property
    def near(self) -> np.ndarray:
        """The five pictures nearest to it by all features, nearest first."""
        return self.results["near"]

    @property
    def distances(self) -> np.ndarray:
        """How far these are by all features, to a 127th of the largest such distance."""
        return self.results["distances"]

    @property
    def near_on_map(self) -> np.ndarray:
        """The five pictures nearest to it on the map."""
        return self.results["near_on_map"]

    @property
    def kept(self) -> float:
        """The share of the five nearest by the features that are among the five on the map."""
        return self.results["kept"]

    def compute(self):
        """Look the map and the neighbours up, and count over the pictures of the class.

        ``of_class`` and ``of_class_on_map`` are the shares of the five nearest, by the features
        and on the map, that are of their picture's class.
        """
        data = maps()
        found = data["features"][self.features]
        key = "pca" if self.method == "pca" else f"{self.perplexity}-{self.seed}"
        near, labels = found["near"], data["labels"]
        on_map = _near_on_map(self.features, key)
        kept = (near[:, :, None] == on_map[:, None]).any(axis=2).mean(axis=1)
        own = [list(CLASSES).index(self.category)] if self.category != "all" else range(10)
        shown = np.flatnonzero(np.isin(labels, own))
        same = [(labels[each] == labels[:, None])[shown].mean() for each in (near, on_map)]
        return {
            "places": found["places"][key],
            "shares": found["shares"] if self.method == "pca" else [],
            "size": found["size"],
            "shown": len(shown),
            "of_class": float(same[0]),
            "of_class_on_map": float(same[1]),
            "kept": float(kept[shown].mean()),
            "problem": "",
            **self._chosen(data, found, on_map),
        }

    def _chosen(self, data, found, on_map):
        """Return what is told of the chosen picture."""
        point = self.point
        if point < 0:
            none = np.zeros(0, int)
            words = {"label": "", "answer": "", "sureness": 0}
            return words | {"near": none, "near_on_map": none, "distances": np.zeros(0)}
        names = list(CLASSES.values())
        return {
            "label": names[data["labels"][point]],
            "answer": names[data["answers"][point]],
            "sureness": int(data["sureness"][point]),
            "near": found["near"][point],
            "near_on_map": on_map[point],
            "distances": found["distances"][point],
        }

    def drawing(self):
        """Return the map, a shape and a colour for each class, an ``<svg>`` element."""
        return feature_map_drawing.draw(self)


@cache
def maps() -> MappingProxyType:
    """Return the stored maps: labels, answers, and by features the neighbours and places."""
    data = stored.payload(DATA)
    found = {name: stored.decode(data[name]) for name in ("labels", "answers", "sureness")}
    found["features"] = {name: _entry(one) for name, one in data["features"].items()}
    return MappingProxyType(found)


def _entry(one):
    numbers = stored.decode(one["near"]).view("<u2").astype(int)
    return one | {
        "near": numbers % SHIFT,
        "distances": numbers // SHIFT * (one["reach"] / LEVELS),
        "places": {name: stored.decode(each).astype(int) for name, each in one["places"].items()},
    }


@cache
def _near_on_map(features, key):
    """Return the five nearest to each on a map, (500, 5); of equally near ones the first."""
    places = maps()["features"][features]["places"][key]
    apart = ((places[:, None] - places) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.iinfo(apart.dtype).max)
    return apart.argsort(axis=1, kind="stable")[:, :NEAREST]


def page_data() -> dict:
    """Return what a page loads for the pictures."""
    return mini_set.first_of_validation(IMAGES)
