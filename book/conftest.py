"""What `pytest --nbval book` needs: kernels that run as they did when outputs were stored."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "tools"))

from notebooks import kernel_environment  # noqa: E402


def pytest_configure(config):
    profile = tempfile.TemporaryDirectory()
    config.add_cleanup(profile.cleanup)
    os.environ.update(kernel_environment(profile.name))
