"""Images pasted into a larger frame: by hand, beside NumPy's padding, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.datasets import Dataset, Split
from cnncourse.datasets.framing import paste

SMALL = np.array([[1, 2], [3, 4]], np.uint8)[None, ..., None]


def test_an_image_lies_in_the_middle_of_its_frame():
    assert paste(SMALL, 4)[0, ..., 0].tolist() == [
        [0, 0, 0, 0],
        [0, 1, 2, 0],
        [0, 3, 4, 0],
        [0, 0, 0, 0],
    ]


def test_unequal_margins_put_it_half_a_pixel_up_and_left():
    assert paste(SMALL, (3, 5))[0, ..., 0].tolist() == [
        [0, 1, 2, 0, 0],
        [0, 3, 4, 0, 0],
        [0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ((0, 0), [[1, 2, 0], [3, 4, 0], [0, 0, 0]]),
        ((0, 1), [[0, 1, 2], [0, 3, 4], [0, 0, 0]]),
        ((1, 0), [[0, 0, 0], [1, 2, 0], [3, 4, 0]]),
    ],
)
def test_an_offset_is_the_row_and_column_of_the_first_pixel(offset, expected):
    assert paste(SMALL, 3, offset)[0, ..., 0].tolist() == expected


@given(
    size=st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(1, 4), st.integers(1, 2)),
    margins=st.tuples(*[st.integers(0, 3)] * 4),
    dtype=st.sampled_from(["uint8", "float32", "float64"]),
)
def test_pasting_is_numpys_padding(size, margins, dtype):
    top, bottom, left, right = margins
    images = np.random.default_rng(0).integers(1, 255, size).astype(dtype)
    frame = (size[1] + top + bottom, size[2] + left + right)
    expected = np.pad(images, ((0, 0), (top, bottom), (left, right), (0, 0)))
    framed = paste(images, frame, (top, left))
    assert framed.dtype == images.dtype
    np.testing.assert_array_equal(framed, expected)


def test_every_split_of_a_set_gets_the_frame_and_keeps_its_labels():
    def split(count):
        return Split(np.full((count, 2, 2, 1), 7, np.uint8), np.arange(count) % 2)

    framed = Dataset("own", split(4), split(2), ["a", "b"], split(3)).in_frame((4, 6))
    assert framed.image_shape == (4, 6, 1)
    assert (framed.name, framed.classes) == ("own", ("a", "b"))
    for part, count in ((framed.train, 4), (framed.validation, 3), (framed.test, 2)):
        assert part.images.sum() == count * 4 * 7
        assert (part.images[:, 1:3, 2:4] == 7).all()
        assert part.labels.tolist() == (np.arange(count) % 2).tolist()
    assert Dataset("own", split(4), split(2), ["a", "b"]).in_frame(2).validation is None


def test_a_split_moves_its_images_to_an_offset():
    moved = Split(np.full((1, 2, 2, 1), 0.5, np.float32), [3]).in_frame(3, (1, 1))
    assert moved.images[0, ..., 0].tolist() == [[0, 0, 0], [0, 0.5, 0.5], [0, 0.5, 0.5]]
    assert moved.labels.tolist() == [3]


@pytest.mark.parametrize(
    ("frame", "offset", "error", "message"),
    [
        (1, None, ValueError, r"frame \(=1×1\) is smaller than the images \(=2×2\); use a larger"),
        ((4, 1), None, ValueError, r"frame \(=4×1\) is smaller"),
        (4, (3, 0), ValueError, r"offset \(=3, 0\) takes the images out .* rows go from 0 to 2"),
        (4, (0, -1), ValueError, r"offset \(=0, -1\) takes .* columns from 0 to 2"),
        (4, 1, TypeError, r"offset must be \(row, column\), in pixels, got 1"),
        (4, (1, 0.5), TypeError, r"offset must be \(row, column\), in pixels, got \(1, 0.5\)"),
        (4.0, None, TypeError, r"frame must be a whole number or \(height, width\), .* got 4.0"),
        (True, None, TypeError, "frame must be a whole number"),
        ((4, 4, 1), None, TypeError, r"frame must be .* got \(4, 4, 1\)"),
        ("44", None, TypeError, "frame must be .* got '44'"),
    ],
)
def test_what_does_not_fit_is_refused(frame, offset, error, message):
    with pytest.raises(error, match=message):
        paste(SMALL, frame, offset)
