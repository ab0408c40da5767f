"""The page's arithmetic against Python's: one Node process runs all cases, thousands of them."""

import copy
import json
import shutil
import subprocess
from base64 import b64decode
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.test_explorers import by_hand, oracles, vectors

RUNNER = Path(__file__).with_name("arithmetic.mjs")
TOLERANCE = 1e-12  # the runner's own


def run(cases, folder):
    """Return the runner's report: for each kind the cases, the largest error and failures."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node")
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        [node, RUNNER, path], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def cases():
    return vectors.cases() + by_hand.cases()


@pytest.fixture(scope="module")
def report(cases, tmp_path_factory):
    return run(cases, tmp_path_factory.mktemp("arithmetic"))


@pytest.mark.parametrize("kind", [*vectors.DRAWN, "invalid"])
def test_page_equals_python(kind, cases, report):
    ran = report[kind]
    assert ran["failures"] == []
    assert ran["largest"] <= TOLERANCE
    assert ran["cases"] == Counter(case["kind"] for case in cases)[kind] >= 9


@pytest.mark.parametrize("kind", [*by_hand.WORKED, *by_hand.REFUSED])
def test_worked_by_hand(kind, report):
    assert report[kind]["failures"] == []
    assert report[kind]["cases"] == 1


def test_there_are_enough_cases(report):
    drawn = {kind: report[kind]["cases"] for kind in vectors.DRAWN}
    assert sum(drawn.values()) >= 2400
    assert drawn["conv2d"] >= 800
    assert drawn["max_pool2d"] + drawn["avg_pool2d"] + drawn["winners"] >= 500


@pytest.mark.parametrize("setting", ["padding", "stride", "dilation", "mode", "bias"])
def test_convolutions_differ_in_every_setting(setting, cases):
    ran = [case for case in cases if case["kind"] == "conv2d"]
    values = Counter(json.dumps(case["input"].get(setting)) for case in ran)
    assert len(values) >= 3
    if setting == "padding":
        forms = Counter(type(case["input"]["padding"]).__name__ for case in ran)
        assert min(forms["str"], forms["int"], forms["list"]) >= 50


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("", 200),
        ('padding must be "valid", "same", a whole number >= 0, a (height, width) pair', 50),
        ("kernel_size (=", 50),
        ("by dilation", 20),
        ("size (=", 50),
        ('use padding="same" or a smaller window', 10),
        ("must be smaller than the pooling window", 10),
        ("in height, or a window would hold no pixel", 5),
        ("in width, or a window would hold no pixel", 5),
        ('for mode "reflect", which does not repeat the edge', 10),
        ('mode must be "zero", "reflect" or "replicate"', 5),
        ('padding "same" depends on a kernel', 2),
        ("padding along one direction must be", 2),
        ("stride must be at least 1", 10),
        ("dilation must be a whole number", 4),
        ("size must be a number or a (height, width) pair", 4),
        ("labels must lie from 0 to", 3),
        ("one number per channel", 4),
        ("they look transposed", 1),
    ],
)
def test_every_refusal_is_compared(text, least, cases):
    refused = [case["error"] for case in cases if case["kind"] == "invalid"]
    assert sum(text in error for error in refused) >= least


def test_refusals_are_refused(cases):
    # Every setting listed as bad really is: none turned into an ordinary case.
    refused = len(vectors.REFUSED)
    listed = cases[: -len(by_hand.cases())][-refused:]
    assert [case for case in listed if case["kind"] != "invalid"] == []


def spoiled(expected):
    """Return what a case expects with one number off by a little, or None without a number."""
    if isinstance(expected, bool) or expected is None:
        return None
    if isinstance(expected, int):
        return expected + 1
    if isinstance(expected, str):
        return expected + "!"
    if "float64" in expected:
        numbers = np.frombuffer(b64decode(expected["float64"]), "<f8").copy()
        chosen = np.flatnonzero(np.isfinite(numbers))
        if not chosen.size:
            return None
        numbers[chosen[0]] += 1e-6 * max(1, abs(numbers[chosen[0]]))
        return oracles.encode(numbers.reshape(expected["shape"]))
    result = copy.copy(expected)
    places = list(expected) if isinstance(expected, dict) else range(len(expected))
    for place in places:
        result[place] = spoiled(expected[place])
        if result[place] is not None:
            return result
        result[place] = expected[place]
    return None


def planted(cases, spoil):
    """Return one case of every kind, where there is one that can be spoiled so."""
    spoilt = {}
    for case in cases:
        name = "expected" if "expected" in case else "error"
        wrong = None if case["kind"] in spoilt else spoil(case[name])
        if wrong is not None:
            spoilt[case["kind"]] = {**case, name: wrong}
    return spoilt


def without_last_axis(expected):
    """Return an expected array flattened by one axis, or None for anything else."""
    if not isinstance(expected, dict) or len(expected.get("shape", ())) < 2:
        return None
    *first, before, last = expected["shape"]
    return {**expected, "shape": [*first, before * last]}


@pytest.mark.parametrize("spoil", [spoiled, without_last_axis])
def test_a_planted_fault_is_noticed(spoil, cases, tmp_path):
    spoilt = planted(cases, spoil)
    if spoil is spoiled:
        silent = {"check_pool_padding"}  # its good cases have no number in them
        assert set(spoilt) == {case["kind"] for case in cases} - silent
    assert len(spoilt) >= 10
    report = run(list(spoilt.values()), tmp_path)
    assert [kind for kind in spoilt if len(report[kind]["failures"]) != 1] == []


def test_an_error_instead_of_a_result_is_noticed(cases, tmp_path):
    good = next(case for case in cases if case["kind"] == "conv2d")
    bad = next(case for case in cases if case["kind"] == "invalid")
    swapped = [
        {"kind": "threw", "call": bad["call"], "input": bad["input"], "expected": 1},
        {"kind": "returned", "call": good["call"], "input": good["input"], "error": "no"},
        {"kind": "bug", "call": "conv2d", "input": {}, "error": "no"},
    ]
    report = run(swapped, tmp_path)
    assert "threw Error: " in report["threw"]["failures"][0]
    assert "returned " in report["returned"]["failures"][0]
    assert "threw TypeError: " in report["bug"]["failures"][0]
