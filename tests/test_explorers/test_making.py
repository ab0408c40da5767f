"""The code that made the explorers' data makes them again, and refuses what does not belong."""

import json

import numpy as np
import pytest

from cnncourse import datasets, experiments, weightfile
from cnncourse.explorers import stored
from cnncourse.explorers.making import landscape, networks, pictures
from cnncourse.explorers.making.__main__ import main
from cnncourse.explorers.making.script import script
from cnncourse.recipe import precision


@pytest.fixture(scope="module")
def mini():
    return datasets.load("fashion-mnist-mini")


def test_the_maker_makes_the_images_again_to_the_last_byte():
    for name, payload in pictures.payloads().items():
        assert payload == stored.payload(name)


def test_the_grey_lake_is_the_coloured_one():
    # Both are means over the same scene: the larger one, averaged down, is the smaller one's grey.
    small = landscape.grey(landscape.draw(32)).astype(float)
    large = stored.images()["landscape-large"].pixels.reshape(32, 8, 32, 8).mean(axis=(1, 3))
    assert np.abs(small[..., 0] - large).mean() < 3  # of 255; the grain alone is 2


@pytest.mark.parametrize("name", networks.COMMANDS)
def test_the_trainer_left_to_itself_takes_these_networks_in_float32(name):
    work = experiments.find(name).architecture.multiply_adds()
    given = {"dtype": "float32", "multiply_adds": work, "available": True}
    assert precision.resolve("auto", **given) == experiments.find(name).recipe.precision


@pytest.mark.parametrize("name", ["two-small-conv", "dense-baseline"])
def test_large_arrays_are_half_precision_and_small_ones_single(name):
    for array in stored.payload("weights")[name]["weights"].values():
        large = np.prod(array["shape"]) >= networks.SMALL
        assert array["dtype"] == ("float16" if large else "float32")


def left_by_training(folder, name):
    """A folder as `cnncourse train` leaves it, with the stored weights."""
    experiment = experiments.find(name)
    weights = stored.networks()[experiment.architecture.name].weights
    folder.mkdir()
    weightfile.save_weights(folder / "weights.safetensors", experiment.architecture, weights)
    # As `cnncourse train` leaves it.
    recipe = experiment.recipe.as_dict() | {"precision": "auto"}
    history = {"recipe": recipe, "framework": "torch"}
    (folder / "history.json").write_text(json.dumps(history), encoding="utf-8")
    return folder


def test_the_maker_stores_the_networks_of_finished_runs(monkeypatch, mini, tmp_path):
    folders = {name: left_by_training(tmp_path / name, name) for name in networks.COMMANDS}
    monkeypatch.setattr(networks.datasets, "load", lambda name: mini)
    paths = {name: tmp_path / f"data-{name}.js" for name in stored.PATHS}
    before = {name: stored.payload(name) for name in paths}
    with monkeypatch.context() as patch:
        patch.setattr(stored, "PATHS", paths)
        main([f"{name}={folder}" for name, folder in folders.items()])
    made = ("images", "landscapes", "weights")
    written = {name: paths[name].read_text(encoding="ascii") for name in made}
    for name in ("images", "landscapes"):
        assert written[name] == script(name, before[name])
    text = written["weights"].removeprefix(stored.PREFIX).removesuffix(f"{stored.SUFFIX}\n")
    before, after = before["weights"], json.loads(text)["weights"]
    assert list(after) == list(before)
    for name, network in after.items():
        measured = {"test_accuracy", "test_images", "probability_error"}
        kept = network.keys() - measured
        assert {key: network[key] for key in kept} == {key: before[name][key] for key in kept}
        assert network["test_images"] == 1000  # of the mini set, which stands in here
        assert network["probability_error"] == 0  # rounded weights do not change by rounding


def test_the_maker_refuses_another_run(tmp_path):
    folder = left_by_training(tmp_path / "run", "B")
    with pytest.raises(ValueError, match="is not a run of experiment 'C-dense' in torch"):
        networks.read(experiments.find("C-dense"), folder)
    history = json.loads((folder / "history.json").read_text(encoding="utf-8"))
    history["recipe"]["epochs"] = 1
    (folder / "history.json").write_text(json.dumps(history), encoding="utf-8")
    with pytest.raises(ValueError, match="make it by: cnncourse train B --data fashion-mnist"):
        networks.read(experiments.find("B"), folder)
    with pytest.raises(ValueError, match="a folder is needed for each of B, C-dense"):
        networks.payload({"B": folder})


def test_the_maker_refuses_rounding_that_shows(mini, monkeypatch):
    experiment = experiments.find("B")
    weights = stored.networks()["two-small-conv"].weights
    coarse = {name: np.round(array, 1) for name, array in weights.items()}
    monkeypatch.setattr(networks, "smaller", lambda array: np.round(array, 1))
    with pytest.raises(ValueError, match=r"rounding moves a probability of 'B' by 0\.\d+, more"):
        networks.entry(experiment, weights, mini)
    assert networks.entry(experiment, coarse, mini)["probability_error"] == 0


def test_the_maker_says_how_to_call_it():
    with pytest.raises(SystemExit, match="python -m cnncourse.explorers.making B=FOLDER"):
        main([])
