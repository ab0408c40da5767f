"""The feature map in Python: what it finds on a map, its pictures, its drawing, its keys."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import FeatureMap, feature_map, feature_map_drawing
from tests.test_explorers.states import needs_node

KIBIBYTE = 1024
GROUNDS = ("#ffffff", "#121212", "#14181e")


def test_the_five_nearest_on_a_map_by_hand():
    explorer = FeatureMap(method="tsne", perplexity="5", seed=1)
    places = explorer.places.tolist()
    kept = []
    for point, (x, y) in enumerate(places):
        far = [((a - x) ** 2 + (b - y) ** 2, i) for i, (a, b) in enumerate(places) if i != point]
        explorer.point = point
        assert explorer.near_on_map.tolist() == [i for _, i in sorted(far)[:5]]
        kept.append(len({*explorer.near_on_map.tolist()} & {*explorer.near.tolist()}) / 5)
    assert explorer.kept == pytest.approx(np.mean(kept))


def test_a_class_alone_is_counted_by_itself():
    explorer = FeatureMap()
    shares, counts = [], []
    for name in feature_map.CLASSES:
        explorer.category = name
        shares.append(explorer.results["of_class"])
        counts.append(explorer.results["shown"])
    assert sum(counts) == feature_map.IMAGES
    explorer.category = "all"
    assert explorer.results["of_class"] == pytest.approx(np.average(shares, weights=counts))
    assert (explorer.label, explorer.near.size) == ("", 0)


def test_the_pictures_are_sent_when_the_drawing_asks():
    explorer = FeatureMap()
    assert explorer.view.more == {}
    explorer._told(explorer.view, {"ask": "clothes"}, [])
    sent = feature_map.page_data()
    assert explorer.view.more == {"clothes": sent}
    assert len(json.dumps(sent)) < 130 * KIBIBYTE
    explorer._told(explorer.view, {"ask": "others"}, [])
    assert list(explorer.view.more) == ["clothes"]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return float(np.dot([0.2126, 0.7152, 0.0722], parts))


def test_each_class_has_a_shape_and_a_colour_that_is_seen_on_either_ground():
    marks = feature_map_drawing.MARKS
    assert len({one["path"] for one in marks}) == len({one["colour"] for one in marks}) == 10
    for one in marks:
        for ground in GROUNDS:
            low, high = sorted([luminance(one["colour"]), luminance(ground)])
            assert (high + 0.05) / (low + 0.05) >= 3, (one["colour"], ground)


def test_the_drawing_without_a_script_has_every_image_and_says_what_it_is():
    explorer = FeatureMap(features="pixels", method="pca", point=4, category="bag")
    drawing = explorer.drawing()
    assert sum(drawing.count(one["path"]) for one in feature_map_drawing.MARKS) == 500 + 10
    assert drawing.count('opacity="0.2"') == 2 * 9
    assert "500 images of clothes by 784 pixels, laid out by principal components" in drawing
    assert "Framed is image 4, Pullover" in drawing


def test_keys_and_pointers_find_the_points_that_are_meant():
    needs_node()
    explorer = FeatureMap(method="tsne")
    script = f"""
      import {{ beside, under }} from "./cnncourse/explorers/page/feature_map/picking.js";
      const places = {json.dumps(explorer.places.tolist())};
      const all = [...places.keys()];
      const ways = [[1, 0], [-1, 0], [0, 1], [0, -1]];
      const next = all.map(i => ways.map(([a, d]) => beside(places, all, i, a, d)));
      const met = places.map(([x, y]) => under(places, all, x + 0.3, y));
      const few = under(places, [7], ...places[9]);
      console.log(JSON.stringify([next, met, few, under(places, all, 1e6, 0)]));
    """
    root = Path(feature_map.__file__).parents[2]
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    ahead, met, few, far = json.loads(done.stdout)
    places = explorer.places
    reached, border = {0}, [0]
    while border:
        fresh = {other for other in ahead[border.pop()] if other >= 0} - reached
        reached |= fresh
        border += fresh
    # All but what lies at the very place of another, which has a key of its own.
    assert {tuple(places[i]) for i in reached} == {tuple(place) for place in places}
    for point, ways in enumerate(ahead):
        for other, (across, down) in zip(ways, [(1, 0), (-1, 0), (0, 1), (0, -1)], strict=True):
            if other >= 0:
                moved = places[other] - places[point]
                assert moved @ [across, down] >= abs(moved @ [down, across]) > -1
    assert [tuple(places[i]) for i in met] == [tuple(place) for place in places]
    assert few == 7
    assert places[far][0] == places[:, 0].max()


def test_the_page_unpacks_the_pictures():
    needs_node()
    script = """
      import { readFileSync } from "node:fs";
      import { unpack } from "./cnncourse/explorers/page/feature_map/pictures.js";
      const packed = JSON.parse(readFileSync(0, "utf8"));
      console.log(JSON.stringify(Array.from((await unpack(packed)).images)));
    """
    root = Path(feature_map.__file__).parents[2]
    given = json.dumps(feature_map.page_data())
    command = ["node", "--input-type=module", "--eval", script]
    done = subprocess.run(
        command, cwd=root, input=given, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == FeatureMap().images.ravel().tolist()
