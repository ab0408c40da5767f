"""The training explorer in Python: its settings, the images it sends, what it is told."""

import base64
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets
from cnncourse.architecture import Architecture
from cnncourse.explorers import SettingError, Training, mini_set, stored
from cnncourse.explorers.making.script import script
from cnncourse.explorers.training import PAGE_DATA, page_data
from cnncourse.explorers.training_networks import B_RELU, NETWORKS
from cnncourse.explorers.training_presets import PRESETS
from tests.test_explorers.states import needs_node

MOST_BYTES = 1_500_000  # of what a page loads for it


@pytest.fixture(scope="module")
def sent():
    return page_data()


def test_the_images_are_those_of_the_package_in_sixteen_levels():
    training, validation = mini_set.splits()
    whole = datasets.load("fashion-mnist-mini")
    assert (len(training), len(validation)) == (5000, 1000)
    for some in (training, validation):
        assert set(np.unique(some.images)) == set(range(0, 256, 17))
    assert np.abs(validation.images.astype(int) - whole.test.images).max() == 8
    np.testing.assert_array_equal(validation.labels, whole.test.labels)
    assert sorted(training.labels.tolist()) == sorted(whole.train.labels.tolist())
    sums = [np.sort(split.images.sum((1, 2, 3))) for split in (training, whole.train)]
    assert np.abs(sums[0] - sums[1].astype(int)).max() < 8 * 784 * 0.2


@pytest.mark.parametrize("count", [10, 20, 50, 100, 1000, 5000])
def test_the_first_images_have_as_many_of_each_class(count):
    labels = Training(images=count).training_images.labels[:count]
    assert np.bincount(labels, minlength=10).tolist() == [count // 10] * 10


def test_the_page_unpacks_the_very_bytes(sent, tmp_path):
    needs_node()
    path = tmp_path / "sent.json"
    path.write_text(json.dumps(sent), encoding="utf-8")
    runner = Path(__file__).with_name("training_images.mjs")
    done = subprocess.run(["node", runner, path], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    for name, split in zip(("training", "validation"), mini_set.splits(), strict=True):
        assert base64.b64decode(found[name]["images"]) == split.images.tobytes()
        assert list(base64.b64decode(found[name]["labels"])) == split.labels.tolist()


def test_what_a_page_loads_is_small(sent):
    assert 1_000_000 < len(script(PAGE_DATA, sent)) <= MOST_BYTES


def test_the_networks_are_sent_as_they_are_written_down(sent):
    for name, (architecture, _) in NETWORKS.items():
        assert Architecture.from_json(json.dumps(sent["networks"][name])) == architecture
        assert Training(network=name).parameters == architecture.parameters().total
        assert Training(network=name).architecture == architecture
    assert stored.network("b-relu").architecture == B_RELU


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("learning_rate", 0, "learning_rate must be a number from 0.0001 to 10.0, got 0"),
        ("learning_rate", 11, "got 11; a step goes so far against the gradient"),
        ("images", 9, "images must be a whole number from 10 to 5000, got 9"),
        ("images", 20.5, "images must be a whole number from 10 to 5000, got 20.5"),
        ("batch_size", 501, "batch_size must be a whole number from 1 to 500, got 501"),
        ("momentum", 1, "momentum must be a number from 0.0 to 0.95, got 1"),
        ("network", "lenet-5", "network must be one of 'dense', 'B'"),
        ("image", 1000, "image must be a whole number from 0 to 999, got 1000"),
    ],
)
def test_what_cannot_be_is_refused(name, value, message):
    explorer = Training()
    with pytest.raises(SettingError, match=message):
        setattr(explorer, name, value)
    assert explorer.changed() == {}


def test_a_number_between_two_stops_is_taken_and_shown():
    explorer = Training(learning_rate=0.0123, images=123)
    assert explorer.sliders.learning_rate.value == pytest.approx(0.0123)
    assert explorer.sliders.images.value == 123
    explorer.sliders.learning_rate.value = 0.5
    assert (explorer.learning_rate, explorer.view.learning_rate) == (0.5, 0.5)
    assert explorer.sliders.learning_rate.min == -4


@pytest.mark.parametrize(
    ("images", "batch", "steps", "last"), [(5000, 20, 250, 20), (10, 20, 1, 10), (50, 20, 3, 10)]
)
def test_what_an_epoch_is(images, batch, steps, last):
    results = Training(images=images, batch_size=batch).results
    assert (results["steps_per_epoch"], results["last_batch"]) == (steps, last)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_known_again(name):
    explorer = Training(**PRESETS[name]["settings"], seed=4, image=7)
    assert explorer.results["preset"] == name
    assert f"Training, {PRESETS[name]['label']}: after " in explorer.drawing()
    explorer.batch_size = 2
    assert explorer.results["preset"] == ""


def test_the_drawing_gets_the_images_when_it_asks_and_not_before(sent):
    explorer = Training()
    assert (explorer.view.more, explorer.view.data) == ({}, {})
    explorer._told(explorer.view, {"ask": "weights"}, [])
    assert explorer.view.more == {}
    explorer._told(explorer.view, {"ask": PAGE_DATA}, [])
    assert explorer.view.more == {PAGE_DATA: sent}
    before = explorer.view.more
    explorer._told(explorer.view, {"ask": PAGE_DATA}, [])
    assert explorer.view.more is before


def test_what_the_page_has_reached_can_be_read():
    explorer = Training()
    assert explorer.progress == {}
    told = {"step": 250, "epoch": 1.0, "validation": {"loss": 0.9, "accuracy": 0.7, "count": 1000}}
    explorer._told(explorer.view, {"progress": told}, [])
    assert explorer.progress == told
    explorer.progress["step"] = 3
    assert explorer.progress["step"] == 250
    explorer._told(explorer.view, {"progress": "nonsense"}, [])
    assert explorer.progress == told
