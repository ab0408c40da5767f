"""The training loop with an engine that learns nothing: what is asked of it, and when."""

import numpy as np
import pytest

from cnncourse import loop
from cnncourse.loop import Evaluation, Report, TrainingError
from cnncourse.processes import Alone
from cnncourse.recipe import Recipe
from tests import twins

DATA = twins.drawn_data(twins.NORMED, 10, validation=4)


class Counting:
    """Its one weight counts the steps; its losses and evaluations are given."""

    framework, team = "counting", Alone()
    steps_a_report = loop.STEPS_A_REPORT

    def __init__(self, losses=(), found=()):
        self.losses, self.found = [*losses], [*found]
        self.weights = {"steps": np.zeros(1)}
        self.seeds, self.batches, self.rates, self.moves = [], [], [], []

    def steps(self, batches, rates):
        self.batches += [batch.tolist() for batch in batches]
        self.rates += [float(rate) for rate in rates]
        self.weights["steps"] = self.weights["steps"] + len(batches)
        given = [self.losses.pop(0) if self.losses else 1.0 for _ in batches]
        return Report(np.array(given), len(batches))

    def augment(self, moves):
        self.moves.append(moves)

    def seed(self, seed):
        self.seeds.append(seed)

    def evaluate(self):
        return self.found.pop(0) if self.found else Evaluation(1.0, 0.5)

    def get_weights(self):
        return dict(self.weights)

    def set_weights(self, arrays):
        self.weights = dict(arrays)

    def get_optimizer(self):
        return {}

    def set_optimizer(self, arrays):
        assert arrays == {}


def run(engine, recipe, data=DATA, **given):
    return loop.run(engine, twins.NORMED, data, recipe, progress=False, **given)


def test_each_epoch_is_moved_as_the_recipe_says():
    recipe = Recipe(batch_size=4, epochs=2, shift=2, flip=True)
    engine, plain = Counting(), Counting()
    run(engine, recipe)
    assert [(moves == recipe.moves(10, e)).all() for e, moves in enumerate(engine.moves)] == [
        True
    ] * 2
    run(plain, Recipe(batch_size=4, epochs=2))
    assert plain.moves == [None, None]


def test_batches_rates_and_seeds_are_the_recipes():
    recipe = Recipe("sgd", 0.5, batch_size=4, epochs=3, seed=7, schedule="linear")
    engine = Counting()
    history = run(engine, recipe)
    expected = [batch.tolist() for epoch in range(3) for batch in recipe.batches(10, epoch)]
    assert engine.batches == expected
    rates = np.concatenate([recipe.rates(10, epoch) for epoch in range(3)])
    assert engine.rates == rates.astype(np.float32).tolist()
    assert len(set(engine.seeds)) == 3
    assert all(0 <= seed < 2**31 for seed in engine.seeds)
    again = Counting()
    run(again, recipe)
    assert again.seeds == engine.seeds
    assert history.accuracy == [0.3] * 3


def test_a_long_epoch_is_reported_in_pieces():
    sizes, engine = [], Counting(losses=range(10))
    engine.steps_a_report = 3
    real = engine.steps
    engine.steps = lambda batches, rates: sizes.append(len(batches)) or real(batches, rates)
    history = run(engine, Recipe(batch_size=1, epochs=1), batch_losses=True)
    assert sizes == [3, 3, 3, 1]
    assert history.batch_losses == [*range(10)]
    assert history.loss == [4.5]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_the_step_of_a_broken_loss_is_told(bad, monkeypatch):
    monkeypatch.setattr(loop, "STEPS_A_REPORT", 2)
    engine = Counting(losses=[1.0] * 5 + [1.0, 1.0, 1.0, bad, 1.0])
    with pytest.raises(TrainingError, match=rf"became {bad} at step 4 of epoch 2; lower") as caught:
        run(engine, Recipe(batch_size=2, epochs=3))
    assert "(=0.001)" in str(caught.value)
    assert engine.weights["steps"] == 5


def test_a_broken_validation_loss_stops_too():
    engine = Counting(found=[Evaluation(0.5, 0.5), Evaluation(np.nan, 0.5)])
    with pytest.raises(TrainingError, match=r"validation loss became nan after epoch 2.*back"):
        run(engine, Recipe(batch_size=2, epochs=3))
    assert engine.weights["steps"] == 5


def test_an_error_of_a_callback_is_the_callers(tmp_path):
    def fail(history):
        raise OSError("disk of the caller")

    with pytest.raises(OSError, match="disk of the caller"):
        run(Counting(), Recipe(batch_size=5, epochs=2), callbacks=[fail])


def test_a_checkpoint_stands_before_the_first_step(tmp_path):
    path, seen = tmp_path / "run", []
    engine = Counting()
    real = engine.steps
    engine.steps = lambda *given: seen.append(path.exists()) or real(*given)
    run(engine, Recipe(batch_size=5, epochs=1), checkpoint=path)
    assert seen == [True]


def test_ties_keep_the_earlier_epoch():
    found = [Evaluation(loss, 0.5) for loss in (0.5, 0.4, 0.4, 0.4)]
    engine = Counting(found=found)
    history = run(engine, Recipe(batch_size=5, epochs=4))
    assert history.best_epoch == 1
    assert engine.weights["steps"] == 4
