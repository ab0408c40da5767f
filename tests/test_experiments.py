"""The table of the sources' systems: what each source trained, as the articles say."""

from dataclasses import FrozenInstanceError, replace

import pytest

from cnncourse import corner, datasets, experiments, zoo
from cnncourse.experiments import EXPERIMENTS, Claim, augmentations, depths, transfers

# Name: network, data set, optimiser, rate, batch, epochs, seed, validation, claimed on the test.
SOURCES = {
    "A": ("three-conv", "cifar10", "adam", 1e-3, 32, 10, 0, "test", None),
    "B": ("two-small-conv", "fashion-mnist", "sgd", 0.04, 20, 15, 0, 12_000, None),
    "B-sigmoid": ("two-small-conv-sigmoid", "fashion-mnist", "sgd", 0.04, 20, 15, 0, 12_000, None),
    "C-dense": ("dense-baseline", "fashion-mnist", "adam", 1e-3, 32, 5, 0, None, 0.88),
    "C-cnn": ("two-conv", "fashion-mnist", "adam", 1e-3, 32, 10, 0, None, 0.91),
    "D": ("regularized-conv", "cifar10", "adam", 1e-3, 64, 25, 21, "test", 0.8201),
    "E": ("one-conv", "cifar10", "adam", 1e-3, 32, 10, 0, None, None),
}


OURS = {  # the experiment of a source whose network and claim it takes, and its own network
    "C-dense-wide": (None, experiments.WIDE_DENSE),
    "C-cnn-small": (None, experiments.C_SMALL),
    "C-cnn-modern": ("C-cnn", zoo.TWO_CONV),
    "C-cnn-modern-long": ("C-cnn", zoo.TWO_CONV),
    "D-modern": ("D", zoo.REGULARIZED_CONV),
    "D-modern-long": ("D", zoo.REGULARIZED_CONV),
    "six-conv": (None, zoo.SIX_CONV),
    "small-resnet": (None, zoo.SMALL_RESNET),
    "small-resnet-cutout": (None, zoo.SMALL_RESNET),
    "small-resnet-long": (None, zoo.SMALL_RESNET),
}


# What is changed: the experiment it is held against, the layers' kind, their activation.
ACTIVATED = {"B-relu": ("B", "conv", "relu"), "C-dense-linear": ("C-dense", "dense", None)}

# Network D without some of its layers: how many layers and parameters are left. It has 4
# convolutions, 2 poolings, 6 dropouts, 5 normalisations, a flattening and 2 dense layers; the
# normalisations have 4 numbers for each of 32 + 64 + 64 + 128 + 32 channels, which is 1,280.
WITHOUT = {
    "D-5000": (20, 393_962),
    "D-5000-no-dropout": (14, 393_962),
    "D-5000-no-norm": (15, 392_682),
    "D-5000-neither": (9, 392_682),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_network_d_without_some_layers_is_else_as_its_source_trains_it(name):
    one, theirs = EXPERIMENTS[name], EXPERIMENTS["D"]
    layers = one.architecture.layers
    assert (len(layers), one.architecture.parameters().total) == WITHOUT[name]
    kept = [layer for layer in theirs.architecture.layers if layer in layers]
    assert kept == [*layers]
    left_out = {layer.kind for layer in theirs.architecture.layers} - {x.kind for x in layers}
    assert left_out == {
        kind for kind, word in (("dropout", "dropout"), ("norm", "norm")) if "-no-" + word in name
    } | ({"dropout", "norm"} if name.endswith("neither") else set())
    assert one.recipe == replace(theirs.recipe, epochs=10, seed=0)
    assert (one.data, one.images, one.validation) == ("cifar10", 5_000, 1_000)
    assert not one.recipe.restore_best
    assert "Set before the first run: seeds 0 and 1 in PyTorch and seed 0 in Keras" in one.note


def test_the_table_has_every_source_and_the_courses_own():
    assert list(SOURCES) == list(zoo.SOURCES)
    apart = [*transfers.made(EXPERIMENTS["D-modern"]), *depths.made(), *WITHOUT]
    apart += augmentations.made(EXPERIMENTS["C-cnn-small"])
    others = [name for name in EXPERIMENTS if not name.startswith("corner-") and name not in apart]
    assert others == [*SOURCES, *ACTIVATED, *OURS]


@pytest.mark.parametrize("name", OURS)
def test_the_courses_own_recipes_are_held_against_a_source(name):
    source, network = OURS[name]
    one = EXPERIMENTS[name]
    assert one.architecture is network
    as_theirs = name in ("C-dense-wide", "C-cnn-small")
    assert one.recipe.precision == ("float32" if as_theirs else "auto")
    if source is not None:
        theirs = EXPERIMENTS[source]
        assert (one.data, one.architecture) == (theirs.data, theirs.architecture)
        assert one.claim.test_accuracy == theirs.claim.test_accuracy
        assert name.endswith("long") or one.recipe.epochs < theirs.recipe.epochs / 2
    # Nothing is chosen by images that are measured on afterwards.
    assert one.validation is None


def test_the_counter_test_of_source_c_has_its_size_and_its_recipe():
    wide, theirs = EXPERIMENTS["C-dense-wide"], EXPERIMENTS["C-cnn"]
    assert (wide.data, wide.recipe) == (theirs.data, theirs.recipe)
    counts = [one.architecture.parameters().total for one in (wide, theirs)]
    assert 0 <= counts[1] - counts[0] < 28 * 28 + 1 + 10  # one unit more would be more than C-cnn


def test_the_network_for_the_page_is_a_quarter_of_source_c():
    small, theirs = EXPERIMENTS["C-cnn-small"], EXPERIMENTS["C-cnn"]
    assert (small.data, small.recipe) == (theirs.data, theirs.recipe)
    pairs = zip(small.architecture.layers, theirs.architecture.layers, strict=True)
    wider = []
    for one, other in pairs:
        size = {"conv": "filters", "dense": "units"}.get(one.kind)
        if one != other:
            wider.append(getattr(other, size) / getattr(one, size))
            assert replace(one, **{size: getattr(other, size)}) == other
    assert wider == [4, 4, 4]
    assert small.architecture.parameters().total == 26_698


@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("six-conv", 0.90),
        ("small-resnet", 0.93),
        ("small-resnet-cutout", 0.93),
        ("small-resnet-long", 0.93),
    ],
)
def test_the_courses_own_networks_are_small(name, claimed):
    one = EXPERIMENTS[name]
    assert one.architecture.parameters().total <= 1_000_000
    assert one.claim.test_accuracy == claimed


def test_the_residual_network_is_trained_like_six_conv_but_for_ten_epochs():
    theirs, ours = EXPERIMENTS["six-conv"].recipe, EXPERIMENTS["small-resnet"].recipe
    assert ours == replace(theirs, epochs=theirs.epochs + 10)
    assert EXPERIMENTS["small-resnet-cutout"].recipe == replace(ours, cutout=8)
    assert EXPERIMENTS["small-resnet-long"].recipe == replace(ours, cutout=8, epochs=70)


def test_the_table_has_every_variant_of_the_corner_experiment():
    of_the_corner = {name: one for name, one in EXPERIMENTS.items() if name.startswith("corner-")}
    assert list(of_the_corner) == [f"corner-{name}" for name in corner.VARIANTS]
    for name, one in of_the_corner.items():
        variant = corner.VARIANTS[name.removeprefix("corner-")]
        assert (one.architecture, one.recipe, one.note) == variant[1:]
        assert (one.data, one.frame, one.validation) == ("fashion-mnist", 40, None)
    assert all(one.frame is None for one in EXPERIMENTS.values() if one.name in zoo.SOURCES)


def test_a_frame_is_what_the_network_takes():
    with pytest.raises(ValueError, match=r"frame \(=40\) must be the side .* use its with_input"):
        replace(EXPERIMENTS["C-cnn"], frame=40)


@pytest.mark.parametrize("name", SOURCES)
def test_an_experiment_is_what_its_source_says(name):
    one = experiments.find(name)
    recipe = one.recipe
    assert SOURCES[name] == (
        one.architecture.name,
        one.data,
        recipe.optimizer,
        recipe.learning_rate,
        recipe.batch_size,
        recipe.epochs,
        recipe.seed,
        one.validation,
        one.claim.test_accuracy,
    )
    assert one.architecture is zoo.SOURCES[name]
    assert recipe.precision == "float32"


@pytest.mark.parametrize("one", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_the_network_takes_the_images_of_the_data_set(one):
    (info,) = [info for info in datasets.available() if info.name == one.data]
    item = info.image_shape
    taken = item if one.frame is None else (one.frame, one.frame, item[2])
    if one.transfer is not None:
        side = one.transfer.side
        taken = (side, side, item[2]) if one.transfer.tuned else (1, 1, 1280)
    assert one.architecture.input_shape == taken
    assert one.architecture.output_shape == (len(info.classes),)
    if one.name.startswith("B"):
        assert (info.train - one.validation, one.validation) == (48_000, 12_000)


def test_both_runs_of_source_b_differ_in_the_sigmoid_alone():
    with_logits, as_written = EXPERIMENTS["B"], EXPERIMENTS["B-sigmoid"]
    assert with_logits.recipe == as_written.recipe
    assert with_logits.recipe.restore_best
    *same, head = with_logits.architecture.layers
    *same_as_written, written_head = as_written.architecture.layers
    assert same == same_as_written
    assert (head.activation, written_head.activation) == (None, "sigmoid")


@pytest.mark.parametrize("name", ACTIVATED)
def test_an_activation_is_all_that_changes(name):
    source, kind, activation = ACTIVATED[name]
    theirs, ours = EXPERIMENTS[source], EXPERIMENTS[name]
    assert (ours.recipe, ours.data, ours.validation) == (
        theirs.recipe,
        theirs.data,
        theirs.validation,
    )
    pairs = zip(theirs.architecture.layers, ours.architecture.layers, strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    assert changed
    assert {one.kind for one, _ in changed} == {kind}
    assert [other for _, other in changed] == [
        replace(c, activation=activation) for c, _ in changed
    ]
    assert ours.architecture.parameters() == theirs.architecture.parameters()
    assert "Set before the first run: seeds 0, 1 and 2" in ours.note


def test_the_test_images_never_choose_an_epoch():
    validated = [one for one in EXPERIMENTS.values() if one.validation == "test"]
    assert [one.name for one in validated] == ["A", "D"]
    for one in validated:
        assert not one.recipe.restore_best
        assert "validates on the test images" in one.note
    d = EXPERIMENTS["D"]
    for choosing in ({"restore_best": True}, {"restore_best": False, "patience": 3}):
        with pytest.raises(ValueError, match="'D' validates on the test images, which must not"):
            replace(d, recipe=replace(d.recipe, **choosing))


def test_claims_say_where_they_come_from():
    assert EXPERIMENTS["C-cnn"].claim.train_accuracy == 0.97
    assert EXPERIMENTS["D"].claim.train_accuracy == 0.85
    for name in SOURCES:
        assert EXPERIMENTS[name].claim.source.startswith(f"source {name[0]}")
    with pytest.raises(ValueError, match=r"test_accuracy must be a fraction in \(0, 1\], got 88"):
        Claim("source C", 88)


@pytest.mark.parametrize("wrong", [0, -1, True, 0.2, "train"])
def test_validation_is_a_count_the_test_images_or_nothing(wrong):
    with pytest.raises(ValueError, match="validation must be a number of images"):
        replace(EXPERIMENTS["C-cnn"], validation=wrong)


def test_an_experiment_is_frozen():
    with pytest.raises(FrozenInstanceError):
        EXPERIMENTS["A"].data = "shapes"


@pytest.mark.parametrize("asked", ["C-cnn", "c-cnn", "C-CNN", " c-cnn "])
def test_find_does_not_mind_case(asked):
    assert experiments.find(asked) is EXPERIMENTS["C-cnn"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("C-cn", "did you mean 'C-cnn' or 'C-cnn-small' or 'C-cnn-modern' or 'C-cnn-modern-long'?"),
        ("c", "did you mean 'C-dense' or 'C-cnn' or 'C-dense-linear' or 'C-dense-wide'"),
        ("B-sigmod", "did you mean 'B-sigmoid'?"),
        ("corner-C-cn", "did you mean 'corner-C-cnn' or 'corner-C-cnn-"),
        ("zebra", "known: A, B, B-sigmoid, C-dense, C-cnn, D, E"),
        ("", "known: A"),
    ],
)
def test_a_wrong_name_suggests_the_near_one(asked, hint):
    with pytest.raises(KeyError) as caught:
        experiments.find(asked)
    assert f"no experiment {asked!r}" in caught.value.args[0]
    assert hint in caught.value.args[0]


@pytest.mark.parametrize("images", augmentations.EPOCHS)
def test_each_augmentation_changes_one_thing(images):
    like = EXPERIMENTS["C-cnn-small"]
    plain = EXPERIMENTS[f"augment-none-{images}"]
    assert plain.recipe == replace(
        like.recipe, epochs=augmentations.EPOCHS[images], schedule="linear"
    )
    for kind, changes in augmentations.KINDS.items():
        one = EXPERIMENTS[f"augment-{kind}-{images}"]
        assert one.recipe == replace(plain.recipe, **changes)
        assert (one.architecture, one.data) == (like.architecture, "fashion-mnist")
        assert one.images == (500 if images == 500 else None)
        assert one.validation is None
