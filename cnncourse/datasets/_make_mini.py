"""Draw ``fashion-mnist-mini`` from the full set, the same way to the last byte of content.

Run as ``python -m cnncourse.datasets._make_mini FOLDER`` with the full Fashion-MNIST in
``CNNCOURSE_DATA`` (or wherever `cnncourse.datasets.load` finds it). The hashes of the content
stand in ``registry.py``; the compressed bytes may differ from one zlib to another.
"""

import gzip
import sys
from pathlib import Path

import numpy as np

from . import fashion_mnist, idx
from .splits import Split

SEED = 28
PER_CLASS = {"train": 500, "t10k": 100}


def draw(split: Split, per_class: int, rng: np.random.Generator) -> Split:
    """Return ``per_class`` images of each class, in the order they have in ``split``."""
    chosen = [
        rng.choice(np.flatnonzero(split.labels == label), per_class, replace=False)
        for label in np.unique(split.labels)
    ]
    return split.select(np.sort(np.concatenate(chosen)))


def contents() -> dict[str, bytes]:
    """Return the content of the four files of the mini set, by name."""
    rng = np.random.default_rng(SEED)
    drawn = {}
    for prefix, split in zip(PER_CLASS, fashion_mnist.read(), strict=True):
        part = draw(split, PER_CLASS[prefix], rng)
        images, labels = part.images[..., 0], part.labels.astype(np.uint8)
        drawn[f"{prefix}-images-idx3-ubyte"] = idx.header(images.shape) + images.tobytes()
        drawn[f"{prefix}-labels-idx1-ubyte"] = idx.header(labels.shape) + labels.tobytes()
    return drawn


def write(folder: Path) -> None:
    """Write the four files, compressed, without a time stamp."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents().items():
        (folder / f"{name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]))
