"""Images laid out by what a network makes of them: places on maps, and neighbours.

`payload` computes all from the package alone: the small set's first test images, the network
"C-cnn" as it comes trained and as it began, scikit-learn's t-SNE. Principal components and
neighbours are the same on every machine; t-SNE with the same seed need not be, which is why its
places are stored.
"""

import numpy as np

from cnncourse import datasets, inspection, ops, pretrained, reference
from cnncourse.explorers.making.script import encode

IMAGES = 500
NETWORK = "C-cnn"
LAYERS = ("pool1", "pool2", "dense1")  # of the trained network
CONTROL = "dense1"  # of the untrained one, drawn from seed 0
PERPLEXITIES = (5, 30)
SEEDS = (0, 1)
NEAREST = 5
SIDE = 255  # the places' largest number, across and down
LEVELS = 127  # of a distance
SHIFT = 512  # an image's number is below it; a distance's level is multiplied by it


def payload() -> dict:
    """Return what the explorer of maps needs, as plain values."""
    test = datasets.load("fashion-mnist-mini").test
    images, labels = test.images[:IMAGES], test.labels[:IMAGES]
    rows, logits = features(images)
    return {
        "classes": list(datasets.load("fashion-mnist-mini").classes),
        "network": NETWORK,
        "labels": encode(labels.astype(np.uint8)),
        "answers": encode(logits.argmax(axis=1).astype(np.uint8)),
        "sureness": encode(np.rint(100 * ops.softmax(logits).max(axis=1)).astype(np.uint8)),
        "features": {name: entry(found) for name, found in rows.items()},
    }


def features(images) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Return each kind of features by name, (N, features) float64, and the network's logits."""
    architecture, weights = pretrained.load(NETWORK)
    blank = architecture.initial_weights(0)
    x = images.astype(np.float32) / 255
    found = reference.activations(architecture, weights, x)
    rows = {"pixels": x} | {layer: found[layer] for layer in LAYERS}
    rows["untrained"] = reference.activations(architecture, blank, x)[CONTROL]
    flat = {name: each.reshape(len(x), -1).astype(float) for name, each in rows.items()}
    return flat, list(found.values())[-1]


def entry(rows) -> dict:
    """Return one kind of features in its plain form: neighbours, and a place on every map."""
    found = inspection.principal_components(rows, 2)
    places = {"pca": found.project(rows)}
    for perplexity in PERPLEXITIES:
        for seed in SEEDS:
            places[f"{perplexity}-{seed}"] = tsne(rows, perplexity, seed)
    near, distances = nearest(rows)
    reach = float(f"{distances.max():.6g}")
    levels = np.rint(distances / reach * LEVELS).astype(int)
    return {
        "size": rows.shape[1],
        "shares": [float(f"{share:.4g}") for share in found.shares],
        "reach": reach,
        "near": encode((near + SHIFT * levels).astype("<u2").view(np.uint8)),
        "places": {name: encode(on_grid(each)) for name, each in places.items()},
    }


def nearest(rows) -> tuple[np.ndarray, np.ndarray]:
    """Return the other images nearest to each by Euclidean distance, and how far they are."""
    squares = (rows**2).sum(axis=1)
    apart = np.sqrt(np.maximum(squares[:, None] + squares - 2 * rows @ rows.T, 0))
    np.fill_diagonal(apart, np.inf)
    near = apart.argsort(axis=1, kind="stable")[:, :NEAREST]
    return near, np.take_along_axis(apart, near, axis=1)


def tsne(rows, perplexity: int, seed: int) -> np.ndarray:
    """Return places (N, 2) by t-SNE from a random start, as the chapter's cell computes them."""
    from sklearn.manifold import TSNE

    made = TSNE(perplexity=perplexity, random_state=seed, init="random")
    return made.fit_transform(rows.astype(np.float32))


def on_grid(places) -> np.ndarray:
    """Return places as whole numbers from 0 to `SIDE`, both axes in one unit, in the middle."""
    low, high = places.min(axis=0), places.max(axis=0)
    scaled = (places - (low + high) / 2) * (SIDE / (high - low).max()) + SIDE / 2
    return np.rint(scaled).clip(0, SIDE).astype(np.uint8)
