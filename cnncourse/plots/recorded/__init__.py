"""Drawings of records: SVG in the page's own ink, shown by a page and by a notebook alike.

``curves``
    The accuracy over the epochs of an experiment.
``confusion``
    Which class was taken for which.
``corner_map``
    The accuracy of a variant of the corner experiment, over the shift.
``beside``
    The training loss of plain and of residual networks of two depths.
``ablations``
    The losses of network D with and without dropout and normalisation.
``growth``
    How the time of NumPy's convolution grows with the work.
``folded``
    The sources' claims of a kind, each with its verdict behind a click.

Each is a function that returns a `Shown`, and stands on the list in `cnncourse.records.registry`,
from which pages take it by its name there.
"""

from cnncourse.plots.recorded.depths import beside
from cnncourse.plots.recorded.epochs import curves
from cnncourse.plots.recorded.losses import ablations
from cnncourse.plots.recorded.mistakes import confusion
from cnncourse.plots.recorded.said import folded
from cnncourse.plots.recorded.shifts import corner_map
from cnncourse.plots.recorded.svg import Shown
from cnncourse.plots.recorded.times import growth

__all__ = ["Shown", "ablations", "beside", "confusion", "corner_map", "curves", "folded", "growth"]
