"""Weights on disk, read by both twins: safetensors with the architecture inside.

``files`` writes and reads them, whole or not at all; ``fitting`` holds a weight dictionary
against an architecture; ``kinds`` says what a file is that is none of them.
"""

from cnncourse.weightfile.files import (
    CHECKPOINT,
    FORMAT,
    load_weights,
    read,
    save_weights,
    write,
)
from cnncourse.weightfile.fitting import (
    WeightError,
    check_arrays,
    check_finite,
    fitted,
)

__all__ = [
    "CHECKPOINT",
    "FORMAT",
    "WeightError",
    "check_arrays",
    "check_finite",
    "fitted",
    "load_weights",
    "read",
    "save_weights",
    "write",
]
