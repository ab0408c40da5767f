"""The page of measured claims: every figure on it is a record's."""

import json
from statistics import mean

import measured
import pytest
from bs4 import BeautifulSoup

from tests.test_book.building import ROOT

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


def made(experiment="C-cnn", framework="keras", accuracy=0.9, seed=0, claimed=0.91, **other):
    return {
        "experiment": experiment,
        "framework": framework,
        "seed": seed,
        "test_accuracy": accuracy,
        "claim": {"test_accuracy": claimed},
        "overrides": {},
    } | other


def test_records_are_grouped_and_trials_left_out(tmp_path):
    runs = [made(seed=1), made(seed=0), made(framework="torch"), made(overrides={"epochs": 1})]
    runs.append(made("corner-C-cnn", places={"frame": 40}))
    for number, record in enumerate(runs):
        (tmp_path / f"{number}.json").write_text(json.dumps(record), encoding="utf-8")
    found = measured.read_records(tmp_path)
    assert list(found) == [("C-cnn", "keras"), ("C-cnn", "torch")]
    assert [record["seed"] for record in found["C-cnn", "keras"]] == [0, 1]


def test_several_seeds_show_their_mean_and_their_range():
    assert measured.spread([made(accuracy=0.9143)]) == "91.4 %"
    runs = [made(accuracy=accuracy) for accuracy in (0.86, 0.88, 0.87)]
    assert measured.spread(runs) == "87.0 % (86.0 to 88.0 %, 3 seeds)"


def test_a_figure_is_of_the_runs_it_names_or_of_none():
    found = {("C-dense", "keras"): [made("C-dense", seed=seed) for seed in range(3)]}
    assert len(measured.chosen("C-dense keras", found)) == 3
    assert [r["seed"] for r in measured.chosen("C-dense keras 1-2", found)] == [1, 2]
    assert measured.chosen("C-dense keras 1-3", found) == []
    assert measured.chosen("C-dense torch", found) == []


@pytest.mark.parametrize(
    ("claimed", "accuracy", "shown"),
    [
        (0.91, 0.915, ("91 %", "+0.5")),
        (0.8201, 0.81, ("82.01 %", "-1.0")),
        (None, 0.88, ("none", "")),
    ],
)
def test_the_distance_from_the_claim_is_in_points(claimed, accuracy, shown):
    assert measured.against_claim([made(claimed=claimed, accuracy=accuracy)]) == shown


def test_every_record_is_whole_and_made_by_the_command_it_names():
    paths = sorted(FOLDER.glob("*.json"))
    assert paths
    for path in paths:
        record = json.loads(path.read_text(encoding="utf-8"))
        assert all(record[field] for field in FIELDS if field != "seed"), path.name
        name = f"{record['experiment']}-{record['framework']}-seed{record['seed']}.json"
        assert path.name == name
        assert record["command"] == (
            f"cnncourse reproduce {record['experiment']} --framework {record['framework']} "
            f"--seed {record['seed']}"
        )
        right = sum(row[i] for i, row in enumerate(record["confusion_matrix"]))
        assert right / record["data"]["images"]["test"] == pytest.approx(record["test_accuracy"])


def test_what_the_first_version_promises_is_reached():
    found = measured.read_records(FOLDER)
    for framework in ("keras", "torch"):
        accuracy = {
            name: mean(measured.accuracies(found[name, framework]))
            for name in ("C-cnn", "C-dense", "B", "B-sigmoid")
        }
        assert accuracy["C-cnn"] >= 0.91
        assert accuracy["C-dense"] >= 0.865
        assert len(found["C-dense", framework]) >= 5
        # Source B's sigmoid costs more than ten points.
        assert accuracy["B"] - accuracy["B-sigmoid"] > 0.1


def test_the_page_shows_the_records_figures(pages):
    page = BeautifulSoup((pages / "results.html").read_text(encoding="utf-8"), "html.parser")
    summary, runs = page.find_all("table", class_="records")
    shown = [[cell.get_text(strip=True) for cell in row.find_all("td")] for row in summary("tr")]
    for (name, framework), group in measured.read_records(FOLDER).items():
        (row,) = [r for r in shown if r[:2] == [name, measured.FRAMEWORKS[framework]]]
        assert row[2:5] == [
            measured.against_claim(group)[0],
            measured.spread(group),
            measured.against_claim(group)[1],
        ]
    shown = sum(map(len, measured.read_records(FOLDER).values()))
    of_the_corner = len(list(FOLDER.glob("corner-*.json")))
    assert len(runs("tr")) == 1 + shown
    assert shown + of_the_corner == len(list(FOLDER.glob("*.json")))
    accuracy = mean(measured.accuracies(measured.read_records(FOLDER)["B-sigmoid", "torch"]))
    assert f"{measured.percent(accuracy)} in PyTorch" in " ".join(page.get_text().split())


def test_what_the_page_says_in_words_is_what_the_records_say():
    found = measured.read_records(FOLDER)
    points = {key: 100 * mean(measured.accuracies(group)) for key, group in found.items()}
    for framework in ("keras", "torch"):
        # "A convolution is worth four to five points", and the claim of 91 % holds.
        gain = points["C-cnn", framework] - points["C-dense", framework]
        assert 4 <= gain <= 5
        assert points["C-cnn", framework] >= 91
        # "A point below the claim", with seed 3 the lowest.
        assert round(88 - points["C-dense", framework]) == 1
        dense = found["C-dense", framework]
        assert min(dense, key=lambda record: record["test_accuracy"])["seed"] == 3
        # "About 97 of 100 training images, six more than of images it has never seen".
        (record,) = found["C-cnn", framework]
        training = 100 * record["history"]["accuracy"][-1]
        assert round(training) == 97
        assert round(training - points["C-cnn", framework]) == 6
    # "A sigmoid in the wrong place costs twelve points".
    costs = [points["B", fw] - points["B-sigmoid", fw] for fw in ("keras", "torch")]
    assert round(mean(costs)) == 12
    ranges = [measured.accuracies(found["C-dense", framework]) for framework in ("keras", "torch")]
    assert max(map(min, ranges)) < min(map(max, ranges))  # "the two frameworks' ranges overlap"
