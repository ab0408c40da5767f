"""How the course's recipes were chosen: by the rule that was written before, and no other way."""

import importlib.util
import sys

import pytest

from cnncourse import experiments, records
from cnncourse.recipe import Recipe
from cnncourse.records import benchmarks, choices

RECORD = benchmarks.read("choices")
CHOICES = {one["experiment"]: one for one in RECORD["choices"]}
MEASURED = {name: {"torch"} for name in ("six-conv", "small-resnet-cutout", "small-resnet-long")}
"""Where not in both frameworks: the page of results says so."""


@pytest.fixture(scope="module")
def choosing():
    path = benchmarks.FOLDER.parent / "choosing.py"
    spec = importlib.util.spec_from_file_location("choosing", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["choosing"] = module  # where its data classes look for their names
    spec.loader.exec_module(module)
    yield module
    del sys.modules["choosing"]


@pytest.mark.parametrize("name", CHOICES)
def test_what_was_tried_is_what_the_plan_says_and_the_rule_chose(name, choosing):
    plan, choice = choosing.PLANS[name], CHOICES[name]
    assert (choice["seed"], choice["apart"]) == (choosing.SEED, choosing.APART)
    claim = experiments.find(name).claim.test_accuracy
    goal = pytest.approx(claim + choosing.MARGIN) if plan.goal else None
    assert choice["goal"] == goal
    like = {key: CHOICES[other]["chosen"][key] for key, other in plan.like.items()}
    tried = {str(one["changes"]): one for one in choice["candidates"]}
    expected = []
    for stage in plan.stages:
        expected += [str(like | changes) for changes in stage]
        best = max(
            (tried[str(like | changes)] for changes in stage),
            key=lambda one: one["validation_accuracy"],
        )
        if plan.goal and best["validation_accuracy"] >= choice["goal"]:
            break
    assert list(tried) == expected
    assert best is choices.chosen_one(choice)


@pytest.mark.parametrize("name", CHOICES)
def test_the_recipe_is_the_one_chosen_and_was_measured_once_from_a_new_seed(name, choosing):
    recipe = experiments.find(name).recipe
    # A record of before a setting existed was taken with its default.
    assert recipe == Recipe(**CHOICES[name]["chosen"])
    runs = [one for one in records.load() if one.experiment == name]
    assert {one.framework for one in runs} == MEASURED.get(name, set(records.FRAMEWORKS))
    for one in runs:
        assert one.seed == choosing.PLANS[name].fresh
        assert one.followed(recipe)
        assert "set apart" in one.note


def choice(**other):
    candidates = [
        {"changes": {"epochs": 2}, "validation_accuracy": 0.9, "processor_seconds": 20.4},
        {"changes": {"epochs": 3}, "validation_accuracy": 0.925, "processor_seconds": 1234.0},
    ]
    made = {"experiment": "C-cnn-modern", "goal": 0.915, "candidates": candidates}
    return made | {"chosen": {"epochs": 3, "flip": False}} | other


def test_a_row_tells_what_was_tried_and_what_came_of_it():
    table = choices.choice_rows(record={"choices": [choice()]})
    assert table.rows == [
        ["C-cnn-modern", "2 epochs", "91.50 %", "90.00 %", "20", ""],
        ["C-cnn-modern", "3 epochs", "91.50 %", "92.50 %", "1,234", "chosen"],
    ]
    (first, _) = choices.choice_rows(record={"choices": [choice(goal=None, chosen=None)]}).rows
    assert first[2:] == ["the best", "90.00 %", "20", ""]


def test_what_the_recipe_taken_came_to_on_images_set_apart_is_told():
    assert choices.judged("C-cnn-modern", record={"choices": [choice()]}) == "92.5 %"
    with pytest.raises(LookupError, match="no experiment 'C-dense'"):
        choices.judged("C-dense", record={"choices": [choice()]})


def test_settings_are_told_in_words():
    changes = {"learning_rate": 0.008, "flip": True, "shift": 1}
    assert choices.described(changes) == "rate 0.008, mirrored, moved by up to 1 px"
    assert choices.described({"flip": False, "shift": 0}) == "not mirrored, not moved"
    assert choices.described({"cutout": 8}) == "a black square of 8 px"
