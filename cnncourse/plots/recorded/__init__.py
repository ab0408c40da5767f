"""Drawings of records: SVG in the page's own ink, shown by a page and by a notebook alike.

``curves``
    The accuracy over the epochs of an experiment.
``confusion``
    Which class was taken for which.
``corner_map``
    The accuracy of a variant of the corner experiment, over the shift.
``growth``
    How the time of NumPy's convolution grows with the work.

Each is a function that returns a `Shown`, and stands on the list in `cnncourse.records.registry`,
from which pages take it by its name there.
"""

from cnncourse.plots.recorded.epochs import curves
from cnncourse.plots.recorded.mistakes import confusion
from cnncourse.plots.recorded.shifts import corner_map
from cnncourse.plots.recorded.svg import Shown
from cnncourse.plots.recorded.times import growth

__all__ = ["Shown", "confusion", "corner_map", "curves", "growth"]
