"""A convolution, one window at a time and as a whole."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes

from cnncourse.plots import checked, figures, look, signed, tables


@look.drawn
def convolution_step(
    image,
    kernel,
    row: int,
    column: int,
    axes: Sequence[Axes] | None = None,
    *,
    limits: tuple[float, float] | None = None,
    names: tuple[str, str] = ("image and window", "kernel"),
) -> np.ndarray:
    """Draw one step of a convolution: image and window, × kernel, = products and their sum.

    Parameters
    ----------
    image : array, (H, W)
        Small: every number is written.
    kernel : array, (kh, kw)
    row, column : int
        Where the window's upper left corner lies in the image.
    axes : three Axes, optional
    limits : (float, float), optional
        The image's numbers that are black and white; its least and greatest where left out.
    names : two str
        What the image and the kernel are, where a backward pass slides something else.

    Returns
    -------
    ndarray of three Axes

    Raises
    ------
    ValueError, TypeError
        For arrays with other numbers of dimensions, numbers that are not finite, or a window
        that is not wholly in the image.
    """
    image, kernel = checked.finite(image, "image", (2,)), checked.finite(kernel, "kernel", (2,))
    size = np.array(kernel.shape)
    last = np.array(image.shape) - size
    if not (0 <= row <= last[0] and 0 <= column <= last[1]):
        raise ValueError(
            f"the {size[0]}×{size[1]} window must lie in the {image.shape[0]}×{image.shape[1]} "
            f"image, got row {row}, column {column}; use rows 0..{last[0]} and columns "
            f"0..{last[1]}, or pad the image first"
        )
    seen = image[row : row + size[0], column : column + size[1]]
    products = seen.astype(np.result_type(seen, kernel, np.int64)) * kernel
    if axes is None:
        cells = [image.shape[1], size[1], size[1]]
        high = look.WIDTH / (sum(cells) + 1) * max(image.shape[0], size[0]) + 0.7
        axes = figures.panels(3, width=look.WIDTH, height=high, widths=cells)
    axes = figures.given(axes, 3)
    window = (row, column, *kernel.shape)
    tables.matrix(image, axes[0], window=window, title=names[0], limits=limits)
    signed.weights(kernel, axes[1], title=f"× {names[1]}")
    total = tables.texts_of(products.sum(keepdims=True))[0, 0].replace("-", "\N{MINUS SIGN}")
    signed.weights(products, axes[2], title=f"= products,\nsum {total}")
    return axes


@look.drawn
def weight_matrix(matrix, image_width: int, map_width: int, ax: Axes | None = None) -> Axes:
    """Draw a convolution as the matrix it is: a row for each number of the map, mostly zeros.

    Zeros are left empty, and every other weight has a colour of its own, so that the same
    weight is recognised in all rows.

    Parameters
    ----------
    matrix : array of whole numbers, (numbers of the map, pixels of the image)
        Which weight stands where, counted from 1; 0 for none.
    image_width, map_width : int
        Columns of the image and of the map, after which their next row begins.
    ax : Axes, optional

    Returns
    -------
    Axes

    Raises
    ------
    ValueError, TypeError
        For another number of dimensions, negative or fractional numbers, or widths that do not
        divide the matrix's.
    """
    matrix = checked.finite(matrix, "matrix", (2,))
    if (matrix < 0).any() or (matrix != np.round(matrix)).any() or matrix.max() == 0:
        raise ValueError(
            "matrix must hold whole numbers, 0 for no weight and some from 1, got "
            f"{matrix.min():g} to {matrix.max():g}; number the weights from 1"
        )
    for width, count, name in zip(
        (map_width, image_width), matrix.shape, ("map_width", "image_width"), strict=True
    ):
        if width < 1 or count % width:
            raise ValueError(f"{name} (={width}) must divide {count}, whole rows; give its columns")
    rows, columns = matrix.shape
    highest = int(matrix.max())
    ax = figures.axes(ax, 1.2 + (look.WIDTH - 1.6) * rows / columns)
    shown = np.where(matrix == 0, np.nan, matrix)
    colours = colormaps["viridis"].resampled(highest)
    scale = {"cmap": colours, "vmin": 0.5, "vmax": highest + 0.5}
    drawn = ax.imshow(shown, interpolation="none", **scale)
    ax.set(xlabel="pixel of the image, row by row", ylabel="number of the map")
    ax.set(xticks=range(0, columns, image_width), yticks=range(0, rows, map_width))
    tables.separate(ax, rows, columns)
    bar = {"label": "weight (empty: 0)", "ticks": range(1, highest + 1), "shrink": 0.75}
    look.dress(ax.figure.colorbar(drawn, ax=ax, **bar).ax)
    return ax
