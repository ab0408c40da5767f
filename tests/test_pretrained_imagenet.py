"""EfficientNet-Lite0's weights: read without PyTorch, held to PyTorch's reading and answers."""

import hashlib
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import matplotlib.cbook
import numpy as np
import pytest
import torch
from PIL import Image

from cnncourse import in_torch, pretrained, transfer, weightfile, zoo
from cnncourse.pretrained import imagenet, torchfile
from tests.lite0 import needs_lite0, own_folder  # noqa: F401

pytestmark = needs_lite0

# Of efficientnet-lite-pytorch 0.1.0, the implementation that the weights were published for, with
# the images np.random.default_rng(0).integers(0, 256, (2, 96, 96, 3), dtype=np.uint8) as
# (x - 127) / 128: the first four logits of each, and the largest's place.
PUBLISHED = [[-1.4593, 0.2181, -0.6389, -0.4216], [-1.9062, -0.3776, 0.2546, 0.0615]]
LARGEST = [490, 111]
MILITARY_UNIFORM = 652  # in ImageNet's order


@pytest.fixture(scope="module")
def file():
    return Path(importlib.metadata.distribution(imagenet.PACKAGE).locate_file(imagenet.FILE))


@pytest.fixture(scope="module")
def loaded(file):
    return torch.load(file, weights_only=True)


def test_the_file_is_read_as_pytorch_reads_it(file, loaded):
    found = torchfile.read(file.read_bytes())
    expected = {name: t for name, t in loaded.items() if t.dtype == torch.float32}
    assert list(found) == list(expected)
    for name, tensor in expected.items():
        flat = torch.as_strided(tensor, (tensor.numel(),), (1,))
        assert np.array_equal(found[name], flat.numpy())


def test_every_array_is_pytorchs_in_our_layout(loaded):
    _, arrays = imagenet.load()
    model = in_torch.build(zoo.EFFICIENTNET_LITE0)
    in_torch.weights.set(model, arrays)
    own = [
        tensor.numpy()
        for name, tensor in model.state_dict().items()
        if not name.startswith("depthwise1.") and "tracked" not in name
    ]
    theirs = [tensor.numpy() for name, tensor in loaded.items() if "tracked" not in name]
    assert len(own) == len(theirs) == 247
    assert all(np.array_equal(*pair) for pair in zip(own, theirs, strict=True))


def test_the_answers_are_those_of_the_published_implementation():
    images = np.random.default_rng(0).integers(0, 256, (2, 96, 96, 3), dtype=np.uint8)
    model = in_torch.weights.pretrained("efficientnet-lite0", (96, 96, 3))
    logits = in_torch.predict(model, images)
    assert np.abs(logits[:, :4] - PUBLISHED).max() < 1e-4
    assert logits.argmax(1).tolist() == LARGEST


def test_a_photograph_is_known():
    # Grace Hopper in her uniform, a photograph that comes with Matplotlib.
    path = matplotlib.cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    photograph = np.asarray(Image.open(path))[:512, :512]
    model = in_torch.weights.pretrained("efficientnet-lite0")
    logits = in_torch.predict(model, transfer.resize(photograph[None], 224))
    assert logits.argmax() == MILITARY_UNIFORM


def test_weights_are_converted_once_and_then_read(own_folder, monkeypatch):  # noqa: F811
    network, arrays = pretrained.load("efficientnet-lite0")
    assert network is zoo.EFFICIENTNET_LITE0
    assert imagenet.digest(arrays) == imagenet.ARRAYS_SHA256
    path = own_folder / imagenet.CACHED
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    _, about = weightfile.read(path)
    assert (about["sha256"], about["license"]) == (imagenet.FILE_SHA256, "Apache-2.0")

    def never():
        raise AssertionError("the package was asked again")

    monkeypatch.setattr(imagenet, "_content", never)
    _, again = pretrained.load("efficientnet-lite0")
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


@pytest.mark.parametrize("fault", ["truncated", "another number", "another network", "empty"])
def test_what_is_damaged_is_converted_anew(own_folder, fault):  # noqa: F811
    _, arrays = imagenet.load()
    path = own_folder / imagenet.CACHED
    whole = path.read_bytes()
    if fault == "truncated":
        path.write_bytes(whole[: len(whole) // 2])
    elif fault == "another number":
        path.write_bytes(whole[:-4] + b"\0\0\0\1")
    elif fault == "another network":
        small = zoo.find("B")
        weightfile.save_weights(path, small, small.initial_weights())
    else:
        path.write_bytes(b"")
    _, again = imagenet.load()
    assert imagenet.digest(again) == imagenet.digest(arrays)
    assert path.read_bytes() == whole


def test_a_folder_that_takes_nothing_is_no_obstacle(own_folder):  # noqa: F811
    (own_folder / imagenet.CACHED.parent).write_text("a file stands here")
    _, arrays = imagenet.load()
    assert imagenet.digest(arrays) == imagenet.ARRAYS_SHA256


class Package:
    """A package as importlib tells of it."""

    def __init__(self, folder, version=imagenet.VERSION):
        self.folder, self.version = folder, version

    def locate_file(self, name):
        return self.folder / name


def finds(monkeypatch, found):
    """Let importlib find such a package, or none."""

    def distribution(name):
        assert name == imagenet.PACKAGE
        if found is None:
            raise importlib.metadata.PackageNotFoundError(name)
        return found

    monkeypatch.setattr(importlib.metadata, "distribution", distribution)


def refusal(monkeypatch, found):
    """Return what is said where importlib finds such a package."""
    finds(monkeypatch, found)
    with pytest.raises(imagenet.PretrainedError) as caught:
        imagenet.load()
    return str(caught.value)


def test_a_missing_package_is_named_with_what_installs_it(own_folder, monkeypatch):  # noqa: F811
    said = refusal(monkeypatch, None)
    assert "which is not installed; run: pip install" in said
    assert "cnncourse[transfer] @ git+https://" in said


def test_what_was_converted_is_at_hand_without_the_package(own_folder, monkeypatch):  # noqa: F811
    assert imagenet.is_at_hand()
    imagenet.load()
    finds(monkeypatch, None)
    assert imagenet.is_at_hand()


def test_without_package_and_file_nothing_is_at_hand(own_folder, monkeypatch):  # noqa: F811
    finds(monkeypatch, None)
    assert not imagenet.is_at_hand()
    finds(monkeypatch, Package(own_folder, "0.2.0"))
    assert not imagenet.is_at_hand()


def test_another_version_is_refused(own_folder, monkeypatch):  # noqa: F811
    said = refusal(monkeypatch, Package(own_folder, "0.2.0"))
    assert "must be version 0.1.0" in said
    assert "got 0.2.0; run: pip install --force-reinstall" in said


def test_a_damaged_file_is_refused_and_nothing_is_kept(own_folder, monkeypatch, file):  # noqa: F811
    path = own_folder / imagenet.FILE
    said = refusal(monkeypatch, Package(own_folder))
    assert f"its file {path} cannot be read (No such file or directory)" in said
    path.parent.mkdir(parents=True)
    content = bytearray(file.read_bytes())
    content[1_000_000] ^= 1
    path.write_bytes(content)
    found = hashlib.sha256(content).hexdigest()
    said = refusal(monkeypatch, Package(own_folder))
    assert f"expected SHA-256 {imagenet.FILE_SHA256}, found {found}" in said
    assert not (own_folder / imagenet.CACHED).exists()


def test_neither_framework_nor_a_pickle_is_needed(own_folder):  # noqa: F811
    code = (
        "import sys\n"
        "for name in ('torch', 'keras', 'tensorflow'):\n"
        "    sys.modules[name] = None\n"
        "import pickle\n"
        "pickle.Unpickler = pickle.load = pickle.loads = None\n"
        "from cnncourse import pretrained\n"
        "network, arrays = pretrained.load('efficientnet-lite0')\n"
        "print(network.name, sum(array.size for array in arrays.values()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("efficientnet-lite0 4694030", "")


def test_the_list_of_weights_inside_says_where_these_are():
    assert "efficientnet-lite0" not in pretrained.available().values()
    with pytest.raises(KeyError, match="efficientnet-lite0 is loaded with the extra transfer"):
        pretrained.load("lenet-5")
