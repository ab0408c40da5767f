"""Shares, decisions and launchers' settings, without a framework."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse.architecture import Architecture, BatchNorm, Dense, Flatten
from cnncourse.processes import (
    Alone,
    LaunchError,
    ProcessError,
    check_shares,
    from_tf_config,
    from_torchrun,
    lead,
    measure,
    share,
)
from cnncourse.recipe import Recipe
from tests.twins import NORMED


@given(st.integers(0, 50), st.integers(1, 9))
def test_shares_make_up_the_batch_and_are_of_one_size_almost(length, count):
    batch = np.arange(length) + 7
    shares = [share(batch, rank, count) for rank in range(count)]
    assert (np.concatenate(shares) == batch).all()
    sizes = [len(one) for one in shares]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    assert sizes == [len(part) for part in np.array_split(batch, count)]


class Pair:
    """Two processes of which the other has said what it will say."""

    count = 2

    def __init__(self, rank, said=b""):
        self.rank, self.said, self.told = rank, said, []

    def tell(self, content):
        self.told.append(content)
        return content if self.rank == 0 else self.said

    def total(self, numbers):
        return np.asarray(numbers, np.float64) + self.said


def test_process_0_does_and_the_others_are_told():
    first = Pair(0)
    assert lead(first, lambda: [1, "two", None]) == [1, "two", None]
    calls = []
    assert lead(Pair(1, first.told[0]), lambda: calls.append(1)) == [1, "two", None]
    assert calls == []
    assert lead(Alone(), lambda: "any") == "any"


def test_a_fault_of_process_0_is_told():
    def fail():
        raise OSError("no room")

    first = Pair(0)
    with pytest.raises(OSError, match="no room"):
        lead(first, fail)
    with pytest.raises(ProcessError, match=r"process 0 ended the run: OSError: no room") as caught:
        lead(Pair(1, first.told[0]), fail)
    assert not caught.value.speaks


def test_a_split_is_measured_in_shares():
    class Split:
        images, labels = np.arange(5), np.arange(5) * 10

    # This process has images 3 and 4: the other found a loss of 2 and three of three right.
    other = Pair(1, np.array([3 * 2.0, 3.0]))
    found = measure(other, lambda part: (part.labels.mean(), 0.5), Split)
    assert found == [(3 * 2 + 30 + 40) / 5, (3 + 1) / 5]


def test_a_process_without_a_share_measures_nothing():
    class Split:
        images, labels = np.arange(1), np.arange(1)

    def never(part):
        raise AssertionError

    assert measure(Pair(1, np.array([2.0, 1.0])), never, Split) == [2.0, 1.0]


def test_batches_that_cannot_be_shared():
    recipe = Recipe(batch_size=3)
    check_shares(NORMED, Recipe(batch_size=1), 10, 1)
    with pytest.raises(ValueError, match=r"batch_size \(=3\) is smaller than the number of proc"):
        check_shares(NORMED, recipe, 30, 4)
    vectors = Architecture("v", (4, 4, 1), [Flatten(), BatchNorm(), Dense(2)])
    check_shares(vectors, Recipe(batch_size=4), 12, 2)
    for size, images in ((3, 12), (4, 13), (4, 15)):
        with pytest.raises(ValueError, match="cannot normalise one image alone"):
            check_shares(vectors, Recipe(batch_size=size), images, 2)
    # Of maps, one image has a variance.
    maps = Architecture("m", (4, 4, 1), [BatchNorm(), Flatten(), Dense(2)])
    check_shares(maps, recipe, 13, 3)


TORCHRUN = {"WORLD_SIZE": "3", "RANK": "2", "MASTER_ADDR": "host", "MASTER_PORT": "29500"}


def test_the_settings_of_torchrun():
    assert from_torchrun({}) == (0, 1)
    assert from_torchrun({"WORLD_SIZE": "1"}) == (0, 1)
    assert from_torchrun(TORCHRUN) == (2, 3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"WORLD_SIZE": "many"}, "WORLD_SIZE must be a whole number of at least 1, got 'many'"),
        ({"WORLD_SIZE": "0"}, "WORLD_SIZE must be a whole number"),
        ({"RANK": ""}, r"WORLD_SIZE \(=3\) says .* RANK is not set.*start them with torchrun"),
        ({"MASTER_ADDR": "", "MASTER_PORT": ""}, "MASTER_ADDR, MASTER_PORT is not set"),
        ({"RANK": "3"}, r"RANK \(=3\) must be below WORLD_SIZE \(=3\)"),
        ({"RANK": "-1"}, "RANK must be a whole number"),
        ({"MASTER_PORT": "x"}, "MASTER_PORT must be a whole number"),
    ],
)
def test_settings_of_torchrun_that_cannot_be_followed(change, words):
    with pytest.raises(LaunchError, match=words):
        from_torchrun(TORCHRUN | change)


def config(cluster, task=None):
    return {"TF_CONFIG": json.dumps({"cluster": cluster, "task": task or {}})}


def test_the_settings_of_tensorflow():
    workers = ["a:1", "b:2"]
    assert from_tf_config({}) == (0, [])
    assert from_tf_config({"TF_CONFIG": " "}) == (0, [])
    assert from_tf_config({"TF_CONFIG": "{}"}) == (0, [])
    assert from_tf_config(config({"worker": workers})) == (0, workers)
    own = {"type": "worker", "index": 1}
    assert from_tf_config(config({"worker": workers}, own)) == (1, workers)
    chief = {"chief": ["c:3"], "worker": workers}
    assert from_tf_config(config(chief, own)) == (2, ["c:3", *workers])
    assert from_tf_config(config(chief, {"type": "chief", "index": 0})) == (0, ["c:3", *workers])


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TF_CONFIG": "{cluster"}, r"TF_CONFIG is not JSON \(.*\); it must look like \{"),
        ({"TF_CONFIG": "[1]"}, "TF_CONFIG must look like"),
        (config({"worker": ["a:1"]}, {"index": "x"}), "TF_CONFIG must look like"),
        (config({"worker": ["a", "b:2"]}), "each as host:port"),
        (config({"worker": ["a:1"], "ps": ["b:2"]}), "must name workers only"),
        (config({"worker": ["a:1", "b:2"]}, {"index": 2}), "this is worker 2, .* has 2 of these"),
        (config({"worker": ["a:1"]}, {"type": "chief", "index": 0}), "chief 0, .* has 0 of these"),
    ],
)
def test_settings_of_tensorflow_that_cannot_be_followed(settings, words):
    with pytest.raises(LaunchError, match=words):
        from_tf_config(settings)
