"""A weight dictionary held against an architecture, and made what a model takes."""

from collections.abc import Mapping

import numpy as np

from cnncourse.architecture import Architecture, weight_faults

KEYS = {  # what the frameworks call an array, and its name here
    "weight": "kernels, weights or scale",
    "kernel": "kernels or weights",
    "gamma": "scale",
    "beta": "shift",
    "running_mean": "mean",
    "moving_mean": "mean",
    "running_var": "variance",
    "moving_variance": "variance",
}
SOURCE = "weights.get(model) gives them, of a model that build made; load reads them from a file"


class WeightError(ValueError):
    """Weights that do not fit the architecture, or a file that does not hold weights."""


def check_arrays(arrays: Mapping[str, np.ndarray], architecture: Architecture) -> None:
    """Raise unless a weight dictionary has exactly the architecture's names and shapes.

    Raises
    ------
    WeightError
        Naming what is missing, what is extra, every wrong shape and every kind of number that
        is no real floating-point one; and a cure for what is a framework's own form.
    """
    _as_arrays(arrays, architecture)


def fitted(
    arrays: Mapping[str, np.ndarray], architecture: Architecture, dtype: str
) -> dict[str, np.ndarray]:
    """Return a checked weight dictionary in one type of this machine, in layer order.

    Raises
    ------
    WeightError
        As `check_arrays`, and for a number that the type cannot hold.
    """
    found, made = _as_arrays(arrays, architecture), {}
    for name in architecture.weight_shapes():
        with np.errstate(over="ignore"):
            made[name] = np.ascontiguousarray(found[name].astype(dtype))
        lost = np.isfinite(found[name]) & ~np.isfinite(made[name])
        if lost.any():
            raise WeightError(
                f"{name} holds {found[name][lost][0]}, which is more than {dtype} holds; scale "
                'it down, or build the model with dtype="float64"'
            )
        made[name] = made[name].reshape(found[name].shape)
    return made


def check_finite(arrays: Mapping[str, np.ndarray], name: str) -> None:
    """Raise WeightError, naming them, if some weights of a model are NaN or infinite."""
    broken = [key for key, array in arrays.items() if not np.isfinite(array).all()]
    if broken:
        raise WeightError(
            f"{', '.join(broken)} of {name!r} hold NaN or infinity, so every answer would; build "
            "the model anew, or load weights from before they broke"
        )


def _as_arrays(arrays, architecture):
    """Return a weight dictionary as arrays of real numbers that have the shapes wanted."""
    if not isinstance(arrays, Mapping):
        raise WeightError(
            f"weights must be a dictionary of arrays, got {type(arrays).__name__}; {SOURCE}"
        )
    found, faults = {}, []
    for name, value in arrays.items():
        try:
            found[name] = np.asarray(value)
        except (TypeError, ValueError, RuntimeError):
            # A tensor of PyTorch that remembers how it came about, or is on a card.
            faults.append(f"{name} is a {type(value).__name__}, not an array")
            found[name] = np.empty(getattr(value, "shape", ()))
    faults = weight_faults(architecture, found) + faults
    faults += [
        f"{name} must hold floating-point numbers, got {array.dtype}"
        for name, array in found.items()
        if not np.issubdtype(array.dtype, np.floating)
    ]
    if faults:
        told = f"weights do not fit {architecture.name!r}: " + "; ".join(faults)
        raise WeightError(f"{told}{_form_cure(found, architecture)}")
    return found


def _form_cure(found, architecture):
    """Return what to do about a dictionary that does not fit, such as a framework's own."""
    names = [name for name in found if isinstance(name, str)]
    cures = []
    if any("." in name and "/" not in name for name in names):
        cures.append("names with a dot are PyTorch's, whose layouts differ too")
    elif any(name.rpartition("/")[2] in KEYS for name in names):
        called = next(name for name in names if name.rpartition("/")[2] in KEYS)
        cures.append(f"{called} is a framework's name ({KEYS[called.rpartition('/')[2]]} here)")
    elif _turned(found, architecture):
        cures.append(
            "these shapes are PyTorch's layouts: kernels are (height, width, in, out) here, "
            "dense weights (in, out)"
        )
    if any(array.dtype.kind in "iub" for array in found.values()):
        cures.append('make whole numbers floating-point ones with astype("float32")')
    return "; ".join(["", *cures, SOURCE])


def _turned(found, architecture):
    """Return whether some array has its axes in PyTorch's order."""
    axes = {4: (2, 3, 1, 0), 2: (1, 0)}
    return any(
        name in found
        and found[name].ndim == len(shape)
        and len(shape) in axes
        and found[name].shape != shape
        and tuple(found[name].shape[axis] for axis in axes[len(shape)]) == tuple(shape)
        for name, shape in architecture.weight_shapes().items()
    )
