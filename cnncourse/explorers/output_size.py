"""How many windows fit: the formula of the output size, in numbers and as a strip."""

import numpy as np

from cnncourse import geometry
from cnncourse.explorers import svg
from cnncourse.explorers.base import Explorer
from cnncourse.explorers.formulas import windows_formula
from cnncourse.explorers.padding_settings import (
    ALONG_TIME,
    PaddingKind,
    chosen_padding,
    padding_pixels,
)
from cnncourse.explorers.traits import Slider


class OutputSize(Explorer):
    """Input, kernel, stride, padding and dilation along one direction, and what they give.

    Beside the chosen padding stand TensorFlow's ``"same"``, whose odd pixel goes after the
    input, and the symmetric padding that is usual in PyTorch, ``span // 2`` on both sides.
    The two often give maps of one size that were computed from different pixels. ``"causal"``, of
    one-dimensional convolutions along time, pads before the input alone, so that each window ends
    on the pixel it belongs to.

    Examples
    --------
    >>> explorer = OutputSize(size=28, kernel_size=3, stride=2, padding_kind="same")
    >>> explorer.output_size, explorer.before, explorer.after
    (14, 0, 1)
    >>> explorer.formula
    '⌊(28 + 0 + 1 − 3) / 2⌋ + 1 = 14'
    >>> OutputSize(size=4, kernel_size=7).problem
    'kernel_size (=7) is larger than the padded input (=4); use padding="same" or a smaller kernel'
    >>> explorer = OutputSize(size=8, kernel_size=3, stride=1, padding_kind="causal")
    >>> explorer.output_size, explorer.before, explorer.after
    (8, 2, 0)
    """

    title = "Output size"
    parts = ("code",)

    size = Slider(8, 1, 32, "Input size", unit="pixels")
    kernel_size = Slider(3, 1, 11, "Kernel size", unit="pixels")
    stride = Slider(
        2, 1, 8, "Stride", unit="pixels", cure="a window that does not move would never end"
    )
    padding_kind = PaddingKind("number", ALONG_TIME)
    padding = padding_pixels(0, 8)
    dilation = Slider(1, 1, 5, "Dilation", cure="1 is a kernel without gaps")

    @property
    def output_size(self) -> int:
        """How many windows fit; 0 where there is a problem."""
        return self.results["output_size"]

    @property
    def before(self) -> int:
        """Padding before the input, in pixels."""
        return self.results["before"]

    @property
    def after(self) -> int:
        """Padding after the input, in pixels."""
        return self.results["after"]

    @property
    def formula(self) -> str:
        """The formula with the numbers in it."""
        return self.results["formula"]

    def compute(self):
        """Compute where the windows fall with the chosen, the "same" and the usual padding.

        ``starts`` are the first positions of the windows, 0 being the first input pixel;
        ``covered`` counts the windows that each input pixel takes part in; ``dropped`` is
        the number of pixels, padding included, behind the last window.
        """
        span = geometry.extent(self.kernel_size, self.dilation)
        found = self._windows(chosen_padding(self))
        same, symmetric = self._windows("same"), self._windows(span // 2)
        return {
            "span": span,
            **found,
            "formula": windows_formula(
                self.size,
                found["before"],
                found["after"],
                self.kernel_size,
                self.stride,
                self.dilation,
                found["output_size"],
            ),
            **{f"same_{key}": same[key] for key in ("output_size", "before", "after", "starts")},
            "symmetric_padding": span // 2,
            "symmetric_output_size": symmetric["output_size"],
            "symmetric_starts": symmetric["starts"],
        }

    def _windows(self, padding):
        """Return the output size, the padding and the windows' places for one padding."""
        span = geometry.extent(self.kernel_size, self.dilation)
        if padding == "causal":
            padding = (span - 1, 0, 0, 0)
        sides = geometry.resolve_padding(
            padding, (self.size,) * 2, (self.kernel_size,) * 2, *_pairs(self.stride, self.dilation)
        )
        before, after = sides[:2]
        try:
            count = geometry.output_size(
                self.size, self.kernel_size, self.stride, (before, after), self.dilation
            )
            problem = ""
        except ValueError as error:
            count, problem = 0, str(error)
        starts = geometry.window_starts(count, self.stride, before)
        covered = geometry.window_coverage(self.size, starts, self.kernel_size, self.dilation)
        end = starts[-1] + span if count else -before
        return {
            "output_size": count,
            "before": before,
            "after": after,
            "starts": np.array(starts, int),
            "covered": np.array(covered),
            "dropped": int(self.size + after - end),
            "problem": problem,
        }

    def drawing(self):
        """Draw the input as a strip, its padding dashed, with every window below it."""
        found, side = self.results, 16
        padded = found["before"] + self.size + found["after"]
        left, boxes = side + found["before"] * side, []
        for place in range(-found["before"], self.size + found["after"]):
            inside = 0 <= place < self.size
            fill = "#9ecae1" if inside else "none"
            box = {"x": left + place * side, "y": 24, "width": side, "height": side}
            dash = None if inside else "2 2"
            boxes.append(
                svg.element("rect", **box, fill=fill, stroke=svg.MUTED, stroke_dasharray=dash)
            )
        shown = found["starts"][:12]
        for row, start in enumerate(shown):
            for tap in range(self.kernel_size):
                x = left + (int(start) + tap * self.dilation) * side
                y = 24 + side * 1.5 + row * 8
                boxes.append(
                    svg.element("rect", x=x + 1, y=y, width=side - 2, height=5, fill=svg.FRAME)
                )
        words = f"Output size: {found['formula']}"
        heading = svg.text(side, 14, words, size=12, anchor="start")
        width = max((padded + 2) * side, 320)
        return svg.drawing(width, 60 + 8 * len(shown), heading, *boxes, title=words)


def _pairs(*numbers):
    return [(number, number) for number in numbers]
