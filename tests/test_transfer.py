"""What transfers without a framework: images resized, heads exchanged, features kept, mistakes."""

import numpy as np
import pytest
from PIL import Image

from cnncourse import reference, transfer, weightfile, zoo
from cnncourse.architecture import Architecture, Conv2D, Dense, Flatten, GlobalAvgPool2D
from cnncourse.geometry import resolve_padding
from cnncourse.transfer import keeping
from cnncourse.transfer.checking import checked, freezing


def by_pillow(images, height, width):
    """Resize each image with Pillow."""
    made = []
    for image in images:
        picture = Image.fromarray(image[..., 0] if image.shape[-1] == 1 else image)
        small = np.asarray(picture.resize((width, height), Image.BICUBIC))
        made.append(small.reshape(height, width, image.shape[-1]))
    return np.stack(made)


@pytest.mark.parametrize("seed", range(40))
def test_resizing_is_pillows_to_the_bit(seed):
    rng = np.random.default_rng(seed)
    height, width, wider = rng.integers(1, 40, 3)
    higher = rng.integers(height, 60)  # versions of Pillow differ where images become lower
    images = rng.integers(0, 256, (3, height, width, rng.choice([1, 3])), dtype=np.uint8)
    if seed % 2:
        images = np.where(images > 127, 255, 0).astype(np.uint8)  # overshoots are cut off
    found = transfer.resize(images, (int(higher), int(wider)))
    assert np.array_equal(found, by_pillow(images, higher, wider))


@pytest.mark.parametrize("size", [(7, 32), (32, 7), (5, 32), (1, 32)])
def test_each_axis_shrinks_as_pillows(size):
    images = np.random.default_rng(3).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    assert np.array_equal(transfer.resize(images, size), by_pillow(images, *size))


def test_what_is_of_the_size_stays_and_is_a_copy():
    images = np.arange(48, dtype=np.uint8).reshape(1, 4, 4, 3)
    found = transfer.resize(images, 4)
    assert np.array_equal(found, images)
    assert not np.shares_memory(found, images)


@pytest.mark.parametrize("image", [np.full((1, 3, 5, 1), 77, np.uint8)])
def test_a_grey_field_stays_grey(image):
    assert set(transfer.resize(image, 64).ravel().tolist()) == {77}


@pytest.mark.parametrize(
    ("images", "size", "message"),
    [
        (np.zeros((1, 4, 4, 3), np.float32), 8, "resize takes bytes .* got float32; resize first"),
        (np.zeros((4, 4, 3), np.uint8), 8, r"got \(4, 4, 3\); a single image needs a batch"),
        (np.zeros((1, 4, 4, 3), np.uint8), 0, "size must be"),
        (np.zeros((1, 4, 4, 3), np.uint8), (8, 8, 3), r"one number or \(height, width\)"),
        (np.zeros((1, 4, 4, 3), np.uint8), 8.5, "size must be"),
    ],
)
def test_wrong_images_and_sizes_are_refused(images, size, message):
    with pytest.raises((TypeError, ValueError), match=message):
        transfer.resize(images, size)


TINY = Architecture(
    "tiny", (6, 6, 3), [Conv2D(4, 3, activation="relu6"), GlobalAvgPool2D(), Dense(5)]
)


def test_another_head_keeps_the_body_and_takes_what_was_learned():
    trained, ten = TINY.initial_weights(3), transfer.with_head(TINY, 10, (8, 8, 3))
    assert (ten.input_shape, ten.output_shape, ten.name) == ((8, 8, 3), (10,), "tiny-10")
    found = transfer.start(ten, trained, seed=1)
    assert np.array_equal(found["conv1/kernels"], trained["conv1/kernels"])
    drawn = ten.initial_weights(1)
    assert np.array_equal(found["dense1/weights"], drawn["dense1/weights"])
    with pytest.raises(ValueError, match=r"conv1/kernels must have shape .*, got nothing"):
        transfer.start(ten, {"conv1/bias": np.zeros(4)})


def test_the_head_of_a_linear_classifier_gives_its_very_logits():
    rng, arrays = np.random.default_rng(0), TINY.initial_weights(0, "float64")
    images = rng.random((7, 6, 6, 3))
    features = reference.activations(TINY, arrays, images, ["globalpool1"])["globalpool1"]
    classifier = transfer.linear(4, 10)
    head = {name: rng.normal(size=s) for name, s in classifier.weight_shapes().items()}
    expected = reference.forward(classifier, head, transfer.as_images(features))
    ten = transfer.with_head(TINY, 10)
    whole = reference.forward(ten, transfer.start(ten, arrays, head=head), images)
    assert np.abs(whole - expected).max() < 1e-6


def test_features_become_images_of_one_pixel():
    found = transfer.as_images(np.array([[0.0, 3.0, 6.0]]))
    assert (found.shape, found.dtype) == ((1, 1, 1, 3), np.float32)
    assert found.ravel().tolist() == [0, 0.5, 1]
    for wrong in ([[7.0]], [[-0.1]], [[np.nan]]):
        with pytest.raises(ValueError, match=r"features must be from 0 to largest \(=6.0\)"):
            transfer.as_images(wrong)
    assert transfer.as_images([[7.0]], 14).item() == 0.5
    with pytest.raises(ValueError, match=r"must have shape \(N, features\), got \(1, 1, 1\)"):
        transfer.as_images([[[1.0]]])


def test_the_layer_before_the_head_is_found():
    assert transfer.feature_layer(zoo.EFFICIENTNET_LITE0) == "globalpool1"
    assert transfer.feature_layer(zoo.find("D")) == "norm5"
    headless = Architecture("headless", (4, 4, 3), [Conv2D(2, 3)])
    for ask in (transfer.feature_layer, transfer.head_name):
        with pytest.raises(ValueError, match="must end in a Dense, which is its head"):
            ask(headless)


def test_the_layers_before_one_are_those_inside_residuals_too():
    network = zoo.EFFICIENTNET_LITE0
    frozen = freezing(network, None)
    assert frozen[-1] == "dropout1"
    assert "residual9/depthwise1" in frozen
    assert len(frozen) == len(network.walk()) - 1
    assert transfer.layers_before(network, "residual1")[-1] == "norm6"
    with pytest.raises(ValueError, match="has no layer 'dense9'"):
        freezing(network, "dense9")


@pytest.mark.parametrize(
    ("images", "layer", "message"),
    [
        (np.zeros((2, 6, 6, 3)), None, "images must be bytes"),
        (np.zeros((6, 6, 3), np.uint8), None, r"\(N, height, width, 3\), got shape \(6, 6, 3\)"),
        (np.zeros((0, 6, 6, 3), np.uint8), None, "got shape"),
        (np.zeros((2, 6, 6, 1), np.uint8), None, "got shape"),
        (np.zeros((2, 6, 6, 3), np.uint8), "conv1", "conv1 of 'tiny' gives a map"),
        (np.zeros((2, 6, 6, 3), np.uint8), "conv7", "conv7"),
    ],
)
def test_what_has_no_features_is_refused(images, layer, message):
    with pytest.raises((TypeError, ValueError), match=message):
        checked(TINY, images, layer)


class Counting:
    """A network whose features are the means of its images, and which counts what it computes."""

    def __init__(self):
        self.seen = 0

    def __call__(self, block):
        assert block.shape[1:] == TINY.input_shape
        self.seen += len(block)
        return block.mean((1, 2))


@pytest.fixture
def asked(tmp_path):
    def ask(images, *, arrays=None, cache=tmp_path, by="torch", layer="globalpool1"):
        compute = Counting()
        weights = TINY.initial_weights() if arrays is None else arrays
        found = transfer.kept_features(compute, TINY, weights, images, layer, by=by, cache=cache)
        return found, compute.seen

    return ask


IMAGES = np.random.default_rng(1).integers(0, 256, (2100, 3, 3, 3), dtype=np.uint8)


def test_features_are_computed_once_and_then_read(asked, tmp_path):
    first, seen = asked(IMAGES)
    assert (seen, first.dtype, first.shape) == (2100, np.float32, (2100, 3))
    expected = transfer.resize(IMAGES, 6).mean((1, 2))
    assert np.abs(first - expected).max() < 1e-4
    again, seen = asked(IMAGES)
    assert (seen, np.array_equal(again, first)) == (0, True)
    assert [file.suffix for file in tmp_path.iterdir()] == [".safetensors"]


def test_whatever_decides_the_features_asks_for_new_ones(asked):
    asked(IMAGES[:9])
    other = IMAGES[:9].copy()
    other[8, 2, 2, 2] ^= 1
    changed = TINY.initial_weights()
    changed["dense1/bias"] = changed["dense1/bias"] + 1
    for images, options in (
        (other, {}),
        (IMAGES[:8], {}),
        (IMAGES[1:10], {}),
        (IMAGES[:9], {"arrays": changed}),
        (IMAGES[:9], {"by": "keras"}),
        (IMAGES[:9], {"layer": "dense1"}),
        (IMAGES[:9], {"cache": False}),
    ):
        assert asked(images, **options)[1] == len(images)
    assert asked(IMAGES[:9])[1] == 0


@pytest.mark.parametrize("fault", ["cut", "number", "empty", "of others"])
def test_a_file_that_is_not_whole_is_never_read(asked, tmp_path, fault):
    first, _ = asked(IMAGES[:9])
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    if fault == "of others":
        weightfile.write(path, {"features": first + 1}, {"format": keeping.FORMAT, "key": "x"})
    else:
        half, wrong = whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1])
        path.write_bytes({"cut": half, "number": wrong, "empty": b""}[fault])
    again, seen = asked(IMAGES[:9])
    assert (seen, np.array_equal(again, first)) == (9, True)
    assert path.read_bytes() == whole


def test_an_interrupted_writer_leaves_nothing_that_is_read(asked, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            asked(IMAGES[:9])
    assert asked(IMAGES[:9])[1] == 9


def test_a_folder_that_takes_nothing_costs_no_features(asked, tmp_path, caplog):
    place = tmp_path / "file"
    place.write_text("no folder")
    found, seen = asked(IMAGES[:9], cache=place / "features")
    assert (len(found), seen) == (9, 9)
    assert "the features are not kept" in caplog.text


def window(step):
    return step.layer.window(step.input_shape)


def test_each_mistake_is_what_it_says():
    network = zoo.EFFICIENTNET_LITE0.with_input((32, 32, 3))
    arrays = network.initial_weights(0)
    arrays["depthwise1/kernels"][:], arrays["depthwise1/bias"][:] = 255 / 128, -127 / 128
    images = np.random.default_rng(0).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)

    def first(name, images, layers=("depthwise1", "conv1")):
        made = transfer.spoiled(name, network, arrays) if name else (network, arrays)
        return reference.activations(*made, images, layers)

    right = first(None, images)
    assert np.abs(right["depthwise1"] - (images - 127.0) / 128).max() < 1e-5
    assert np.abs(first("scaling", images)["depthwise1"] - images / 255).max() < 1e-6
    assert np.abs(first("bytes", images)["depthwise1"] - images).max() < 1e-4
    turned = first(None, images[..., ::-1])["conv1"]
    assert np.abs(first("channels", images)["conv1"] - turned).max() < 1e-4
    padded, _ = transfer.spoiled("padding", network, arrays)
    assert padded.shapes() == network.shapes()
    pairs = zip(padded.walk(), network.walk(), strict=True)
    moved = [one.name for one, other in pairs if window(one) != window(other)]
    strided = [
        step.name
        for step in network.walk()
        if getattr(step.layer, "padding", "") == "same" and step.layer.stride == (2, 2)
    ]
    assert moved == strided
    assert len(strided) == 5
    (top, bottom, *_) = resolve_padding("same", (32, 32), (3, 3), (2, 2), (1, 1))
    assert (top, bottom) == (0, 1)
    with pytest.raises(ValueError, match="mistake must be one of scaling, bytes, channels, padd"):
        transfer.spoiled("colour", network, arrays)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"mistake": "colour"}, "mistake must be one of"),
        ({"tuned": True, "mistake": "padding"}, "a mistake is made with features"),
        ({"only_test": True}, "only_test says where a mistake is made"),
        ({"side": 0}, "side"),
        ({"tuned": 1}, "tuned"),
    ],
)
def test_a_transfer_that_means_nothing_is_refused(given, message):
    with pytest.raises((TypeError, ValueError), match=message):
        transfer.Transfer(**given)


def test_a_linear_classifier_is_one_dense_layer():
    assert transfer.linear(3, 2).layers == (Flatten(), Dense(2))
