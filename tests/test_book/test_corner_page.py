"""The page of the corner experiment: every figure a record's, and every sentence of them true."""

import json
import re
from itertools import product
from math import sqrt

import numpy as np
import pytest
from bs4 import BeautifulSoup

from cnncourse import corner as corner_trial
from cnncourse import datasets, records
from cnncourse.exercises import exercises
from cnncourse.experiments import EXPERIMENTS
from cnncourse.plots.recorded import shifts
from cnncourse.records import corner

NETWORKS = ("C-dense", "B", "C-cnn")


@pytest.fixture(scope="module")
def page(pages):
    text = (pages / "inside" / "the_corner.html").read_text(encoding="utf-8")
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
        # In the corners "very probably classified wrongly".
        assert figure(one, "middle") > 0.85
        assert figure(one, "corners") < 0.15
        # "Right on half of the items up to two pixels, the convolutional ones up to three".
        reach = 2 if name == "C-dense" else 3
        assert figure(one, str(reach)) > 0.5 > figure(one, str(reach + 1))
    for framework in ("keras", "torch"):
        # "Three pixels are enough to get most items wrong."
        one = found["C-dense", framework]
        assert figure(one, "3") < 0.5
        # "The map is higher than it is wide", and after training on moved items flat.
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
        # Whole strides both ways against those half-way between, and among these the corners.
        assert figure(one, "whole") - figure(one, "half") > 0.05
        assert figure(one, "corners") < figure(one, "whole") - 0.05
        # A price in the middle, and more in the corners than any other trained in the middle.
        assert figure(found["C-cnn", framework], "middle") - figure(one, "middle") > 0.15
        others = [figure(found[name, framework], "corners") for name in (*NETWORKS, "B-average")]
        assert figure(one, "corners") > max(others) + 0.3
    # "In B the means cure little", and four pixels cost much.
    one = found["B-average", "keras"]
    assert figure(one, "corners") < 0.25
    assert figure(one, "middle") - figure(one, "4,0") > 0.3


def test_which_items_cover_more_of_themselves_moved_down_than_aside():
    mini = datasets.load("fashion-mnist-mini")
    items = mini.test.in_frame(corner_trial.SIDE).images[..., 0].astype(float)

    def change(*shift):
        return abs(np.roll(items, shift, axis=(1, 2)) - items).mean(axis=(1, 2))

    down, aside = change(3, 0), change(0, 3)
    assert down.mean() < aside.mean() - 2
    less = [name for name, mean in by_class(mini, down - aside).items() if mean < 0]
    more = [name for name, mean in by_class(mini, down - aside).items() if mean > 0]
    assert {"Trouser", "Dress", "Pullover", "Shirt", "Coat"} <= set(less)
    assert {"Sandal", "Sneaker"} <= set(more)
    # "Which are taller than wide"; "they are wider than tall".
    lit = mini.test.images[..., 0] > 30
    taller = by_class(mini, 1.0 * lit.any(2).sum(1) - lit.any(1).sum(1))
    assert all(taller[name] > 5 for name in ("Trouser", "Dress", "Pullover", "Shirt", "Coat"))
    assert all(taller[name] < -5 for name in ("Sandal", "Sneaker"))


def by_class(data, values):
    """Return {class: the mean of its test items' values}."""
    return {name: values[data.test.labels == n].mean() for n, name in enumerate(data.classes)}


def test_what_the_page_counts_is_so():
    networks = {name: corner_trial.VARIANTS[name].architecture for name in NETWORKS}
    assert [networks[name].parameters().total for name in ("B", "C-cnn")] == [29_732, 839_434]
    behind = {name: networks[name].weight_shapes()["dense1/weights"] for name in ("B", "C-cnn")}
    assert {name: np.prod(shape) for name, shape in behind.items()} == {
        "B": 27_440,
        "C-cnn": 819_200,
    }
    # "Two or three windows each way, but for the outermost"; B: as many as can be in the middle.
    frame = corner_trial.SIDE
    padded = [windows(networks["C-cnn"], pixel) for pixel in range(frame)]
    assert set(padded[1:-1]) == {2, 3}
    assert padded[0] == padded[-1] == 1
    bare = [windows(networks["B"], pixel) for pixel in range(frame)]
    assert [pixel for pixel, count in enumerate(bare) if count == max(bare)] == [*range(12, 28)]
    assert (bare[0], max(bare)) == (1, 4)


def windows(network, pixel):
    """Return how many numbers of the last maps see a pixel, along a side."""
    (size, _), (stride, _), (centre, _) = network.receptive_field()["pool2"]
    first = centre - (size - 1) / 2
    count = network.shapes()[3][0]
    return sum(0 <= pixel - first - place * stride < size for place in range(count))


def test_the_chapters_questions_are_all_asked_and_said_to_be_of_their_section(page):
    own = [one for one in exercises().values() if one.chapter == "the_corner"]
    asked = {one["id"].removeprefix("question-"): one for one in page.select("section.question")}
    assert set(asked) == {one.name for one in own}
    headings = {heading.get_text().rstrip("#") for heading in page.select("h2")}
    assert {one.section for one in own} <= headings
    assert "from cnncourse.exercises import check" in asked["whole-strides"].get_text()


def test_answers_are_folded_until_they_have_been_guessed(page):
    """The maps that answer a question are inside it, with the figures."""
    folded = page.select("details.prediction")
    assert len(folded) == 6
    assert all(one.select("svg") and "%" in one.get_text() for one in folded)
    assert "```" not in page.get_text()


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
        whats += [] if name.startswith("C-dense") else ["whole", "half"]
        shown = [f"{100 * corner.figure(found[name, framework], what):.1f}" for what in whats]
        assert cells[2:] == shown + ["–"] * (10 - len(shown))
    assert not re.search(r"\?\s*%|\? in (Keras|PyTorch)", page.get_text())
