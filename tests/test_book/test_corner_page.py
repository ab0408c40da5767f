"""The page of the corner experiment: every figure a record's, and every sentence of them true."""

import json
import re
from itertools import product
from math import sqrt

import numpy as np
import pytest
from bs4 import BeautifulSoup

from cnncourse import records
from cnncourse.experiments import EXPERIMENTS
from cnncourse.plots.recorded import shifts
from cnncourse.records import corner

NETWORKS = ("C-dense", "B", "C-cnn")


@pytest.fixture(scope="module")
def page(pages):
    text = (pages / "foundations" / "the_corner.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_every_map_is_of_its_experiment_and_of_the_same_images():
    found = corner.by_variant()
    variants = [name.removeprefix("corner-") for name in EXPERIMENTS if "corner-" in name]
    assert sorted(corner.VARIANTS) == sorted(variants)
    # What the page cannot do without.
    assert {(v, f) for v in ("C-dense", "B") for f in ("keras", "torch")} <= set(found)
    assert len({one.places["sha256"] for one in found.values()}) == 1
    for (name, framework), one in found.items():
        assert framework in records.FRAMEWORKS
        experiment = EXPERIMENTS[f"corner-{name}"]
        assert one.architecture == json.loads(experiment.architecture.to_json())
        assert one.followed(experiment.recipe)
        assert np.shape(one.places["accuracy"]) == (13, 13)
        # The thousand in the middle are some of the ten thousand of the record's own accuracy,
        # drawn without putting back: within four standard errors of it.
        middle, whole = one.places["accuracy"][6][6], one.test_accuracy
        part = one.places["images"] / one.data["images"]["test"]
        error = sqrt(whole * (1 - whole) / one.places["images"] * (1 - part))
        assert middle == pytest.approx(whole, abs=4 * error)


def test_what_the_page_says_in_words_is_what_the_records_say():
    found = corner.by_variant()
    figure = corner.figure
    plain = {key: one for key, one in found.items() if key[0] in NETWORKS}
    for (name, _), one in plain.items():
        # "Little more than guessing" in the corners, "very probably classified wrongly".
        assert figure(one, "middle") > 0.85
        assert figure(one, "corners") < 0.15
        # "Right on half of the items up to two pixels, the convolutional ones up to three".
        reach = 2 if name == "C-dense" else 3
        assert figure(one, str(reach)) > 0.5 > figure(one, str(reach + 1))
    for framework in ("keras", "torch"):
        # "The map is higher than it is wide", and after training on moved items flat.
        one = found["C-dense", framework]
        assert figure(one, "3,0") - figure(one, "0,3") > 0.2
        one = found["C-dense-shifted", framework]
        assert figure(one, "highest") - figure(one, "lowest") < 0.05
    # "B pays less in the middle", "a hill", and in the corners below the dense network.
    dense, one = found["C-dense-shifted", "keras"], found["B-shifted", "keras"]
    paid = [figure(found[name, "keras"], "middle") for name in ("C-dense", "B")]
    paid = [before - figure(m, "middle") for before, m in zip(paid, (dense, one), strict=True)]
    assert paid[1] < paid[0] - 0.02
    assert figure(one, "middle") - figure(one, "corners") > 0.05
    assert figure(one, "corners") < figure(dense, "corners") - 0.01
    # Of the moved ones C-cnn does best, in the middle and in the corners.
    for framework, what in product(("keras", "torch"), ("middle", "corners")):
        shifted = {name: figure(found[f"{name}-shifted", framework], what) for name in NETWORKS}
        assert max(shifted, key=shifted.get) == "C-cnn"
        # C-cnn's averages are as good again four pixels away, and worse at two and at six.
        one = found["C-cnn-average", framework]
        ring = {pixels: figure(one, str(pixels)) for pixels in range(1, 7)}
        assert abs(ring[4] - figure(one, "middle")) < 0.02
        assert max(ring[2], ring[6]) < ring[4] - 0.03
        # A price in the middle, and more in the corners than any other trained in the middle.
        assert figure(found["C-cnn", framework], "middle") - figure(one, "middle") > 0.15
        others = [figure(found[name, framework], "corners") for name in (*NETWORKS, "B-average")]
        assert figure(one, "corners") > max(others) + 0.3
    # "In B the means cure little", and four pixels cost much.
    one = found["B-average", "keras"]
    assert figure(one, "corners") < 0.25
    assert figure(one, "middle") - figure(one, "4,0") > 0.3


def test_the_page_draws_every_map_and_shows_the_records_figures(page):
    found = corner.by_variant()
    labels = {svg["aria-label"] for svg in page.select(".corner-map svg")}
    for (name, framework), one in found.items():
        assert shifts.told(name, framework, one) in labels
    missing = {(v, f) for v in corner.VARIANTS for f in records.FRAMEWORKS} - set(found)
    to_come = {code.get_text() for code in page.select(".corner-map code")}
    assert to_come == {
        f"cnncourse reproduce corner-{name} --framework {framework}" for name, framework in missing
    }
    rows = page.find("table", class_="records")("tr")[1:]
    assert len(rows) == len(found)
    for row in rows:
        cells = [cell.get_text(strip=True) for cell in row("td")]
        (name,) = [key for key, words in corner.VARIANTS.items() if words == cells[0]]
        (framework,) = [f for f, words in records.FRAMEWORKS.items() if words == cells[1]]
        whats = ["middle", *map(str, range(1, 7)), "corners"]
        shown = [f"{100 * corner.figure(found[name, framework], what):.1f}" for what in whats]
        assert cells[2:] == shown
    assert not re.search(r"\?\s*%|\? in (Keras|PyTorch)", page.get_text())
