"""The page's rules for values and addresses are Python's, whatever comes from outside."""

import copy
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import EXPLORERS, SettingError
from tests.test_explorers.states import draw, linked, needs_node, plain

FOLDER = Path(__file__).parent
ODD = [None, True, False, 0, 1, -1, 0.5, 1e99, "", "x", "0", [], [[]], {}, [1], [[0.5]], {"a": 1}]
ODD += [[[1, 2], [3]], "<img src=x>", "__proto__", [None], [["a"]]]


def spoilt(value, rng):
    """Return a value with one thing in it changed: a number, an entry too few or too many."""
    value = copy.deepcopy(plain(value))
    if isinstance(value, dict) and value:
        key = str(rng.choice(list(value)))
        return value | {key: spoilt(value[key], rng)} if rng.integers(3) else value | {"odd": 1}
    if isinstance(value, list) and value:
        place = int(rng.integers(len(value)))
        match rng.integers(3):
            case 0:
                del value[place]
            case 1:
                value.append(value[place])
            case _:
                value[place] = spoilt(value[place], rng)
        return value
    return ODD[rng.integers(len(ODD))]


def taken_by_python(setting, raw):
    try:
        found = setting.checked(raw)
    except SettingError:
        return False
    # From Python a layer's last entries may be left out; a page has them all.
    return setting.kind != "window-layers" or plain(found) == raw


def drawn_values():
    """Return [{slug, name, raw}] for every setting: odd values, good ones, good ones spoilt."""
    rng, found = np.random.default_rng(7), []
    for slug, explorer in EXPLORERS.items():
        for name, setting in explorer.settings().items():
            good = [plain(draw(setting, rng)) for _ in range(10)]
            bad = [spoilt(draw(setting, rng), rng) for _ in range(25)]
            found += [{"slug": slug, "name": name, "raw": raw} for raw in [*ODD, *good, *bad]]
    return found


def drawn_states():
    """Return [{anchor, explorers: {id: values}}], each with some of the explorers."""
    rng, found = np.random.default_rng(8), []
    for _ in range(60):
        explorers = {}
        for slug, explorer in EXPLORERS.items():
            if rng.integers(2):
                settings = list(linked(explorer).items())
                chosen = rng.permutation(len(settings))[: rng.integers(1, len(settings) + 1)]
                values = {settings[i][0]: plain(draw(settings[i][1], rng)) for i in chosen}
                explorers[f"{slug}-2" if rng.integers(4) == 0 else slug] = values
        anchor = str(rng.choice(["", "explorer-pooling", "what-goes-wrong"]))
        found.append({"anchor": anchor, "explorers": explorers})
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The cases, and what the page makes of them."""
    needs_node()
    cases = {"values": drawn_values(), "states": drawn_states()}
    path = tmp_path_factory.mktemp("page") / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    command = ["node", str(FOLDER / "page_state.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return cases, json.loads(done.stdout)


def test_the_page_takes_the_values_that_python_takes_and_no_others(found):
    cases, answers = found
    assert len(cases["values"]) > 1000
    expected = []
    for case in cases["values"]:
        setting = EXPLORERS[case["slug"]].settings()[case["name"]]
        expected.append(taken_by_python(setting, case["raw"]))
    differing = [
        (case, python)
        for case, python, page in zip(cases["values"], expected, answers["taken"], strict=True)
        if python != page
    ]
    assert differing == []
    assert 0.1 < sum(expected) / len(expected) < 0.9


def test_an_address_read_again_is_the_state_it_was_written_from(found):
    cases, answers = found
    for case, again in zip(cases["states"], answers["again"], strict=True):
        assert {"anchor": again["anchor"], "explorers": again["explorers"]} == case
        assert set(again["fragment"]) <= set(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%!?&='()*"
        )
