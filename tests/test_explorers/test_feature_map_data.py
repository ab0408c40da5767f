"""The feature map's data beside what PyTorch and scikit-learn make of the same images."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from cnncourse import datasets, in_torch
from cnncourse.explorers import FeatureMap, feature_map, stored
from cnncourse.explorers.making import maps
from cnncourse.explorers.making.__main__ import main

KIBIBYTE = 1024
TRUSTED = 0.92  # of 1: the least trustworthiness, at five neighbours, of a stored t-SNE map


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
