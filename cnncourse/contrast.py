"""How light a colour is, and which ink is read on it: as WCAG 2 defines both.

Colours are red, green and blue, fractions of sRGB.
"""

import numpy as np


def luminance(colours) -> np.ndarray:
    """Return the relative luminance of colours.

    Parameters
    ----------
    colours : array_like (..., 3)
        In [0, 1].

    Returns
    -------
    ndarray (...)
        From 0 for black to 1 for white, float64.

    Examples
    --------
    >>> luminance([[0, 0, 0], [1, 1, 1], [0, 1, 0]]).tolist()
    [0.0, 1.0, 0.7152]
    """
    colours = np.asarray(colours, dtype=np.float64)
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(first, second) -> np.ndarray:
    """Return the contrast of two colours, from 1 to 21; text needs 4.5.

    Parameters
    ----------
    first, second : array_like (..., 3)
        In [0, 1].

    Returns
    -------
    ndarray (...)

    Examples
    --------
    >>> float(contrast([0, 0, 0], [1, 1, 1])), float(contrast([1, 0, 0], [1, 0, 0]))
    (21.0, 1.0)
    """
    lights = luminance(first) + 0.05, luminance(second) + 0.05
    return np.maximum(*lights) / np.minimum(*lights)


def black_reads_better(colours) -> np.ndarray:
    """Return whether black is read better than white on colours; either has at least 4.5.

    Parameters
    ----------
    colours : array_like (..., 3)
        In [0, 1].

    Examples
    --------
    >>> black_reads_better([[1, 1, 0], [0.5, 0, 0.5]]).tolist()
    [True, False]
    """
    return contrast(colours, [0, 0, 0]) > contrast(colours, [1, 1, 1])
