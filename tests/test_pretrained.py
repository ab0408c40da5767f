"""The trained weights inside the package: whole, small, the records', and equal in both twins."""

import hashlib
import json
import math
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from cnncourse import datasets, experiments, in_torch, pretrained, reference, weightfile, zoo
from cnncourse.pretrained import from_record
from tests import twins

in_keras = pytest.importorskip("cnncourse.in_keras")

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = tuple(pretrained.available())
MEGABYTE = 10**6


def needs(name):
    """Mark a test that uses the full data set of an experiment."""
    data = experiments.find(name).data
    missing = datasets.locate(data) is None
    reason = f"{data} is not on this machine (CNNCOURSE_DATA)"
    return pytest.param(name, marks=pytest.mark.skipif(missing, reason=reason))


EVERY = pytest.mark.parametrize("name", SHIPPED)
BOTH = pytest.mark.parametrize("twin", [twins.twin(name) for name in twins.NAMES], ids=twins.NAMES)


def some_images(network, n=20):
    """Real images for grey networks, drawn ones for coloured ones."""
    return twins.real_data(network, n).train.images[:n]


def test_the_sources_networks_that_are_used_again_are_there():
    names = {"B": "two-small-conv", "C-dense": "dense-baseline", "C-cnn": "two-conv"}
    names |= {"D": "regularized-conv"}
    assert names.items() <= pretrained.available().items()


def test_together_they_are_small():
    files = [file for file in pretrained.FOLDER.iterdir() if file.name.endswith(".safetensors")]
    assert {file.name.removesuffix(".safetensors") for file in files} == {
        *pretrained.available().values()
    }
    assert sum(len(file.read_bytes()) for file in files) < 4 * MEGABYTE


@EVERY
def test_half_precision_is_for_large_kernels_and_weights_alone(name):
    path = pretrained.FOLDER / f"{pretrained.available()[name]}.safetensors"
    arrays, metadata = weightfile.read(path)
    halved = {key for key, array in arrays.items() if array.dtype == np.float16}
    assert halved == set(pretrained.provenance(name).float16)
    for key in arrays:
        large = arrays[key].size >= 2000 and key.endswith(("/kernels", "/weights"))
        assert arrays[key].dtype == (np.float16 if large and halved else np.float32), key
    assert metadata["format"] == weightfile.FORMAT


@EVERY
def test_arrays_come_back_in_single_precision(name):
    for network, arrays in (
        pretrained.load(name),
        weightfile.load_weights(pretrained.FOLDER / f"{pretrained.available()[name]}.safetensors"),
    ):
        assert network == zoo.find(name)
        assert list(arrays) == list(network.weight_shapes())
        assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}


@EVERY
@BOTH
def test_a_model_is_ready_to_be_used(name, twin):
    model = twin.weights.pretrained(name)
    assert model.architecture == zoo.find(name)
    found, (_, stored) = twin.weights.get(model), pretrained.load(name)
    for key, array in stored.items():
        assert found[key].dtype == np.float32
        np.testing.assert_array_equal(found[key], array)
    if twin is in_torch:
        assert not model.training
        assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}


@BOTH
def test_each_model_is_a_new_one(twin):
    first, second = (twin.weights.pretrained("B") for _ in range(2))
    changed = {key: array * 0 for key, array in twin.weights.get(first).items()}
    twin.weights.set(first, changed)
    assert any(array.any() for array in twin.weights.get(second).values())


@EVERY
def test_numpy_and_both_twins_give_the_same_logits(name):
    network, arrays = pretrained.load(name)
    images = some_images(network)
    expected = reference.forward(network, arrays, images)
    assert np.ptp(expected) > 1
    for twin in (in_torch, in_keras):
        found = twin.predict(twin.weights.pretrained(name), images)
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-4)


GREY = [name for name in SHIPPED if zoo.find(name).input_shape == (28, 28, 1)]


@pytest.mark.parametrize("name", GREY)
def test_they_do_on_the_small_set_what_they_say(name):
    # Its 1,000 test images are among the 10,000 of which the accuracy is told.
    test = datasets.load("fashion-mnist-mini").test
    told = pretrained.provenance(name).test_accuracy
    for key, twin in (("torch", in_torch), ("keras", in_keras)):
        found = twin.evaluate(twin.weights.pretrained(name), test).accuracy
        deviation = math.sqrt(told[key] * (1 - told[key]) / len(test))
        assert abs(found - told[key]) < 3 * deviation


@pytest.mark.parametrize("name", [needs(name) for name in SHIPPED])
def test_on_the_full_test_set_they_are_as_good_as_they_and_the_record_say(name):
    made = pretrained.provenance(name)
    test = datasets.load(made.data).test
    digest = hashlib.sha256(test.images.tobytes() + test.labels.tobytes()).hexdigest()
    assert digest == made.data_sha256["test"]
    logits = {}
    for key, twin in (("torch", in_torch), ("keras", in_keras)):
        logits[key] = twin.predict(twin.weights.pretrained(name), test.images)
        found = (logits[key].argmax(axis=1) == test.labels).mean()
        assert found == pytest.approx(made.test_accuracy[key], abs=0.0005)
        assert found == pytest.approx(made.recorded_accuracy, abs=0.0005)
    np.testing.assert_allclose(logits["torch"], logits["keras"], rtol=0, atol=1e-4)


@EVERY
def test_they_are_of_the_record_in_the_repository(name):
    made = pretrained.provenance(name)
    path = ROOT / "records" / f"{name}-{made.framework}-seed{made.seed}.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    assert made.experiment == record["experiment"] == name
    assert made.command == record["command"]
    assert made.weights_sha256 == record["weights"]["sha256"]
    assert made.recorded_accuracy == record["test_accuracy"]
    assert (made.data, made.data_sha256) == (record["data"]["name"], record["data"]["sha256"])
    assert record["architecture"] == json.loads(zoo.find(name).to_json())
    for accuracy in made.test_accuracy.values():
        assert accuracy == pytest.approx(made.recorded_accuracy, abs=from_record.TOLERANCE + 1e-9)


@BOTH
def test_every_name_that_the_zoo_takes(twin):
    for given in ("C-dense", "c-DENSE", "dense-baseline", "Dense-Baseline"):
        assert twin.weights.pretrained(given).architecture == zoo.DENSE_BASELINE
        assert pretrained.provenance(given).experiment == "C-dense"


@BOTH
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A", r"there are: B \(two-small-conv\), C-dense \(dense-baseline\), "),
        ("lenet-5", "package; there are"),
        ("c-cn", "did you mean 'C-cnn'"),
        ("two-convs", "did you mean 'two-conv'"),
        ("../secret", "there are"),
        (None, "there are"),
    ],
)
def test_another_name_is_told_what_there_is(twin, name, hint):
    for ask in (twin.weights.pretrained, pretrained.load, pretrained.provenance):
        with pytest.raises(KeyError, match=hint) as caught:
            ask(name)
        assert f"no trained weights for {name!r}" in str(caught.value)
        assert "train others with cnncourse train" in str(caught.value)


def test_the_readmes_example_runs_in_both(capsys):
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "weights.pretrained(" in block]
    for code in (example, example.replace("in_torch", "in_keras")):
        exec(compile(code, "README.md", "exec"), {})
        assert capsys.readouterr().out == "Ankle boot\n"


def test_the_room_needs_no_framework_and_no_network():
    code = (
        "import sys, socket\n"
        "socket.socket = socket.create_connection = None\n"
        "from cnncourse import pretrained\n"
        "pretrained.load('C-cnn'), pretrained.provenance('C-cnn')\n"
        "print(sorted({'torch', 'keras', 'tensorflow', 'pooch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
