"""The small network of source C with each kind of augmentation, at few images and at all."""

from dataclasses import replace

from cnncourse.experiments.experiment import Claim, Experiment

KINDS = {
    "none": {},
    "shift": {"shift": 2},
    "flip": {"flip": True},
    "rotation": {"rotation": 15},
    "crop": {"crop": 0.8},
    "brightness": {"brightness": 0.3},
    "cutout": {"cutout": 8},
    "mixup": {"mixup": 0.2},
}
"""What each changes in the recipe, by its name."""
EPOCHS = {500: 300, 60_000: 10}
"""How long each number of training images is trained on."""

_RULE = (
    "Set before the first run: how strong each kind is, the epochs, and that the rate falls in a "
    "line; seeds 0, 1 and 2 in PyTorch and seed 0 in Keras; a kind helps, or harms, if the three "
    "test accuracies of PyTorch with it all lie above, or all below, the three without any, and "
    "Keras's two lie the same way."
)
_WORDS = {
    "none": "No augmentation",
    "shift": "Each image moved by up to 2 pixels",
    "flip": "Each image mirrored with probability one half",
    "rotation": "Each image turned by up to 15 degrees",
    "crop": "A window of at least 0.8 of the side, stretched",
    "brightness": "Each image multiplied by 0.7 to 1.3",
    "cutout": "A black square of 8 pixels in each image",
    "mixup": "Each image mixed with another, shares from Beta(0.2, 0.2)",
}


def made(like: Experiment) -> dict[str, Experiment]:
    """Return them by name, ``augment-KIND-IMAGES``: each kind alone, and none."""
    return {
        f"augment-{kind}-{images}": _augmented(like, kind, images)
        for images in EPOCHS
        for kind in KINDS
    }


def _augmented(like, kind, images):
    changes = {"epochs": EPOCHS[images], "schedule": "linear"} | KINDS[kind]
    return Experiment(
        f"augment-{kind}-{images}",
        like.architecture,
        like.data,
        replace(like.recipe, **changes),
        Claim("this course's own"),
        note=f"{_WORDS[kind]}, {images:,} training images, {EPOCHS[images]} epochs, else as "
        f"{like.name}. {_RULE}",
        images=None if images == max(EPOCHS) else images,
    )
