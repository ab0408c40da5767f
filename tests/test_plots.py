"""The drawings: what stands in the Axes is what the arrays say."""

import matplotlib
import numpy as np
import pytest
from matplotlib import colors, pyplot

from cnncourse import plots
from cnncourse.plots import look
from cnncourse.recipe import History


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


def run():
    """Return a history whose lowest validation loss is in its second epoch."""
    return History(
        loss=[0.9, 0.5, 0.3],
        accuracy=[0.7, 0.8, 0.9],
        validation_loss=[0.8, 0.6, 0.7],
        validation_accuracy=[0.72, 0.79, 0.78],
        best_epoch=1,
    )


def texts(ax):
    return [text.get_text() for text in ax.texts]


def legend(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_history_draws_each_measured_curve_over_epochs_from_one():
    loss, accuracy = plots.history(run())
    drawn = {line.get_label(): line.get_xydata().tolist() for line in loss.lines[:2]}
    assert drawn == {
        "training": [[1, 0.9], [2, 0.5], [3, 0.3]],
        "validation": [[1, 0.8], [2, 0.6], [3, 0.7]],
    }
    np.testing.assert_allclose(accuracy.lines[0].get_ydata(), [70, 80, 90])
    np.testing.assert_allclose(accuracy.lines[1].get_ydata(), [72, 79, 78])
    assert (loss.get_xlabel(), loss.get_ylabel()) == ("epoch", "loss (nats)")
    assert accuracy.get_ylabel() == "accuracy (%)"


def test_history_marks_the_best_epoch_on_both_curves():
    loss, accuracy = plots.history(run())
    assert legend(loss) == ["training", "validation", "best: epoch 2"]
    ring = loss.lines[-1]
    assert (ring.get_xydata().tolist(), ring.get_marker()) == ([[2, 0.6]], "o")
    np.testing.assert_allclose(accuracy.lines[-1].get_xydata(), [[2, 79]])


def test_history_without_validation_has_one_curve_and_no_mark():
    loss, accuracy = plots.history(History(loss=[0.9], accuracy=[0.7]))
    assert len(loss.lines) == len(accuracy.lines) == 1
    assert legend(loss) == ["training"]


def test_history_tells_training_from_validation_without_colour():
    loss, _ = plots.history(run())
    trained, validated = loss.lines[:2]
    assert trained.get_marker() != validated.get_marker()
    assert {trained.get_color(), validated.get_color()} == {look.BLUE, look.RED}


def test_history_uses_the_axes_given():
    _, given = pyplot.subplots(1, 2)
    assert plots.history(run(), given)[0] is given[0]
    assert len(pyplot.get_fignums()) == 1


def test_history_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="no epoch yet; train for at least one"):
        plots.history(History())
    _, one = pyplot.subplots()
    with pytest.raises(ValueError, match=r"axes must be two.*got shape \(\)"):
        plots.history(run(), one)


def test_compare_draws_both_runs_and_their_largest_difference():
    ax = plots.compare([2.0, 1.5], [2.0, 1.25])
    keras, torch = ax.lines
    assert keras.get_xydata().tolist() == [[1, 2.0], [2, 1.5]]
    assert torch.get_xydata().tolist() == [[1, 2.0], [2, 1.25]]
    assert ax.get_title() == "largest difference 2.5e-01"
    assert legend(ax) == ["Keras", "PyTorch"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("step", "loss (nats)")


def test_compare_shows_both_where_they_agree():
    first, second = plots.compare([1.0], [1.0], labels=("a", "b"), title="equal").lines
    assert second.get_markersize() > first.get_markersize()
    assert second.get_markerfacecolor() == "none"


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([1.0], [1.0, 2.0], "as many steps, got 1 and 2"),
        ([], [], "first must have 1 dimensions and no empty one"),
        ([1.0], [np.nan], "second must be finite"),
        (["a"], [1.0], "first must hold real numbers"),
    ],
)
def test_compare_refuses(first, second, message):
    with pytest.raises((TypeError, ValueError), match=message):
        plots.compare(first, second)


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 1), (3, 4, 3)])
def test_image_draws_every_pixel_between_black_and_white(shape):
    pixels = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    ax = plots.image(pixels, title="a coat")
    (drawn,) = ax.images
    np.testing.assert_allclose(drawn.get_array(), np.squeeze(pixels) / 255)
    assert drawn.get_clim() == (0, 1)  # a dark image stays dark
    assert ax.get_title() == "a coat"
    assert len(ax.get_xticks()) == 0


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((2, 2, 4)), r"got shape \(2, 2, 4\): RGBA.*; pass \[..., :3\] of it"),
        (np.zeros((1, 2, 2, 1)), r"one image.*got shape \(1, 2, 2, 1\), a batch; pass \[0\]"),
        (np.full((2, 2), 255.0), "got values from 255 to 255; divide by 255"),
        (np.full((2, 2), np.inf), "must be finite"),
    ],
)
def test_image_refuses(pixels, message):
    with pytest.raises(ValueError, match=message):
        plots.image(pixels)


def test_images_names_classes_and_tells_wrong_predictions():
    pictures = np.zeros((3, 2, 2, 1), np.uint8)
    axes = plots.images(
        pictures, [0, 1, 1], classes=("bag", "coat"), predictions=[0, 0, 1], columns=2
    )
    assert axes.shape == (2, 2)
    titles = [ax.get_title() for ax in axes.flat]
    assert titles == ["bag", "coat\n→ bag", "coat", ""]
    edges = [colors.to_hex(ax.spines["top"].get_edgecolor()).upper() for ax in axes.flat]
    assert [edge == look.RED.upper() for edge in edges] == [False, True, False, False]
    assert not axes[1, 1].get_visible()


def test_images_draws_the_images_in_order():
    pictures = np.arange(2, dtype=np.uint8).reshape(2, 1, 1, 1) * 255
    first, second = plots.images(pictures).flat
    assert (first.images[0].get_array(), second.images[0].get_array()) == ([[0]], [[1]])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"labels": [0]}, r"shape \(2,\), one class number an image, got 2 images and 1 labels"),
        ({"labels": [0, 2], "classes": ("a", "b")}, "classes has 2 names"),
        ({"predictions": [0, 1]}, "give labels too"),
        ({"labels": [0.0, 1.0]}, "labels must be whole numbers"),
        ({"columns": 0}, "columns must be a whole number of at least 1, got 0"),
    ],
)
def test_images_refuses(options, message):
    with pytest.raises((TypeError, ValueError), match=message):
        plots.images(np.zeros((2, 3, 3, 1), np.uint8), **options)


def test_kernels_of_one_channel_fill_a_grid_on_one_scale():
    values = np.random.default_rng(0).normal(size=(3, 3, 1, 5))
    axes = plots.kernels(values, columns=4)
    assert axes.shape == (2, 4)
    for unit in range(5):
        drawn = axes.flat[unit].images[0]
        np.testing.assert_array_equal(drawn.get_array(), values[:, :, 0, unit])
        assert drawn.get_clim() == (-np.abs(values).max(), np.abs(values).max())
    assert axes.flat[0].figure.get_suptitle() == "5 kernels"


def test_kernels_of_colour_put_a_filter_in_a_column_and_a_channel_in_a_row():
    values = np.random.default_rng(0).normal(size=(3, 3, 3, 32))
    axes = plots.kernels(values, count=4)
    assert axes.shape == (3, 4)
    np.testing.assert_array_equal(axes[2, 1].images[0].get_array(), values[:, :, 2, 1])
    assert [row[0].get_ylabel() for row in axes] == ["channel 0", "channel 1", "channel 2"]
    assert axes[0, 0].figure.get_suptitle() == "the first 4 of 32 kernels"


def test_kernels_of_zeros_are_as_white_or_as_dark_as_the_page():
    drawn = plots.kernels(np.zeros((3, 3, 1, 1)))[0, 0].images[0]
    assert drawn.to_rgba(np.zeros((1, 1)))[0, 0, 3] == 0  # nothing is drawn
    assert drawn.get_clim() == (-1, 1)


def test_feature_maps_share_one_scale():
    maps = np.arange(2 * 2 * 3, dtype=np.float32).reshape(1, 2, 2, 3)
    axes = plots.feature_maps(maps, count=2)
    assert axes.shape == (1, 2)
    np.testing.assert_array_equal(axes[0, 1].images[0].get_array(), maps[0, :, :, 1])
    assert {ax.images[0].get_clim() for ax in axes.flat} == {(0.0, 11.0)}
    assert axes[0, 0].figure.get_suptitle() == "the first 2 of 3 maps"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.kernels(np.zeros((3, 3))), "kernels must have 4 dimensions"),
        (
            lambda: plots.kernels(np.zeros((3, 3, 1, 1)), count=0),
            "count must be a whole number of at least 1, got 0",
        ),
        (lambda: plots.feature_maps(np.zeros((2, 4, 4, 3))), "of one image, got 2"),
        (lambda: plots.feature_maps(np.zeros((4, 4, 3)), columns=0), "of at least 1, got 0"),
    ],
)
def test_kernels_and_maps_refuse(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_matrix_writes_every_number_in_its_cell():
    ax = plots.matrix(np.array([[1, 0, 4], [8, 2, 5]]), title="image")
    placed = {text.get_position(): text.get_text() for text in ax.texts}
    assert placed == {(0, 0): "1", (1, 0): "0", (2, 0): "4", (0, 1): "8", (1, 1): "2", (2, 1): "5"}
    assert ax.get_title() == "image"
    assert list(ax.patches) == []


def test_matrix_frames_the_window():
    ax = plots.matrix(np.zeros((6, 6)), window=(1, 2, 3, 3))
    (frame,) = ax.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((1.5, 0.5), 3, 3)
    assert ax.get_xlim() == (-0.5, 5.5)
    assert ax.get_ylim() == (5.5, -0.5)  # row 0 is above


def test_matrix_makes_room_for_a_window_over_padding():
    ax = plots.matrix(np.zeros((6, 6)), window=(-1, 4, 3, 3))
    assert ax.get_xlim() == (-0.5, 6.5)
    assert ax.get_ylim() == (5.5, -1.5)


def test_matrix_writes_as_many_decimals_as_are_needed():
    assert texts(plots.matrix([[0.5, -0.001]])) == ["0.50", "0.00"]
    assert texts(plots.matrix([[2.0, -3.0]])) == ["2", "-3"]
    assert texts(plots.matrix([[1 / 9]], digits=3)) == ["0.111"]
    assert texts(plots.matrix([[True, False]])) == ["1", "0"]


def test_matrix_is_dark_on_light_and_light_on_dark():
    dark, light = plots.matrix([[0, 255]]).texts
    assert (dark.get_color(), light.get_color()) == (look.WHITE, look.BLACK)


def test_matrix_keeps_limits_so_that_two_can_be_compared():
    ax = plots.matrix([[5]], limits=(0, 10))
    assert ax.images[0].get_clim() == (0, 10)


@pytest.mark.parametrize(
    ("values", "window", "message"),
    [
        ([1, 2], None, r"values must have 2 dimensions and no empty one, got \(2,\)"),
        ([["a"]], None, "values must hold real numbers"),
        ([[1]], (1, 0, 1, 1), r"cells of the 1×1 array in it, got \(1, 0, 1, 1\)"),
        ([[1]], (0, 0, 0, 1), "window must be"),
    ],
)
def test_matrix_refuses(values, window, message):
    with pytest.raises((TypeError, ValueError), match=message):
        plots.matrix(values, window=window)


def test_confusion_matrix_writes_counts_and_colours_shares_of_a_row():
    ax = plots.confusion_matrix(np.array([[3, 1], [0, 12]]), ("bag", "coat"))
    placed = {text.get_position(): text.get_text() for text in ax.texts}
    assert placed == {(0, 0): "3", (1, 0): "1", (0, 1): "0", (1, 1): "12"}
    np.testing.assert_array_equal(ax.images[0].get_array(), [[0.75, 0.25], [0, 1]])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["bag", "coat"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert ax.get_title() == "93.75 % on the diagonal"


def test_confusion_matrix_of_a_class_without_images_is_drawn():
    ax = plots.confusion_matrix([[0, 0], [1, 1]], ("bag", "coat"))
    np.testing.assert_array_equal(ax.images[0].get_array(), [[0, 0], [0.5, 0.5]])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ([[1, 2]], r"must be 2×2 for 2 classes, got \(1, 2\)"),
        ([[0.5, 0], [0, 1]], "whole numbers from 0"),
        ([[-1, 0], [0, 1]], "whole numbers from 0"),
    ],
)
def test_confusion_matrix_refuses(counts, message):
    with pytest.raises((TypeError, ValueError), match=message):
        plots.confusion_matrix(counts, ("bag", "coat"))


def test_figures_fit_the_text_of_the_book_and_no_setting_is_changed():
    before = dict(matplotlib.rcParams)
    widest = [
        plots.history(run())[0],
        plots.images(np.zeros((20, 2, 2, 1), np.uint8))[0, 0],
        plots.kernels(np.ones((3, 3, 1, 16)))[0, 0],
        plots.feature_maps(np.ones((4, 4, 16)))[0, 0],
        plots.confusion_matrix(np.eye(10, dtype=int), [str(i) for i in range(10)]),
        plots.matrix(np.zeros((6, 6), int)),
        plots.compare([1.0, 2.0], [1.0, 2.0]),
    ]
    for ax in widest:
        assert ax.figure.get_size_inches()[0] <= look.WIDTH
        ax.figure.draw_without_rendering()  # a layout that does not fit warns
    assert dict(matplotlib.rcParams) == before
