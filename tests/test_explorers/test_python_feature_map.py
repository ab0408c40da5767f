"""The feature map's data beside what PyTorch and scikit-learn make of the same images."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from cnncourse import datasets, in_torch
from cnncourse.explorers import FeatureMap, feature_map, feature_map_drawing, stored
from cnncourse.explorers.making import maps
from cnncourse.explorers.making.__main__ import main
from tests.test_explorers.states import needs_node

TRUSTED = 0.92  # of 1: the least trustworthiness, at five neighbours, of a stored t-SNE map
KIBIBYTE = 1024
GROUNDS = ("#ffffff", "#121212", "#14181e")


@pytest.fixture(scope="module")
def test():
    return datasets.load("fashion-mnist-mini").test.select(np.arange(feature_map.IMAGES))


@pytest.fixture(scope="module")
def rows(test):
    """Each kind of features, as PyTorch has them."""
    trained = in_torch.weights.pretrained(maps.NETWORK)
    blank = in_torch.build(trained.architecture, seed=0)
    found = in_torch.activations(trained, test.images, list(maps.LAYERS))
    found["untrained"] = in_torch.activations(blank, test.images, [maps.CONTROL])[maps.CONTROL]
    found["pixels"] = test.images / 255
    return {name: each.reshape(len(test), -1).astype(float) for name, each in found.items()}


def test_labels_and_answers_are_the_sets_and_the_networks(test):
    explorer = FeatureMap()
    assert list(feature_map.CLASSES.values()) == list(datasets.load("fashion-mnist-mini").classes)
    assert np.array_equal(explorer.labels, test.labels)
    guesses = in_torch.predict(in_torch.weights.pretrained(maps.NETWORK), test.images)
    assert np.array_equal(explorer.answers, guesses.argmax(axis=1))
    assert np.abs(explorer.images.astype(int) - test.images).max() <= 8  # 16 levels of 256


@pytest.mark.parametrize("features", feature_map.FEATURES)
def test_neighbours_and_distances_are_those_by_all_features(features, rows):
    explorer, own = FeatureMap(features=features), rows[features]
    assert explorer.results["size"] == own.shape[1]
    wanted = NearestNeighbors(n_neighbors=6).fit(own).kneighbors(own)[0][:, 1:]
    error = stored.payload("maps")["features"][features]["reach"] / feature_map.LEVELS / 2
    for point in range(feature_map.IMAGES):
        explorer.point = point
        assert point not in explorer.near
        far = np.linalg.norm(own[explorer.near] - own[point], axis=1)
        assert np.abs(far - wanted[point]).max() < 1e-3 * wanted.max()
        assert np.abs(explorer.distances - far).max() <= error + 1e-3 * wanted.max()


@pytest.mark.parametrize("features", feature_map.FEATURES)
def test_places_by_components_are_scikit_learns_up_to_the_sign(features, rows):
    explorer = FeatureMap(features=features, method="pca")
    found = PCA(2, svd_solver="full").fit(rows[features])
    assert np.abs(found.explained_variance_ratio_ - explorer.results["shares"]).max() < 1e-3
    wanted = maps.on_grid(found.transform(rows[features])).astype(int)
    for axis in (0, 1):
        both = wanted[:, axis], maps.SIDE - wanted[:, axis]
        assert min(np.abs(explorer.places[:, axis] - one).max() for one in both) <= 1


@pytest.mark.parametrize("features", feature_map.FEATURES)
def test_maps_by_t_sne_keep_neighbours_and_components_keep_fewer(features, rows):
    explorer = FeatureMap(features=features, method="pca")
    rng = np.random.default_rng(0)
    plain = trustworthiness(rows[features], explorer.places, n_neighbors=5)
    for perplexity in maps.PERPLEXITIES:
        for seed in maps.SEEDS:
            explorer.method, explorer.perplexity, explorer.seed = "tsne", str(perplexity), seed
            found = trustworthiness(rows[features], explorer.places, n_neighbors=5)
            assert found >= TRUSTED
            assert found > plain
            mixed = rng.permutation(explorer.places)
            assert trustworthiness(rows[features], mixed, n_neighbors=5) < TRUSTED


def test_the_recipe_of_a_map_is_the_same_each_time_and_its_seeds_differ(rows):
    some = rows["dense1"][:80]
    first, again, other = (maps.tsne(some, 5, seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.allclose(first, other, atol=1)


def test_one_kind_of_features_is_made_again(rows):
    made = maps.entry(rows["pixels"])
    kept = stored.payload("maps")["features"]["pixels"]
    assert (made["size"], made["near"]) == (kept["size"], kept["near"])
    assert made["places"].keys() == kept["places"].keys()
    assert np.allclose(made["shares"], kept["shares"], atol=1e-3)


def test_the_data_are_one_small_file_that_the_maker_writes(monkeypatch, tmp_path, capsys):
    assert stored.PATHS["maps"].stat().st_size < 80 * KIBIBYTE
    payload = stored.payload("maps")
    monkeypatch.setattr(maps, "payload", lambda: payload)
    monkeypatch.setattr(stored, "PATHS", {"maps": tmp_path / "data-maps.js"})
    before = (Path(feature_map.__file__).parent / "bundle/data-maps.js").read_bytes()
    main(["maps"])
    assert (tmp_path / "data-maps.js").read_bytes() == before
    assert "data-maps.js" in capsys.readouterr().out


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
