"""What `pytest --nbval book` needs: kernels that run as they did when outputs were stored."""

import atexit
import os
import sys
import tempfile
from pathlib import Path
from unittest import mock

import pytest

sys.path.insert(0, str(Path(__file__).parent / "tools"))

from notebooks import kernel_environment

PROFILE = tempfile.TemporaryDirectory(prefix="cnncourse-kernel-")
atexit.register(PROFILE.cleanup)


def pytest_collectstart(collector):
    """Leave drawings out of what nbval compares, as it leaves PNG: curves move in a last digit."""
    if getattr(collector, "skip_compare", None):
        collector.skip_compare += ("image/svg+xml",)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    """Give the notebook's kernel its environment; other tests keep theirs."""
    with mock.patch.dict(os.environ, kernel_environment(PROFILE.name)):
        return (yield)
