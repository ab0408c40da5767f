"""The experiments of the chapter on transfer: features, few images, mistakes, fine-tuning."""

from dataclasses import replace

from cnncourse import transfer, zoo
from cnncourse.experiments.experiment import Claim, Experiment
from cnncourse.recipe import Recipe
from cnncourse.transfer import Transfer

FEW = {100: 500, 1000: 100, 3000: 50}
"""Numbers of CIFAR-10 images to learn from, and how many epochs D trains on them."""

_TEN = transfer.linear(1280, 10)
_OURS = Claim("this course's own")


def linear_recipe(images: int) -> Recipe:
    """Return how a linear classifier is trained on the features of so many images.

    In about 1,500 steps, or in 3,128 on 50,000 images. It was chosen by 2,000 training images
    that were set apart for that.
    """
    size = min(64, images)
    epochs = 4 if images > 10_000 else max(1, 1500 // -(-images // size))
    return Recipe(
        "adam", 3e-3, batch_size=size, epochs=epochs, schedule="linear", precision="float32"
    )


def _linear(images, mistake=None, only_test=False):
    """Return the experiment of a linear classifier on features."""
    where = "" if mistake is None else f"-{'test-' * only_test}{mistake}"
    note = f"{images:,} images at 96 x 96 pixels go through EfficientNet-Lite0 with its ImageNet "
    note += "weights; a linear classifier is trained on the 1,280 features before its head."
    if mistake:
        which = "the test images alone" if only_test else "all images"
        note += f" Made wrong on purpose with {which}: {transfer.MISTAKES[mistake]}."
    return Experiment(
        f"transfer-{images}{where}",
        _TEN,
        "cifar10",
        replace(linear_recipe(images), restore_best=False),
        _OURS,
        note=note,
        images=None if images == 50_000 else images,
        transfer=Transfer(mistake=mistake, only_test=only_test),
    )


def _from_nothing(like, images, epochs):
    """Return the experiment of network D on few images."""
    return Experiment(
        f"D-{images}",
        like.architecture,
        "cifar10",
        replace(like.recipe, epochs=epochs),
        _OURS,
        note=f"Network D by D-modern's recipe on {images:,} images, the same as transfer-{images} "
        "has, for so many epochs that it takes 1,000 steps or more.",
        images=images,
    )


FINETUNE = Experiment(
    "finetune",
    transfer.with_head(zoo.EFFICIENTNET_LITE0, 10, (96, 96, 3)),
    "cifar10",
    Recipe(
        "adamw",
        1e-3,
        batch_size=64,
        epochs=4,
        schedule="linear",
        warmup=0.1,
        weight_decay=0.05,
        label_smoothing=0.1,
        flip=True,
        shift=8,
        precision="float32",
    ),
    Claim("source D, of transfer learning", 0.94),
    note="EfficientNet-Lite0 from its ImageNet weights, with the head of transfer-50000, "
    "trained as a whole on images of 96 x 96 pixels, mirrored and moved at random.",
    transfer=Transfer(tuned=True),
)
"""Source D's claim of transfer learning: 94 % on CIFAR-10."""


def made(like: Experiment) -> dict[str, Experiment]:
    """Return all of them by name; network D is trained from nothing as in ``like``."""
    experiments = [_linear(images) for images in (*FEW, 50_000)]
    experiments += [_from_nothing(like, *pair) for pair in FEW.items()]
    experiments += [
        _linear(1000, mistake, only_test)
        for only_test in (False, True)
        for mistake in transfer.MISTAKES
    ]
    return {one.name: one for one in (*experiments, FINETUNE)}
