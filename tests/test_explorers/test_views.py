"""The page's results and Python's are the same, for settings drawn at random."""

import numpy as np
import pytest

from cnncourse.explorers import EXPLORERS
from cnncourse.explorers.convolution_kinds import KINDS
from tests.test_explorers.states import difference, in_node, plain, random_settings

CASES = 250  # for each explorer


@pytest.mark.parametrize("slug", EXPLORERS)
def test_the_page_computes_what_python_computes(slug, tmp_path):
    explorer, rng = EXPLORERS[slug], np.random.default_rng(20)
    cases = [{"slug": slug, "values": random_settings(explorer, rng)} for _ in range(CASES)]
    for i, values in enumerate(case["values"] for case in cases if slug == "convolution"):
        values["kind"] = list(KINDS)[i % len(KINDS)]
        if values["kind"] == "transposed" and values["image"] == "landscape-large":
            values["image"] = "landscape"  # two million numbers are too many to print
    made = explorer()
    for case, found in zip(cases, in_node(cases, tmp_path), strict=True):
        for name, value in case["values"].items():
            setattr(made, name, value)
        assert found["refused"] == [], case
        assert difference(plain(made.results), found["results"]) == "", case
        assert isinstance(found["results"]["summary"], str)
        assert found["results"]["summary"]


def test_a_difference_is_seen():
    assert difference({"a": [1.0, 2.0]}, {"a": [1.0, 2.0], "b": 3}) == ""
    assert difference({"a": [1.0, 2.0]}, {"a": [1.0, 2.1]}) == ".a[1]: 2.1 for 2.0"
    assert difference({"a": 1}, {"b": 1}) == ": lacks ['a']"
    assert difference({"a": [[1]]}, {"a": [[1, 2]]}) == ".a[0]: 2 entries for 1"
    assert difference({"problem": "x"}, {"problem": ""}) == ".problem: '' for 'x'"
