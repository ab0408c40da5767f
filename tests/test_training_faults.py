"""Faults while training and while saving: a clear error, and nothing that was there is lost."""

import errno
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse import checkpoint, weightfile
from cnncourse.checkpoint import CheckpointError
from cnncourse.datasets import Dataset, Split
from cnncourse.inputs import fingerprint
from cnncourse.recipe import Recipe
from tests import twins
from tests.faults import file_sizes_below, limit_writes, no_space, posix, read_only
from tests.twins import DATA, RECIPE

pytest.importorskip("keras")

SHORT = replace(RECIPE, epochs=2)


@pytest.fixture(params=twins.NAMES)
def twin(request):
    return twins.twin(request.param)


@pytest.fixture
def path(twin, tmp_path):
    """The checkpoint of a run that has done one epoch."""
    twins.train(twin, replace(RECIPE, epochs=1), checkpoint=tmp_path / "run")
    return tmp_path / "run"


def same(ours, theirs):
    return ours.keys() == theirs.keys() and all((ours[key] == theirs[key]).all() for key in ours)


def refused(twin, path, error, rule, **given):
    """Hold that going on is refused by the rule, and that file, folder and model are as before."""
    before, stored = {one: one.read_bytes() for one in path.parent.iterdir()}, path.read_bytes()
    model = twin.build(given.pop("network", twins.NORMED))
    weights = twin.weights.get(model)
    recipe, data = given.pop("recipe", SHORT), given.pop("data", DATA)
    with pytest.raises(error, match=rule) as caught:
        twin.train(model, data, recipe, checkpoint=path, resume=True, progress=False)
    assert path.read_bytes() == stored
    assert {one: one.read_bytes() for one in path.parent.iterdir()} == before
    assert same(twin.weights.get(model), weights)
    return caught.value


def faulty(part, **changes):
    """The data with arrays of one split changed, unchecked by `Split`."""
    split = getattr(DATA, part)
    given = {"images": split.images, "labels": split.labels} | changes
    parts = {"train": DATA.train, "validation": DATA.validation}
    return SimpleNamespace(**parts | {part: SimpleNamespace(**given)})


@pytest.mark.parametrize("part", ["train", "validation"])
def test_bad_data_are_refused_before_anything_is_touched(twin, path, part):
    images, labels = getattr(DATA, part).images, getattr(DATA, part).labels
    what = {"train": "training", "validation": "validation"}[part]
    wrong, holed = labels.copy(), images / np.float32(255)
    wrong[5], holed[7, 0, 0, 1] = 4, np.nan
    for changes, rule in (
        (
            {"labels": wrong},
            r"labels must be in 0\.\.3, got 4 \(image 5\); mend it, or end 'normed'",
        ),
        ({"labels": wrong - 1 - labels.min()}, r"labels must be in 0\.\.3, got -1 \(image"),
        ({"images": holed}, "images must be finite, but image 7 holds NaN or infinity; mend it"),
        (
            {"images": images[:0], "labels": labels[:0]},
            "images must hold at least one image, got none; add",
        ),
    ):
        refused(twin, path, ValueError, f"^{what} {rule}", data=faulty(part, **changes))


def test_a_data_set_cannot_be_made_of_bad_images_or_labels():
    images, labels = np.zeros((3, 8, 8, 2), np.float32), [0, 1, 2]
    good, holed = Split(images, labels), images.copy()
    holed[1, 2, 3, 0] = np.nan
    with pytest.raises(
        ValueError, match=r"finite, but image 1 holds NaN .*\(1 of 3 images hold such\)"
    ):
        Split(holed, labels)
    with pytest.raises(ValueError, match="at least one image"):
        Split(images[:0], [])
    with pytest.raises(ValueError, match=r"labels must be at least 0, got -1 \(index 2\); number"):
        Split(images, [0, 1, -1])
    with pytest.raises(ValueError, match=r"label 2 \(test, index 2\) has no class: 2 classes"):
        Dataset("some", good.select([0, 1]), good, ["a", "b"])


def test_a_batch_larger_than_the_set(twin, path):
    rule = r"batch_size \(=31\) is larger than the training split \(=30 images\); use a smaller"
    refused(twin, path, ValueError, rule, recipe=replace(SHORT, batch_size=31))


@pytest.mark.parametrize("name", ["rmsprop", "Adam", "", None])
def test_an_unknown_optimiser(name):
    kind = TypeError if name is None else ValueError
    with pytest.raises(kind, match=f"optimizer must be one of sgd, adam, adamw, got {name!r}"):
        Recipe(name)


@posix
def test_a_read_only_folder_costs_no_epoch(twin, path, monkeypatch):
    def step(*given):
        raise AssertionError("no step may be taken")

    monkeypatch.setattr(sys.modules[f"{twin.__name__}.engine"].Engine, "steps", step)
    with read_only(path.parent):
        error = refused(twin, path, PermissionError, r"cannot write .*run .*name another folder")
        assert error.errno == errno.EACCES
        with pytest.raises(PermissionError, match=r"cannot write .*new .*name another folder"):
            twins.train(twin, checkpoint=path.with_name("new"))
        with pytest.raises(PermissionError, match=r"cannot write .*model .*name another folder"):
            twin.weights.save(twin.build(twins.NORMED), path.with_name("model"))


def test_a_disk_that_fills_up_while_a_checkpoint_is_written(twin, tmp_path, monkeypatch):
    whole, expected = twins.train(twin, batch_losses=True)
    path, kept = tmp_path / "run", []
    model = twin.build(twins.NORMED)

    def keep(history):
        kept.append((path.read_bytes(), twin.weights.get(model)))

    with monkeypatch.context() as patched:
        # The one before the first step and the first epoch's are written, the second's is not.
        limit_writes(patched, 5000, no_space, spared=2)
        with pytest.raises(
            OSError, match=r"cannot write .*No space left.*unchanged: free space"
        ) as caught:
            twin.train(
                model,
                DATA,
                RECIPE,
                checkpoint=path,
                callbacks=[keep],
                progress=False,
                batch_losses=True,
            )
    assert caught.value.errno == errno.ENOSPC
    assert len(kept) == 2
    assert path.read_bytes() == kept[1][0]
    assert same(twin.weights.get(model), kept[1][1])  # the epoch just done is in the model
    assert [one.name for one in tmp_path.iterdir()] == ["run"]
    history, model = twins.train(twin, checkpoint=path, resume=True, batch_losses=True)
    assert history.batch_losses == whole.batch_losses
    assert same(twin.weights.get(model), twin.weights.get(expected))


@posix
def test_a_full_disk_at_every_part_of_a_file(twin, path, monkeypatch):
    """By an error of the disk, and by the kernel's own limit on the size of files."""
    metadata = weightfile.read(path)[1]
    identity = checkpoint.Identity(
        metadata["framework"], twins.NORMED, replace(RECIPE, epochs=1), fingerprint(DATA)
    )
    stored, progress = path.read_bytes(), checkpoint.load(path, identity)
    size = len(stored)
    for room in sorted({0, 1, 8, *range(50, size, size // 15), size - 1}):
        with monkeypatch.context() as patched:
            limit_writes(patched, room, no_space)
            with pytest.raises(
                OSError, match=r"No space left on device.*what was there is unchanged"
            ):
                checkpoint.save(path, identity, progress)
        with file_sizes_below(room), pytest.raises(OSError, match=r"File too large.*unchanged"):
            checkpoint.save(path, identity, progress)
        assert path.read_bytes() == stored
        assert [one.name for one in path.parent.iterdir()] == ["run"]


def test_a_checkpoint_of_another_architecture(twin, path):
    other = replace(twins.NORMED, layers=twins.NORMED.layers[4:])
    refused(
        twin,
        path,
        CheckpointError,
        r"is of another architecture \('normed'\).*resume with",
        network=other,
    )


def test_a_truncated_checkpoint(twin, path):
    whole = path.read_bytes()
    for length in (0, 7, 8, 500, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        rule = rf"\({length:,} bytes\) is not a whole safetensors file.*copy or save it again"
        refused(twin, path, CheckpointError, rule)


@pytest.mark.parametrize("fault", ["lost", "added", "reshaped", "foreign", "unweighted", "unbest"])
def test_a_checkpoint_whose_arrays_do_not_fit(twin, path, fault):
    arrays, metadata = weightfile.read(path)
    state = next(name for name, array in arrays.items() if name[:9] == "optimizer" and array.ndim)
    rule = "run: the optimiser's state must be .*; start the run anew"
    if fault == "lost":
        del arrays[state]
    elif fault == "added":
        arrays["optimizer/99/more"] = np.zeros(3)
    elif fault == "reshaped":
        arrays[state] = np.zeros(7)
    elif fault == "foreign":
        arrays["else/x"], rule = np.zeros(3), "'else/x', which is of no checkpoint; name another"
    else:
        group = "weights" if fault == "unweighted" else "best"
        del arrays[f"{group}/conv1/kernels"]
        rule = rf"run \({group}\): weights do not fit 'normed': conv1/kernels is missing"
    weightfile.write(path, arrays, metadata)
    refused(twin, path, CheckpointError, rule)
