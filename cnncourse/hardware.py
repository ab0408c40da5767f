"""What this machine is, for records and banners; no framework is asked."""

import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

BFLOAT16 = frozenset({"amx_bf16", "avx512_bf16"})
"""Instructions for products of bfloat16 numbers, as Linux names them."""


def processor() -> str:
    """Return the processor's model name, as the operating system tells it."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """Return the processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def multiplies_bfloat16() -> bool:
    """Return whether the processor multiplies bfloat16 numbers faster than float32 ones.

    They do so by AMX, and AMD's by AVX512-BF16 too. Intel's AVX512-BF16 is no help by itself: on a
    Xeon whose AMX was switched off, both frameworks trained 1.4 to 1.7 times more slowly with it
    than in float32. Told by Linux only.
    """
    info = Path("/proc/cpuinfo")
    if not info.is_file():
        return False
    lines = [line.partition(":") for line in info.read_text(errors="replace").splitlines()]
    told = {name.strip(): value.split() for name, _, value in reversed(lines)}
    wanted = {"amx_bf16"} if told.get("vendor_id") == ["GenuineIntel"] else BFLOAT16
    return not wanted.isdisjoint(told.get("flags", []))


def memory_bytes() -> int | None:
    """Return the machine's memory in bytes, or None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def graphics_card() -> tuple[str, int | None]:
    """Return the first NVIDIA card's name and memory in bytes, as its driver tells it."""
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)
        name, _, mebibytes = told.stdout.splitlines()[0].rpartition(",")
        return name.strip(), int(mebibytes) * 2**20
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return "graphics card", None


def compute_capability() -> tuple[int, int]:
    """Return the first NVIDIA card's generation, as (8, 0) for Ampere; (0, 0) if not told."""
    query = ["nvidia-smi", "--query-gpu=compute_cap", "--format=csv,noheader"]
    try:
        told = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)
        major, minor = told.stdout.splitlines()[0].split(".")
        return int(major), int(minor)
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return 0, 0


def python_version() -> str:
    """Return Python's version, such as ``"3.11.7"``."""
    return ".".join(map(str, sys.version_info[:3]))


@dataclass(frozen=True)
class Device:
    """Where a framework will compute.

    Attributes
    ----------
    framework : str
        Name and version, such as ``"PyTorch 2.13.0"``.
    kind : {"cpu", "cuda", "mps"}
    name : str
        Of the processor or the card.
    cores : int
        Processor cores this process may use.
    memory_bytes : int or None
        The card's memory, or the machine's on a CPU.
    precision : str
        What products are computed in, such as ``"float32"``.
    """

    framework: str
    kind: str
    name: str
    cores: int
    memory_bytes: int | None
    precision: str

    def as_dict(self) -> dict:
        """Return plain values, for JSON."""
        return asdict(self)

    def __str__(self):
        memory = "" if self.memory_bytes is None else f", {self.memory_bytes / 2**30:.0f} GiB"
        return (
            f"{self.framework} on {self.kind} ({self.name}, {self.cores} cores{memory}), "
            f"{self.precision}"
        )
