"""Tables and sentences of the experiments' records, each worked out by hand."""

import json
from dataclasses import replace

import pytest

from cnncourse import records
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.recipe import History
from cnncourse.records import claims, sentences
from tests.recorded import made, runs


def test_records_are_grouped_and_trials_left_out(tmp_path):
    some = [made(seed=1), made(seed=0), made(framework="torch"), made(overrides={"epochs": 1})]
    places = {"frame": 40, "item": [28, 28], "images": 9, "seed": 0, "accuracy": [[0.5]]}
    some.append(made("corner-C-cnn", places=places))
    for number, record in enumerate(some):
        (tmp_path / f"{number}.json").write_text(record.to_text(), encoding="utf-8")
    found = records.by_framework(records.load(tmp_path))
    assert list(found) == [("C-cnn", "keras"), ("C-cnn", "torch")]
    assert [record.seed for record in found["C-cnn", "keras"]] == [0, 1]


def test_the_sources_experiments_come_first_in_their_order():
    names = ["cifar-small", "D", "C-cnn-modern", "C-cnn", "C-dense"]
    found = {(name, "torch"): runs(0.9, experiment=name) for name in names}
    ordered = list(records.by_experiment(found))
    assert ordered == ["C-dense", "C-cnn", "D", "cifar-small", "C-cnn-modern"]


def test_several_seeds_show_their_mean_and_their_range():
    assert claims.spread([made(accuracy=0.9143)]) == "91.4 %"
    assert claims.spread(runs(0.86, 0.88, 0.87)) == "87.0 % (86.0 to 88.0 %, 3 seeds)"


def test_a_row_of_a_source_has_all_that_the_rules_say():
    groups = {"keras": runs(0.86, 0.88), "torch": runs(0.9, 0.9)}
    table = claims.source_rows(experiments={"C-cnn": groups, "cifar-small": groups})
    (row,) = table.rows
    assert table.headings[:4] == ["Experiment", "Claimed", "Keras", "PyTorch"]
    assert row == [
        "C-cnn",
        "91 %",
        "87.0 % (86.0 to 88.0 %, 2 seeds)",
        "90.0 % (90.0 to 90.0 %, 2 seeds)",
        "100 / 100",
        "does not hold: 4.0 and 1.0 points below",
        # Errors of the means: 1.41 / sqrt(2) = 1 point, and 0.3 / sqrt(2) = 0.21 points.
        "differ: 3.0 points apart, 2.0 allowed",
    ]


def test_a_framework_without_a_run_says_so():
    (row,) = claims.source_rows(experiments={"A": {"torch": runs(0.7, claimed=None)}}).rows
    assert row == [
        "A",
        "none",
        "not run",
        "70.0 %",
        "– / 100",
        "no figure claimed",
        "too few runs to tell",
    ]


def test_a_row_of_ours_has_its_share_of_the_sources_time():
    experiments = {
        "C-cnn": {"keras": runs(0.9), "torch": runs(0.9, framework="torch")},
        "C-cnn-modern": {"keras": runs(0.92, seconds=20), "torch": runs(0.92, seconds=30)},
        "cifar-small": {"torch": runs(0.89, claimed=0.9)},
    }
    table = claims.our_rows(experiments=experiments)
    modern, small = table.rows
    assert table.headings[5] == "Share of the source's time"
    assert modern == [
        "C-cnn-modern",
        "91 %",
        "92.0 %",
        "92.0 %",
        "20 / 30",
        "0.20 / 0.30",
        "holds; in a quarter of the time: kept in Keras, missed in PyTorch",
    ]
    assert small[4:] == ["– / 100", "", "does not hold: 1.0 points below"]
    # A longer run of ours may take as long as the source's.
    longer = {"keras": runs(0.93, seconds=90)}
    experiments_of_two = {"C-cnn": experiments["C-cnn"], "C-cnn-modern-long": longer}
    (row,) = claims.our_rows(experiments=experiments_of_two).rows
    assert row[5:] == ["0.90 / –", "holds; in the same time: kept"]
    # On another machine nothing is compared.
    elsewhere = {"kind": "cuda", "name": "H100", "cores": 16}
    experiments["C-cnn-modern"] = {"torch": runs(0.92, hardware=elsewhere)}
    assert claims.our_rows(experiments=experiments).rows[0][5:] == ["– / –", "holds"]


def test_a_figure_is_of_the_runs_it_names_or_of_none():
    found = {("C-dense", "keras"): runs(0.8, 0.82, 0.87, experiment="C-dense")}
    chosen = sentences.chosen
    assert len(chosen("C-dense", "keras", found=found)) == 3
    assert [r.seed for r in chosen("C-dense", "keras", "1-2", found)] == [1, 2]
    assert [r.seed for r in chosen("C-dense", "keras", "2", found)] == [2]
    assert sentences.told_verdict("C-dense", "0-1", found=found).startswith("does not hold: 10.0")
    assert sentences.parameters("C-dense", found=found) == "1"
    assert sentences.accuracy("C-dense", "keras", found=found) == "83.0 %"
    assert sentences.accuracy("C-dense", "keras", "0-1", found=found) == "81.0 %"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("C-dense torch", "no record of C-dense in PyTorch; make it with: cnncourse reproduce"),
        ("C-dense keras 1-3", "no record of C-dense in Keras with seed 3; recorded: 0, 1, 2"),
        ("C-dense keras 3-1", "with seed 3-1; recorded: 0, 1, 2"),
        ("C-dence keras", "no experiment 'C-dence'; did you mean 'C-dense'?"),
        ("C-dense kears", "no framework 'kears'; did you mean 'keras'? known: keras, torch"),
        ("C-dense keras first", "seeds must be written FIRST-LAST, as 0-4, got 'first'"),
    ],
)
def test_a_figure_that_is_not_there_says_what_is(words, reason):
    found = {("C-dense", "keras"): runs(0.8, 0.82, 0.87, experiment="C-dense")}
    with pytest.raises((LookupError, ValueError)) as caught:
        sentences.accuracy(*words.split(), found=found)
    assert reason in str(caught.value)


def test_two_experiments_stand_side_by_side_over_the_seeds_named():
    found = {
        ("B", "keras"): runs(0.88, 0.89, 0.8),
        ("B", "torch"): runs(0.88, 0.87),
        ("B-relu", "keras"): runs(0.885, 0.9, 0.9),
        ("B-relu", "torch"): runs(0.89, 0.9),
    }
    rows = claims.pair_rows("B", "B-relu", "0-1", found=found).rows
    assert rows == [
        ["B", "88.5 % (88.0 to 89.0 %, 2 seeds)", "87.5 % (87.0 to 88.0 %, 2 seeds)"],
        ["B-relu", "89.2 % (88.5 to 90.0 %, 2 seeds)", "89.5 % (89.0 to 90.0 %, 2 seeds)"],
    ]
    assert sentences.above("B-relu", "B", "0-1", found=found) == "PyTorch alone"
    assert sentences.above("B", "B-relu", "0-1", found=found) == "neither framework"
    found["B-relu", "keras"] = runs(0.8901, 0.9)  # above each of B's, were it by a hundredth
    assert sentences.above("B-relu", "B", "0-1", found=found) == "both frameworks"
    found["B-relu", "keras"] = runs(0.89, 0.9)
    assert sentences.above("B-relu", "B", "0-1", found=found) == "PyTorch alone"


def test_sentences_are_made_of_the_records():
    history = History(accuracy=[0.5, 0.97])
    found = {
        ("B", "keras"): runs(0.88, 0.9, claimed=None),
        ("B", "torch"): runs(0.88, claimed=None),
        ("C-cnn", "keras"): runs(0.92, 0.91, history=history),
        ("C-cnn", "torch"): runs(0.9, 0.9, history=history),
    }
    assert (
        sentences.gain("C-cnn", "B", found=found) == "2.5 points in Keras and 2.0 points in PyTorch"
    )
    assert sentences.seeds("B", found=found) == "2 seeds in Keras and 1 seed in PyTorch"
    assert sentences.seeds("C-cnn", found=found) == "2 seeds each"
    assert sentences.training("C-cnn", "torch", found=found) == "97.0 %"
    assert sentences.told_verdict("B", found=found) == "no figure claimed"
    with pytest.raises(records.MissingRecord, match="no record of E in Keras"):
        sentences.gain("C-cnn", "E", found=found)


def test_where_the_frameworks_agree_is_said_of_those_that_can_tell():
    close = {("C-cnn", key): runs(0.9, 0.91) for key in ("keras", "torch")}
    single = {("B", key): runs(0.9) for key in ("keras", "torch")}
    apart = {("E", "keras"): runs(0.6, 0.6), ("E", "torch"): runs(0.7, 0.7)}
    assert sentences.agreements(found=single) == "No experiment has two seeds in both yet."
    assert sentences.agreements(found=close | single) == (
        "In every experiment with two seeds or more in both they do (C-cnn)."
    )
    assert sentences.agreements(found=close | apart) == (
        "Of C-cnn, E, with two seeds or more in both, they differ in E."
    )


def test_the_epochs_that_were_kept_and_the_first_one_are_told():
    def run(kept, *, first=(0.7, 0.5), epochs=4, **other):
        losses = [first[0], *[0.4] * (epochs - 1)], [first[1], *[0.45] * (epochs - 1)]
        history = History(loss=losses[0], validation_loss=losses[1], best_epoch=kept)
        return made("B", history=history, **other)

    found = {("B", "keras"): [run(2), run(1, first=(0.5, 0.4))]}
    found["B", "torch"] = [run(3, framework="torch")]
    assert sentences.best_epochs("B", found=found) == "2 to 4 of 4"
    assert sentences.first_losses("B", "keras", found=found) == "0.60 and 0.45 nats"
    found["B", "torch"] = [run(1, framework="torch", epochs=2)]
    found["B", "keras"] = [run(1)]
    assert sentences.best_epochs("B", found=found) == "2 of 2 or 4"


def test_the_last_epochs_are_told_from_the_lowest_to_the_highest():
    history = History(validation_accuracy=[0.9, 0.7, 0.81, 0.8])
    found = {("D", "keras"): [made("D", history=history)]}
    assert sentences.last_epochs("D", "keras", "3", found=found) == "70.0 % to 81.0 %"
    assert sentences.last_epochs("D", "keras", "1", found=found) == "80.0 % to 80.0 %"
    # The page of results says that the source's 82.01 % lies within both.
    for framework in records.FRAMEWORKS:
        (run,) = records.by_framework()["D", framework]
        late = run.history.validation_accuracy[-8:]
        assert min(late) < run.claim.test_accuracy < max(late)


def test_a_pace_counts_three_products_an_image_and_the_processors_seconds():
    dense = Architecture("dense", (1, 1, 5), [Flatten(), Dense(2)])  # 10 multiply-adds
    run = made(
        experiment="C-dense",
        architecture=json.loads(dense.to_json()),
        data={"images": {"train": 400_000_000, "test": 1}},
        history=History(loss=[0.3, 0.2], accuracy=[0.9, 0.9], seconds=[3.0, 3.0]),
        processor_seconds=6.0,
        hardware={"precision": "float32"},
    )
    untold = replace(run, seed=1, processor_seconds=None)
    found = {("C-dense", "keras"): [run, untold]}
    told = sentences.pace("C-dense", "keras", found=found)
    assert told == "4 billion multiply-adds a second in float32"
    with pytest.raises(
        records.MissingRecord, match="no record of 'C-dense' in 'keras' tells processor"
    ):
        sentences.pace("C-dense", "keras", found={("C-dense", "keras"): [untold]})
