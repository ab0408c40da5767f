"""How arrays are compared: against the largest number expected, never element by element."""

import numpy as np

TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


def assert_close(actual, expected, tolerance):
    """Fail unless max|actual - expected| <= tolerance * max|expected|, shapes being equal."""
    actual, expected = np.asarray(actual), np.asarray(expected)
    assert actual.shape == expected.shape
    assert np.isfinite(expected).all()
    if not expected.size:
        return
    error, scale = np.abs(actual - expected).max(), np.abs(expected).max()
    assert error <= tolerance * scale, f"differs by {error:.3g}, the largest being {scale:.3g}"
