"""What chapters draw with: the numbers in the Axes are those of the arrays."""

import numpy as np
import pytest
from matplotlib import colors, pyplot

from cnncourse import plots
from cnncourse.plots import look

SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
PATCH = np.array([[0, 0, 1, 8], [0, 0, 8, 8], [0, 2, 8, 7], [0, 5, 8, 7]])


@pytest.fixture(autouse=True)
def _closed():
    yield
    pyplot.close("all")


def numbers(ax):
    """Return the texts in the cells of an Axes as they lie."""
    placed = {text.get_position(): text.get_text() for text in ax.texts}
    wide, high = (1 + max(place[side] for place in placed) for side in (0, 1))
    return [[placed[column, row] for column in range(wide)] for row in range(high)]


def drawn(ax):
    return np.asarray(ax.images[0].get_array())


def test_panels_are_counted_row_by_row_and_as_wide_as_asked():
    axes = plots.panels(3, 2, width=6, height=4, widths=[2, 1, 1])
    assert axes.shape == (6,)
    figure = axes[0].figure
    assert figure.get_size_inches().tolist() == [6, 4]
    figure.draw_without_rendering()
    places = [ax.get_position() for ax in axes]
    assert places[0].x0 < places[1].x0 < places[2].x0
    assert places[3].y1 < places[0].y0
    assert places[0].width > 1.5 * places[1].width
    assert plots.panels(1)[0].figure.get_figwidth() == 3
    assert plots.panels(5)[0].figure.get_figwidth() == look.WIDTH


def test_an_image_has_its_window_framed_and_its_pixels_numbered():
    ax = plots.image(np.eye(4, 6), window=(1, 2, 3, 2), units=True)
    (frame,) = ax.patches
    assert (frame.get_xy(), frame.get_width(), frame.get_height()) == ((1.5, 0.5), 2, 3)
    assert (ax.get_xticks().tolist(), ax.get_yticks().tolist()) == ([0, 5], [0, 3])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("column (pixels)", "row (pixels)")
    assert plots.image(np.eye(2), ticks=True).get_xlabel() == ""
    assert plots.image(np.eye(1), ticks=True).get_xticks().tolist() == [0]


def test_pictures_say_once_what_is_counted_and_leave_a_place_empty():
    red = np.zeros((3, 3, 3))
    red[..., 0] = 1
    first, gap, second = plots.pictures({"red": red, "": None, "grey": np.full((2, 5), 0.5)})
    np.testing.assert_array_equal(drawn(first), red)
    np.testing.assert_array_equal(drawn(second), np.full((2, 5), 0.5))
    assert (first.get_title(), second.get_title()) == ("red", "grey")
    assert (first.get_xlabel(), second.get_xlabel()) == ("column (pixels)", "")
    assert second.get_xticks().tolist() == [0, 4]
    assert not gap.axison
    assert [ax.images[0].get_clim() for ax in (first, second)] == [(0, 1), (0, 1)]


def test_pictures_may_have_one_title_twice_and_as_many_rows_as_needed():
    axes = plots.pictures([("label 1", np.eye(2))] * 5, columns=2)
    assert [ax.get_title() for ax in axes] == ["label 1"] * 5
    rows = {round(ax.get_position().y0, 2) for ax in axes}
    assert len(rows) == 3


def test_drawings_use_the_axes_given():
    axes = plots.panels(2)
    assert plots.pictures({"a": np.eye(2), "b": np.eye(2)}, axes)[1] is axes[1]
    assert plots.signed_maps({"a": np.eye(2), "b": -np.eye(2)}, plots.panels(2))[0].images
    assert plots.convolution_step(PATCH, SOBEL, 0, 0, given := plots.panels(3))[2] is given[2]
    assert plots.stages({"a": np.zeros((2, 2, 3))}, given := plots.panels(1, 3))[2, 0] is given[2]
    kernels = {"a": SOBEL}
    assert plots.responses(kernels, kernels, given := plots.panels(1, 2))[1, 0] is given[1]
    for draw in (plots.bars, plots.gaps, plots.learning_curves):
        (ax,) = plots.panels(1)
        assert draw({"a": [1.0]}, ax=ax) is ax
    assert plots.weight_matrix([[1, 0]], 2, 1, (ax := plots.panels(1)[0])) is ax
    assert plots.weights(SOBEL, (ax := plots.panels(1)[0])) is ax


def test_weights_are_orange_above_zero_purple_below_and_nothing_at_zero():
    ax = plots.weights([[-2, 0, 1]])
    assert numbers(ax) == [["-2", "0", "1"]]
    assert ax.images[0].get_clim() == (-2, 2)
    below, zero, above = ax.images[0].to_rgba(np.array([[-2, 0, 1]]))[0]
    assert colors.to_hex(below[:3]) == "#7b5bd6"
    assert colors.to_hex(above[:3]) == "#d95f02"
    assert zero[3] == 0
    assert below[3] == pytest.approx(2 * above[3], rel=0.02)
    assert plots.weights([[-2, 0, 1]], limit=8).images[0].get_clim() == (-8, 8)


def test_signed_maps_share_one_limit_and_one_bar():
    maps = {"a": np.array([[1.0, -3.0]]), "b": np.array([[2.0, 0.5]])}
    axes = plots.signed_maps(maps, label="sum")
    assert [ax.images[0].get_clim() for ax in axes] == [(-3, 3), (-3, 3)]
    np.testing.assert_array_equal(drawn(axes[1]), [[2.0, 0.5]])
    bars = [ax for ax in axes[0].figure.axes if ax not in axes]
    assert [bar.get_ylabel() for bar in bars] == ["sum"]


@pytest.mark.parametrize(("limit", "ends"), [(3, "neither"), (2.5, "min"), (1, "both")])
def test_a_scale_bar_ends_in_an_arrow_where_numbers_go_on(limit, ends):
    axes = plots.signed_maps({"a": np.array([[-3.0, 2.0]])}, limit=limit)
    assert axes[0].images[0].colorbar.extend == ends


def test_zeros_have_a_scale_too():
    axes = plots.signed_maps({"a": np.zeros((2, 2))})
    assert axes[0].images[0].get_clim() == (-1, 1)


def test_responses_have_one_limit_for_kernels_and_one_for_maps():
    kernels = {"edge": SOBEL, "sharp": 4 * SOBEL}
    maps = {"edge": np.array([[1.0, 2.0]]), "sharp": np.array([[-5.0, 0.0]])}
    above, below = plots.responses(kernels, maps, digits=0)
    assert numbers(above[0]) == [["-1", "0", "1"], ["-2", "0", "2"], ["-1", "0", "1"]]
    assert [ax.images[0].get_clim() for ax in above] == [(-8, 8), (-8, 8)]
    assert [ax.images[0].get_clim() for ax in below] == [(-5, 5), (-5, 5)]
    assert [ax.get_title() for ax in above] == ["edge", "sharp"]
    assert (below[0].get_xlabel(), below[1].get_xlabel()) == ("column (pixels)", "")
    assert len(above[0].figure.axes) == 5  # and one bar


def test_a_step_of_a_convolution_by_hand():
    """The window at row 1, column 1: 0 8 8, 2 8 7, 5 8 7 under the kernel."""
    image, kernel, products = plots.convolution_step(PATCH, SOBEL, 1, 1, limits=(0, 9))
    assert numbers(image) == PATCH.astype(str).tolist()
    assert image.patches[0].get_xy() == (0.5, 0.5)
    assert image.images[0].get_clim() == (0, 9)
    assert numbers(kernel) == SOBEL.astype(str).tolist()
    assert numbers(products) == [["0", "0", "8"], ["-4", "0", "14"], ["-5", "0", "7"]]
    assert products.get_title().replace("\n", " ") == "= products, sum 20"


def test_a_step_does_not_overflow_bytes_and_says_minus():
    bytes_ = np.full((3, 3), 250, np.uint8)
    *_, products = plots.convolution_step(bytes_, np.full((3, 3), -2, np.int8), 0, 0)
    assert numbers(products)[0] == ["-500"] * 3
    assert "sum \N{MINUS SIGN}4500" in products.get_title()


def test_a_sum_is_written_in_full():
    *_, products = plots.convolution_step(np.full((2, 2), 50000), np.ones((2, 2), int), 0, 0)
    assert "sum 200000" in products.get_title()
    *_, products = plots.convolution_step(np.full((2, 2), 0.25), np.full((2, 2), 1 / 3), 0, 0)
    assert "sum 0.33" in products.get_title()


def test_a_matrix_of_weights_leaves_zeros_empty():
    ax = plots.weight_matrix([[1, 2, 0, 0], [0, 0, 1, 2]], image_width=2, map_width=1)
    assert np.ma.getmaskarray(ax.images[0].get_array()).tolist() == [[0, 0, 1, 1], [1, 1, 0, 0]]
    assert (ax.get_xticks().tolist(), ax.get_yticks().tolist()) == ([0, 2], [0, 1])
    one, two = ax.images[0].to_rgba(np.array([1.0, 2.0]))
    assert not np.allclose(one, two)


def test_stages_are_columns_with_their_sizes_and_first_maps():
    maps = np.arange(2 * 2 * 4.0).reshape(1, 2, 2, 4)
    axes = plots.stages({"image": np.eye(2)[..., None], "conv1": maps}, count=3)
    assert axes.shape == (3, 2)
    assert [ax.get_title() for ax in axes[0]] == ["image\n2×2×1", "conv1\n2×2×4"]
    np.testing.assert_array_equal(drawn(axes[2, 1]), maps[0, :, :, 2])
    assert [ax.get_visible() for ax in axes[:, 0]] == [True, False, False]
    assert axes[1, 1].images[0].get_clim() == (1, 13)  # each map from its least to its greatest


def test_bars_stand_from_the_top_downwards_with_their_numbers():
    ax = plots.bars(
        {"conv1": [1.0, 75.0], "dense1": [99.0, 25.0]}, ["weights", "work"], fmt="%g %%"
    )
    assert [text.get_text() for text in ax.texts] == ["1 %", "99 %", "75 %", "25 %"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["conv1", "dense1"]
    low, high = ax.get_ylim()
    assert low > high  # the first is above
    assert [bar.get_width() for bar in ax.patches] == [1, 99, 75, 25]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["weights", "work"]
    assert plots.bars({"a": 1.0, "b": 2.0}).get_legend() is None


def test_learning_curves_count_epochs_from_one_and_mark_the_lowest():
    curves = {"training": [0.9, 0.5, 0.3], "validation": [0.8, 0.6, 0.7]}
    ax = plots.learning_curves(curves, best=1, limits=(0, 2))
    drawn = {line.get_label(): line.get_xydata().tolist() for line in ax.lines[:2]}
    assert drawn["training"] == [[1, 0.9], [2, 0.5], [3, 0.3]]
    assert drawn["validation"] == [[1, 0.8], [2, 0.6], [3, 0.7]]
    assert ax.lines[2].get_label() == "lowest: epoch 2"
    assert list(ax.lines[2].get_xdata()) == [2, 2]
    assert ax.get_ylim() == (0, 2)
    assert ax.lines[0].get_linestyle() == "-"
    assert ax.lines[0].get_marker() != ax.lines[1].get_marker()
    unmarked = plots.learning_curves({"a": np.arange(31)})
    assert len(unmarked.lines) == 1
    assert unmarked.lines[0].get_marker() == "None"


def test_gaps_are_logarithmic_and_leave_out_what_is_equal():
    ax = plots.gaps({"Keras": [0.0, 1e-7, 0.0], "PyTorch": [1e-8, 1e-6, 1e-5]})
    keras, torch = ax.lines
    np.testing.assert_array_equal(keras.get_ydata(), [np.nan, 1e-7, np.nan])
    np.testing.assert_array_equal(torch.get_xydata(), [[1, 1e-8], [2, 1e-6], [3, 1e-5]])
    assert ax.get_yscale() == "log"
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["Keras (2 are 0)", "PyTorch"]
    assert keras.get_marker() != torch.get_marker()


def test_gaps_that_are_all_zero_are_drawn_as_none_and_said():
    ax = plots.gaps({"": [0.0, 0.0]}, places=["conv1", "dense1"])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["not drawn: 2 are 0"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["conv1", "dense1"]
    ax.figure.draw_without_rendering()  # no warning of a logarithm of 0
    assert plots.gaps({"": [1e-3]}).get_legend() is None


def test_descents_start_at_a_ring_and_share_the_curve():
    weights = np.array([-1.0, 0.0, 1.0, 3.0])
    paths = {"0.25": ([1.0, 0.5], [1.0, 0.25]), "1.5": ([1.0, -2.0, 4.0], [1.0, 4.0, 16.0])}
    axes = plots.descents((weights, weights**2), paths, ylabel="loss (squared)")
    assert [ax.get_title() for ax in axes] == ["0.25", "1.5"]
    for ax, path in zip(axes, paths.values(), strict=True):
        curve, steps, start = ax.lines
        np.testing.assert_array_equal(curve.get_ydata(), [1, 0, 1, 9])
        np.testing.assert_array_equal(steps.get_xydata(), np.transpose(path))
        assert start.get_xydata().tolist() == [[1, 1]]
        assert start.get_markersize() > steps.get_markersize()
    assert axes[0].get_xlim() == axes[1].get_xlim() == pytest.approx((-1.24, 3.24))
    assert axes[1].get_ylim() == pytest.approx((-0.54, 9.54))  # 16 is beyond it
    assert [ax.get_ylabel() for ax in axes] == ["loss (squared)", ""]
    (given,) = plots.panels(1)
    assert plots.descents(([0], [0]), {"flat": ([0], [0])}, given)[0] is given


def test_a_step_may_slide_something_else_than_a_kernel():
    axes = plots.convolution_step(PATCH, SOBEL, 0, 0, names=("padded", "turned"))
    assert [ax.get_title() for ax in axes[:2]] == ["padded", "× turned"]


def test_many_steps_are_a_broad_line_and_a_thin_one():
    losses = np.linspace(2, 1, 100)
    broad, thin = plots.compare(losses, losses + 0.001, ylabel="running mean").lines
    assert broad.get_linewidth() > 3 * thin.get_linewidth()
    assert broad.axes.get_ylabel() == "running mean"


def test_titles_take_as_many_lines_as_their_panel_needs():
    axes = plots.pictures(
        {"a rather long title of an image": np.eye(3), "b": np.eye(3), "c": np.eye(3)}
    )
    assert "\n" in axes[0].get_title()
    assert axes[0].get_title().replace("\n", " ") == "a rather long title of an image"
    assert "\n" not in plots.image(np.eye(3), title="short").get_title()


def test_graphs_have_one_scale_one_legend_and_lines_at_zero():
    x = np.linspace(-2, 2, 5)
    relu, step = np.maximum(x, 0), (x > 0).astype(float)
    axes = plots.graphs(x, {n: {"value": relu - n, "slope": step} for n in (0, 1, 2)})
    assert len(axes) == 3
    np.testing.assert_array_equal(axes[1].lines[2].get_ydata(), relu - 1)
    np.testing.assert_array_equal(axes[1].lines[3].get_ydata(), step)
    assert len({ax.get_ylim() for ax in axes}) == 1
    assert axes[0].get_ylim()[0] < -2 < 2 < axes[0].get_ylim()[1]
    (legend,) = axes[0].figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["value", "slope"]
    assert [ax.get_xlabel() for ax in axes] == ["", "x", "x"]
    assert [ax.get_visible() for ax in axes[0].figure.axes] == [True, True, True, False]


def test_graphs_take_limits_and_axes_and_need_no_legend_for_one_curve():
    given = plots.panels(2)
    axes = plots.graphs([0, 1], {"a": {"": [0, 9]}, "b": {"": [1, 2]}}, given, limits=(0, 1))
    assert axes[1] is given[1]
    assert axes[0].get_ylim() == pytest.approx((-0.06, 1.06))
    assert not axes[0].figure.legends


def test_what_is_measured_by_layer_is_drawn_on_a_scale_of_factors():
    ax = plots.by_layer({"plain": [1, 0.1, 0.01], "residual": [1, 2]}, ylabel="spread")
    assert [line.get_xydata().tolist() for line in ax.lines] == [
        [[1.0, 1.0], [2.0, 0.1], [3.0, 0.01]],
        [[1.0, 1.0], [2.0, 2.0]],
    ]
    assert (ax.get_yscale(), ax.get_xlabel(), ax.get_ylabel()) == ("log", "layer", "spread")
    assert [one.get_text() for one in ax.get_legend().get_texts()] == ["plain", "residual"]


def test_what_has_no_place_on_a_scale_of_factors_is_told():
    with pytest.raises(ValueError, match=r"'dead' must be above 0 .* got 0; pass np.abs"):
        plots.by_layer({"dead": [1, 0]})
    with pytest.raises(ValueError, match="curves must be 1 to 4, got 0"):
        plots.by_layer({})


def test_how_sure_and_how_often_right_are_drawn_where_there_are_images():
    ax = plots.reliability({"C": ([0.45, np.nan, 0.9], [0.4, np.nan, 0.8])})
    np.testing.assert_allclose(ax.lines[-1].get_xydata(), [[45, 40], [90, 80]])
    assert ax.get_xlim()[0] == ax.get_ylim()[0] == 40
    for bad, said in [
        ({}, "1 to 4, got 0"),
        ({"C": [0.5, 0.9]}, "confidence and accuracy"),
        ({"C": ([50], [40])}, "divide percents"),
    ]:
        with pytest.raises(ValueError, match=said):
            plots.reliability(bad)
