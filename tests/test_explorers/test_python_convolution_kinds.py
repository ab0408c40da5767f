"""Depthwise, 1 × 1 and transposed convolution in the explorer: by hand."""

import numpy as np
import pytest

from cnncourse.explorers import Convolution
from cnncourse.explorers.stored import images

STAMP = [[1, 2], [3, 4]]


def stamped(**settings):
    """Return a transposed convolution of 0, 1, ... 15 fifteenths, times 15, by a kernel of 2."""
    cells = (15 * np.array(STAMP)).tolist()
    return Convolution(
        image="tiny", kind="transposed", kernel="typed", kernel_size=2, cells=cells, **settings
    )


def test_copies_beside_each_other_by_hand():
    explorer = stamped(stride=2, row=2, column=5)
    found = explorer.results
    assert explorer.output.shape == (8, 8)
    # Pixel (1, 2) is 6; its copy covers rows 2, 3 and columns 4, 5.
    np.testing.assert_allclose(explorer.output[2:4, 4:6], 6 * np.array(STAMP), atol=1e-12)
    assert found["stamp_at"] == (1, 2)
    np.testing.assert_allclose(found["stamp"], 6 * np.array(STAMP), atol=1e-12)
    assert (found["rows"].tolist(), found["columns"].tolist()) == ([1], [2])
    assert (found["tap_rows"].tolist(), found["tap_columns"].tolist()) == ([0], [1])
    assert (found["fewest"], found["most"], found["bare"]) == (1, 1, 0)
    assert found["formulas"] == ("(4 − 1) · 2 + 2 − 0 − 0 = 8",) * 2
    assert (found["parameters"], found["multiply_adds"]) == (4, 16 * 4)


def test_four_copies_meet_and_add_up_by_hand():
    explorer = stamped(row=2, column=3)
    # (1, 2) = 6 by weight 4, (1, 3) = 7 by 3, (2, 2) = 10 by 2, (2, 3) = 11 by 1.
    assert explorer.value == pytest.approx(6 * 4 + 7 * 3 + 10 * 2 + 11 * 1)
    np.testing.assert_allclose(explorer.products[..., 0], [[24, 21], [20, 11]], atol=1e-12)
    assert explorer.output[2, 3] == pytest.approx(explorer.value)
    assert (explorer.results["fewest"], explorer.results["most"]) == (1, 4)


def test_where_no_copy_reaches_the_number_is_nothing():
    explorer = stamped(stride=3, row=2, column=2)
    assert explorer.value == 0
    assert explorer.products.size == 0
    assert explorer.results["bare"] == 11 * 11 - 8 * 8
    assert explorer.reached.tolist() == [[4] * 4] * 4


def test_padding_cuts_off_and_says_so():
    explorer = stamped(padding=1)
    assert explorer.output.shape == (3, 3)
    assert explorer.results["sides"] == (1, 1, 1, 1)
    assert explorer.reached[0].tolist() == [1, 2, 2, 1]
    explorer.kernel_size, explorer.cells, explorer.padding = 1, [[1]], 2
    assert explorer.problem.startswith("padding (=2 and 2) cuts off all of the 4 pixels")
    assert explorer.output.size == 0
    assert explorer.value is None


def test_the_channels_of_depthwise_added_up_are_the_ordinary_map():
    settings = {"image": "landscape", "kernel": "sharpen", "slices": "red-green", "padding": 2}
    apart, whole = (Convolution(kind=kind, **settings) for kind in ("depthwise", "ordinary"))
    np.testing.assert_allclose(apart.output.sum(axis=2), whole.output, atol=1e-12)
    assert apart.results["parameters"] == whole.results["parameters"] == 27
    assert apart.results["multiply_adds"] == whole.results["multiply_adds"] == 50 * 50 * 27
    assert apart.output.shape == (50, 50, 3)


def test_one_by_one_looks_at_one_pixel_whatever_the_kernel():
    explorer = Convolution(image="landscape", kind="1x1", slices="red-green", kernel="sobel-x")
    picture = images()["landscape"].values
    np.testing.assert_allclose(explorer.output, picture[..., 0] - picture[..., 1], atol=1e-12)
    assert explorer.weights.tolist() == [[[1, -1, 0]]]
    assert (explorer.results["parameters"], explorer.results["multiply_adds"]) == (3, 48 * 48 * 3)
    for name, value in (("kernel", "blur"), ("kernel_size", 7), ("dilation", 4)):
        setattr(explorer, name, value)
        assert explorer.weights.tolist() == [[[1, -1, 0]]], name
        assert explorer.output.shape == (48, 48)
    explorer.kernel, explorer.cells = "typed", [[[2, 0, 3]]]
    np.testing.assert_allclose(explorer.output, picture @ [2, 0, 3], atol=1e-12)


def test_with_one_channel_depthwise_is_the_ordinary_convolution():
    apart, whole = (Convolution(kind=kind) for kind in ("depthwise", "ordinary"))
    np.testing.assert_allclose(apart.output[..., 0], whole.output, atol=1e-12)
    assert apart.value.tolist() == [whole.value]


@pytest.mark.parametrize("kind", ["depthwise", "1x1", "transposed"])
@pytest.mark.parametrize("image", ["landscape", "landscape-large", "boot", "tiny"])
def test_the_still_drawing_is_small_and_says_the_kind(kind, image):
    settings = {"kind": kind, "image": image, "stride": 2, "padding_kind": "same"}
    drawing = Convolution(**settings).drawing()
    assert drawing == Convolution(**settings).drawing()
    assert len(drawing) < 30_000
    assert "nan" not in drawing
    words = {"1x1": "1 × 1", "depthwise": "Depthwise", "transposed": "Transposed"}[kind]
    assert f'aria-label="{words} convolution' in drawing


def test_the_kind_is_a_control_that_is_shown_only_where_it_is_named():
    assert Convolution().sliders.kind.options[3][1] == "transposed"
    some = Convolution(controls=["kernel", "stride"])
    assert set(some.sliders) == {"kernel", "stride"}
    assert 'controls="kernel stride"' in some.html()
    named = Convolution(controls=["kind"], kind="transposed")
    named.sliders.kind.value = "depthwise"
    assert named.kind == "depthwise"
    assert repr(named) == "Convolution(kind='depthwise', controls=['kind'])"
