"""Convolution in Python: windows by hand, kernels of every size, and what does not go together."""

import numpy as np
import pytest

from cnncourse.explorers import Convolution, SettingError, kernels
from cnncourse.explorers.stored import images

# np.pad's words for the same three.
PADS = {"zero": "constant", "reflect": "reflect", "replicate": "edge"}


def test_a_window_by_hand():
    explorer = Convolution(image="worked-6x6", kernel="typed", row=1, column=2)
    explorer.cells = [[1, 0, -1], [0, 2, 0], [0, 0, 0]]
    numbers = explorer.picture[..., 0]
    assert explorer.patch[..., 0].tolist() == numbers[1:4, 2:5].tolist()
    assert explorer.products[..., 0].tolist() == [
        [numbers[1, 2], 0, -numbers[1, 4]],
        [0, 2 * numbers[2, 3], 0],
        [0, 0, 0],
    ]
    assert explorer.value == numbers[1, 2] - numbers[1, 4] + 2 * numbers[2, 3]
    assert explorer.output[1, 2] == explorer.value
    assert explorer.results["rows"].tolist() == [1, 2, 3]
    assert explorer.results["columns"].tolist() == [2, 3, 4]


def test_the_setting_that_others_refuse():
    explorer = Convolution(
        image="tiny", kernel="blur", stride=2, padding=1, padding_kind="number", row=0, column=0
    )
    assert explorer.problem == ""
    assert explorer.output.shape == (2, 2)
    # Of nine pixels five are padding; the other four are 0, 1, 4 and 5 fifteenths.
    assert explorer.value == pytest.approx((0 + 1 + 4 + 5) / 15 / 9)
    assert explorer.reached.tolist() == [[1, 2, 1, 1], [2, 4, 2, 2], [1, 2, 1, 1], [1, 2, 1, 1]]


def by_loops(explorer, sides):
    """Return the map as its definition has it, for square kernels."""
    top, bottom, left, right = sides
    mode = PADS[explorer.padding_mode]
    padded = np.pad(explorer.picture, ((top, bottom), (left, right), (0, 0)), mode=mode)
    step, gap, weights = explorer.stride, explorer.dilation, explorer.weights
    span = (explorer.kernel_size - 1) * gap + 1
    places = [range(0, length - span + 1, step) for length in padded.shape[:2]]
    return [
        [(padded[r : r + span : gap, c : c + span : gap] * weights).sum() for c in places[1]]
        for r in places[0]
    ]


@pytest.mark.parametrize("mode", PADS)
@pytest.mark.parametrize(
    ("settings", "sides"),
    [
        ({"padding": 2, "stride": 3}, (2, 2, 2, 2)),
        ({"padding": 3, "dilation": 2, "kernel_size": 3}, (3, 3, 3, 3)),
        ({"padding_kind": "same", "stride": 2, "kernel_size": 4}, (1, 1, 1, 1)),
        ({"padding_kind": "same", "kernel_size": 4}, (1, 2, 1, 2)),
        ({"padding_kind": "valid", "padding": 5}, (0, 0, 0, 0)),
    ],
)
def test_the_map_is_the_definitions(settings, sides, mode):
    for image, kernel in (("checkerboard", "emboss"), ("landscape", "sharpen")):
        explorer = Convolution(image=image, kernel=kernel, padding_mode=mode, **settings)
        explorer.slices = "blue-yellow"
        found = explorer.results
        assert found["sides"] == sides
        np.testing.assert_allclose(found["output"], by_loops(explorer, sides), atol=1e-12)
        place = found["row"], found["column"]
        assert found["value"] == pytest.approx(found["output"][place], abs=1e-12)
        assert sum(found["channel_sums"]) == pytest.approx(found["value"], abs=1e-12)


def test_pixels_that_no_window_reaches():
    explorer = Convolution(image="worked-6x6", kernel_size=2, stride=3)
    assert explorer.output.shape == (2, 2)
    alone = [1, 1, 0, 1, 1, 0]
    assert explorer.reached.tolist() == np.multiply.outer(alone, alone).tolist()
    assert explorer.results["unreached"] == 36 - 16


def test_a_place_beyond_the_output_is_the_nearest_within():
    explorer = Convolution(image="tiny", row=200, column=1)
    assert (explorer.results["row"], explorer.results["column"]) == (1, 1)
    assert explorer.row == 200  # as it was asked for: a larger image has it


def test_the_map_grows_up_to_the_window():
    explorer = Convolution(image="tiny", row=1, column=0)
    assert explorer.results["shown"] == 4
    explorer.grow = True
    assert explorer.results["shown"] == 3


CLASSIC = {
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1 / 9] * 3] * 3,
    "sharpen": [[-1 / 9] * 3, [-1 / 9, 17 / 9, -1 / 9], [-1 / 9] * 3],
    "sobel-x": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "sobel-y": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "laplacian": [[0, 1, 0], [1, -4, 1], [0, 1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
}


@pytest.mark.parametrize("name", CLASSIC)
def test_kernels_of_three_are_the_classic_ones(name):
    np.testing.assert_allclose(Convolution(kernel=name).weights[..., 0], CLASSIC[name], atol=1e-15)


@pytest.mark.parametrize("size", range(1, 8))
def test_kernels_of_every_size(size):
    made = {name: kernels.named_kernel(name, size) for name in kernels.KERNELS}
    assert all(kernel.shape == (size, size) for kernel in made.values())
    for name in ("identity", "blur", "sharpen", "emboss"):  # keep the brightness
        assert made[name].sum() == pytest.approx(1)
    for name in ("sobel-x", "sobel-y", "laplacian"):  # see only change
        assert made[name].sum() == pytest.approx(0)
        assert made[name].any() == (size > 1)
    assert (made["sobel-y"] == made["sobel-x"].T).all()
    assert (made["sobel-x"] == -made["sobel-x"][:, ::-1]).all()


@pytest.mark.parametrize("size", range(1, 8))
def test_identity_with_same_padding_is_the_picture(size):
    explorer = Convolution(kernel="identity", kernel_size=size, padding_kind="same")
    assert (explorer.output == explorer.picture[..., 0]).all()


def test_larger_edge_kernels_are_the_classic_ones_of_a_smoothed_picture():
    smooth = np.outer([1, 2, 1], [1, 2, 1])
    for name in ("sobel-x", "sobel-y", "laplacian"):
        small, large = (kernels.named_kernel(name, size) for size in (3, 5))
        by_shifts = np.zeros((5, 5))
        for (i, j), weight in np.ndenumerate(smooth):
            by_shifts[i : i + 3, j : j + 3] += weight * small
        assert (large == by_shifts).all()


def test_colour_is_a_slice_for_each_channel_and_one_output():
    explorer = Convolution(image="landscape", kernel="sobel-x", slices="red-green")
    assert explorer.weights.shape == (3, 3, 3)
    sobel = np.array(CLASSIC["sobel-x"])
    assert (explorer.weights == np.stack([sobel, -sobel, 0 * sobel], axis=2)).all()
    assert explorer.output.shape == (46, 46)
    red, green = (Convolution(image="landscape", slices=one).output for one in ("red", "green"))
    np.testing.assert_allclose(explorer.output, red - green, atol=1e-12)
    grey = Convolution(image="landscape")
    mean = images()["landscape"].values.mean(axis=2)
    np.testing.assert_allclose(grey.output[0, 0], (mean[:3, :3] * sobel).sum(), atol=1e-12)


def test_a_typed_kernel_is_cropped_or_filled_up_around_its_centre():
    cells = np.arange(1, 10).reshape(3, 3).tolist()
    explorer = Convolution(kernel="typed", cells=cells, kernel_size=5)
    assert explorer.weights[1:4, 1:4, 0].tolist() == cells
    assert explorer.weights.sum() == 45
    for size, kept in ((1, [[5]]), (2, [[5, 6], [8, 9]])):
        explorer.kernel_size = size
        assert explorer.weights[..., 0].tolist() == kept
    explorer.kernel_size = 4
    assert explorer.weights[:3, :3, 0].tolist() == cells
    assert explorer.cells == tuple(map(tuple, cells))  # and nothing is lost


def test_typed_slices_are_taken_as_they_are_and_added_for_a_grey_image():
    cells = [[[1, 2, 3]]]
    explorer = Convolution(image="landscape", kernel="typed", kernel_size=1, cells=cells)
    assert explorer.weights.tolist() == cells
    explorer.slices = "red"  # does not touch what was typed
    assert explorer.weights.tolist() == cells
    explorer.image = "boot"
    assert explorer.weights.tolist() == [[[6]]]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"image": "tiny", "kernel_size": 7},
            "kernel_size (=7) is larger than the padded input (=4)",
        ),
        (
            {"image": "tiny", "kernel_size": 3, "dilation": 2},
            "kernel_size (=3 spread over 5 pixels by dilation 2)",
        ),
        (
            {"image": "pooling-3x3", "padding": 3, "padding_mode": "reflect"},
            'padding (=3) must be smaller than the image (=3) in height for mode "reflect"',
        ),
    ],
)
def test_what_does_not_go_together_is_said_and_gives_no_output(settings, words):
    explorer = Convolution(**settings)
    assert words in explorer.problem
    assert explorer.output.shape == (0, 0)
    assert explorer.value is None
    assert explorer.products.size == explorer.patch.size == explorer.results["shown"] == 0
    assert words.split('"')[0] in explorer.html()
    explorer.padding_mode, explorer.kernel_size, explorer.dilation = "replicate", 1, 1
    assert explorer.problem == ""


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("stride", 0, "stride must be a whole number from 1 to 6, got 0; a window that does not"),
        ("kernel_size", 8, "kernel_size must be a whole number from 1 to 7, got 8"),
        ("kernel", "Sobel", "kernel must be one of 'identity', 'blur'"),
        ("image", "shoe", "image must be one of 'boot'"),
        ("cells", [[1, 2]], r"cells must be numbers of shape \(1, 1\) or"),
        ("cells", [[1000]], "cells must be numbers from -999 to 999"),
        ("cells", [[float("nan")]], "cells must be numbers from"),
        ("row", -1, "row must be a whole number from 0 to 1554"),
    ],
)
def test_impossible_settings_are_refused_with_a_reason(name, value, words):
    explorer = Convolution()
    with pytest.raises(SettingError, match=words):
        setattr(explorer, name, value)
    assert getattr(explorer, name) == type(explorer).settings()[name].default_value


def test_repr_and_the_page_name_what_differs():
    explorer = Convolution(kernel="blur", stride=2)
    assert repr(explorer) == "Convolution(kernel='blur', stride=2)"
    page = explorer.html()
    assert page.startswith('<cnncourse-explorer name="convolution" state="{&quot;kernel&quot;')
    assert "13 × 13" in page


@pytest.mark.parametrize("image", images())
def test_the_still_drawing_is_small_and_always_the_same(image):
    settings = {"image": image, "padding_kind": "same", "kernel_size": 5, "kernel": "sharpen"}
    drawing = Convolution(**settings).drawing()
    assert drawing == Convolution(**settings).drawing()
    assert len(drawing) < 30_000
    assert drawing.startswith("<svg ")
    assert "nan" not in drawing


def test_every_control_is_there_by_name():
    explorer = Convolution()
    named = set(explorer.settings()) - {"cells", "row", "column", "own_picture", "weight"}
    assert set(explorer.sliders) == named
    explorer.sliders.stride.value = 3
    assert explorer.stride == 3
    assert explorer.output.shape == (9, 9)
