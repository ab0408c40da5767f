"""Words beside a drawing say what happened there, also where a number is at its end."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import EXPLORERS, DenseHead
from tests.test_explorers.states import in_node, needs_node, plain, random_settings

RUNNER = Path(__file__).with_name("said.mjs")


def pressed(states, folder):
    needs_node()
    path = folder / "states.json"
    path.write_text(json.dumps(plain(states)), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_button_of_the_dense_head_says_what_it_came_to(tmp_path):
    rng = np.random.default_rng(4)
    states = [random_settings(DenseHead, rng) for _ in range(300)]
    states += [s | {"bias": [50, 50, 0, -50, 49.5][: len(s["bias"])]} for s in states[:60]]
    seen = set()
    for buttons in pressed(states, tmp_path):
        for one in buttons:
            (z0, p0), (z1, p1), told = one["before"], one["after"], one["told"]
            moved = np.abs(np.subtract(p1, p0)).max() > 1e-5
            if one["words"] == "Add 1 to all logits":
                assert ("grew by 1" in told) == np.allclose(np.subtract(z1, z0), 1, atol=2e-5)
                assert bool(re.search("[Nn]o probability changed", told)) == (not moved), told
                seen.add((moved, "grew by 1" in told))
            elif one["words"] == "No opinion":
                assert ("one fifth" in told) == np.allclose(z1, 0, atol=2e-5), told
            elif one["words"].startswith("Sure"):
                assert ("’s logit is" in told) == np.allclose(np.abs(z1), 10, atol=2e-5), told
    assert seen >= {(True, False), (False, True), (True, True)}


@pytest.mark.parametrize("temperature", [DenseHead.settings()["temperature"].low, 1])
def test_a_bound_that_is_not_0_or_1_is_not_written_so(temperature, tmp_path):
    values = plain(DenseHead().values) | {"sigmoid": True, "temperature": temperature}
    (found,) = in_node([{"slug": "dense-head", "values": values}], tmp_path)
    assert found["refused"] == []
    exceed, below = re.search(r"exceed (.+) and no loss can fall below (.+)\.$",
                              found["results"]["summary"]).groups()  # fmt: skip
    assert "−" in exceed if temperature < 0.5 else float(exceed) == pytest.approx(0.405)
    assert float(below.replace("−", "-")) == pytest.approx(found["results"]["floor"], rel=0.05)


def test_problem_and_summary_tell_of_one_fault(tmp_path):
    """Which layer it is, and that there is no output, without another reason than the problem's."""
    rng, cases = np.random.default_rng(3), []
    for slug in ("convolution", "output-size", "pooling", "network-builder"):
        cases += [
            {"slug": slug, "values": random_settings(EXPLORERS[slug], rng)} for _ in range(200)
        ]
    told = set()
    for case, found in zip(cases, in_node(cases, tmp_path), strict=True):
        problem, summary = found["results"]["problem"], found["results"]["summary"]
        if not problem:
            continue
        told.add(case["slug"])
        if case["slug"] == "network-builder":
            name, fault, _ = summary.partition(" does not fit")
            if fault:
                assert name.split("/")[-1] in problem
            else:
                assert summary == "The network has no layer."
                assert "needs at least one layer" in problem
            assert not re.search(r"\blayer \d+ of", summary)
        else:
            assert "there is no output" in summary.lower()
            assert ("No window fits" not in summary) or "is larger than" in problem
    assert len(told) == 4
