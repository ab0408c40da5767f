"""Network D with and without what it is named for: dropout and batch normalisation."""

from dataclasses import replace

from cnncourse.experiments.experiment import Claim, Experiment

IMAGES, VALIDATION, EPOCHS = 5_000, 1_000, 10
REMOVED = {"": (), "-no-dropout": ("dropout",), "-no-norm": ("norm",)}
REMOVED["-neither"] = ("dropout", "norm")
"""The kinds of layer that each of the four leaves out, by the end of its name."""

_RULE = (
    "Set before the first run: seeds 0 and 1 in PyTorch and seed 0 in Keras; a kind of layer "
    "changes something if both test accuracies of PyTorch with it lie on one side of both without "
    "it, and Keras's two lie the same way."
)


def made(like: Experiment) -> dict[str, Experiment]:
    """Return the four by name: network D on few images, by its source's recipe."""
    return {name: _without(like, name, kinds) for name, kinds in _named().items()}


def _named():
    return {f"D-{IMAGES}{end}": kinds for end, kinds in REMOVED.items()}


def _without(like, name, kinds):
    layers = [layer for layer in like.architecture.layers if layer.kind not in kinds]
    network = replace(like.architecture, layers=layers)
    if kinds:
        network = replace(network, name=like.architecture.name + name.removeprefix(f"D-{IMAGES}"))
    left_out = " and ".join({"dropout": "dropout", "norm": "normalisation"}[k] for k in kinds)
    return Experiment(
        name,
        network,
        like.data,
        replace(like.recipe, epochs=EPOCHS, seed=0, restore_best=False),
        Claim("this course's own"),
        validation=VALIDATION,
        note=f"Source D's network {f'without {left_out} ' if kinds else ''}on {IMAGES:,} training "
        f"images, {VALIDATION:,} others set apart to draw a curve. " + _RULE,
        images=IMAGES,
    )
