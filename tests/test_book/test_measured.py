"""The page of measured claims: every figure on it is a record's."""

import json
from statistics import mean

import measured
import pytest
import quoted
import verdicts
from bs4 import BeautifulSoup

from cnncourse.experiments import find
from tests.test_book.building import ROOT
from tests.test_book.records import made, runs

FOLDER = ROOT / "records"
FIELDS = (
    "experiment",
    "framework",
    "test_accuracy",
    "test_loss",
    "seconds",
    "seed",
    "command",
    "hardware",
    "versions",
    "history",
)
FOUND = measured.read_records(FOLDER)
EXPERIMENTS = measured.by_experiment(FOUND)
FRAMEWORKS = [*measured.FRAMEWORKS]


def points(name, framework):
    """Return the mean test accuracy of an experiment in percent."""
    return 100 * mean(measured.accuracies(FOUND[name, framework]))


def test_records_are_grouped_and_trials_left_out(tmp_path):
    some = [made(seed=1), made(seed=0), made(framework="torch"), made(overrides={"epochs": 1})]
    some.append(made("corner-C-cnn", places={"frame": 40}))
    for number, record in enumerate(some):
        (tmp_path / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
    found = measured.read_records(tmp_path)
    assert list(found) == [("C-cnn", "keras"), ("C-cnn", "torch")]
    assert [record["seed"] for record in found["C-cnn", "keras"]] == [0, 1]


def test_the_sources_experiments_come_first_in_their_order():
    names = ["cifar-small", "D", "C-cnn-modern", "C-cnn", "C-dense"]
    found = {(name, "torch"): runs(0.9, experiment=name) for name in names}
    ordered = list(measured.by_experiment(found))
    assert ordered == ["C-dense", "C-cnn", "D", "cifar-small", "C-cnn-modern"]


def test_several_seeds_show_their_mean_and_their_range():
    assert measured.spread([made(accuracy=0.9143)]) == "91.4 %"
    assert measured.spread(runs(0.86, 0.88, 0.87)) == "87.0 % (86.0 to 88.0 %, 3 seeds)"


def test_a_row_of_a_source_has_all_that_the_rules_say():
    groups = {"keras": runs(0.86, 0.88), "torch": runs(0.9, 0.9)}
    headings, (row,) = measured.source_rows({"C-cnn": groups, "cifar-small": groups})
    assert headings[:4] == ["Experiment", "Claimed", "Keras", "PyTorch"]
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
    _, (row,) = measured.source_rows({"A": {"torch": runs(0.7, claimed=None)}})
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
    headings, (modern, small) = measured.our_rows(experiments)
    assert headings[5] == "Share of the source's time"
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
    (row,) = measured.our_rows({"C-cnn": experiments["C-cnn"], "C-cnn-modern-long": longer})[1]
    assert row[5:] == ["0.90 / –", "holds; in the same time: kept"]
    # On another machine nothing is compared.
    elsewhere = {"kind": "cuda", "name": "H100", "cores": 16}
    experiments["C-cnn-modern"] = {"torch": runs(0.92, hardware=elsewhere)}
    assert measured.our_rows(experiments)[1][0][5:] == ["– / –", "holds"]


def test_a_figure_is_of_the_runs_it_names_or_of_none():
    found = {("C-dense", "keras"): runs(0.8, 0.82, 0.87, experiment="C-dense")}
    assert len(quoted.chosen("C-dense keras", found)) == 3
    assert [r["seed"] for r in quoted.chosen("C-dense keras 1-2", found)] == [1, 2]
    assert quoted.chosen("C-dense keras 1-3", found) == []
    assert quoted.chosen("C-dense torch", found) == []
    assert quoted.measured("C-dense keras", found) == "83.0 %"
    assert quoted.measured("C-dense keras 0-1", found) == "81.0 %"
    for missing in ("C-dense torch", "C-dense keras 1-3", "C-dense"):
        with pytest.raises(ValueError, match="mean requires|not enough values"):
            quoted.measured(missing, found)


def test_sentences_are_made_of_the_records():
    history = {"accuracy": [0.5, 0.97]}
    found = {
        ("B", "keras"): runs(0.88, 0.9, claimed=None),
        ("B", "torch"): runs(0.88, claimed=None),
        ("C-cnn", "keras"): runs(0.92, 0.91, history=history),
        ("C-cnn", "torch"): runs(0.9, 0.9, history=history),
    }
    assert quoted.gain("C-cnn B", found) == "2.5 points in Keras and 2.0 points in PyTorch"
    assert quoted.seeds("B", found) == "2 seeds in Keras and 1 seed in PyTorch"
    assert quoted.seeds("C-cnn", found) == "2 seeds each"
    assert quoted.training("C-cnn torch", found) == "97.0 %"
    assert quoted.told_verdict("B", found) == "no figure claimed"
    with pytest.raises(KeyError):
        quoted.gain("C-cnn E", found)


def test_where_the_frameworks_agree_is_said_of_those_that_can_tell():
    close = {("C-cnn", key): runs(0.9, 0.91) for key in ("keras", "torch")}
    single = {("B", key): runs(0.9) for key in ("keras", "torch")}
    apart = {("E", "keras"): runs(0.6, 0.6), ("E", "torch"): runs(0.7, 0.7)}
    assert quoted.agreements("all", single) == "No experiment has two seeds in both yet."
    assert quoted.agreements("all", close | single) == (
        "In every experiment with two seeds or more in both they do (C-cnn)."
    )
    assert quoted.agreements("all", close | apart) == (
        "Of C-cnn, E, with two seeds or more in both, they differ in E."
    )


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_record_is_whole_and_made_by_the_command_it_names(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    assert all(record[field] for field in FIELDS if field != "seed")
    name = f"{record['experiment']}-{record['framework']}-seed{record['seed']}.json"
    assert path.name == name
    kept = " --weights" if "weights" in record else ""
    assert record["command"] == (
        f"cnncourse reproduce {record['experiment']} --framework {record['framework']} "
        f"--seed {record['seed']}{kept}"
    )
    right = sum(row[i] for i, row in enumerate(record["confusion_matrix"]))
    assert right / record["data"]["images"]["test"] == pytest.approx(record["test_accuracy"])


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_frameworks_agree_within_the_spread_of_the_seeds(name):
    """Where they do not, a default differs: find it."""
    assert verdicts.agree(EXPERIMENTS[name]) in (True, None), measured.comparison(EXPERIMENTS[name])


def test_what_the_first_version_promises_is_reached():
    for framework in ("keras", "torch"):
        assert points("C-cnn", framework) >= 91
        assert points("C-dense", framework) >= 86.5
        assert len(FOUND["C-dense", framework]) >= 5
        # Source B's sigmoid costs about ten points.
        assert 8 < points("B", framework) - points("B-sigmoid", framework) < 12


@pytest.fixture
def page(pages):
    return BeautifulSoup((pages / "results.html").read_text(encoding="utf-8"), "html.parser")


def rows(table):
    """Return the cells' texts of a table's body."""
    return [[cell.get_text(strip=True) for cell in row("td")] for row in table.tbody("tr")]


def test_the_page_shows_the_records_figures(page):
    tables = page.find_all("table", class_="records")
    assert rows(tables[0]) == measured.source_rows(EXPERIMENTS)[1]
    shown = sum(map(len, FOUND.values()))
    of_the_corner = len(list(FOLDER.glob("corner-*.json")))
    assert len(rows(tables[-1])) == shown
    assert shown + of_the_corner == len(list(FOLDER.glob("*.json")))
    ours = measured.our_rows(EXPERIMENTS)[1]
    assert not ours or ours in [rows(table) for table in tables]
    text = " ".join(page.get_text().split())
    assert f"{quoted.measured('B-sigmoid torch', FOUND)} in PyTorch" in text
    assert f"“{quoted.told_verdict('C-dense', FOUND)}”" in text
    assert quoted.agreements("all", FOUND) in text


def test_the_page_draws_what_is_recorded(page):
    labels = [svg["aria-label"] for svg in page.select(".training-drawings svg")]
    for framework in EXPERIMENTS["C-cnn"]:
        assert sum(f"matrix in {measured.FRAMEWORKS[framework]}" in label for label in labels) >= 1
    recorded = EXPERIMENTS.get("D", {})
    assert sum("over the epochs" in label for label in labels) == len(recorded)
    assert ("No run of D is recorded yet." in page.get_text()) == (not recorded)


def test_what_the_page_says_in_words_is_what_the_records_say():
    for framework in ("keras", "torch"):
        # "Number 3, which is the lowest in both frameworks."
        dense = FOUND["C-dense", framework]
        assert min(dense[:5], key=lambda record: record["test_accuracy"])["seed"] == 3
        # "Far more than on the images that it has never seen."
        training = mean(one["history"]["accuracy"][-1] for one in FOUND["C-cnn", framework])
        assert 100 * training - points("C-cnn", framework) > 4
        # "Fewer than a million parameters; 90 % is what we set ourselves."
        assert find("six-conv").architecture.parameters().total < 10**6
        assert find("six-conv").claim.test_accuracy == 0.9
        # "A difference of half a point between two single runs ...: the seeds differ by as much."
        values = measured.accuracies(dense)
        assert max(values) - min(values) > 0.005
        # "Its mistakes are not spread evenly": the worst is many times the mean one.
        for record in FOUND["C-cnn", framework]:
            matrix = record["confusion_matrix"]
            wrong = [n for i, row in enumerate(matrix) for j, n in enumerate(row) if i != j]
            assert max(wrong) > 5 * mean(wrong)


@pytest.mark.parametrize(
    ("framework", "least", "most"), [("keras", 80.0, 82.5), ("torch", 80.3, 82.7)]
)
def test_the_last_epochs_of_source_d_lie_around_its_claim(framework, least, most):
    (record,) = FOUND["D", framework]
    last = [100 * share for share in record["history"]["validation_accuracy"][-8:]]
    assert (round(min(last), 1), round(max(last), 1)) == (least, most)
    assert least < 82.01 < most


def test_our_own_network_is_above_what_we_set_ourselves():
    assert min(measured.accuracies(FOUND["six-conv", "torch"])) > 0.90


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("source", ["C-cnn", "D"])
def test_recipes_of_ours_reach_what_the_source_claims_in_a_quarter_of_its_time(source, framework):
    theirs, ours = FOUND[source, framework], FOUND[f"{source}-modern", framework]
    claimed = theirs[0]["claim"]["test_accuracy"]
    assert ours[0]["claim"]["test_accuracy"] == claimed
    assert mean(measured.accuracies(ours)) >= claimed
    assert verdicts.time_share(ours, theirs) <= verdicts.MOST_TIME


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("source", ["C-cnn", "D"])
def test_given_the_sources_time_they_do_better(source, framework):
    theirs, ours = FOUND[source, framework], FOUND[f"{source}-modern-long", framework]
    claimed = theirs[0]["claim"]["test_accuracy"]
    assert mean(measured.accuracies(ours)) > max(claimed, mean(measured.accuracies(theirs)))
    assert verdicts.time_share(ours, theirs) <= 1
