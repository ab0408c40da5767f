"""Drawings: arrays or a `History` in, matplotlib Axes out.

Every function draws on the Axes it is given, or makes a figure in the book's look (``look``): as
wide as the book's text at most, its own text legible on a phone, its inks read on a white page
and on a dark one. (Grids of many pictures, `images`, `kernels` and `feature_maps`, always make
their own.) It changes no setting of matplotlib. Colours can be told apart by
colour-blind readers, and lines by their marks or strokes where no colour is printed.

``figures``
    `panels`, several Axes in the book's look, to draw on with what follows.
``pixels``
    `image`, one image, with a window framed; `pictures`, a few with titles and pixel axes;
    `images`, a grid of them with the names of their classes.
``signed``
    `weights`, signed numbers in their cells; `signed_maps` on one scale; `responses`, kernels
    above the maps they make; `scale_bar`, the colour bar of pictures on one scale.
``maps``
    `kernels` of a layer; `feature_maps` of one; `stages`, the maps after each layer.
``steps``
    `convolution_step`, image and window × kernel = products; `weight_matrix`, all windows.
``tables``
    `matrix`, the numbers of a small array in their cells; `confusion_matrix`.
``curves``
    `history`, the losses and accuracies of a training run; `compare`, two losses step by step;
    `gaps`, how far results lie apart.
``epochs``
    `learning_curves`, what was measured after every epoch.
``graphs``
    `graphs`, functions of one number, a panel each.
``descents``
    `descents`, a weight's way down the curve of its loss.
``rates``
    `schedules`, the learning rate over a run; `rate_ranges`, what range tests found.
``layered``
    `by_layer`, what is measured at every layer of deep networks.
``calibration``
    `reliability`, how sure a network was against how often it was right.
``bar_charts``
    `bars`, a few numbers compared.
``page``
    `svg`, a figure as the book's pages show it.
"""

from cnncourse.plots.bar_charts import bars
from cnncourse.plots.calibration import reliability
from cnncourse.plots.curves import compare, gaps, history
from cnncourse.plots.descents import descents
from cnncourse.plots.epochs import learning_curves
from cnncourse.plots.figures import panels
from cnncourse.plots.graphs import graphs
from cnncourse.plots.layered import by_layer
from cnncourse.plots.maps import feature_maps, kernels, stages
from cnncourse.plots.page import svg
from cnncourse.plots.pixels import image, images, pictures
from cnncourse.plots.rates import rate_ranges, schedules
from cnncourse.plots.signed import responses, scale_bar, signed_maps, weights
from cnncourse.plots.steps import convolution_step, weight_matrix
from cnncourse.plots.tables import confusion_matrix, matrix

__all__ = [
    "bars",
    "by_layer",
    "compare",
    "confusion_matrix",
    "convolution_step",
    "descents",
    "feature_maps",
    "gaps",
    "graphs",
    "history",
    "image",
    "images",
    "kernels",
    "learning_curves",
    "matrix",
    "panels",
    "pictures",
    "rate_ranges",
    "reliability",
    "responses",
    "scale_bar",
    "schedules",
    "signed_maps",
    "stages",
    "svg",
    "weight_matrix",
    "weights",
]
