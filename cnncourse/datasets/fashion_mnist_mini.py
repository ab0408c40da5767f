"""The small real set inside the package: 500 + 100 images of each class of Fashion-MNIST.

The images are Zalando's, under the MIT licence that lies beside them; how they were drawn
is written in ``_make_mini.py``.
"""

from pathlib import Path

from . import fashion_mnist, files, registry
from .files import FileCheck
from .splits import Split

INFO = registry.FASHION_MNIST_MINI
FOLDER = files.PACKAGED / "fashion-mnist-mini"


def locate() -> Path:
    """Return the folder inside the package."""
    return FOLDER


def fetch(*, progress: bool = True) -> Path:
    """Return the folder inside the package: nothing needs fetching."""
    return FOLDER


def read() -> tuple[Split, Split]:
    """Return the training and the test split."""
    return fashion_mnist.read_splits(FOLDER, registry.FASHION_MNIST_MINI_FILES)


def check() -> tuple[FileCheck, ...]:
    """Return the state of each file."""
    return fashion_mnist.check_files(FOLDER, registry.FASHION_MNIST_MINI_FILES)
