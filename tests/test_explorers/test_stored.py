"""The images and the trained networks inside the package are what they are said to be."""

import argparse
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from cnncourse import datasets, experiments, ops, reference, zoo
from cnncourse.cli.train import add as add_train
from cnncourse.explorers import stored
from cnncourse.explorers.making import pictures
from cnncourse.explorers.making.script import encode, script

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENTS = {"two-small-conv": "B", "dense-baseline": "C-dense"}
# Of the 1,000 test images of the mini set. No two largest logits are closer than 0.001, so that
# float64 gives the same count on any machine.
RIGHT = {"two-small-conv": 884, "dense-baseline": 871}
KIBIBYTE = 1024


@pytest.fixture(scope="module")
def mini():
    return datasets.load("fashion-mnist-mini")


@pytest.fixture
def bundle(monkeypatch, tmp_path):
    """A folder with copies of the data files, which is read instead of the package's."""
    copies = {name: tmp_path / path.name for name, path in stored.PATHS.items()}
    for name, path in stored.PATHS.items():
        copies[name].write_text(path.read_text(encoding="ascii"), encoding="ascii")
    monkeypatch.setattr(stored, "PATHS", copies)
    caches = (stored._json, stored.images, stored.networks)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize(("name", "limit"), [("images", 20), ("landscapes", 100), ("weights", 320)])
def test_a_data_file_is_one_small_line_of_ascii(name, limit):
    text = stored.PATHS[name].read_text(encoding="ascii")
    assert text.startswith('globalThis.cnncourseData=Object.assign(globalThis.cnncourseData||{},{"')
    assert text.endswith("});\n")
    assert text.count("\n") == 1
    assert len(text) < limit * KIBIBYTE
    assert script(name, stored.payload(name)) == text


def test_one_item_of_each_class_is_real(mini):
    found = {
        image.label: name for name, image in stored.images().items() if image.label is not None
    }
    assert sorted(found) == list(range(10))
    for label, name in found.items():
        image, (index, _) = stored.images()[name], pictures.FASHION[name]
        np.testing.assert_array_equal(image.pixels, mini.test.images[index])
        assert mini.test.labels[index] == label
        assert image.title == mini.classes[label]
    assert pictures.FASHION["boot"][0] == 31


def test_the_patch_is_the_one_of_the_convolution_chapter(mini):
    chapter = (ROOT / "book/foundations/convolution.ipynb").read_text(encoding="utf-8")
    assert "boot_bytes = fashion.test.images[31, :, :, 0]" in chapter
    assert "patch = boot_bytes[10:16, 8:14] // 26" in chapter
    patch = stored.images()["patch"]
    wanted = mini.test.images[31, 10:16, 8:14] // 26
    np.testing.assert_array_equal(patch.pixels, wanted)
    assert patch.scale == wanted.max() == 9


def test_the_worked_examples_are_the_source_s():
    pooled = stored.images()["pooling-3x3"]
    assert pooled.values.ravel().tolist() == [1, 0, 4, 8, 2, 5, 20, 13, 25]
    assert ops.max_pool2d(pooled.values[None], 3).item() == 25
    worked = stored.images()["worked-6x6"]
    assert worked.pixels.shape == (6, 6, 1)
    row, column = np.argwhere(worked.pixels[..., 0] == 25).tolist()[0]
    assert {row, column} <= {2, 3}  # its 3 x 3 window lies inside, and its 5 x 5 too
    assert (worked.pixels == 25).sum() == 1


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("stroke", (28, 28, 1)),
        ("checkerboard", (16, 16, 1)),
        ("tiny", (4, 4, 1)),
        ("landscape", (48, 48, 3)),
        ("landscape-large", (256, 256, 1)),
    ],
)
def test_a_drawn_image_spans_dark_to_bright(name, shape):
    image = stored.images()[name]
    assert image.pixels.shape == shape
    assert (image.scale, image.label) == (255, None)
    assert image.pixels.min() < 50
    assert image.pixels.max() > 240


def test_images_say_what_they_are_and_cannot_be_changed():
    for name, image in stored.images().items():
        assert image.name == name
        assert len(image.alt) > 15
        assert len(image.title) < 30
        assert image.pixels.dtype == np.uint8
        assert image.pixels.max() <= image.scale
        assert image.values.dtype == np.float64
        assert image.values.max() <= (1 if image.scale == 255 else image.scale)
        with pytest.raises(ValueError, match="read-only"):
            image.pixels[0] = 0
    with pytest.raises(TypeError):
        stored.images()["other"] = None


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_network_is_the_experiment_s(name):
    network, experiment = stored.networks()[name], experiments.find(EXPERIMENTS[name])
    assert network.experiment == experiment.name
    assert network.architecture == experiment.architecture == zoo.NETWORKS[name]
    record = ROOT / f"records/{experiment.name}-{network.framework}-seed{network.seed}.json"
    reproduced = json.loads(record.read_text(encoding="utf-8"))
    assert network.seed == experiment.recipe.seed
    assert network.test_images == reproduced["data"]["images"]["test"] == 10_000
    assert list(network.classes) == reproduced["classes"]
    # The same run: the accuracy differs by what rounding the weights may turn.
    assert network.test_accuracy == pytest.approx(reproduced["test_accuracy"], abs=5e-4)
    assert 0 < network.probability_error < 1e-3
    with pytest.raises(ValueError, match="read-only"):
        next(iter(network.weights.values()))[...] = 0


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_command_trains_by_the_recipe(name):
    network, experiment = stored.networks()[name], experiments.find(EXPERIMENTS[name])
    parser = argparse.ArgumentParser()
    add_train(parser.add_subparsers())
    words = network.command.removeprefix("cnncourse ").split()
    found, recipe = parser.parse_args(words), experiment.recipe
    assert found.network == network.architecture
    assert found.data.name == experiment.data
    assert (found.framework, found.seed) == (network.framework, network.seed)
    assert (found.optimizer, found.learning_rate) == (recipe.optimizer, recipe.learning_rate)
    assert (found.batch_size, found.epochs) == (recipe.batch_size, recipe.epochs)
    assert found.validation == experiment.validation


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_network_is_right_as_often_as_counted(name, mini):
    network = stored.networks()[name]
    logits = reference.forward(network.architecture, network.weights, mini.test.images)
    assert logits.dtype == np.float64
    assert (logits.argmax(axis=1) == mini.test.labels).sum() == RIGHT[name]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_network_is_sure_of_every_stored_item(name):
    network = stored.networks()[name]
    items = [image for image in stored.images().values() if image.label is not None]
    pixels = np.stack([image.pixels for image in items])
    found = ops.softmax(reference.forward(network.architecture, network.weights, pixels))
    assert min(row[image.label] for row, image in zip(found, items, strict=True)) > 0.95


def test_payloads_are_copies():
    stored.payload("images").clear()
    assert "boot" in stored.payload("images")
    with pytest.raises(KeyError, match="no stored data 'sounds'; there are images, landscapes"):
        stored.payload("sounds")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text[: len(text) // 2], "it must begin with"),
        (lambda text: text.replace("globalThis", "window", 1), "it must begin with"),
        (lambda text: text.replace('"boot"', '"boot', 1), "delimiter"),
        (
            lambda text: text.replace('{"images"', '{"pictures"', 1),
            "its one entry must be 'images'",
        ),
        (lambda text: text.replace('"shape":[28,28,1]', '"shape":[28,29,1]', 1), "takes 812 bytes"),
        (lambda text: text.replace('"dtype":"uint8"', '"dtype":"uint64"', 1), "dtype must be one"),
        (lambda text: text.replace('"base64":"AAAA', '"base64":"A', 1), "base64 is broken"),
        (lambda text: text.replace('"alt"', '"label"', 1), "alt"),
        (lambda text: text + "é", "ascii"),
    ],
)
def test_a_broken_file_is_named_with_its_cure(bundle, spoil, reason):
    path = bundle / "data-images.js"
    path.write_text(spoil(path.read_text(encoding="ascii")), encoding="utf-8")
    with pytest.raises(stored.StoredDataError, match=re.escape(reason)) as caught:
        stored.images()
    assert "data-images.js cannot be read" in str(caught.value)
    assert str(caught.value).endswith("install cnncourse again")


def test_a_missing_file_is_named(bundle):
    (bundle / "data-weights.js").unlink()
    with pytest.raises(stored.StoredDataError, match="data-weights.js cannot be read"):
        stored.networks()


def test_weights_that_do_not_fit_are_named(bundle):
    payload = stored.payload("weights")
    del payload["two-small-conv"]["weights"]["conv1/bias"]
    (bundle / "data-weights.js").write_text(script("weights", payload), encoding="ascii")
    stored._json.cache_clear()
    with pytest.raises(stored.StoredDataError, match="conv1/bias is missing"):
        stored.networks()


@pytest.mark.parametrize("dtype", ["uint8", "float16", "float32"])
@pytest.mark.parametrize("shape", [(2, 3), (0,), (4, 1, 2)])
def test_encoding_and_decoding_are_inverse(dtype, shape):
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    for given in (array, array.astype(array.dtype.newbyteorder(">")), np.asfortranarray(array)):
        found = stored.decode(encode(given))
        assert found.dtype == array.dtype
        np.testing.assert_array_equal(found, array)


def test_the_files_are_read_from_a_zip(tmp_path):
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in (ROOT / "cnncourse").rglob("*"):
            if path.suffix in (".py", ".js", ".mjs", ".json", ".css"):
                file.write(path, path.relative_to(ROOT))
    code = "from cnncourse.explorers import stored as s; print(s.__file__); "
    code += "print(len(s.images()), *s.networks())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(archive)},
    )
    assert done.returncode == 0, done.stderr
    place, found = done.stdout.splitlines()
    assert place.startswith(str(archive))
    assert found == f"{len(stored.images())} {' '.join(EXPERIMENTS)}"
