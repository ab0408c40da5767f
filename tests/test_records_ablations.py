"""Network D with and without dropout and normalisation: the rule by hand, and what is recorded."""

import pytest
from bs4 import BeautifulSoup

from cnncourse import records
from cnncourse.experiments import EXPERIMENTS
from cnncourse.experiments.ablations import REMOVED
from cnncourse.plots.recorded import epochs, losses
from cnncourse.recipe import History
from cnncourse.records import MissingRecord, ablations
from tests.recorded import made


def grouped(accuracies):
    """Return records by experiment and framework, of {(end, framework): accuracies by seed}."""
    return {
        (ablations.experiment(end), framework): [
            made(ablations.experiment(end), framework, value, seed, None, train_accuracy=0.75)
            for seed, value in enumerate(values)
        ]
        for (end, framework), values in accuracies.items()
    }


ALL = {
    ("", "torch"): [0.5, 0.6],
    ("-no-dropout", "torch"): [0.45, 0.49],
    ("-no-norm", "torch"): [0.61, 0.7],
    ("-neither", "torch"): [0.5, 0.65],
    ("", "keras"): [0.5],
    ("-no-dropout", "keras"): [0.4],
    ("-no-norm", "keras"): [0.6],
    ("-neither", "keras"): [0.3],
}


def verdicts(found):
    return [row[-1] for row in ablations.ablation_verdicts(found=grouped(found)).rows]


def test_every_experiment_has_a_name_for_what_it_keeps():
    assert list(ablations.KEPT) == list(REMOVED)
    for end in REMOVED:
        note = EXPERIMENTS[ablations.experiment(end)].note
        assert "seeds 0 and 1 in PyTorch and seed 0 in Keras" in note
    assert ablations.SEEDS == {"torch": (0, 1), "keras": (0,)}


def test_a_kind_of_layer_is_judged_by_the_side_on_which_all_runs_lie():
    # 0.5 and 0.6 above 0.45 and 0.49, Keras 0.5 above 0.4; 0.61 lies between 0.5 and 0.65;
    # 0.5 and 0.6 below 0.61 and 0.7, Keras 0.5 below 0.6; 0.45 and 0.49 below 0.5, Keras above.
    nothing = "nothing that these runs show"
    assert verdicts(ALL) == ["raises it", nothing, "lowers it", nothing]
    rows = ablations.ablation_verdicts(found=grouped(ALL)).rows
    assert rows[0][1:3] == ["+10.0", "+8.0"]
    assert rows[2][1:3] == ["−10.0", "−10.5"]


def test_equal_accuracies_are_no_side():
    found = ALL | {("-no-dropout", "torch"): [0.45, 0.5]}
    assert verdicts(found)[0] == ablations.NOTHING


@pytest.mark.parametrize("framework", ["torch", "keras"])
def test_a_run_that_is_missing_is_counted(framework):
    found = ALL | {("", framework): ALL["", framework][1:]}
    assert verdicts(found)[0] == "1 run missing"
    assert verdicts(found)[1] == ablations.NOTHING
    assert verdicts({})[0] == "6 runs missing"


def test_seeds_that_the_rule_does_not_ask_for_change_nothing():
    found = ALL | {("", "torch"): [0.5, 0.6, 0.1], ("", "keras"): [0.5, 0.9]}
    assert verdicts(found) == verdicts(ALL)


def test_the_table_has_every_seed_and_what_is_missing():
    found = {key: value for key, value in ALL.items() if key[0] != "-neither"}
    assert ablations.ablations(found=grouped(found)).rows == [
        ["both", "50.0 % (1 seed)", "55.0 % (50.0 and 60.0)", "75.0 %"],
        ["normalisation alone", "40.0 % (1 seed)", "47.0 % (45.0 and 49.0)", "75.0 %"],
        ["dropout alone", "60.0 % (1 seed)", "65.5 % (61.0 and 70.0)", "75.0 %"],
        ["neither", "not run", "not run", "not run"],
    ]


def drawn(losses_, validation, seed=0, end=""):
    history = History(loss=losses_, accuracy=[0.5] * len(losses_), validation_loss=validation)
    return made(ablations.experiment(end), "torch", 0.5, seed, None, history=history)


def test_losses_stand_where_the_axes_say():
    one = drawn([2.0, 1.0, 0.0], [2.5, 1.5, 1.25])
    scale = losses.scale_of({"": [one]})
    assert (scale.epochs, scale.highest) == (3, 3)
    svg = BeautifulSoup(losses.panel([one], scale, "with both"), "html.parser").svg
    left, right, top, bottom = epochs.LEFT, epochs.RIGHT, epochs.TOP, epochs.BOTTOM
    lines = {
        line["class"][0]: [tuple(map(float, one.split(","))) for one in line["points"].split()]
        for line in svg("polyline")
    }
    assert lines["training"][-1] == (right, bottom)
    middle = round(bottom + 0.5 * (top - bottom), 1)
    assert lines["validation"][1] == ((left + right) / 2, middle)
    assert "lowest in epoch 3" in svg["aria-label"]
    assert "training from 2.00 to 0.00 nats" in svg["aria-label"]


@pytest.mark.parametrize("training", [[2.0, 1.0, 0.9], [2.0, 0.2, 0.0]])
def test_no_name_stands_on_a_line_or_below_the_axis(training):
    validation = [2.5, 1.5, 1.25]
    one = drawn(training, validation)
    scale = losses.scale_of({"": [one]})
    svg = BeautifulSoup(losses.panel([one], scale, "with both"), "html.parser").svg
    y = {word.get_text(): float(word["y"]) for word in svg("text")}
    assert y["validation"] < min(scale.y(loss) for loss in validation)
    assert y["training"] < epochs.BOTTOM
    lines = [scale.y(loss) for loss in training]
    assert y["training"] > max(lines) or y["training"] < min(lines[:1])


def test_only_what_is_recorded_is_drawn_and_the_rest_named():
    found = {
        ("D-5000", "torch"): [drawn([2.0], [2.0]), drawn([1.0], [1.0], seed=1)],
        ("D-5000-neither", "torch"): [drawn([1.0], [3.5], end="-neither")],
    }
    shown = losses.ablations(found=found)
    panels = BeautifulSoup(shown.parts[0], "html.parser")("svg")
    assert [len(svg("polyline")) for svg in panels] == [4, 2]
    assert shown.missing == (
        "cnncourse reproduce D-5000-no-dropout --framework torch",
        "cnncourse reproduce D-5000-no-norm --framework torch",
    )
    with pytest.raises(MissingRecord, match="make one with: cnncourse reproduce D-5000 "):
        losses.ablations("keras", found=found)


@pytest.mark.parametrize(
    "record",
    [one for one in records.load() if one.experiment.startswith("D-5000")],
    ids=lambda record: record.command,
)
def test_what_is_recorded_is_what_was_set(record):
    chosen = EXPERIMENTS[record.experiment]
    assert record.data["images"] == {"train": 5000, "test": 10_000, "validation": 1000}
    assert record.note == chosen.note
    assert record.history.epochs == chosen.recipe.epochs == 10
    assert record.parameters["total"] == chosen.architecture.parameters().total


def test_with_dropout_fewer_training_images_are_right_in_every_run():
    found = records.by_framework()
    for framework in ("torch", "keras"):
        for end, other in (("", "-no-dropout"), ("-no-norm", "-neither")):
            ours, theirs = (
                [one.train_accuracy for one in found.get((ablations.experiment(x), framework), [])]
                for x in (end, other)
            )
            if ours and theirs:
                assert max(ours) < min(theirs)
    assert ("D-5000", "torch") in found
    assert ("D-5000-no-dropout", "torch") in found
