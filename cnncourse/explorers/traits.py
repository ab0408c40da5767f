"""The settings of an explorer: traits that know their rule, their control and their wire form.

A setting is written once, in its explorer's class. From it come the check in Python, the
``ipywidgets`` control in a notebook, the synchronised trait of the drawing, and, through
its description, the native input and the check in a page.
"""

import itertools
import math

import ipywidgets
import numpy as np
import traitlets

from cnncourse.arguments import is_real, is_whole
from cnncourse.explorers.typed import read_numbers

_born = itertools.count()


class SettingError(traitlets.TraitError, ValueError):
    """A value that a setting of an explorer cannot take."""


class Setting(traitlets.TraitType):
    """What every setting of an explorer is, and how it stands in a page and in a notebook.

    Parameters
    ----------
    default : object
        The value at first.
    label : str
        The words beside the control.
    cure : str
        What an error ends in: why the rule is so, or what to do instead.
    """

    kind = "setting"
    has_control = False  # else the drawing itself is the control
    attribute = "value"  # of the ipywidgets control, what is linked to the drawing

    def __init__(self, default, label="", *, cure=""):
        self.label, self.cure, self.order = label, cure, next(_born)
        super().__init__(default)
        self.default_value = self.checked(default)

    def checked(self, value):
        """Return ``value`` in its plain form, or raise `SettingError`."""
        raise SettingError("a bare Setting takes no value; use one of its kinds")

    def validate(self, obj, value):
        """Check what is assigned (called by traitlets)."""
        return self.checked(value)

    def refuse(self, rule, value):
        """Raise the error that says the rule, the value and the cure."""
        cure = f"; {self.cure}" if self.cure else ""
        raise SettingError(f"{self.name} must be {rule}, got {value!r}{cure}")

    def describe(self) -> dict:
        """Return what a page needs to make the control and to check a value."""
        return {
            "name": self.name,
            "kind": self.kind,
            "label": self.label,
            "default": self.default_value,
        }

    def wire(self) -> traitlets.TraitType:
        """Return the synchronised trait that carries the setting to the drawing."""
        return traitlets.Any(self.to_wire(self.default_value)).tag(sync=True)

    def to_wire(self, value):
        """Return what is sent for ``value``."""
        return value

    def from_wire(self, value):
        """Return the value that was sent."""
        return value

    def control(self, value) -> ipywidgets.Widget | None:
        """Return the ipywidgets control, or None where the drawing itself is the control."""
        return None


class Slider(Setting):
    """A number on a slider: whole if its bounds and step are, else a float.

    Parameters
    ----------
    default, low, high : int or float
        The bounds are themselves allowed.
    label : str
    step : int or float
        Between two positions of the slider; a float setting takes any number between.
    unit : str
        Shown after the number, such as ``"pixels"``.
    cure : str
    """

    kind = "slider"
    has_control = True

    def __init__(self, default, low, high, label, *, step=1, unit="", cure=""):
        self.low, self.high, self.step, self.unit = low, high, step, unit
        self.whole = all(map(is_whole, (default, low, high, step)))
        super().__init__(default, label, cure=cure)

    def checked(self, value):
        """Return the number as int or float."""
        noun = "a whole number" if self.whole else "a number"
        good = is_whole(value) if self.whole else is_real(value)
        if not good or not self.low <= value <= self.high:
            self.refuse(f"{noun} from {self.low} to {self.high}", value)
        # A slider of ipywidgets adds up its steps, and sends 2.0999999999999996 for 2.1.
        return int(value) if self.whole else float(f"{value:.12g}")

    def describe(self):
        """Add the bounds, the step and the unit."""
        numbers = {"low": self.low, "high": self.high, "step": self.step, "whole": self.whole}
        return super().describe() | numbers | {"unit": self.unit}

    def wire(self):
        """Return a whole number or a float."""
        kind = traitlets.Int if self.whole else traitlets.Float
        return kind(self.default_value).tag(sync=True)

    def control(self, value):
        """Return an ``IntSlider`` or a ``FloatSlider``."""
        kind = ipywidgets.IntSlider if self.whole else ipywidgets.FloatSlider
        return kind(
            value=value,
            min=self.low,
            max=self.high,
            step=self.step,
            description=self.label,
            style={"description_width": "11em"},
            layout={"width": "28em", "max_width": "100%"},
        )


class Place(Slider):
    """A whole number that is chosen in the drawing, such as the row of a window."""

    kind = "place"
    has_control = False

    def __init__(self, default, high, label="", *, low=0, cure=""):
        super().__init__(default, low, high, label, cure=cure)

    def control(self, value):
        """Return None: the drawing is the control."""
        return None


class Choice(Setting):
    """One of several names.

    Parameters
    ----------
    default : str
    options : dict of str to str
        Each name and the words shown for it.
    label : str
    cure : str
    """

    kind = "choice"
    has_control = True
    attribute = "index"  # a Dropdown's value lives in Python alone; its index is in the page too

    def __init__(self, default, options, label, *, cure=""):
        self.options = dict(options)
        super().__init__(default, label, cure=cure)

    def checked(self, value):
        """Return the name."""
        if not isinstance(value, str) or value not in self.options:
            self.refuse("one of " + ", ".join(map(repr, self.options)), value)
        return str(value)

    def describe(self):
        """Add the names and their words."""
        options = [{"value": name, "label": words} for name, words in self.options.items()]
        return super().describe() | {"options": options}

    def wire(self):
        """Return the place among the options."""
        return traitlets.Int(self.to_wire(self.default_value)).tag(sync=True)

    def to_wire(self, value):
        """Return the place of a name."""
        return list(self.options).index(value)

    def from_wire(self, value):
        """Return the name at a place."""
        if not 0 <= value < len(self.options):
            self.refuse(f"the place of one of {len(self.options)} options", value)
        return list(self.options)[value]

    def control(self, value):
        """Return a ``Dropdown``."""
        return ipywidgets.Dropdown(
            options=[(words, name) for name, words in self.options.items()],
            value=value,
            description=self.label,
            style={"description_width": "11em"},
            layout={"width": "28em", "max_width": "100%"},
        )


class DrawnChoice(Choice):
    """One of several names that is chosen in the drawing, which asks for it where it is needed."""

    has_control = False

    def control(self, value):
        """Return None: the drawing is the control."""
        return None


class Toggle(Setting):
    """Yes or no."""

    kind = "toggle"
    has_control = True

    def checked(self, value):
        """Return True or False."""
        if not isinstance(value, (bool, np.bool_)):
            self.refuse("True or False", value)
        return bool(value)

    def wire(self):
        """Return a truth value."""
        return traitlets.Bool(self.default_value).tag(sync=True)

    def control(self, value):
        """Return a ``Checkbox``."""
        return ipywidgets.Checkbox(value=value, description=self.label, indent=False)


class Numbers(Setting):
    """A table or a row of numbers, set in the drawing or from Python; kept as nested tuples.

    Parameters
    ----------
    default : array_like
    low, high : float
        Bounds of every number.
    shapes : sequence of tuple
        The shapes it may have.
    label : str
    cure : str
    """

    kind = "numbers"

    def __init__(self, default, low, high, shapes, label="", *, cure=""):
        self.low, self.high, self.shapes = low, high, [tuple(shape) for shape in shapes]
        super().__init__(default, label, cure=cure)

    def checked(self, value):
        """Return the numbers as nested tuples of floats."""
        shapes = " or ".join(str(shape) for shape in self.shapes)
        try:
            value = read_numbers(value)
        except (ValueError, RecursionError) as error:
            self.refuse(f"numbers of shape {shapes} ({error})", value)
        try:
            truths = any(isinstance(one, bool) for one in np.asarray(value, object).flat)
            array = np.asarray(value)
            array = array.astype(float) if array.dtype.kind in "iuf" and not truths else None
        except (TypeError, ValueError):
            array = None
        if array is None or array.shape not in self.shapes:
            self.refuse(f"numbers of shape {shapes}", value)
        if not (np.isfinite(array).all() and array.min() >= self.low and array.max() <= self.high):
            self.refuse(f"numbers from {self.low} to {self.high}", value)
        return _nested(array)

    def describe(self):
        """Add the bounds and the shapes."""
        shapes = [list(shape) for shape in self.shapes]
        return super().describe() | {"low": self.low, "high": self.high, "shapes": shapes}

    def to_wire(self, value):
        """Return nested lists."""
        return np.asarray(value).tolist()


def _nested(array):
    """Return nested tuples of plain floats, whole ones without a negative zero."""
    if array.ndim == 0:
        number = float(array)
        return 0.0 if math.isclose(number, 0, abs_tol=0) else number
    return tuple(_nested(row) for row in array)
