"""How ``cnncourse reproduce`` measures what a record holds, and writes it."""

import json

# The maps of so many images stay in a processor's cache: twice as fast as 256 in PyTorch.
BATCH = 100


def make(chosen, twin, model, data, recipe, history, *, used, command, overrides):
    """Measure a trained model and return its `Record`.

    ``train_accuracy`` and ``train_loss`` are measured after training, as the test's are. ``used``
    are the images that the record names: those of ``data``, or what it was made of.
    """
    from cnncourse.records import Record

    test, train = (
        twin.evaluate(model, split, batch_size=BATCH) for split in (data.test, data.train)
    )
    owned = chosen.architecture.parameters()
    return Record(
        experiment=chosen.name,
        framework=history.framework,
        seed=recipe.seed,
        command=command,
        overrides=overrides,
        test_accuracy=test.accuracy,
        test_loss=test.loss,
        train_accuracy=train.accuracy,
        train_loss=train.loss,
        claim=chosen.claim,
        seconds=sum(history.seconds),
        processor_seconds=sum(history.processor_seconds),
        processes=max(history.processes, default=1),
        hardware=history.hardware,
        versions={**history.versions, **_versions()},
        note=chosen.note,
        data=_describe(used, chosen.validation),
        parameters={key: getattr(owned, key) for key in ("total", "trainable", "fixed")},
        architecture=json.loads(chosen.architecture.to_json()),
        recipe=recipe.as_dict(),
        history=history,
        classes=tuple(data.classes),
        confusion_matrix=_confusion(twin, model, data),
    )


def describe_weights(path):
    """Return the name and the SHA-256 of the file of weights that lies beside a record."""
    import hashlib

    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def places(twin, model, test, frame, *, progress):
    """Return the accuracy with test images at every place of a frame, as plain values.

    ``accuracy[row][column]`` is a fraction, of images whose first pixel lies at that row and
    column of the frame; the same ``images``, drawn by ``seed``, are tried everywhere.
    """
    import numpy as np

    from cnncourse import corner

    seed = 0
    drawn = np.random.default_rng(seed).permutation(len(test))[: corner.IMAGES]
    items = test.select(np.sort(drawn))

    def accuracy(split):
        return twin.evaluate(model, split, batch_size=BATCH).accuracy

    found = corner.accuracy_map(accuracy, items, frame, progress=progress)
    return {
        "frame": frame,
        "item": list(items.image_shape[:2]),
        "images": len(items),
        "seed": seed,
        "sha256": _hash(items),
        "accuracy": found.tolist(),
    }


def write(path, record):
    """Write a record whole or not at all."""
    from cnncourse.disk import write_atomically

    write_atomically(path, record.to_text().encode())


def _versions():
    """Return the versions beside the framework's."""
    import numpy

    from cnncourse import __version__

    return {"numpy": numpy.__version__, "cnncourse": __version__}


def _describe(data, validation):
    """Return which images were used: counts, and the SHA-256 of images and labels (int64)."""
    parts = {"train": data.train, "test": data.test}
    if data.validation is not None:
        parts["validation"] = data.validation
    return {
        "name": data.name,
        "images": {part: len(split) for part, split in parts.items()},
        "sha256": {part: _hash(split) for part, split in parts.items()},
        "validation": "test" if validation == "test" else "apart" if validation else None,
    }


def _hash(split):
    """Return the SHA-256 of a split's images, as they are at rest, and its labels after them."""
    import hashlib

    digest = hashlib.sha256(split.images)
    digest.update(split.labels)
    return digest.hexdigest()


def _confusion(twin, model, data):
    """Return how often each class was taken for each, as lists."""
    from cnncourse.inspection import confusion_matrix

    taken_for = twin.predict(model, data.test.images).argmax(axis=1)
    return confusion_matrix(data.test.labels, taken_for, len(data.classes)).tolist()
