"""Trains one network in a process of its own, which may be told to end in the middle.

``python interrupted_run.py TWIN WHAT FOLDER``: ``whole`` and ``resume`` train every recipe to
its end and write weights and history; the names in `ENDINGS` end the process.
"""

import importlib
import os
import signal
import sys
from pathlib import Path

import pytest

from cnncourse.recipe import Recipe
from tests import twins
from tests.faults import limit_writes

RECIPES = {
    "adam": Recipe("adam", 1e-2, batch_size=8, epochs=4, seed=3),
    "momentum": Recipe("sgd", 5e-2, momentum=0.9, schedule="cosine", batch_size=8, epochs=4),
    "first": Recipe("adamw", 1e-2, weight_decay=0.1, batch_size=8, epochs=2),
    "plain": Recipe("sgd", 5e-2, batch_size=8, epochs=3),
}
ENDINGS = {  # the recipe, the epoch it ends in, how, and at what
    "killed-after-an-epoch": ("adam", 2, signal.SIGKILL, "callback"),
    "killed-within-an-epoch": ("momentum", 3, signal.SIGKILL, "steps"),
    "killed-within-a-write": ("plain", 2, signal.SIGKILL, "write"),
    "interrupted-in-the-first": ("first", 1, signal.SIGINT, "steps"),
}


def end_within(engine, epoch, how):
    """Let the engine take half of that epoch's steps, and then send the signal."""
    real, calls = engine.steps, []

    def steps(self, batches, rates):
        calls.append(1)
        if len(calls) == epoch:
            real(self, batches[:2], rates[:2])
            os.kill(os.getpid(), how)
        return real(self, batches, rates)

    engine.steps = steps


def main(name, what, folder):
    twin, folder = twins.twin(name), Path(folder)
    data = twins.drawn_data(twins.NORMED, 32, validation=12)
    chosen, callbacks = RECIPES, []
    if what in ENDINGS:
        recipe, epoch, how, at = ENDINGS[what]
        chosen = [recipe]
        if at == "write":
            # The first checkpoint stands before the first epoch.
            limit_writes(
                pytest.MonkeyPatch(), 1000, lambda: os.kill(os.getpid(), how), spared=epoch
            )
        elif at == "steps":
            engine = importlib.import_module(f"{twin.__name__}.engine")
            end_within(engine.Engine, epoch, how)
        else:
            callbacks = [lambda h: h.epochs == epoch and os.kill(os.getpid(), how)]
    for recipe in chosen:
        model = twin.build(twins.NORMED)
        history = twin.train(
            model,
            data,
            RECIPES[recipe],
            checkpoint=None if what == "whole" else folder / f"{recipe}.run",
            resume=what == "resume",
            callbacks=callbacks,
            batch_losses=True,
            progress=False,
        )
        twin.weights.save(model, folder / f"{recipe}.{what}.safetensors")
        (folder / f"{recipe}.{what}.json").write_text(history.to_json())


if __name__ == "__main__":
    main(*sys.argv[1:])
