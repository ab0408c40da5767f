"""Faults made on purpose: files that take only so many bytes, and users who may not write."""

import contextlib
import errno
import io
import os

import pytest

posix = pytest.mark.skipif(os.name == "nt", reason="signals and permissions of POSIX")


class Limited(io.FileIO):
    """A file that takes a number of bytes, a short write at the end, and then fails."""

    def __init__(self, handle, room, fail):
        super().__init__(handle, "wb")
        self.room, self.fail = room, fail

    def write(self, content):
        if self.room == 0:
            self.fail()
        taken = super().write(memoryview(content)[: self.room])
        self.room -= taken
        return taken


def limit_writes(monkeypatch, room, fail, *, spared=0):
    """Let every file written in the package's way, after the first few, fail at a byte."""
    real, opened = os.fdopen, []

    def fdopen(handle, *given):
        opened.append(handle)
        if len(opened) <= spared:
            return real(handle, *given)
        return io.BufferedWriter(Limited(handle, room, fail))

    monkeypatch.setattr(os, "fdopen", fdopen)


def no_space():
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextlib.contextmanager
def file_sizes_below(size):
    """Let the kernel refuse to make a file of this process longer than so many bytes."""
    import resource  # not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def read_only(folder):
    """Take the right to write in a folder away; from root, by being nobody for a while."""
    mode = folder.stat().st_mode
    root = os.geteuid() == 0
    folder.chmod(0o555)
    if root:
        # Nobody must be able to look into what lies above the folder.
        above = [one for one in folder.parents if one.stat().st_mode & 0o005 != 0o005]
        modes = {one: one.stat().st_mode for one in above}
        for one in above:
            one.chmod(0o755)
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
            for one, before in modes.items():
                one.chmod(before)
        folder.chmod(mode)
