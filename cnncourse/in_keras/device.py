"""Where Keras computes: the graphics card when its backend finds one."""

import importlib.metadata
import sys

import keras

from cnncourse import hardware

__all__ = ["choose", "describe", "versions"]


def choose() -> str:
    """Return the kind of device Keras's backend uses: ``"cuda"``, ``"mps"`` or ``"cpu"``."""
    # Where a new array lands: Keras lists no devices on PyTorch.
    place = str(getattr(keras.ops.zeros(1), "device", "")).lower()
    if "mps" in place or ("gpu" in place and sys.platform == "darwin"):
        return "mps"
    return "cuda" if "gpu" in place or "cuda" in place else "cpu"


def describe() -> hardware.Device:
    """Return what `train` will use: kind, name, memory in bytes, precision."""
    kind = choose()
    name, memory = hardware.processor(), hardware.memory_bytes()
    if kind == "cuda":
        name, memory = hardware.graphics_card()
    framework = f"Keras {keras.__version__} on {_backend()}"
    precision = keras.config.dtype_policy().compute_dtype
    return hardware.Device(framework, kind, name, hardware.cores(), memory, precision)


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
