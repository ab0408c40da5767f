"""The tables of transfer, worked out by hand; and what the stored records hold."""

import pytest

from cnncourse import records
from cnncourse.experiments import EXPERIMENTS
from cnncourse.records import transfers
from cnncourse.transfer import MISTAKES
from tests.recorded import made


def grouped(*runs):
    found = {}
    for name, framework, accuracy, seed in runs:
        one = made(name, framework, accuracy, seed, claimed=None)
        found.setdefault((name, framework), []).append(one)
    return found


def test_each_row_has_the_mean_of_both_frameworks_or_a_dash():
    found = grouped(
        ("transfer-100", "torch", 0.6, 0),
        ("transfer-100", "torch", 0.7, 1),
        ("transfer-100", "keras", 0.5, 0),
        ("D-100", "torch", 0.25, 0),
        ("transfer-50000", "torch", 0.85, 0),
        ("D-modern-long", "keras", 0.84, 0),
    )
    assert transfers.few_images(found=found).rows == [
        ["100", "50.0 % / 65.0 %", "– / 25.0 %"],
        ["50,000", "– / 85.0 %", "84.0 % / –"],
    ]
    assert transfers.few_images(found={}).rows == []


def test_each_mistake_stands_beside_none():
    found = grouped(
        ("transfer-1000", "torch", 0.77, 0),
        ("transfer-1000-padding", "torch", 0.75, 0),
        ("transfer-1000-test-padding", "torch", 0.6, 0),
        ("transfer-1000-test-bytes", "torch", 0.1, 0),
    )
    assert transfers.mistakes(found=found).rows == [
        ["none", "– / 77.0 %", "– / 77.0 %"],
        [MISTAKES["bytes"], "– / –", "– / 10.0 %"],
        [MISTAKES["padding"], "– / 75.0 %", "– / 60.0 %"],
    ]
    assert transfers.mistakes(found={}).rows == []


@pytest.mark.parametrize("record", records.load(), ids=lambda record: record.command)
def test_what_transfers_is_recorded_on_the_images_it_says(record):
    chosen = EXPERIMENTS[record.experiment]
    if chosen.images is not None:
        apart = {} if chosen.validation is None else {"validation": chosen.validation}
        assert record.data["images"] == {"train": chosen.images, "test": 10_000} | apart
        assert record.data["name"] == chosen.data
        twin = f"D-{chosen.images}"
        for other in records.runs(twin, record.framework) if _has(twin, record) else ():
            if other.seed == record.seed:
                assert other.data["sha256"] == record.data["sha256"]


def _has(name, record):
    return (name, record.framework) in records.by_framework()


def test_a_thousand_images_with_transfer_are_recorded():
    hundred, thousand = (
        [one.test_accuracy for one in records.runs(f"transfer-{count}", "torch")]
        for count in (100, 1000)
    )
    assert len(hundred) == len(thousand) == 3
    assert min(hundred) > 0.6
    assert min(thousand) > max(hundred) + 0.1


def test_the_lead_is_told_where_both_were_run():
    found = grouped(
        ("transfer-100", "torch", 0.6, 0),
        ("transfer-100", "torch", 0.7, 1),
        ("D-100", "torch", 0.25, 0),
        ("transfer-1000", "torch", 0.77, 0),
        ("D-3000", "torch", 0.6, 0),
        ("transfer-50000", "torch", 0.8, 0),
        ("D-modern-long", "torch", 0.875, 0),
    )
    assert transfers.lead("torch", found=found) == (
        "40.0 points ahead with 100 images, 7.5 points behind with 50,000 images"
    )
    assert transfers.lead("keras", found=found).startswith("no number of images has both")
    level = grouped(("transfer-100", "torch", 0.84, 0), ("D-100", "torch", 0.8404, 0))
    assert transfers.lead("torch", found=level) == "level with 100 images"


@pytest.mark.parametrize("framework", records.FRAMEWORKS)
def test_from_nothing_catches_up_as_the_chapter_says(framework):
    found = records.by_framework()
    leads = []
    for count, alone in transfers.ROWS.items():
        pair = [found[name, framework] for name in (f"transfer-{count}", alone)]
        features, nothing = (sum(one.test_accuracy for one in runs) / len(runs) for runs in pair)
        leads.append(features - nothing)
    assert leads == sorted(leads, reverse=True)
    assert leads[0] > 0.3
    assert abs(leads[-1]) < 0.005


def tuned(framework, accuracy, seed=0):
    return made("finetune", framework, accuracy, seed, claimed=0.94)


def test_without_a_run_the_claim_is_neither_confirmed_nor_refuted():
    assert "neither confirmed nor refuted" in transfers.fine_tuning(found={})


@pytest.mark.parametrize(
    ("accuracies", "words"),
    [
        ([0.94], "94.0 % in PyTorch (one run); the claim holds"),
        ([0.93], "93.0 % in PyTorch (one run); the claim does not hold: 1.0 points below"),
        ([0.95, 0.94], "94.5 % in PyTorch (2 runs); the claim holds"),
    ],
)
def test_a_run_decides_on_the_claim(accuracies, words):
    runs = [tuned("torch", one, seed) for seed, one in enumerate(accuracies)]
    assert transfers.fine_tuning(found={("finetune", "torch"): runs}) == words


def test_both_frameworks_are_told():
    found = {("finetune", key): [tuned(key, 0.95)] for key in ("torch", "keras")}
    told = transfers.fine_tuning(found=found)
    assert told == "95.0 % in Keras and 95.0 % in PyTorch (2 runs); the claim holds"


def test_the_numbers_are_those_of_the_registered_experiment():
    assert transfers.TUNED in EXPERIMENTS
    assert EXPERIMENTS[transfers.TUNED].claim.test_accuracy == 0.94
