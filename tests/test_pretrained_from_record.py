"""What makes the package's weights takes only what a record vouches for."""

import hashlib
import json

import numpy as np
import pytest

from cnncourse import datasets, experiments, pretrained, records, weightfile
from cnncourse.pretrained import from_record
from tests.recorded import made

pytest.importorskip("keras")
pytest.importorskip("torch")

EXPERIMENT = experiments.find("C-dense")
DATA = {
    "name": "fashion-mnist",
    "images": {"train": 60_000, "test": 10_000},
    "sha256": {},
    "validation": None,
}


@pytest.fixture
def mini(monkeypatch):
    """The small set, in the place of the full one."""
    data = datasets.load("fashion-mnist-mini")
    monkeypatch.setattr(from_record.datasets, "load", lambda name: data)
    return data


@pytest.fixture
def left(mini, tmp_path):
    """Return a function that leaves what `reproduce --weights` leaves, and the record's path."""
    _, arrays = pretrained.load("C-dense")

    def leave(arrays=arrays, **changes):
        path, beside = tmp_path / "run.json", tmp_path / "run.safetensors"
        weightfile.save_weights(beside, EXPERIMENT.architecture, arrays)
        record = {
            "experiment": "C-dense",
            "framework": "keras",
            "seed": 7,
            "command": "cnncourse reproduce C-dense --framework keras --seed 7 --weights",
            "accuracy": from_record.measure(EXPERIMENT.architecture, arrays, mini.test)["keras"],
            "architecture": json.loads(EXPERIMENT.architecture.to_json()),
            "recipe": EXPERIMENT.recipe.as_dict() | {"seed": 7},
            "data": DATA
            | {
                "sha256": {
                    "test": hashlib.sha256(
                        mini.test.images.tobytes() + mini.test.labels.tobytes()
                    ).hexdigest()
                },
            },
            "weights": {
                "file": "run.safetensors",
                "sha256": hashlib.sha256(beside.read_bytes()).hexdigest(),
            },
        }
        path.write_text(made(**record | changes).to_text(), encoding="utf-8")
        return path

    return leave


def test_a_runs_weights_and_all_that_is_known_of_them(left, tmp_path, monkeypatch, capsys):
    path = left()
    folder = tmp_path / "package"
    folder.mkdir()
    monkeypatch.setattr(pretrained, "FOLDER", folder)
    from_record.main([str(path)])
    record = records.read(path)
    assert list(pretrained.available()) == ["C-dense"]
    stored = pretrained.provenance("C-dense")
    assert "dense-baseline.safetensors" in capsys.readouterr().out
    assert stored == pretrained.Provenance(
        experiment="C-dense",
        framework="keras",
        seed=7,
        command=record.command,
        data="fashion-mnist",
        data_sha256=record.data["sha256"],
        weights_sha256=record.weights["sha256"],
        recorded_accuracy=record.test_accuracy,
        test_accuracy=dict.fromkeys(("torch", "keras"), record.test_accuracy),
        float16=("dense1/weights",),
    )
    # They were rounded before: nothing is lost.
    for name, array in weightfile.load_weights(path.with_suffix(".safetensors"))[1].items():
        np.testing.assert_array_equal(pretrained.load("C-dense")[1][name], array)


def test_rounding_that_shows_is_not_done(left, tmp_path, monkeypatch):
    def coarse(arrays, halved):
        return {key: array.round() if key in halved else array for key, array in arrays.items()}

    monkeypatch.setattr(from_record, "rounded", coarse)
    arrays, metadata = weightfile.read(from_record.make(left(), tmp_path))
    assert json.loads(metadata[pretrained.KEY])["float16"] == []
    assert {array.dtype for array in arrays.values()} == {np.dtype("float32")}
    np.testing.assert_array_equal(
        arrays["dense1/weights"], pretrained.load("C-dense")[1]["dense1/weights"]
    )


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"overrides": {"epochs": 1}}, "not a run of experiment 'C-dense' as it stands; make one"),
        ({"recipe": {"optimizer": "sgd"}}, "not a run of experiment 'C-dense' as it stands"),
        ({"architecture": {}}, "not a run of experiment 'C-dense' as it stands"),
        ({"experiment": "B"}, "not a run of experiment 'B' as it stands"),
        ({"weights": None}, r"kept no weights; run again: cnncourse reproduce C-dense .*--weights"),
        ({"weights": {"file": "run.safetensors", "sha256": "0" * 64}}, "is not the file that"),
        ({"data": DATA | {"sha256": {"test": "0"}}}, "are not the record's; see"),
        ({"accuracy": 0.5}, "torch measures 0.8.* where the record has 0.5000"),
    ],
)
def test_what_a_record_does_not_vouch_for_is_refused(left, tmp_path, changes, rule):
    path = left(**changes)
    with pytest.raises(ValueError, match=rule):
        from_record.make(path, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run.json", "run.safetensors"]


def test_a_recipe_may_have_gained_a_setting_since(left, tmp_path):
    recipe = EXPERIMENT.recipe.as_dict() | {"seed": 7}
    del recipe["nesterov"]
    assert from_record.make(left(recipe=recipe), tmp_path).name == "dense-baseline.safetensors"


def test_only_large_kernels_and_weights_are_halved():
    sizes = {"conv1/kernels": 2000, "conv1/bias": 2000, "norm1/mean": 5000, "norm1/scale": 5000}
    sizes |= {"conv2/kernels": 1999, "dense1/weights": 2001}
    arrays = {name: np.zeros(size, np.float32) for name, size in sizes.items()}
    assert from_record.large(arrays) == ("conv1/kernels", "dense1/weights")
    halved = {name: array.dtype.name for name, array in from_record.rounded(arrays, ("a",)).items()}
    assert set(halved.values()) == {"float32"}


def test_it_says_how_to_call_it():
    for words in ([], ["--help"]):
        with pytest.raises(
            SystemExit, match=r"python -m cnncourse\.pretrained\.from_record RECORD"
        ):
            from_record.main(words)
