"""One training run of `training.py`, timed in a process of its own, which has compiled nothing yet.

    python benchmarks/training_run.py '{"framework": "torch", "way": "ours", ...}'

The imports, the data and the model are there before the clock starts. It runs from the call of
`train`, of `fit` or of the loop to its return, so all that is traced, compiled or copied to the
device counts. What is measured on the test images between the epochs does not.
"""

import importlib
import json
import sys
import time
from dataclasses import replace

from cnncourse import datasets, experiments

SMALL = {"fashion-mnist": "fashion-mnist-mini", "cifar10": "shapes"}
"""For a quick run: sets of the same shape that need no download."""


class Clock:
    """Seconds of training, and the test accuracies after its epochs.

    Parameters
    ----------
    measure : function without arguments, or None
        Returns the accuracy on the test images; its time is left out.
    target : float or None
        The accuracy that ends the training.
    """

    def __init__(self, measure=None, target=None):
        self.measure, self.target = measure, target
        self.apart, self.accuracies = 0.0, []

    def time(self, train):
        """Call ``train(ended)`` and return its seconds."""
        start = time.perf_counter()
        train(self.ended)
        return time.perf_counter() - start - self.apart

    def ended(self, *_):
        """Measure after an epoch; return whether the target is reached."""
        if self.target is None:
            return False
        start = time.perf_counter()
        self.accuracies.append(self.measure())
        self.apart += time.perf_counter() - start
        return self.accuracies[-1] >= self.target


def load(experiment, images, *, quick):
    """Return an experiment's data with so many training images, all of them where None."""
    if not quick:
        data = datasets.load(experiment.data, progress=False)
    elif SMALL[experiment.data] == "shapes":
        data = datasets.load("shapes", train=images, test=100)
    else:
        data = datasets.load(SMALL[experiment.data])
    if images is None or images == len(data.train):
        return data
    return replace(data, train=data.train.take(images))


def set_threads(framework, threads):
    """Set, where asked, and return the threads that a framework's products run on."""
    if framework == "torch":
        import torch
        import torch._dynamo  # which the first optimiser imports, in seconds

        if threads:
            torch.set_num_threads(threads)
        return torch.get_num_threads()
    import tensorflow as tf

    from cnncourse import hardware

    if threads:
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    return tf.config.threading.get_intra_op_parallelism_threads() or hardware.cores()


def ours(twin, model, data, recipe):
    """Return `train` of the course as a function of ``ended``."""
    return lambda ended: twin.train(model, data, recipe, callbacks=[ended], progress=False)


def run(spec):
    """Carry out one run; return what it measured."""
    threads = set_threads(spec["framework"], spec["threads"])
    twin = importlib.import_module(f"cnncourse.in_{spec['framework']}")
    experiment = experiments.find(spec["experiment"])
    data = load(experiment, spec["images"], quick=spec["quick"])
    changes = {name: spec[name] for name in ("epochs", "precision", "seed") if name in spec}
    recipe = replace(experiment.recipe, **changes)
    model = twin.build(experiment.architecture, seed=recipe.seed)
    clock = Clock(lambda: twin.evaluate(model, data.test).accuracy, spec.get("target"))
    if spec["way"] == "ours":
        precision = twin.device.precision(recipe, experiment.architecture)
        train = ours(twin, model, data, recipe)
    else:
        _set_seed(spec["framework"], recipe.seed)
        precision = "float32"
        ways = importlib.import_module(f"articles_{spec['framework']}")
        train = getattr(ways, spec["way"])(model, data, recipe)
    seconds = clock.time(train)
    return {
        "seconds": seconds,
        "images": len(data.train),
        "batch_size": recipe.batch_size,
        "precision": precision,
        "accuracies": clock.accuracies,
        "threads": threads,
        "device": twin.device.describe(precision).as_dict(),
        "versions": twin.device.versions(),
    }


def _set_seed(framework, seed):
    """Set what the tutorials' own shuffling and dropout draw from."""
    if framework == "torch":
        import torch

        torch.manual_seed(seed)
    else:
        import keras

        keras.utils.set_random_seed(seed)


if __name__ == "__main__":
    print(json.dumps(run(json.loads(sys.argv[1]))))
