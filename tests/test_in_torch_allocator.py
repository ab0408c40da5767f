"""Memory between training steps: pages are not fetched anew from the system at every step."""

import resource
import subprocess
import sys

import pytest

from cnncourse.in_torch.faster import allocator

STEPS = """
import resource
import torch
from cnncourse.in_torch.faster import allocator

def step():
    # More than the 32 MiB up to which glibc may keep a block by its own rule, so that what is
    # usual does not hang on where in the heap the blocks happened to fall.
    torch.ones(10 * 2**20)  # 40 MiB, freed at once

def faults(steps):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(steps):
        step()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

step()
usual = faults(10)
with allocator.memory_kept():
    step()
    # The least of three: a machine short of memory takes pages away, and no step asks for that.
    print(usual, min(faults(10) for _ in range(3)))
    held = resident()
print(held - resident())
"""


def test_pages_are_asked_for_once_and_given_back_at_the_end():
    if allocator._glibc() is None:
        pytest.skip("this C library is not glibc")
    done = subprocess.run(
        [sys.executable, "-c", STEPS], capture_output=True, text=True, check=True, timeout=120
    )
    (usual, kept), (given_back,) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert usual >= 10 * 40 * 2**20 // resource.getpagesize()  # each step fetched all its pages
    # The block may have to be fetched once more, where something small took a piece of it.
    assert kept < 0.15 * usual
    assert given_back > 20 * 2**20


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(allocator, "_glibc", lambda: None)
    with allocator.memory_kept():
        pass


def test_an_error_passes_through():
    with pytest.raises(KeyError), allocator.memory_kept():
        raise KeyError
