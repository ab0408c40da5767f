"""The table of augmentations, worked out by hand; and what the stored records hold."""

import pytest

from cnncourse import records
from cnncourse.experiments.augmentations import KINDS
from cnncourse.records import augmentations
from tests.recorded import made


def grouped(**runs):
    """Return {(experiment, framework): records} of {kind: (PyTorch's accuracies, Keras's)}."""
    found = {}
    for kind, pair in runs.items():
        for framework, values in zip(("torch", "keras"), pair, strict=True):
            name = f"augment-{kind}-500"
            found[name, framework] = [
                made(name, framework, value, seed, claimed=None)
                for seed, value in enumerate(values)
            ]
    return {key: runs for key, runs in found.items() if runs}


def test_a_kind_helps_where_all_its_runs_lie_above_all_without_in_both():
    found = grouped(
        none=([0.7, 0.71, 0.72], [0.71]),
        shift=([0.73, 0.735, 0.74], [0.72]),
        flip=([0.73, 0.72, 0.74], [0.75]),
        rotation=([0.69, 0.68, 0.67], [0.70]),
        crop=([0.73, 0.74, 0.75], [0.70]),
        cutout=([0.73, 0.74, 0.75], []),
        mixup=([0.73, 0.74], [0.72]),
    )
    table = augmentations.kinds("500", found=found)
    assert table.rows == [
        ["none", "71.0 % / 71.0 %", ""],
        ["shift, up to 2 px", "72.0 % / 73.5 %", "helps"],
        ["flip", "75.0 % / 73.0 %", "not shown"],
        ["rotation, up to 15°", "70.0 % / 68.0 %", "harms"],
        ["crop, 0.8 or more kept", "70.0 % / 74.0 %", "not shown"],
        ["cutout, 8 px", "– / 74.0 %", "too few runs"],
        ["mixup, 0.2", "72.0 % / 73.5 %", "too few runs"],
    ]
    assert augmentations.kinds("60000", found=found).rows == []
    assert list(augmentations.WORDS) == list(KINDS)


@pytest.mark.parametrize("images", ["500", "60000"])
def test_every_run_on_record_is_one_that_the_rule_asks_for(images):
    groups = records.by_framework()
    for kind in KINDS:
        for framework, seeds in (("torch", {0, 1, 2}), ("keras", {0})):
            runs = groups.get((f"augment-{kind}-{images}", framework), [])
            assert {one.seed for one in runs} <= seeds
            for one in runs:
                assert one.data["images"] == {"train": int(images), "test": 10_000}


def test_at_500_images_no_kind_is_shown_to_do_anything_as_the_chapter_says():
    """Every run that the rule asks for is there, so that this is the runs' doing."""
    groups, rows = records.by_framework(), augmentations.kinds("500").rows
    for kind in KINDS:
        assert len(groups[f"augment-{kind}-500", "torch"]) == 3
        assert len(groups[f"augment-{kind}-500", "keras"]) == 1
    assert [row[2] for row in rows] == ["", *["not shown"] * 7]
    values = {
        kind: [one.test_accuracy for one in groups[f"augment-{kind}-500", "torch"]]
        for kind in KINDS
    }
    plain = values.pop("none")
    keras = {kind: groups[f"augment-{kind}-500", "keras"][0].test_accuracy for kind in KINDS}
    # "Shift and rotation miss the rule by one run each": the others agree, Keras's with them.
    assert sum(one <= max(plain) for one in values["shift"]) == 1
    assert sum(one >= min(plain) for one in values["rotation"]) == 1
    assert keras["rotation"] < keras["none"] < keras["shift"]
    for kind in values.keys() - {"shift", "rotation"}:
        assert sum(one <= max(plain) for one in values[kind]) > 1
        assert sum(one >= min(plain) for one in values[kind]) > 1


def test_at_60_000_images_every_kind_lies_below_none_as_the_chapter_says():
    groups = records.by_framework()
    for framework in records.FRAMEWORKS:
        runs = {kind: groups[f"augment-{kind}-60000", framework] for kind in KINDS}
        assert {len(one) for one in runs.values()} == {1}  # "one run in each framework"
        reached = {kind: one[0].test_accuracy for kind, one in runs.items()}
        assert max(reached, key=reached.get) == "none"
        assert {one[0].recipe["epochs"] for one in runs.values()} == {10}
