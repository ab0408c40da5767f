"""The images of an experiment that transfers, and the weights that it starts from."""

import sys


def prepare(chosen, twin, items, seed, *, progress=True):
    """Return what to train on, and the weights to start from, or None.

    Parameters
    ----------
    chosen : Experiment
        With a `Transfer`.
    twin : module
    items : Dataset
        The images as they are.
    seed : int
        Draws the order in which the head of a body that is tuned is trained first.
    progress : bool
        Whether to say what is being computed.
    """
    from cnncourse import pretrained, transfer

    plan = chosen.transfer
    architecture, arrays = pretrained.load(plan.body)
    body = architecture.with_input((plan.side, plan.side, 3))
    if plan.tuned:
        _say(progress, "the head first, on the features of the body as it is")
        head = _head(twin, features(twin, body, arrays, items, progress=progress), seed)
        start = transfer.start(chosen.architecture, arrays, seed=seed, head=head)
        return _larger(items, plan.side), start
    return features(twin, body, arrays, items, plan.mistake, plan.only_test, progress), None


def features(twin, body, arrays, items, mistake=None, only_test=False, progress=True):
    """Return a data set of features, as images of one pixel."""
    from cnncourse import transfer
    from cnncourse.datasets import Dataset, Split

    made = []
    for split, spoil in ((items.train, mistake and not only_test), (items.test, mistake)):
        network, own = transfer.spoiled(mistake, body, arrays) if spoil else (body, arrays)
        model = twin.build(network)
        twin.weights.set(model, own)
        _say(progress, f"features of {len(split):,} images")
        found = transfer.as_images(twin.features(model, split.images))
        made.append(Split(found, split.labels))
    return Dataset(items.name, *made, items.classes)


def _head(twin, data, seed):
    """Return the weights of a linear classifier that is trained on features."""
    from dataclasses import replace

    from cnncourse import transfer
    from cnncourse.experiments import linear_recipe

    model = twin.build(transfer.linear(data.train.image_shape[2], len(data.classes)), seed=seed)
    recipe = replace(linear_recipe(len(data.train)), seed=seed)
    twin.train(model, data, recipe, progress=False)
    return twin.weights.get(model)


def _larger(items, side):
    """Return a data set whose images are so large."""
    from cnncourse import transfer
    from cnncourse.datasets import Dataset, Split

    splits = (
        Split(transfer.resize(split.images, side), split.labels)
        for split in (items.train, items.test)
    )
    return Dataset(items.name, *splits, items.classes)


def _say(progress, words):
    if progress:
        print(words, file=sys.stderr, flush=True)
