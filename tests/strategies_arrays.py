"""Hypothesis strategies that draw batches of images and the settings of sliding windows."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from cnncourse import geometry
from tests.strategies_architecture import pairs, windows

DTYPES = st.sampled_from(("float32", "float64"))


def normal(seed, *shape, dtype="float64"):
    """Standard normal numbers: no ties, no zeros, no kinks of relu in the way."""
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


class Case(NamedTuple):
    """One call of a windowed operation; ``size`` is the kernel's or the pooling window's."""

    images: np.ndarray
    size: tuple[int, int]
    settings: dict

    @property
    def sides(self):
        """The padding as (top, bottom, left, right)."""
        pair = geometry.pair
        return geometry.resolve_padding(
            self.settings["padding"],
            self.images.shape[1:3],
            self.size,
            pair(self.settings["stride"]),
            pair(self.settings.get("dilation", 1)),
        )


@st.composite
def images(draw, *, dtypes=DTYPES, sides=(1, 9), batch=(1, 3), channels=(1, 6)):
    """Normal images (N, H, W, C); up to six channels, on both sides of where layouts change."""
    side = st.integers(*sides)
    shape = draw(st.tuples(st.integers(*batch), side, side, st.integers(*channels)))
    return normal(draw(st.integers(0, 2**32)), *shape, dtype=draw(dtypes))


@st.composite
def convolution_cases(draw, **options):
    """Images with any kernel size, stride, padding (every form) and dilation that fit them."""
    batch = draw(images(**options))
    dilation = draw(pairs(1, 3))
    kernel, padding = draw(windows(batch.shape[1:3], dilation=geometry.pair(dilation)))
    settings = {"stride": draw(pairs(1, 3)), "padding": padding, "dilation": dilation}
    return Case(batch, kernel, settings)


@st.composite
def pooling_cases(draw, **options):
    """Images with any pooling window, stride and padding that fit them."""
    batch = draw(images(**options))
    size, padding = draw(windows(batch.shape[1:3], pool=True))
    return Case(batch, size, {"stride": draw(pairs(1, 3)), "padding": padding})
