"""Where PyTorch computes: the graphics card when there is one."""

import os
import platform

import torch

from cnncourse import hardware
from cnncourse.architecture import Architecture
from cnncourse.recipe import Recipe
from cnncourse.recipe.precision import resolve

__all__ = ["choose", "describe", "precision", "versions"]


def choose() -> torch.device:
    """Return CUDA's card, else Apple's (MPS), else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def describe(precision: str = "float32") -> hardware.Device:
    """Return what `train` will use: kind, name, memory in bytes, precision."""
    kind = choose().type
    name, memory = hardware.processor(), hardware.memory_bytes()
    if kind == "cuda":
        card = torch.cuda.get_device_properties(0)
        name, memory = card.name, card.total_memory
        if precision == "float32" and _tf32():
            precision = "float32 (TF32 products)"
    elif kind == "mps":
        name = f"Apple {platform.machine()}"
    framework = f"PyTorch {torch.__version__}"
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
    kind = choose().type
    if kind == "cuda":
        return torch.cuda.get_device_capability() >= (8, 0)
    return kind == "cpu" and hardware.multiplies_bfloat16()


def versions() -> dict[str, str]:
    """Return the versions a record needs."""
    return {"python": hardware.python_version(), "torch": torch.__version__}


def _tf32() -> bool:
    """Return whether convolutions or matrix products may round to TF32's ten bits."""
    if os.environ.get("NVIDIA_TF32_OVERRIDE") == "0":
        return False
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    if hasattr(cudnn, "conv"):
        # From PyTorch 2.9 on; the older flags raise where these were set.
        return "tf32" in (cudnn.conv.fp32_precision, matmul.fp32_precision)
    return cudnn.allow_tf32 or matmul.allow_tf32
