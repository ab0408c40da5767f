"""Real processes that train one model: the single process's losses, one writer, one decision."""

import json
from dataclasses import replace
from multiprocessing.pool import ThreadPool

import numpy as np
import pytest
import torch

from cnncourse import in_torch
from tests import processes, twins
from tests.processes_run import DATA, MAPS, RUNS, trained

pytest.importorskip("keras")
pytestmark = pytest.mark.slow

SAME = ("plain", "modern", "changed", "long", "patience")


@pytest.fixture(scope="module", params=twins.NAMES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def twin(name):
    return twins.twin(name)


@pytest.fixture(scope="module")
def folder(name, tmp_path_factory):
    return tmp_path_factory.mktemp(f"together-{name}")


@pytest.fixture(scope="module")
def alone(twin, folder):
    """The same runs in this one process, and the checkpoint of one of them after two epochs."""
    network, recipe = RUNS["long"]
    given = {"callbacks": [lambda history: history.epochs == 2], "batch_losses": True}
    path = folder / "alone-0"
    twin.train(twin.build(network), DATA, recipe, checkpoint=path, progress=False, **given)
    return {name: trained(twin, name) for name in RUNS}


def read(name, what, count, where):
    """Return how each process of a run ended and what it saw."""
    ended = processes.start(name, count, "-m", "tests.processes_run", name, what, where)
    assert [one.code for one in ended] == [0] * count, [one.errors for one in ended]
    told = [json.loads((where / f"{rank}.json").read_text()) for rank in range(count)]
    return ended, told


@pytest.fixture(scope="module")
def two(name, folder, alone):
    """What two processes saw, and how they ended."""
    return read(name, "together", 2, folder)


def losses(found):
    return found["history"]["batch_losses"]


@pytest.mark.parametrize("run", SAME)
def test_the_first_ten_losses_are_those_of_one_process(two, alone, run):
    found = losses(two[1][0][run])
    assert len(found) >= 10
    assert found[:10] == pytest.approx(losses(alone[run])[:10], abs=1e-4)


@pytest.mark.parametrize("run", SAME)
def test_validation_and_epoch_means_are_those_of_one_process(two, alone, run):
    found, expected = two[1][0][run]["history"], alone[run]["history"]
    assert found["loss"][0] == pytest.approx(expected["loss"][0], abs=1e-4)
    assert found["validation_loss"][0] == pytest.approx(expected["validation_loss"][0], abs=1e-4)
    assert found["accuracy"][0] == pytest.approx(expected["accuracy"][0], abs=1.01 / 36)
    assert found["processes"] == [2] * len(found["loss"])
    assert expected["processes"] == [1] * len(expected["loss"])


def test_later_epoch_means_lie_within_the_spread_of_the_seeds(two, alone, twin):
    network, recipe = RUNS["long"]
    seeds = []
    for seed in (2, 3, 4):
        model = twin.build(network)
        seeds.append(twin.train(model, DATA, replace(recipe, seed=seed), progress=False).loss)
    spread = np.ptp([*seeds, alone["long"]["history"]["loss"]], axis=0)
    off = np.abs(np.subtract(*(run["long"]["history"]["loss"] for run in (two[1][0], alone))))
    assert (off <= spread).all()


def test_every_process_ends_with_the_same_weights_and_history(two):
    first, second = two[1]
    for run in RUNS:
        assert first[run]["weights"] == second[run]["weights"], run
        measured = [
            dict(one[run]["history"], seconds=None, processor_seconds=None)
            for one in (first, second)
        ]
        assert measured[0] == measured[1], run


def test_a_share_is_normalised_by_its_own_statistics(two, alone):
    """The exception: a `BatchNorm` sees its process's share, not the batch."""
    model = in_torch.build(MAPS).train()
    expected, images = [], torch.from_numpy(DATA.train.images / np.float32(255))
    labels = torch.from_numpy(DATA.train.labels)
    optimizer = in_torch.optimizers.make_optimizer(model, RUNS["maps"][1])
    for batch in RUNS["maps"][1].batches(36, 0):
        optimizer.zero_grad()
        parts = []
        for mine in np.array_split(batch, 2):
            logits = model(images[mine].permute(0, 3, 1, 2))
            parts.append(torch.nn.functional.cross_entropy(logits, labels[mine], reduction="sum"))
        loss = sum(parts) / len(batch)
        loss.backward()
        optimizer.step()
        expected.append(loss.item())
    found = losses(two[1][0]["maps"])[: len(expected)]
    assert found == pytest.approx(expected, abs=1e-4)
    # Whole batches give other losses: the exception is one.
    assert found != pytest.approx(losses(alone["maps"])[: len(expected)], abs=1e-3)


def test_each_process_draws_masks_of_its_own(two, alone):
    found = losses(two[1][0]["dropping"])
    assert found != pytest.approx(losses(alone["dropping"]), abs=1e-3)


def test_process_0_alone_writes_and_calls(two):
    first, second = two[1]
    assert first["files"] == ["run"]
    assert second["files"] == []
    assert first["calls"] == [1, 2]
    assert second["calls"] == []


def test_all_stop_where_process_0_says(two):
    for told in two[1]:
        assert told["stopped"]["history"]["stopped"] == "callback"
        assert len(told["stopped"]["history"]["loss"]) == 2
        assert told["patience"]["history"]["stopped"] == "early"


def test_a_fault_on_process_0_ends_all(two):
    first, second = two[1]
    assert first["in the way"][0] == "FileExistsError"
    assert first["callback"] == ["OSError", "the callback's own fault"]
    for what, words in (("in the way", "FileExistsError"), ("callback", "OSError")):
        kind, said = second[what]
        assert kind == "ProcessError"
        assert said.startswith(f"process 0 ended the run: {words}: ")


def test_a_loss_that_is_no_number_ends_all_alike(two):
    for told in two[1]:
        assert told["diverged"][0] == "TrainingError"
        assert "learning_rate" in told["diverged"][1]


def test_a_run_of_one_process_goes_on_with_two(two, alone):
    for told in two[1]:
        history = told["resumed"]["history"]
        assert history["processes"] == [1, 1] + [2] * 4
        # Its first two epochs, and the next, are those of the uninterrupted run.
        assert history["loss"][:3] == pytest.approx(alone["long"]["history"]["loss"][:3], abs=1e-4)


def test_a_run_of_two_processes_goes_on_with_one(two, twin, folder, alone):
    network, recipe = RUNS["long"]
    path = folder / "files-0" / "run"
    model = twin.build(network)
    history = twin.train(model, DATA, recipe, checkpoint=path, resume=True, progress=False)
    assert history.processes == [2, 2] + [1] * 4
    assert history.loss[:3] == pytest.approx(alone["long"]["history"]["loss"][:3], abs=1e-4)


def test_other_images_on_one_process_end_all(two):
    first, second = (told["other images"] for told in two[1])
    assert second[0] == "ValueError"
    assert "process 1 has other images" in second[1]
    assert first[0] == "ProcessError"
    assert "process 1" in first[1]


def test_the_twins_agree_with_two_processes(tmp_path_factory):
    """Also where each process normalises its own share."""
    found = {}
    for name in twins.NAMES:
        where = tmp_path_factory.getbasetemp()
        paths = sorted(where.glob(f"together-{name}*/0.json"))
        if not paths:
            pytest.fail(f"the tests above left no run of {name}")
        found[name] = json.loads(paths[-1].read_text())
    for run in ("plain", "modern", "changed", "maps"):
        assert losses(found["torch"][run])[:10] == pytest.approx(
            losses(found["keras"][run])[:10], abs=1e-4
        )


@pytest.fixture(scope="module")
def three(name, tmp_path_factory):
    where = tmp_path_factory.mktemp(f"three-{name}")
    return read(name, "odd", 3, where)[1]


@pytest.mark.parametrize("run", ["plain", "maps"])
def test_two_of_three_processes_may_have_no_image_in_the_last_batch(three, alone, run):
    first, *others = (told[run] for told in three)
    assert all(losses(first) == losses(other) for other in others)
    assert all(first["weights"] == other["weights"] for other in others)
    if run == "plain":
        assert losses(first)[:10] == pytest.approx(losses(alone["plain"])[:10], abs=1e-4)


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory):
    """What `fit` on two and on three devices of one process saw."""
    where, found = tmp_path_factory.mktemp("mirrored"), {}
    for count in (2, 3):
        words = ["-m", "tests.processes_run", "keras", "mirrored", where / f"{count}.json", count]
        (ended,) = processes.start("keras", 1, *words)
        assert ended.code == 0, ended.errors
        found[count] = json.loads((where / f"{count}.json").read_text())
    return found


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("run", ["plain", "modern", "changed"])
def test_fit_on_the_devices_of_one_machine_gives_the_losses_of_one(mirrored, run, count):
    model = twins.twin("keras").build(RUNS[run][0])
    given = {"progress": False, "batch_losses": True}
    expected = twins.twin("keras").train(model, DATA, RUNS[run][1], **given)
    found = mirrored[count][run]["history"]
    assert found["batch_losses"][:10] == pytest.approx(expected.batch_losses[:10], abs=1e-4)
    assert found["validation_loss"][0] == pytest.approx(expected.validation_loss[0], abs=1e-4)
    assert found["processes"] == [1] * len(found["loss"])


def test_devices_of_one_process_are_as_devices_of_several(mirrored, tmp_path_factory):
    """Where the shares are the same, `fit` and the step of several processes are the same."""
    paths = sorted(tmp_path_factory.getbasetemp().glob("together-keras*/0.json"))
    several = json.loads(paths[-1].read_text())
    for run in ("plain", "maps"):
        assert losses(mirrored[2][run]) == pytest.approx(losses(several[run]), abs=1e-5)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_pool_that_an_error_leaves_open_is_closed(error):
    # TensorFlow reduces in one; left open it complains when Python ends, after the last words.
    from cnncourse.in_keras.several.team import Team

    pools = []

    def reduce():
        pool = ThreadPool(1)
        pools.append(pool)
        raise error

    with pytest.raises(error), Team(0, ["a:1", "b:2"], None).watching():
        reduce()
    with pytest.raises(ValueError, match="not running"):
        pools[0].map(abs, [1])
