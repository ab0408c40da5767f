"""Where PyTorch computes: the graphics card when there is one."""

import os
import platform

import torch

from cnncourse import hardware

__all__ = ["choose", "describe", "versions"]


def choose() -> torch.device:
    """Return CUDA's card, else Apple's (MPS), else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def describe() -> hardware.Device:
    """Return what `train` will use: kind, name, memory in bytes, precision."""
    kind = choose().type
    name, memory, precision = hardware.processor(), hardware.memory_bytes(), "float32"
    if kind == "cuda":
        card = torch.cuda.get_device_properties(0)
        name, memory = card.name, card.total_memory
        precision = "float32 (TF32 products)" if _tf32() else "float32"
    elif kind == "mps":
        name = f"Apple {platform.machine()}"
    framework = f"PyTorch {torch.__version__}"
    return hardware.Device(framework, kind, name, hardware.cores(), memory, precision)


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
