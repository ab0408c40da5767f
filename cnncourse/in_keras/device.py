"""Where Keras computes: the graphics card when its backend finds one."""

import importlib.metadata
import sys

import keras

from cnncourse import hardware
from cnncourse.architecture import Architecture
from cnncourse.recipe import Recipe
from cnncourse.recipe.precision import resolve

__all__ = ["choose", "describe", "precision", "versions"]


def choose() -> str:
    """Return the kind of device Keras's backend uses: ``"cuda"``, ``"mps"`` or ``"cpu"``."""
    # Where a new array lands: Keras lists no devices on PyTorch.
    place = str(getattr(keras.ops.zeros(1), "device", "")).lower()
    if "mps" in place or ("gpu" in place and sys.platform == "darwin"):
        return "mps"
    return "cuda" if "gpu" in place or "cuda" in place else "cpu"


def describe(precision: str = "float32") -> hardware.Device:
    """Return what `train` will use: kind, name, memory in bytes, precision."""
    kind = choose()
    name, memory = hardware.processor(), hardware.memory_bytes()
    if kind == "cuda":
        name, memory = hardware.graphics_card()
    framework = f"Keras {keras.__version__} on {_backend()}"
    return hardware.Device(framework, kind, name, hardware.cores(), memory, precision)


def precision(recipe: Recipe, architecture: Architecture, dtype: str = "float32") -> str:
    """Return what `train` multiplies in: ``"float32"``, ``"float64"`` or ``"bfloat16"``.

    ``"auto"`` is bfloat16 for a float32 model where one image costs at least a million
    multiply-adds and the device is faster with it: processors with AMX, AMD's with AVX512-BF16
    (`cnncourse.hardware.multiplies_bfloat16`), NVIDIA's cards from Ampere on.

    Raises
    ------
    ValueError
        For bfloat16 in a float64 model.
    """
    return resolve(
        recipe.precision,
        dtype=dtype,
        multiply_adds=architecture.multiply_adds(),
        available=_multiplies_bfloat16(),
    )


def _multiplies_bfloat16() -> bool:
    kind = choose()
    if kind == "cuda":
        return hardware.compute_capability() >= (8, 0)
    return kind == "cpu" and hardware.multiplies_bfloat16()


def versions() -> dict[str, str]:
    """Return the versions a record needs."""
    backend = keras.backend.backend()
    return {
        "python": hardware.python_version(),
        "keras": keras.__version__,
        backend: importlib.metadata.version(backend),
    }


def _backend() -> str:
    name = keras.backend.backend()
    written = {"tensorflow": "TensorFlow", "torch": "PyTorch", "jax": "JAX"}.get(name, name)
    return f"{written} {importlib.metadata.version(name)}"
