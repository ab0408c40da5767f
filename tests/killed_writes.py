"""Kills a training run at every moment of its checkpoints' writing, and tells what was left.

``python -m tests.killed_writes FOLDER`` trains a model without a framework in the package's own
loop, once whole; then again and again, each time in a process that kills itself one moment later
while it writes: before every call into C, after the last, and at bytes of the write itself. What
was left is resumed. Prints one JSON object a kill.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from cnncourse import checkpoint, loop
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.inputs import fingerprint
from cnncourse.processes import Alone
from cnncourse.recipe import Recipe
from cnncourse.weightfile import files
from tests.faults import limit_writes

SMALL = Architecture("small", (4, 4, 1), [Flatten(), Dense(200), Dense(3)])
RECIPE = Recipe("sgd", 0.5, batch_size=2, epochs=2)
RNG = np.random.default_rng(0)
SPLIT = SimpleNamespace(images=RNG.random((6, 4, 4, 1)), labels=np.arange(6) % 3)
DATA = SimpleNamespace(train=SPLIT, validation=None)


class Engine:
    """Its weights and its momentum follow from every batch so far and from their order."""

    framework, team = "none", Alone()
    steps_a_report = loop.STEPS_A_REPORT

    def __init__(self):
        self.weights, self.moment = SMALL.initial_weights(0), np.zeros(1)

    def steps(self, batches, rates):
        for batch, rate in zip(batches, rates, strict=True):
            self.moment = 0.5 * self.moment + rate * SPLIT.images[batch].mean()
            self.weights = {
                key: np.float32(0.9 * w + self.moment) for key, w in self.weights.items()
            }
        return loop.Report(np.ones(len(batches)), 0)

    def augment(self, moves):
        pass

    def seed(self, seed):
        pass

    def get_weights(self):
        return dict(self.weights)

    def set_weights(self, arrays):
        self.weights = dict(arrays)

    def get_optimizer(self):
        return {"moment": self.moment}

    def set_optimizer(self, arrays):
        self.moment = arrays["moment"]


def train(path, **given):
    """Train to the end and return the last weights."""
    engine = Engine()
    loop.run(engine, SMALL, DATA, RECIPE, checkpoint=path, progress=False, **given)
    return engine.weights


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_at_call(number, report):
    """Kill this process before that call into C while a file is written."""
    real, seen = files.write_atomically, [0]

    def count(frame, event, called):
        if event == "c_call":
            seen[0] += 1
            if seen[0] == number:
                os.write(report, called.__name__.encode())
                die()

    def write(path, content):
        sys.setprofile(count)
        try:
            real(path, content)
        finally:
            sys.setprofile(None)

    files.write_atomically = write


def die_at_byte(offset, spared, report):
    """Kill this process once that many bytes of a file are written, after the spared files."""
    os.write(report, f"byte {offset} of file {spared}".encode())
    limit_writes(pytest.MonkeyPatch(), offset, die, spared=spared)


def in_a_fork(path, prepare):
    """Train in a child; return the moment it died at, or nothing if it came to the end."""
    moment, report = os.pipe()
    child = os.fork()
    if child == 0:
        prepare(report)
        train(path)
        os._exit(0)
    os.close(report)
    _, status = os.waitpid(child, 0)
    with os.fdopen(moment) as told:
        text = told.read()
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, text
        return None
    assert os.WTERMSIG(status) == signal.SIGKILL
    return text


def look(folder, moment, whole):
    """Return what a kill left, then go on from it and return whether nothing was lost."""
    path = folder / "run"
    partial = [one.name for one in folder.iterdir() if one != path]
    epochs = None
    if path.exists():
        identity = checkpoint.Identity("none", SMALL, RECIPE, fingerprint(DATA))
        epochs = checkpoint.load(path, identity).history.epochs
    weights = train(path, resume=True)
    found = {
        "moment": moment,
        "epochs": epochs,
        "partial": len(partial),
        "same": all((weights[key] == whole[key]).all() for key in whole),
        "after": sorted(one.name for one in folder.iterdir()),
    }
    path.unlink()
    return found


def main(folder):
    folder = Path(folder)
    path = folder / "run"
    # The kernel keeps what a killed process wrote: only a power cut would need the disk's answer.
    os.fsync = os.fstat
    whole = train(path)
    size = path.stat().st_size
    path.unlink()
    number = 1
    while moment := in_a_fork(path, lambda report, n=number: die_at_call(n, report)):
        print(json.dumps(look(folder, moment, whole)))
        number += 1
    path.unlink()
    offsets = sorted({0, 1, 7, 8, 9, *range(100, size, size // 12), size - 1})
    for spared in range(RECIPE.epochs + 1):
        for offset in offsets:
            moment = in_a_fork(path, lambda report, o=offset, s=spared: die_at_byte(o, s, report))
            if moment:  # a shorter file is whole before that byte
                print(json.dumps(look(folder, moment, whole)))
            else:
                path.unlink()


if __name__ == "__main__":
    main(*sys.argv[1:])
