"""EfficientNet-Lite0's package of weights, for the tests that need it."""

import importlib.metadata

import pytest

from cnncourse.pretrained import imagenet


def _there():
    try:
        importlib.metadata.distribution(imagenet.PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


needs_lite0 = pytest.mark.skipif(not _there(), reason=f"{imagenet.PACKAGE} is not installed")


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """A folder of data sets in which nothing was converted or computed yet."""
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path))
    return tmp_path
