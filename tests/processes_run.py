"""What each process of a test's run does: ``python -m tests.processes_run FRAMEWORK WHAT ...``.

- ``together FOLDER`` trains again and again with the other processes and writes what it saw to
  ``FOLDER/RANK.json``.
- ``odd FOLDER`` does so with batches that leave some of three processes without an image.
- ``mirrored FILE COUNT`` trains on so many parts of one processor.
- ``killed RANK WORDS...`` is the command ``cnncourse WORDS``, in which process RANK kills itself
  in the middle of the second epoch.
"""

import importlib
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Dropout, Flatten
from cnncourse.architecture import MaxPool2D as Pool
from cnncourse.recipe import Recipe
from tests import twins

PLAIN = Architecture(
    "plain",
    (8, 8, 2),
    [
        Conv2D(4, 3, padding="same", activation="relu"),
        Pool(2),
        Flatten(),
        Dense(6, "tanh"),
        Dense(4),
    ],
)
MAPS = Architecture(
    "maps", (8, 8, 2), [Conv2D(4, 3), BatchNorm(momentum=0.9), Conv2D(3, 3), Flatten(), Dense(4)]
)
DROPPING = Architecture("dropping", (8, 8, 2), [Flatten(), Dropout(0.5), Dense(4)])
DATA = twins.drawn_data(PLAIN, 36, validation=11)
# 36 images in batches of 7: shares of 4 and 3, and a last batch of one image, which leaves the
# second of two processes without any.
ADAM = Recipe("adam", 1e-2, batch_size=7, epochs=2, seed=1)
RUNS = {
    "plain": (PLAIN, ADAM),
    "modern": (
        PLAIN,
        Recipe(
            "adamw",
            1e-2,
            batch_size=9,
            epochs=3,
            weight_decay=0.1,
            schedule="cosine",
            warmup=0.2,
            label_smoothing=0.1,
            flip=True,
            shift=2,
        ),
    ),
    "changed": (
        PLAIN,
        replace(
            ADAM, batch_size=9, epochs=3, rotation=30, crop=0.7, cutout=3, mixup=0.5, flip=True
        ),
    ),
    "long": (PLAIN, replace(ADAM, epochs=6)),
    "maps": (MAPS, replace(ADAM, batch_size=8, epochs=3)),
    "dropping": (DROPPING, replace(ADAM, epochs=2)),
    "patience": (
        PLAIN,
        Recipe("sgd", 2.0, batch_size=8, epochs=30, patience=2, momentum=0.5, nesterov=True),
    ),
}


def trained(twin, name, **given):
    """Return what a run measured and the weights it ended on, as plain values."""
    network, recipe = RUNS[name]
    model = twin.build(network)
    given = {"progress": False, "batch_losses": True, **given}
    history = twin.train(model, DATA, recipe, **given)
    arrays = {key: array.tolist() for key, array in twin.weights.get(model).items()}
    return {"history": json.loads(history.to_json()), "weights": arrays}


def refused(work):
    """Return the kind and the words of the error that something ends in."""
    try:
        work()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return ["nothing", ""]


def raising(history):
    raise OSError("the callback's own fault")


def together(twin, folder):
    """Train in every way that leaves the processes together; return what this one saw."""
    team = twin.distributed.join()
    own = folder / f"files-{team.rank}"
    own.mkdir()
    found = {name: trained(twin, name) for name in RUNS}
    calls = []
    stopped = trained(
        twin,
        "long",
        callbacks=[lambda h: calls.append(h.epochs) or h.epochs == 2],
        checkpoint=own / "run",
    )
    found["stopped"], found["calls"] = stopped, calls
    found["files"] = sorted(path.name for path in own.iterdir())
    found["in the way"] = refused(lambda: trained(twin, "long", checkpoint=own / "run"))
    # Of one process; the others' copies of the name are files that they do not have.
    found["resumed"] = trained(twin, "long", checkpoint=folder / f"alone-{team.rank}", resume=True)
    found["callback"] = refused(lambda: trained(twin, "long", callbacks=[raising]))
    found["diverged"] = refused(lambda: diverge(twin))
    return found


def diverge(twin):
    """Train until the loss is no number."""
    recipe = Recipe("sgd", 1e38, batch_size=8, epochs=3, momentum=0.9)
    twin.train(twin.build(PLAIN), DATA, recipe, progress=False)


def other_images(twin):
    """Train on images of this process's own, which no other process has."""
    data = twins.drawn_data(PLAIN, 36, validation=11, seed=twin.distributed.join().rank)
    twin.train(twin.build(PLAIN), data, ADAM, progress=False)


def mirrored(twin, count):
    """Train with `fit` on so many devices of this process, which are parts of its processor."""
    import tensorflow as tf

    processor = tf.config.list_physical_devices("CPU")[0]
    parts = [tf.config.LogicalDeviceConfiguration()] * count
    tf.config.set_logical_device_configuration(processor, parts)
    with tf.distribute.MirroredStrategy([f"CPU:{part}" for part in range(count)]).scope():
        return {name: trained(twin, name) for name in ("plain", "modern", "changed", "maps")}


def kill_in_second_epoch(twin, rank):
    """Let process ``rank`` kill itself once it has taken two steps of the second epoch."""
    engine = importlib.import_module(f"{twin.__name__}.several").Shared
    real, epochs = engine.seed, []

    def seed(self, number):
        epochs.append(1)
        real(self, number)

    steps = engine.steps

    def taken(self, batches, rates):
        if len(epochs) == 2 and self.team.rank == rank:
            os.kill(os.getpid(), signal.SIGKILL)
        return steps(self, batches, rates)

    engine.seed, engine.steps = seed, taken


def main(framework, what, *words):
    twin = twins.twin(framework)
    if what == "killed":
        from cnncourse.cli import main as command

        kill_in_second_epoch(twin, int(words[0]))
        return command(words[1:])
    if what == "mirrored":
        Path(words[0]).write_text(json.dumps(mirrored(twin, int(words[1]))))
        return 0
    folder = Path(words[0])
    rank = twin.distributed.join().rank
    path = folder / f"{rank}.json"
    if what == "odd":
        path.write_text(json.dumps({name: trained(twin, name) for name in ("plain", "maps")}))
        return 0
    found = together(twin, folder)
    path.write_text(json.dumps(found))
    # Last, because it parts the processes.
    found["other images"] = refused(lambda: other_images(twin))
    path.write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
