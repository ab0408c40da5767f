"""Where windows fall: by hand, by counting, and by what Keras and PyTorch give."""

import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse import geometry
from cnncourse.geometry import (
    check_padding,
    check_pool_padding,
    extent,
    output_size,
    pair,
    resolve_padding,
    same_padding,
    tap_places,
    window_count,
    window_coverage,
    window_grid,
    window_inside,
    window_start,
    window_starts,
    window_taps,
)

keras = pytest.importorskip("keras")

SMALL = st.integers(1, 5)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((6, 3), 4),
        ((28, 5), 24),
        ((24, 2, 2), 12),
        ((13, 2, 2), 6),
        ((32, 3, 1, 1), 32),
        ((28, 3, 1, "same"), 28),
        ((28, 3, 2, "same"), 14),
        ((7, 3, 2, "same"), 4),
        ((7, 3, 1, "valid", 2), 3),
        ((4, 3, 1, (2, 0)), 4),
        ((1, 1), 1),
        ((5, 5), 1),
        ((5, 2, 7), 1),
    ],
)
def test_output_size_by_hand(arguments, expected):
    assert output_size(*arguments) == expected


@given(st.integers(1, 20), SMALL, SMALL, SMALL, st.integers(0, 4), st.integers(0, 4))
def test_output_size_counts_the_places_where_the_kernel_fits(
    size, kernel, stride, dilation, low, high
):
    padded = size + low + high
    fits = [
        start for start in range(0, padded, stride) if start + (kernel - 1) * dilation <= padded - 1
    ]
    if fits:
        assert output_size(size, kernel, stride, (low, high), dilation) == len(fits)
    else:
        with pytest.raises(ValueError, match="larger than the padded input"):
            output_size(size, kernel, stride, (low, high), dilation)


@settings(max_examples=40)
@given(st.integers(1, 12), SMALL, SMALL, st.integers(1, 3))
def test_same_is_the_size_that_keras_gives(size, kernel, stride, dilation):
    if stride > 1:
        dilation = 1
    out = keras.ops.conv(
        np.ones((1, size, 1, 1), "float32"),
        np.ones((kernel, 1, 1, 1), "float32"),
        strides=(stride, 1),
        padding="same",
        dilation_rate=(dilation, 1),
    )
    assert output_size(size, kernel, stride, "same", dilation) == out.shape[1]
    low, high = same_padding(size, kernel, stride, dilation)
    assert 0 <= high - low <= 1
    # The number of ones under the first window tells where Keras put its padding.
    assert float(out[0, 0, 0, 0]) == sum(0 <= tap * dilation - low < size for tap in range(kernel))


@settings(max_examples=40)
@given(st.integers(1, 12), SMALL, SMALL, st.integers(1, 3), st.integers(0, 3))
def test_numbers_give_the_size_that_torch_gives(size, kernel, stride, dilation, padding):
    if extent(kernel, dilation) > size + 2 * padding:
        return
    out = torch.nn.functional.conv1d(
        torch.ones(1, 1, size), torch.ones(1, 1, kernel), None, stride, padding, dilation
    )
    assert output_size(size, kernel, stride, padding, dilation) == out.shape[2]


@pytest.mark.parametrize(
    ("padding", "expected"),
    [
        ("valid", (0, 0, 0, 0)),
        ("VALID", (0, 0, 0, 0)),
        ("same", (1, 2, 0, 1)),
        (0, (0, 0, 0, 0)),
        (2, (2, 2, 2, 2)),
        ((1, 2), (1, 1, 2, 2)),
        ([1, 2], (1, 1, 2, 2)),
        ((1, 2, 3, 4), (1, 2, 3, 4)),
        (np.int64(2), (2, 2, 2, 2)),
    ],
)
def test_every_form_of_padding_becomes_four_numbers(padding, expected):
    assert resolve_padding(padding, (6, 6), (4, 3), (1, 2)) == expected


@pytest.mark.parametrize(
    "padding", ["full", -1, (1, -1), (1, 2, 3), (), 1.0, (1, 1.5), True, None, {1, 2}]
)
def test_anything_else_is_no_padding(padding):
    rule = re.escape('padding must be "valid", "same", a whole number >= 0')
    with pytest.raises((TypeError, ValueError), match=f"{rule}.*got {re.escape(repr(padding))}"):
        check_padding(padding)


@pytest.mark.parametrize(
    ("padding", "kind", "cure"),
    [
        ([[0, 0], [1, 1], [2, 2], [0, 0]], TypeError, "; write padding=(1, 1, 2, 2)"),
        ([[0, 0], [0, 0], [1, 2], [3, 4]], TypeError, "; write padding=(1, 2, 3, 4)"),
        (((1, 2), (3, 4)), TypeError, "; write padding=(1, 2, 3, 4)"),
        (np.array([[1, 2], [3, 4]]), TypeError, "; write padding=(1, 2, 3, 4)"),
        ([[1, 1], [1, 1], [1, 1]], ValueError, ""),
        ([1.0, 1], TypeError, ""),
        ([True, 1], TypeError, ""),
        ([1, -1], ValueError, ""),
    ],
)
def test_padding_written_as_pairs_is_told_its_form(padding, kind, cure):
    with pytest.raises(kind, match="padding must be") as error:
        check_padding(padding)
    shown = padding.tolist() if isinstance(padding, np.ndarray) else padding
    assert str(error.value).endswith(f"(top, bottom, left, right), got {shown!r}{cure}")


def test_lists_and_arrays_are_sizes_like_tuples():
    for form in (list, np.array):
        assert check_padding(form([1, 2])) == (1, 1, 2, 2)
        assert check_padding(form([1, 2, 3, 4])) == (1, 2, 3, 4)
        assert pair(form([2, 3])) == (2, 3)
    assert {type(n) for n in (*check_padding(np.array([1, 2])), *pair(np.array([2, 3])))} == {int}
    with pytest.raises(TypeError, match="size must be a whole number, got 2.0"):
        pair(np.array([2.0, 3.0]))
    with pytest.raises(TypeError, match="size must be a whole number, got True"):
        pair(np.bool_(True))


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        (0, ValueError, "stride must be at least 1, got 0"),
        ((2, 0), ValueError, "stride must be at least 1, got 0"),
        ((1, 2, 3), ValueError, r"stride must be a number or a \(height, width\) pair"),
        (1.0, TypeError, "stride must be a whole number, got 1.0"),
        (True, TypeError, "stride must be a whole number, got True"),
        ("2", TypeError, "stride must be a whole number, got '2'"),
    ],
)
def test_a_pair_is_one_or_two_whole_numbers(value, error, message):
    with pytest.raises(error, match=message):
        pair(value, "stride")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((4, 5), r"kernel_size \(=5\) is larger than the padded input \(=4\); use padding="),
        ((4, 3, 1, 0, 2), r"kernel_size \(=3 spread over 5 pixels by dilation 2\)"),
        ((0, 1), "size must be at least 1, got 0"),
        ((4, 0), "kernel must be at least 1, got 0"),
        ((4, 2, 0), "stride must be at least 1, got 0"),
        ((4, 2, 1, 0, 0), "dilation must be at least 1, got 0"),
        ((4, 2, 1, (1, 2, 3)), r"along one direction .* got \(1, 2, 3\)"),
        ((4, 2, 1, -1), "padding must be .* got -1"),
    ],
)
def test_a_wrong_size_is_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        output_size(*arguments)


def test_window_grid_has_both_directions():
    assert window_grid((6, 5), (3, 2), (2, 1), (1, 0, 2, 0)) == ((3, 6), (1, 0, 2, 0))


@pytest.mark.parametrize("sides", [(2, 0, 0, 0), (0, 3, 0, 0), (0, 0, 3, 0), (0, 0, 0, 4)])
def test_pooling_windows_must_hold_a_pixel(sides):
    with pytest.raises(ValueError, match="must be smaller than the pooling window"):
        check_pool_padding(sides, (2, 3))


def test_padding_smaller_than_the_pooling_window_is_allowed():
    check_pool_padding((1, 1, 2, 2), (2, 3))


def test_windows_by_hand():
    # Seven pixels, one more of padding on either side, a kernel of 3 with a stride of 2.
    assert window_count(9, 3, 2) == 4
    assert [*window_starts(4, 2, 1)] == [-1, 1, 3, 5]
    assert window_start(3, 2, 1) == 5
    assert [*window_taps(-1, 3)] == [-1, 0, 1]
    assert [*tap_places(0, window_starts(4, 2, 1))] == [-1, 1, 3, 5]
    assert [*tap_places(2, window_starts(4, 2, 1), 3)] == [5, 7, 9, 11]
    assert [*window_inside(-1, 3, 7)] == [0, 1]
    assert [*window_inside(5, 3, 7)] == [5, 6]
    assert window_coverage(7, window_starts(4, 2, 1), 3) == [1, 2, 1, 2, 1, 2, 1]
    assert window_count(2, 3) == window_count(0, 5, 2) == 0
    assert [*window_starts(0, 2, 1)] == []


@given(st.integers(1, 9), SMALL, SMALL, st.integers(0, 4), st.integers(0, 4), st.integers(1, 3))
def test_windows_are_those_that_fit_and_read_what_lies_under_them(
    size, kernel, stride, before, after, dilation
):
    padded = [*range(-before, size + after)]
    every = [padded[at : at + extent(kernel, dilation)] for at in range(len(padded))]
    fitting = [span[::dilation] for span in every if len(span) == extent(kernel, dilation)]
    expected = fitting[::stride]
    count = window_count(len(padded), extent(kernel, dilation), stride)
    starts = window_starts(count, stride, before)
    assert [[*window_taps(start, kernel, dilation)] for start in starts] == expected
    taps = [[*tap_places(tap, starts, dilation)] for tap in range(kernel)]
    assert taps == [[window[tap] for window in expected] for tap in range(kernel)]
    assert [window_start(n, stride, before) for n in range(count)] == [*starts]
    inside = [[pixel for pixel in window if 0 <= pixel < size] for window in expected]
    assert [[*window_inside(start, kernel, size, dilation)] for start in starts] == inside
    found = window_coverage(size, starts, kernel, dilation)
    assert found == [sum(window.count(pixel) for window in inside) for pixel in range(size)]


def test_geometry_needs_nothing_but_python():
    assert not {"numpy", "np"} & set(vars(geometry))
