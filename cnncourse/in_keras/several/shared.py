"""An engine whose every step is taken together by several devices."""

import sys
from contextlib import nullcontext
from functools import partial

import numpy as np

from cnncourse import loop, processes
from cnncourse.in_keras import weights
from cnncourse.in_keras.building import build
from cnncourse.in_keras.inspection import loss_and_accuracy


class Shared:
    """An engine whose every step several devices take together.

    It trains a copy of the model, made where the strategy keeps its variables; the model itself
    follows whenever the weights are read.
    """

    def __init__(self, make, model, recipe, strategy, team):
        from cnncourse.in_keras.several.replicated_steps import FittedSteps, WorkerSteps

        self.model, self.team, self.strategy = model, team, strategy
        # Keras's `fit` takes all steps of an epoch at once; each call of it is traced anew.
        self.steps_a_report = loop.STEPS_A_REPORT if team.count > 1 else sys.maxsize
        kind = WorkerSteps if team.count > 1 else FittedSteps
        steps = partial(kind, strategy=strategy, rank=team.rank, batch_size=recipe.batch_size)
        with strategy.scope(), self.watching():
            copy = build(weights.architecture_of(model), dtype=model.inputs[0].dtype)
            weights.set(copy, weights.get(model))
            self.engine = make(copy, make_steps=steps)

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def watching(self):
        """Name the process that is missing when the transport breaks."""
        return self.team.watching() if self.team.count > 1 else nullcontext()

    def seed(self, seed):
        """Set what dropout draws from, differently on each process."""
        own = np.random.SeedSequence([seed, self.team.rank]).generate_state(1)[0] >> 1
        self.engine.seed(int(own) if self.team.rank else seed)

    def steps(self, batches, rates):
        """Take this process's part in a step for each batch."""
        with self.watching():
            return self.engine.steps(batches, rates)

    def evaluate(self):
        """Measure the validation split, each process its share of it."""
        self.get_weights()
        split = self.engine.data.validation
        measured = processes.measure(
            self.team, lambda part: loss_and_accuracy(self.model, part), split
        )
        return loop.Evaluation(*measured)

    def get_weights(self):
        """Return the neutral weights, which the model takes over."""
        arrays = self.engine.get_weights()
        weights.set(self.model, arrays)
        return arrays

    def set_weights(self, arrays):
        """Take over neutral weights."""
        self.engine.set_weights(arrays)
        weights.set(self.model, arrays)
