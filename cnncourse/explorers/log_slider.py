"""Numbers that are told apart by their ratio, such as a learning rate: a slider with stops."""

import math

import ipywidgets

from cnncourse.explorers.traits import Slider


class LogSlider(Slider):
    """A number on a slider whose steps grow with it: whole if its stops are, else a float.

    Parameters
    ----------
    default : int or float
    stops : sequence of int or float
        Where a page's slider stops, rising and above 0. Other numbers between the first and the
        last are taken too, from Python, a notebook or a link.
    label, unit, cure : str
        As of `Slider`.
    """

    kind = "log"

    def __init__(self, default, stops, label, *, unit="", cure=""):
        self.stops = tuple(stops)
        low, high = self.stops[0], self.stops[-1]
        step = 1 if all(isinstance(one, int) for one in self.stops) else 0.05
        super().__init__(default, low, high, label, step=step, unit=unit, cure=cure)

    def describe(self):
        """Name the stops, which say where the slider begins and ends as well."""
        found = super().describe()
        del found["step"]
        return found | {"stops": list(self.stops)}

    def control(self, value):
        """Return an ``IntSlider``, or a ``FloatLogSlider``, whose step is one of the exponent."""
        if self.whole:
            return super().control(value)
        low, high = math.log10(self.low), math.log10(self.high)
        # A slider shows the nearest of its own steps: one of them must be the default.
        way = math.log10(self.default_value) - low
        return ipywidgets.FloatLogSlider(
            value=value,
            base=10,
            min=low,
            max=high,
            step=way / max(round(way / self.step), 1) or self.step,
            readout_format=".3g",
            description=self.label,
            style={"description_width": "11em"},
            layout={"width": "28em", "max_width": "100%"},
        )
