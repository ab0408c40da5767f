"""A file that is no weight file: the error says what it looks like and what is wanted."""

import gzip
import io
import json
import pickle
import zipfile

import numpy as np
import pytest

from cnncourse import weightfile
from cnncourse.weightfile import WeightError
from cnncourse.zoo import LENET_5


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return buffer.getvalue()


def saved(write):
    buffer = io.BytesIO()
    write(buffer)
    return buffer.getvalue()


ARRAY = np.zeros(3)
KINDS = {
    "h5": (b"\x89HDF\r\n\x1a\n" + bytes(500), "HDF5 file, as Keras writes .h5; load it with"),
    "keras": (zipped("metadata.json", "config.json", "model.weights.h5"), "a .keras file"),
    "torch": (zipped("model/data.pkl", "model/version"), "a file of PyTorch"),
    "npz": (saved(lambda file: np.savez(file, a=ARRAY)), "arrays of NumPy .*npz"),
    "npy": (saved(lambda file: np.save(file, ARRAY)), "an array of NumPy"),
    "zip": (zipped("readme"), "a zip archive; unpack it"),
    "half zip": (zipped("model.weights.h5")[:40], "a zip archive that is not whole"),
    "pickle": (pickle.dumps({"a": [1.0]}, 4), "a pickle, .*never opened here"),
    "page": (b"<!DOCTYPE html>\n<html><title>404</title></html>", "a web page .*fetch it again"),
    "upper page": (b"\n  <HTML><body>no</body>", "a web page"),
    "marked page": (b"\xef\xbb\xbf<html>", "a web page"),
    "xml": (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "a web page"),
    "lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\n", "run: git lfs pull"),
    "json": (json.dumps({"loss": [1.0, 0.5]}, indent=2).encode(), "JSON text, such as a history"),
    "empty": (b"", "an empty file; copy or save it again"),
    "gzip": (gzip.compress(b"weights"), "a gzip archive; unpack it first"),
    "lite": (b"\x1c\0\0\0TFL3" + bytes(99), "TensorFlow Lite"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind_is_told(kind, tmp_path):
    content, told = KINDS[kind]
    path = tmp_path / "weights.safetensors"
    path.write_bytes(content)
    with pytest.raises(WeightError, match=told) as caught:
        weightfile.load_weights(path)
    message = str(caught.value)
    assert f"{path} ({len(content):,} bytes) is not a whole safetensors file" in message
    assert "What is wanted is a file that weights.save wrote" in message
    assert "truncated" not in message


# Keras 3.15 on NumPy 2: turning a variable into an array warns about NumPy's new protocol.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_what_frameworks_write_is_told(tmp_path):
    torch, keras = pytest.importorskip("torch"), pytest.importorskip("keras")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.save(tmp_path / "model.keras")
    model.save_weights(tmp_path / "model.weights.h5")
    keras.saving.save_model(model, tmp_path / "model.h5")
    # By another name than the method's: nothing here is ever read back.
    getattr(torch, "save")(torch.nn.Linear(2, 1).state_dict(), tmp_path / "model.pt")  # noqa: B009
    for name, told in (
        ("model.keras", "a .keras file"),
        ("model.weights.h5", "HDF5"),
        ("model.h5", "HDF5"),
        ("model.pt", "a file of PyTorch"),
    ):
        with pytest.raises(WeightError, match=told):
            weightfile.read(tmp_path / name)


def test_a_checkpoint_is_no_saved_weights(tmp_path):
    path = tmp_path / "run"
    weightfile.write(path, LENET_5.initial_weights(0), {"format": weightfile.CHECKPOINT})
    with pytest.raises(WeightError, match="is the checkpoint of a training run, .*resume=True"):
        weightfile.load_weights(path)


def test_a_folder_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match="that is a folder; name a file in it"):
        weightfile.load_weights(tmp_path)


def test_a_whole_file_cut_short_is_still_truncated(tmp_path):
    path = tmp_path / "model"
    weightfile.save_weights(path, LENET_5, LENET_5.initial_weights(0))
    whole = path.read_bytes()
    for length in (9, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(WeightError, match="it may be truncated: copy or save it again"):
            weightfile.read(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"1,2,3\n4,5,6\n", "looks like text .*name the .safetensors file"),
        ("<html>, wide".encode("utf-16"), "looks like text"),
        (b"name" * 64 + b"\0ustar\x0000", "a tar archive; unpack it first"),
        (b"7z\xbc\xaf\x27\x1c" + b"0" * 9, "a 7z archive; unpack it first"),
        (b"\x08\x07\x12\x07pytorch\x1a\x00", "a file of another kind"),
    ],
)
def test_what_is_of_no_known_kind_is_not_called_truncated(tmp_path, content, told):
    path = tmp_path / "model"
    path.write_bytes(content)
    with pytest.raises(WeightError, match=told) as caught:
        weightfile.read(path)
    assert "truncated" not in str(caught.value)
