"""Keep the memory that one training step frees for the next one.

Every step allocates the same megabytes of maps and gradients and frees them. On Linux, glibc
gives large free blocks back to the system, which hands out zeroed pages again a moment later:
with source C's network in bfloat16 that was a third of the step.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

# Parameters of glibc's mallopt, from its malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_NEVER = 2**31 - 1
# What glibc's own rule arrives at, at most: it follows the blocks that are freed up to 32 MiB.
_LARGEST_BLOCK = 32 * 2**20


@contextmanager
def memory_kept() -> Iterator[None]:
    """Give nothing back for a while, then all that is free; nothing without glibc."""
    library = _glibc()
    if library is None:
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, _NEVER)
    library.mallopt(_TRIM_THRESHOLD, _NEVER)
    try:
        yield
    finally:
        library.mallopt(_MMAP_THRESHOLD, _LARGEST_BLOCK)
        library.mallopt(_TRIM_THRESHOLD, 2 * _LARGEST_BLOCK)
        library.malloc_trim(ctypes.c_size_t(0))


def _glibc():
    """Return the C library this process runs on, or None where it is not glibc."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no library of the process
        return None
    return library if hasattr(library, "gnu_get_libc_version") else None
