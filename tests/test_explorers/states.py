"""Settings of explorers drawn at random, and their results as plain values to compare."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.test_explorers.drawn_settings import DRAWN

FOLDER = Path(__file__).parent


def draw(setting, rng):
    """Return a value that ``setting`` takes, its bounds among the likely ones."""
    if setting.kind in DRAWN:
        return DRAWN[setting.kind](rng)
    if setting.kind in ("slider", "place", "log"):
        if setting.whole:
            return int(rng.integers(setting.low, setting.high + 1))
        return float(
            rng.choice([setting.low, setting.high, rng.uniform(setting.low, setting.high)])
        )
    if setting.kind == "choice":
        return str(rng.choice(list(setting.options)))
    if setting.kind == "toggle":
        return bool(rng.integers(2))
    shape = setting.shapes[rng.integers(len(setting.shapes))]
    return rng.uniform(setting.low, setting.high, shape).round(3).tolist()


def linked(explorer):
    """Return the settings that a link tells, by name: a picture of the reader's own it does not."""
    return {n: one for n, one in explorer.settings().items() if one.kind != "picture"}


def random_settings(explorer, rng):
    """Return values for all settings, each at random or, as often, at its default."""
    return {
        name: draw(setting, rng) if rng.integers(2) else setting.default_value
        for name, setting in explorer.settings().items()
    }


def plain(value):
    """Return numbers, arrays and words as JSON has them."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return {np.inf: "Infinity", -np.inf: "-Infinity"}.get(value, "NaN")
    return value


def needs_node():
    """Skip the test where there is no Node to run the page's scripts."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")


def in_node(cases, folder, script="views.mjs"):
    """Return what a script, by default the views, computes for ``[{"slug", "values"}, ...]``."""
    needs_node()
    path = Path(folder) / "states.json"
    path.write_text(json.dumps(plain(cases)), encoding="utf-8")
    command = ["node", str(FOLDER / script), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def difference(expected, got, place=""):
    """Return where two results differ by more than 1e-6, as words, or an empty string."""
    if isinstance(expected, dict):
        missing = expected.keys() - (got.keys() if isinstance(got, dict) else set())
        if missing:
            return f"{place}: lacks {sorted(missing)}"
        pairs = [(f"{place}.{key}", expected[key], got[key]) for key in expected]
    elif isinstance(expected, list) and isinstance(got, list) and _alike(expected, got):
        return ""
    elif isinstance(expected, list) and isinstance(got, list):
        if np.size(np.asarray(expected, object)) == 0 == np.size(np.asarray(got, object)):
            return ""
        if len(expected) != len(got):
            return f"{place}: {len(got)} entries for {len(expected)}"
        pairs = [(f"{place}[{i}]", *pair) for i, pair in enumerate(zip(expected, got, strict=True))]
    elif isinstance(expected, (int, float)) and not isinstance(expected, bool):
        close = isinstance(got, (int, float)) and abs(got - expected) <= 1e-6 * max(
            1, abs(expected)
        )
        return "" if close else f"{place}: {got} for {expected}"
    else:
        return "" if expected == got else f"{place}: {got!r} for {expected!r}"
    return next(filter(None, (difference(e, g, where) for where, e, g in pairs)), "")


def _alike(expected, got):
    """Return whether two tables of numbers have one shape and are equal to 1e-6, all at once."""
    try:
        first, second = np.array(expected), np.array(got)
    except ValueError:
        return False
    numbers = first.dtype.kind in "if" and second.dtype.kind in "if"
    if not numbers or first.shape != second.shape:
        return False
    return bool((np.abs(first - second) <= 1e-6 * np.maximum(1, np.abs(first))).all())
