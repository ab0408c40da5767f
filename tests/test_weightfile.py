"""Weights in and out of models and files: whole or not at all, and never the wrong ones."""

import errno
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save

from cnncourse import disk, weightfile
from cnncourse.weightfile import WeightError
from tests import twins
from tests.networks import drawn_weights

pytest.importorskip("keras")

WEIGHTS = drawn_weights(twins.NORMED, dtype="float32")


@pytest.fixture(params=twins.NAMES)
def twin(request):
    return twins.twin(request.param)


@pytest.fixture
def stored(tmp_path):
    path = tmp_path / "model.safetensors"
    weightfile.save_weights(path, twins.NORMED, WEIGHTS)
    return path


def same(ours, theirs):
    return ours.keys() == theirs.keys() and all((ours[key] == theirs[key]).all() for key in ours)


def test_get_and_set(twin):
    model = twin.build(twins.NORMED)
    twin.weights.set(model, WEIGHTS)
    found = twin.weights.get(model)
    assert [*found] == [*twins.NORMED.weight_shapes()]
    assert same(found, WEIGHTS)
    found["dense1/weights"][:] = 0  # a copy: the model keeps its own
    assert same(twin.weights.get(model), WEIGHTS)
    twin.weights.set(model, {key: array.astype("float64") for key, array in WEIGHTS.items()})
    assert same(twin.weights.get(model), WEIGHTS)
    twin.weights.set(model, dict(reversed(WEIGHTS.items())))
    assert same(twin.weights.get(model), WEIGHTS)


def test_a_wrong_dictionary_changes_nothing(twin):
    model = twin.build(twins.NORMED)
    before = twin.weights.get(model)
    wrong = {key: array + 1 for key, array in WEIGHTS.items()}
    del wrong["norm1/mean"], wrong["dense2/bias"]
    wrong["conv9/kernels"] = np.zeros(3)
    wrong["conv1/kernels"] = wrong["conv1/kernels"].transpose(3, 2, 0, 1)
    wrong["dense1/weights"] = wrong["dense1/weights"].astype(int)
    with pytest.raises(WeightError) as caught:
        twin.weights.set(model, wrong)
    for fault in (
        "'normed'",
        "norm1/mean is missing",
        "dense2/bias is missing",
        "conv9/kernels is not in the architecture",
        "conv1/kernels must have shape (3, 3, 2, 4), got (4, 2, 3, 3)",
        "dense1/weights must hold floating-point numbers, got int64",
    ):
        assert fault in str(caught.value)
    assert same(twin.weights.get(model), before)
    with pytest.raises(WeightError, match="must be a dictionary of arrays, got list"):
        twin.weights.set(model, [*WEIGHTS.values()])
    assert twin.weights.WeightError is WeightError


def test_save_and_load_keep_type_and_architecture(twin, tmp_path):
    for dtype in ("float32", "float64"):
        model = twin.build(twins.NORMED, seed=4, dtype=dtype)
        twin.weights.save(model, str(tmp_path / "model"))
        loaded = twin.weights.load(str(tmp_path / "model"))
        assert loaded.architecture == twins.NORMED
        found = twin.weights.get(loaded)
        assert {array.dtype.name for array in found.values()} == {dtype}
        assert same(found, twin.weights.get(model))


def test_truncated_files_never_pass_for_whole_ones(twin, stored):
    whole = stored.read_bytes()
    step = max(len(whole) // 40, 1)
    for length in sorted({*range(12), *range(0, len(whole), step), len(whole) - 1}):
        stored.write_bytes(whole[:length])
        with pytest.raises(WeightError, match=r"not a whole safetensors file.*copy or save"):
            twin.weights.load(stored)
    stored.write_bytes(whole + b"\0")
    with pytest.raises(WeightError, match="not a whole safetensors file"):
        twin.weights.load(stored)


@pytest.mark.parametrize("content", [b"garbage" * 100, b"\x80\x04K\x01.", b"{}", b"\xff" * 64])
def test_garbage_is_no_weight_file(twin, tmp_path, content):
    (tmp_path / "model").write_bytes(content)
    with pytest.raises(WeightError, match="not a whole safetensors file"):
        twin.weights.load(tmp_path / "model")


def test_safetensors_of_others(twin, stored):
    architecture = twins.NORMED.to_json()
    fewer = {key: WEIGHTS[key] for key in [*WEIGHTS][1:]}
    for arrays, metadata, rule in (
        (WEIGHTS, None, r"holds no architecture \(its format is None\).*weights\.save"),
        (WEIGHTS, {"format": "pt"}, "its format is 'pt'"),
        (WEIGHTS, {"format": weightfile.FORMAT}, "not an architecture"),
        (WEIGHTS, {"format": weightfile.FORMAT, "architecture": "{}"}, "not an architecture"),
        (fewer, {"format": weightfile.FORMAT, "architecture": architecture}, "is missing"),
    ):
        stored.write_bytes(save(arrays, metadata=metadata))
        with pytest.raises(WeightError, match=rule):
            twin.weights.load(stored)


def test_unknown_layers_and_wrong_kinds_in_a_description(twin, stored):
    for change in (
        {"layers": [{"layer": "Attention"}]},
        {"name": 3},
        {"input_shape": "big"},
        {"input_shape": 5},
        {"layers": []},
        {"initializer": []},
    ):
        text = json.dumps(json.loads(twins.NORMED.to_json()) | change)
        metadata = {"format": weightfile.FORMAT, "architecture": text}
        stored.write_bytes(save(WEIGHTS, metadata=metadata))
        with pytest.raises(WeightError, match=r"model\.safetensors"):
            twin.weights.load(stored)


def test_numbers_of_a_type_numpy_lacks(twin, stored):
    header = json.dumps({"x": {"dtype": "BF16", "shape": [1], "data_offsets": [0, 2]}}).encode()
    stored.write_bytes(len(header).to_bytes(8, "little") + header + b"\0\0")
    with pytest.raises(WeightError):
        twin.weights.load(stored)


def test_numbers_of_a_type_numpy_lacks_without_tensorflow(tmp_path):
    """TensorFlow teaches NumPy bfloat16; a process with PyTorch alone does not know it."""
    code = "import sys; from cnncourse import weightfile\n"
    for kind, size in (("BF16", 2), ("F8_E4M3", 1)):
        header = json.dumps(
            {"x": {"dtype": kind, "shape": [1], "data_offsets": [0, size]}}
        ).encode()
        path = tmp_path / kind
        path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(size))
        code += f"try: weightfile.read({str(path)!r})\n"
        code += "except weightfile.WeightError as error: print(error)\n"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.stderr == ""
    first, second = told.stdout.splitlines()
    for line in (first, second):
        assert "holds numbers of a type that NumPy lacks" in line
        assert "save it as float16, float32 or float64" in line


def test_what_a_killed_write_left_is_removed_and_nothing_else(tmp_path):
    left = tmp_path / ".run.a1b2c3d4.partial"
    others = [".run.x.a1b2c3d4.partial", ".other.a1b2c3d4.partial", "run.partial", ".run.partial"]
    for path in (left, *(tmp_path / name for name in others)):
        path.write_bytes(b"part")
    disk.remove_leftovers(tmp_path / "run")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(others)
    disk.remove_leftovers(tmp_path / "none" / "run")


def test_no_file_at_all(twin, tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(FileNotFoundError, match="no weight file at"):
            twin.weights.load(path)


@pytest.mark.parametrize("name", ["fsync", "replace", "mkstemp", "chmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_a_file_that_cannot_be_written_leaves_the_old_one(twin, stored, monkeypatch, name, code):
    whole, model = stored.read_bytes(), twin.build(twins.NORMED, seed=9)

    def fail(*given, **named):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(tempfile if name == "mkstemp" else os, name, fail)
    with pytest.raises(OSError, match=r"cannot write .*model\.safetensors.*unchanged") as caught:
        twin.weights.save(model, stored)
    assert caught.value.errno == code
    monkeypatch.undo()
    assert stored.read_bytes() == whole
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]


def test_an_interrupted_write_leaves_nothing_behind(stored, monkeypatch):
    def interrupt(*given):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    whole = stored.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        disk.write_atomically(stored, b"new")
    assert stored.read_bytes() == whole
    assert [path.name for path in stored.parent.iterdir()] == [stored.name]


def test_places_that_are_no_file(twin, tmp_path):
    model = twin.build(twins.NORMED)
    with pytest.raises(FileNotFoundError, match="the folder .*none does not exist; create it"):
        twin.weights.save(model, tmp_path / "none" / "model")
    with pytest.raises(IsADirectoryError, match="it is a folder; name a file in it"):
        twin.weights.save(model, tmp_path)


def test_a_saved_file_is_as_readable_as_any_other(tmp_path):
    weightfile.save_weights(tmp_path / "model", twins.NORMED, WEIGHTS)
    (tmp_path / "plain").write_bytes(b"")
    modes = {(tmp_path / name).stat().st_mode for name in ("model", "plain")}
    assert len(modes) == 1


def test_wrong_weights_are_not_saved(tmp_path):
    other = replace(twins.NORMED, layers=twins.NORMED.layers[:4])
    with pytest.raises(WeightError, match="not in the architecture"):
        weightfile.save_weights(tmp_path / "model", other, WEIGHTS)
    assert [*tmp_path.iterdir()] == []


def test_numbers_and_strided_arrays_keep_their_shape(tmp_path):
    arrays = {"step": np.array(3.0), "turned": np.arange(6.0).reshape(2, 3).T}
    weightfile.write(tmp_path / "some", arrays, {"format": "x"})
    found, metadata = weightfile.read(tmp_path / "some")
    assert found["step"].shape == ()
    assert (found["turned"] == arrays["turned"]).all()
    assert metadata == {"format": "x"}


def test_half_precision_is_a_way_to_store_and_comes_back_as_single(twin, tmp_path):
    path = tmp_path / "half"
    halved = {
        key: array.astype(np.float16 if array.ndim > 1 else np.float32)
        for key, array in WEIGHTS.items()
    }
    weightfile.save_weights(path, twins.NORMED, halved, note="for a test", format="not this")
    arrays, metadata = weightfile.read(path)
    assert {array.dtype.name for array in arrays.values()} == {"float16", "float32"}
    assert (metadata["note"], metadata["format"]) == ("for a test", weightfile.FORMAT)
    _, loaded = weightfile.load_weights(path)
    assert {array.dtype.name for array in loaded.values()} == {"float32"}
    assert same(loaded, halved)
    assert same(twin.weights.get(twin.weights.load(path)), halved)
