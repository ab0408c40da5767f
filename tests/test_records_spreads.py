"""Numbers of the seeds and of the epochs, by hand; and what the stored records hold."""

import pytest

from cnncourse import records
from cnncourse.recipe import History
from cnncourse.records import spreads
from tests.recorded import made, runs

THREE = {("C-dense", "keras"): runs(0.86, 0.87, 0.88, experiment="C-dense")}


def test_seeds_and_images_by_hand():
    assert spreads.spread("C-dense", "keras", found=THREE) == "1.00 points"
    # The root of 0.87 · 0.13 / 10,000.
    assert spreads.by_chance("C-dense", "keras", found=THREE) == "0.34 points"
    assert spreads.best_of("C-dense", "keras", found=THREE) == "88.0 %"


def test_epochs_by_hand():
    history = History(
        loss=[1.0, 0.8, 0.6],
        accuracy=[0.5] * 3,
        validation_loss=[0.9, 0.8, 0.5],
        validation_accuracy=[0.5] * 3,
        seconds=[1.0] * 3,
    )
    found = {("D", "torch"): [made("D", "torch", 0.82, 21, 0.82, history=history)]}
    assert spreads.validation_ahead("D", "torch", found=found) == "2 of 3"
    assert spreads.training_afterwards("D", "torch", found=found) == "82.0 %"


@pytest.mark.parametrize("framework", ["keras", "torch"])
def test_the_stored_records_hold_what_the_chapter_says(framework):
    seeds = float(records.registry.make("number", f"spread C-dense {framework}").split()[0])
    images = float(records.registry.make("number", f"by-chance C-dense {framework}").split()[0])
    assert seeds > 1.5 * images  # seeds move the figure more than the images do
    ahead = records.registry.make("number", f"validation-ahead D {framework}").split()
    assert int(ahead[0]) > int(ahead[2]) / 2
    (record,) = records.runs("D", framework, records.by_framework())
    assert record.train_accuracy > record.test_accuracy + 0.05
