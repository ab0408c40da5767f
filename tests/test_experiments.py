"""The table of the sources' systems: what each source trained, as the articles say."""

from dataclasses import FrozenInstanceError, replace

import pytest

from cnncourse import corner, datasets, experiments, zoo
from cnncourse.experiments import EXPERIMENTS, Claim

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
}


# What is changed: the experiment it is held against, the layers' kind, their activation.
ACTIVATED = {"B-relu": ("B", "conv", "relu"), "C-dense-linear": ("C-dense", "dense", None)}


def test_the_table_has_every_source_and_the_courses_own():
    assert list(SOURCES) == list(zoo.SOURCES)
    others = [name for name in EXPERIMENTS if not name.startswith("corner-")]
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


def test_the_courses_own_network_is_small():
    assert zoo.SIX_CONV.parameters().total <= 1_000_000
    assert EXPERIMENTS["six-conv"].claim.test_accuracy == 0.90


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
