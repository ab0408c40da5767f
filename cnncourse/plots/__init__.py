"""Drawings: arrays or a `History` in, matplotlib Axes out.

Every function draws on the Axes it is given, or makes a figure as wide as the book's text. It
changes no setting of matplotlib. Colours can be told apart by colour-blind readers, and lines by
their marks where no colour is printed.

``curves``
    `history`, the losses and accuracies of a training run; `compare`, two losses step by step.
``pictures``
    `image`, `images`, `kernels`, `feature_maps`.
``tables``
    `matrix`, the numbers of a small array in their cells; `confusion_matrix`.
"""

from cnncourse.plots.curves import compare, history
from cnncourse.plots.pictures import feature_maps, image, images, kernels
from cnncourse.plots.tables import confusion_matrix, matrix

__all__ = [
    "compare",
    "confusion_matrix",
    "feature_maps",
    "history",
    "image",
    "images",
    "kernels",
    "matrix",
]
