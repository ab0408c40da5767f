"""A checkpoint holds all of a run, and only goes on with the run it is of."""

import json
from dataclasses import replace

import numpy as np
import pytest

from cnncourse import checkpoint, weightfile
from cnncourse.checkpoint import CheckpointError, Identity, Progress
from cnncourse.recipe import History, Recipe
from tests import twins

IDENTITY = Identity("torch", twins.NORMED, Recipe("adam", epochs=3), "a hash")
WEIGHTS = twins.NORMED.initial_weights(1)
BEST = twins.NORMED.initial_weights(2)
OPTIMIZER = {"0/step": np.float32(7), "0/exp_avg": np.ones((2, 2)), "last_lr": np.float64(0.1)}


def progress(best=BEST):
    return Progress(WEIGHTS, best, OPTIMIZER, History([2.0, 1.0], [0.1, 0.2], best_epoch=1))


@pytest.mark.parametrize("best", [BEST, {}])
def test_everything_comes_back(tmp_path, best):
    checkpoint.save(tmp_path / "run", IDENTITY, progress(best))
    found = checkpoint.load(tmp_path / "run", IDENTITY)
    assert found.history == progress().history
    for ours, theirs in (
        (found.weights, WEIGHTS),
        (found.best, best),
        (found.optimizer, OPTIMIZER),
    ):
        assert ours.keys() == theirs.keys()
        for key in theirs:
            assert ours[key].dtype == theirs[key].dtype
            assert ours[key].shape == theirs[key].shape
            assert (ours[key] == theirs[key]).all()


def test_what_may_change_between_the_parts_of_a_run(tmp_path):
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    longer = replace(IDENTITY.recipe, epochs=9, patience=2, restore_best=False)
    assert checkpoint.load(tmp_path / "run", replace(IDENTITY, recipe=longer)).history.epochs == 2


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"framework": "keras"}, "was left by torch, this run is keras"),
        ({"architecture": replace(twins.NORMED, name="b")}, "another architecture .'normed'.*'b'"),
        ({"recipe": Recipe("adam", 0.5, epochs=3)}, "learning_rate 0.001 there, 0.5 here"),
        ({"recipe": Recipe("sgd", epochs=3)}, "optimizer 'adam' there, 'sgd' here"),
        ({"data": "another"}, "other images or labels"),
    ],
)
def test_another_run_is_named(tmp_path, change, rule):
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    with pytest.raises(CheckpointError, match=rule + ".*name another checkpoint file"):
        checkpoint.load(tmp_path / "run", replace(IDENTITY, **change))


def test_a_schedule_ties_a_run_to_its_epochs(tmp_path):
    recipe = Recipe("adam", schedule="cosine", epochs=3)
    identity = replace(IDENTITY, recipe=recipe)
    checkpoint.save(tmp_path / "run", identity, progress())
    with pytest.raises(CheckpointError, match="epochs 3 there, 9 here"):
        checkpoint.load(tmp_path / "run", replace(identity, recipe=replace(recipe, epochs=9)))


def test_a_checkpoint_whose_recipe_names_its_loss_is_read(tmp_path):
    """As those of earlier versions did, when there was one loss to name."""
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    arrays, metadata = weightfile.read(tmp_path / "run")
    older = json.loads(metadata["recipe"]) | {"loss": "cross_entropy"}
    weightfile.write(tmp_path / "run", arrays, metadata | {"recipe": json.dumps(older)})
    assert checkpoint.load(tmp_path / "run", IDENTITY).history == progress().history


@pytest.mark.parametrize("lost", ["history", "recipe", "framework", "data", "architecture"])
@pytest.mark.parametrize("value", [None, "{", "[]", '{"rate": 1}'])
def test_a_damaged_description(tmp_path, lost, value):
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    arrays, metadata = weightfile.read(tmp_path / "run")
    metadata.pop(lost)
    weightfile.write(tmp_path / "run", arrays, metadata | ({lost: value} if value else {}))
    with pytest.raises(CheckpointError, match="run"):
        checkpoint.load(tmp_path / "run", IDENTITY)


def test_a_checkpoint_from_before_recipes_had_a_precision_is_of_float32(tmp_path):
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    arrays, metadata = weightfile.read(tmp_path / "run")
    recipe = json.loads(metadata["recipe"])
    for later in ("precision", "warmup", "label_smoothing", "flip", "shift"):
        del recipe[later]
    weightfile.write(tmp_path / "old", arrays, metadata | {"recipe": json.dumps(recipe)})
    exact = replace(IDENTITY, recipe=replace(IDENTITY.recipe, precision="float32"))
    assert checkpoint.load(tmp_path / "old", exact).history.epochs == 2
    with pytest.raises(CheckpointError, match="precision 'float32' there, 'auto' here"):
        checkpoint.load(tmp_path / "old", IDENTITY)


def test_a_warmup_ties_a_run_to_its_epochs(tmp_path):
    warm = replace(IDENTITY, recipe=replace(IDENTITY.recipe, warmup=0.2))
    checkpoint.save(tmp_path / "run", warm, progress())
    longer = replace(warm, recipe=replace(warm.recipe, epochs=9))
    with pytest.raises(CheckpointError, match="epochs 3 there, 9 here"):
        checkpoint.load(tmp_path / "run", longer)


def test_no_checkpoint(tmp_path):
    with pytest.raises(FileNotFoundError):
        checkpoint.load(tmp_path / "run", IDENTITY)
    weightfile.save_weights(tmp_path / "run", twins.NORMED, WEIGHTS)
    with pytest.raises(CheckpointError, match=r"is no checkpoint.*'cnncourse weights'"):
        checkpoint.load(tmp_path / "run", IDENTITY)


def test_nothing_in_it_is_pickled(tmp_path):
    checkpoint.save(tmp_path / "run", IDENTITY, progress())
    content = (tmp_path / "run").read_bytes()
    header = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    assert header["__metadata__"]["format"] == checkpoint.FORMAT
    assert {"weights", "best", "optimizer"} == {
        name.partition("/")[0] for name in header if name != "__metadata__"
    }
