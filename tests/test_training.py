"""Training by a recipe, in both twins: what is measured, kept, stopped and refused."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from cnncourse import loop
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.checkpoint import CheckpointError
from cnncourse.loop import TrainingError
from cnncourse.recipe import History, Recipe
from tests import twins
from tests.twins import DATA, RECIPE

pytest.importorskip("keras")


@pytest.fixture(params=twins.NAMES)
def twin(request):
    return twins.twin(request.param)


def same(ours, theirs):
    return all((ours[key] == theirs[key]).all() for key in ours)


def scripted(monkeypatch, twin, losses):
    """Let validation find these losses in turn, whatever the weights."""
    found = itertools.chain(losses, itertools.repeat(losses[-1]))
    module = "torch" if twin.__name__.endswith("torch") else "keras"
    monkeypatch.setattr(
        f"cnncourse.in_{module}.engine.loss_and_accuracy",
        lambda model, split: loop.Evaluation(next(found), 0.5),
    )


def test_a_history_tells_the_whole_run(twin):
    history, model = twins.train(twin, batch_losses=True)
    assert history.epochs == 3
    assert history.stopped == "finished"
    for measured in (
        history.accuracy,
        history.validation_loss,
        history.validation_accuracy,
        history.seconds,
        history.processor_seconds,
    ):
        assert len(measured) == 3
    assert len(history.batch_losses) == 12
    assert all(0 <= share <= 1 for share in history.accuracy + history.validation_accuracy)
    assert all(seconds > 0 for seconds in history.seconds + history.processor_seconds)
    # A mean over images: the last batch of each epoch has six, the others eight.
    weighed = np.reshape(history.batch_losses, (3, 4)) @ [8, 8, 8, 6] / 30
    assert history.loss == pytest.approx(weighed.tolist())
    assert history.recipe == RECIPE.as_dict()
    assert history.architecture == "normed"
    assert twin.__name__.endswith(history.framework)
    assert history.hardware == twin.device.describe().as_dict()
    assert history.versions == twin.device.versions()
    assert History.from_json(history.to_json()) == history
    best = int(np.argmin(history.validation_loss))
    assert history.best_epoch == best
    assert twin.evaluate(model, DATA.validation).loss == history.validation_loss[best]


def test_a_network_learns(twin):
    data = twins.drawn_data(twins.NORMED, 64, validation=40)
    history, model = twins.train(twin, replace(RECIPE, epochs=20), data)
    assert history.loss[-1] < history.loss[0] / 2
    assert twin.evaluate(model, data.validation).accuracy > 0.4  # chance is 0.25


def test_without_validation_the_last_weights_stay(twin):
    seen = []
    data = replace(DATA, validation=None)
    history, model = twins.train(twin, data=data, callbacks=[lambda h: seen.append(h.epochs)])
    assert (history.validation_loss, history.best_epoch) == ([], None)
    assert history.batch_losses == []
    assert seen == [1, 2, 3]
    first, _ = twins.train(twin, data=data)
    assert first.loss == history.loss


def test_the_best_weights_are_put_back(twin, monkeypatch):
    scripted(monkeypatch, twin, [0.9, 0.3, 0.5, 0.4])
    kept = []

    def weights_after(model):
        return lambda history: kept.append(twin.weights.get(model))

    for restore in (True, False):
        kept.clear()
        scripted(monkeypatch, twin, [0.9, 0.3, 0.5, 0.4])
        model = twin.build(twins.NORMED)
        recipe = replace(RECIPE, epochs=4, restore_best=restore)
        history = twin.train(model, DATA, recipe, callbacks=[weights_after(model)], progress=False)
        assert history.best_epoch == 1
        assert same(twin.weights.get(model), kept[1 if restore else 3])
        assert not same(kept[1], kept[3])


def test_patience_stops_a_run_that_no_longer_improves(twin, monkeypatch):
    scripted(monkeypatch, twin, [0.9, 0.5, 0.6, 0.5, 0.5, 0.1])
    history, _ = twins.train(twin, replace(RECIPE, epochs=9, patience=3))
    assert history.validation_loss == [0.9, 0.5, 0.6, 0.5, 0.5]
    assert (history.stopped, history.best_epoch) == ("early", 1)


def test_a_callback_stops_a_run(twin):
    seen = []
    callbacks = [lambda h: h.epochs == 2, lambda h: seen.append(h.loss[-1])]
    history, _ = twins.train(twin, callbacks=callbacks)
    assert (history.epochs, history.stopped) == (2, "callback")
    assert seen == history.loss
    for wrong in (print, [None], ["print"]):
        with pytest.raises(TypeError, match="callbacks must be a list of functions"):
            twins.train(twin, callbacks=wrong)


def test_the_same_recipe_gives_the_same_run(twin):
    (one, first), (two, second) = twins.train(twin), twins.train(twin)
    other, _ = twins.train(twin, replace(RECIPE, seed=1))
    assert one.loss == two.loss
    assert same(twin.weights.get(first), twin.weights.get(second))
    assert other.loss != one.loss


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe("adam", 1e-2, batch_size=8, epochs=4),
        Recipe("sgd", 5e-2, momentum=0.9, schedule="cosine", batch_size=8, epochs=4),
    ],
    ids=["adam", "momentum"],
)
def test_a_run_goes_on_where_it_was_left(twin, recipe, tmp_path):
    whole, expected = twins.train(twin, recipe, batch_losses=True)
    path = tmp_path / "run.safetensors"

    def leave(history):
        if history.epochs == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        twins.train(twin, recipe, checkpoint=path, callbacks=[leave], batch_losses=True)
    history, model = twins.train(twin, recipe, checkpoint=path, resume=True, batch_losses=True)
    assert same(twin.weights.get(model), twin.weights.get(expected))
    assert same(twin.weights.get(expected), twin.weights.get(model))
    for measured in ("loss", "accuracy", "validation_loss", "batch_losses", "best_epoch"):
        assert getattr(history, measured) == getattr(whole, measured)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.safetensors"]
    # Of a run that is done nothing is repeated.
    again, model = twins.train(twin, recipe, checkpoint=path, resume=True)
    assert again.loss == whole.loss
    assert same(twin.weights.get(model), twin.weights.get(expected))


def test_more_epochs_and_more_patience_make_a_run_go_on(twin, tmp_path, monkeypatch):
    path = tmp_path / "run.safetensors"
    twins.train(twin, checkpoint=path)
    history, _ = twins.train(twin, replace(RECIPE, epochs=5), checkpoint=path, resume=True)
    longer, _ = twins.train(twin, replace(RECIPE, epochs=5))
    assert history.loss == longer.loss
    scripted(monkeypatch, twin, [0.1, 0.2])
    impatient, path = replace(RECIPE, epochs=9, patience=1), tmp_path / "other.safetensors"
    history, _ = twins.train(twin, impatient, checkpoint=path)
    assert (history.epochs, history.stopped) == (2, "early")
    again, _ = twins.train(twin, impatient, checkpoint=path, resume=True)
    assert (again.epochs, again.stopped) == (2, "early")
    patient = replace(impatient, patience=3)
    again, _ = twins.train(twin, patient, checkpoint=path, resume=True)
    assert (again.epochs, again.stopped) == (4, "early")


def test_a_checkpoint_of_another_run_is_refused(twin, tmp_path):
    path = tmp_path / "run.safetensors"
    twins.train(twin, replace(RECIPE, epochs=1), checkpoint=path)
    stored = path.read_bytes()
    with pytest.raises(FileExistsError, match=r"checkpoint stands at .*run.*resume=True"):
        twins.train(twin, checkpoint=path)
    smaller = replace(twins.NORMED, layers=twins.NORMED.layers[4:])
    other_data = twins.drawn_data(twins.NORMED, 30, validation=12, seed=5)
    for given, rule in (
        ({"network": smaller}, "another architecture"),
        (
            {"recipe": replace(RECIPE, learning_rate=0.5)},
            "learning_rate 0.01 there, 0.5 here",
        ),
        ({"recipe": replace(RECIPE, seed=5)}, "another recipe .*seed 0 there, 5 here"),
        ({"data": replace(DATA, train=other_data.train)}, "other images or labels"),
        ({"data": replace(DATA, validation=other_data.validation)}, "other images or labels"),
    ):
        with pytest.raises(CheckpointError, match=rule):
            twins.train(twin, **given, checkpoint=path, resume=True)
    other = twins.twin({"torch": "keras", "keras": "torch"}[twin.__name__.partition("_")[2]])
    with pytest.raises(CheckpointError, match="was left by .*, this run is"):
        twins.train(other, checkpoint=path, resume=True)
    model = twin.build(twins.NORMED, dtype="float64")
    with pytest.raises(CheckpointError, match="float32 .*float64"):
        twin.train(model, DATA, RECIPE, checkpoint=path, resume=True, progress=False)
    assert path.read_bytes() == stored


def test_files_that_are_no_checkpoint(twin, tmp_path):
    path = tmp_path / "run.safetensors"
    twin.weights.save(twin.build(twins.NORMED), path)
    with pytest.raises(CheckpointError, match="is no checkpoint"):
        twins.train(twin, checkpoint=path, resume=True)
    path.unlink()
    twins.train(twin, checkpoint=path)
    whole = path.read_bytes()
    for length in (0, 1, 7, 8, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(CheckpointError, match="not a whole safetensors file"):
            twins.train(twin, checkpoint=path, resume=True)
    with pytest.raises(ValueError, match=r"resume=True needs checkpoint="):
        twins.train(twin, resume=True)
    with pytest.raises(FileNotFoundError, match="the folder .* does not exist"):
        twins.train(twin, checkpoint=tmp_path / "no" / "run")
    history, _ = twins.train(twin, checkpoint=tmp_path / "new", resume=True)
    assert history.epochs == 3


def test_a_loss_that_is_no_number_stops_the_run(twin, tmp_path):
    plain = Architecture("plain", (8, 8, 2), [Flatten(), Dense(6, "softplus"), Dense(4)])
    wild = Recipe("sgd", 1e30, batch_size=8, epochs=3)
    model = twin.build(plain)
    before = twin.weights.get(model)
    with pytest.raises(TrainingError, match=r"(?s)epoch 1.*lower the learning_rate.*1e\+30.*back"):
        twin.train(model, DATA, wild, progress=False, checkpoint=tmp_path / "run")
    assert same(twin.weights.get(model), before)


def test_weights_go_back_to_the_last_good_epoch(twin, monkeypatch):
    model, kept = twin.build(twins.NORMED), []

    def spoil(history):
        kept.append(twin.weights.get(model))

    rates = Recipe.rates
    monkeypatch.setattr(
        Recipe, "rates", lambda self, n, epoch: rates(self, n, epoch) * (1e38 if epoch == 2 else 1)
    )
    with pytest.raises(TrainingError, match=r"epoch 3"):
        twin.train(model, DATA, RECIPE, callbacks=[spoil], progress=False)
    assert len(kept) == 2
    assert same(twin.weights.get(model), kept[1])


def test_an_epochs_last_step_may_not_break_the_weights(twin):
    plain = Architecture("plain", (8, 8, 2), [Flatten(), Dense(6, "relu"), Dense(4)])
    data = twins.drawn_data(plain, 8)
    data.train.images[:] = 255
    model = twin.build(plain)
    twin.weights.set(model, {k: v * 1e18 for k, v in twin.weights.get(model).items()})
    before = twin.weights.get(model)
    with pytest.raises(TrainingError, match=r"dense\d/.* held NaN or infinity after epoch 1"):
        twin.train(model, data, Recipe("sgd", 3e37, batch_size=8, epochs=1), progress=False)
    assert same(twin.weights.get(model), before)


def test_nothing_is_printed_without_progress(twin, capfd):
    twins.train(twin)
    assert capfd.readouterr() == ("", "")


def test_the_bar_is_on_standard_error(twin, capfd):
    twins.train(twin, progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    assert "epoch 3/3" in err
    assert "100%" in err
    assert "12/12" in err
    assert "validation loss" in err
