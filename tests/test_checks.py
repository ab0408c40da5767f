"""Images and labels that do not fit: every cure that an error names is carried out, and helps."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnncourse import inputs, reference
from cnncourse.architecture import Architecture, Dense, Flatten
from cnncourse.checks import images as image_checks
from cnncourse.checks import labels as label_checks
from cnncourse.datasets import Dataset, Split

RNG = np.random.default_rng(0)


def network(*shape, classes=4):
    return Architecture("small", shape, [Flatten(), Dense(classes)])


GREY, COLOUR = network(6, 5, 1), network(12, 11, 3)


def carried_out(message, **given):
    """Return what the expression in an error's cure makes of what was given."""
    return eval(message.rpartition(" pass ")[2], {"np": np}, given)


def refused(call, *given):
    with pytest.raises((TypeError, ValueError)) as caught:
        call(*given)
    return str(caught.value)


WRONG_SHAPES = [
    (GREY, (6, 5, 1), r"got one image of shape \(6, 5, 1\); pass images\[None\]"),
    (GREY, (6, 5), "that is one grey image: pass images"),
    (GREY, (3, 6, 5), "the axis of the channels is missing: pass images"),
    (GREY, (3, 1, 6, 5), "the channels come first: pass images"),
    (GREY, (3, 6, 5, 3), "they are in colour: pass images"),
    (GREY, (3, 6, 5, 4), "in colour, with opacity: pass images"),
    (GREY, (3, 6, 5, 2), "the second channel is opacity: pass images"),
    (GREY, (3, 3, 6, 5), "the channels come first and they are in colour: pass images"),
    (GREY, (3, 5, 6, 1), "height and width have changed places: pass images"),
    (GREY, (3, 30), "each image is one row of numbers: pass images"),
    (GREY, (30,), "each image is one row of numbers: pass images"),
    (GREY, (1, 3, 6, 5, 1), "there is an axis too many: pass images"),
    (COLOUR, (12, 11, 3), "pass images"),
    (COLOUR, (3, 12, 11), "that is one image with the channels first: pass images"),
    (COLOUR, (7, 3, 12, 11), "the channels come first: pass images"),
    (COLOUR, (7, 12, 11, 4), "they are RGBA, whose fourth channel is opacity: pass images"),
    (COLOUR, (12, 11, 4), "that is one image and they are RGBA"),
    (COLOUR, (7, 4, 12, 11), "the channels come first and they are RGBA"),
    (COLOUR, (7, 12, 11, 1), "they are grey: pass np.repeat"),
    (COLOUR, (7, 12, 11), "the axis of the channels is missing and they are grey: pass np.rep"),
    (COLOUR, (12, 11), "that is one grey image and they are grey: pass np.repeat"),
    (COLOUR, (7, 396), "each image is one row"),
    (COLOUR, (12, 11, 3, 7), "the images stand along the last axis: pass images"),
]


@pytest.mark.parametrize(("network", "shape", "told"), WRONG_SHAPES)
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_images_of_another_shape_are_mended_by_the_cure(network, shape, told, dtype):
    images = (RNG.random(shape) * (200 if dtype == "uint8" else 1)).astype(dtype)
    message = refused(inputs.check_images, images, network)
    assert re.search(told, message)
    assert f"(N, {', '.join(map(str, network.input_shape))}) for 'small'" in message
    assert str(shape) in message
    mended = carried_out(message, images=images)
    assert inputs.check_images(mended, network).dtype == dtype


def test_one_image_keeps_its_pixels_where_channels_come_first():
    image = RNG.random((3, 12, 11))
    mended = carried_out(refused(inputs.check_images, image, COLOUR), images=image)
    assert (mended[0, 4, 7] == image[:, 4, 7]).all()


def test_images_of_another_size_name_both_ways_out():
    message = refused(inputs.check_images, np.zeros((3, 8, 8, 1)), GREY)
    assert "resize them to 6×5, or build the network for theirs" in message
    assert GREY.with_input((8, 8, 1)).input_shape == (8, 8, 1)
    assert "architecture.with_input((8, 8, 1))" in message


SEVERAL = [np.zeros((6, 5, 1)), np.zeros((7, 5, 1))]


@pytest.mark.parametrize(
    "images",
    [SEVERAL, np.array([*SEVERAL, None], object)[:2], [image.tolist() for image in SEVERAL]],
    ids=["list", "object array", "nested lists"],
)
def test_images_of_several_sizes_are_named(images):
    for call in (
        lambda: inputs.check_images(images, GREY),
        lambda: Split(images, [0, 1]),
        lambda: reference.forward(GREY, GREY.initial_weights(0), images),
    ):
        message = refused(call)
        assert "one array (N, H, W, C), so all of one size" in message
        assert "(6, 5, 1), (7, 5, 1)" in message
        assert "np.stack" in message


@pytest.mark.parametrize(
    ("images", "told"),
    [
        (None, "got None"),
        ("photo.png", r"got text \('photo.png'\); read files first"),
        (["a.png", "b.png"], r"got text \('a.png'\); read files first"),
        (object(), "got a object"),
        (Split(np.zeros((1, 6, 5, 1), np.uint8), [0]), "got a Split; pass its .images"),
    ],
)
def test_what_is_no_array_is_named(images, told):
    assert re.search(told, refused(inputs.check_images, images, GREY))
    assert re.search(told, refused(Split, images, [0]))


def test_a_tensor_that_remembers_is_named():
    torch = pytest.importorskip("torch")
    images = torch.zeros((2, 6, 5, 1), requires_grad=True)
    assert "images.detach().cpu().numpy()" in refused(inputs.check_images, images, GREY)
    assert inputs.check_images(images.detach(), GREY).shape == (2, 6, 5, 1)


@pytest.mark.parametrize(
    ("dtype", "least", "most", "mended"),
    [
        ("int64", 0, 255, "uint8"),
        ("int32", 0, 1, "float32"),
        ("uint16", 0, 60000, "float32"),
        ("int8", -128, 127, "uint8"),
        ("bool", 0, 1, "float32"),
        (">f4", 0, 1, "float32"),
        ("longdouble", 0, 1, "float32"),
    ],
)
def test_another_kind_of_number_is_converted_by_the_cure(dtype, least, most, mended):
    images = np.linspace(least, most, 60).reshape(2, 6, 5, 1).astype(dtype)
    message = refused(inputs.check_images, images, GREY)
    assert "must be uint8 in 0..255, or float16, float32 or float64 in [0, 1], got" in message
    cure = message.rpartition("convert with ")[2]
    cure = re.match(r"(.*?astype\(\"\w+\"\))", cure)[1]
    found = eval(cure, {}, {"images": images.astype(int) if dtype == "int8" else images})
    assert inputs.check_images(found, GREY).dtype == mended


RANGES = [
    ((0, 1.0000001), "float32", "0 to 1.0000001; resizing .* np.clip(images, 0, 1)"),
    ((-1e-6, 1), "float32", "-1e-06 to 1; resizing .* np.clip(images, 0, 1)"),
    ((-1e-6, 1), "float64", "-1e-06 to 1; resizing .* np.clip(images, 0, 1)"),
    ((0, 1 + 2**-52), "float64", "0 to 1.0000000000000002; resizing"),
    ((0, 1.001), "float16", "0 to 1.001; resizing"),
    ((-0.07, 1.11), "float32", "-0.07 to 1.11; resizing"),
    ((-1, 1), "float32", "-1 to 1; .*(images + 1) / 2"),
    ((-0.4242, 2.8215), "float32", "-0.4242 to 2.8215; .*standardised.*images * std + mean"),
    ((-2.43, 2.75), "float64", "standardised.*images * std + mean"),
    ((-0.5, 0.5), "float64", "standardised.*images * std + mean"),
    ((-123.68, 151.06), "float32", "a mean was taken off: add it"),
    ((0, 255), "float32", "0 to 255; divide by 255, or pass uint8"),
    ((0, 254.5), "float64", "0 to 254.5; divide by 255"),
    ((0, 31), "float64", "0 to 31; divide by 255"),
    ((-4.5, 259.25), "float32", "-4.5 to 259.25; .*np.clip(images / 255, 0, 1)"),
    ((0, 16), "float64", "0 to 16; divide by the largest .*16 for scikit-learn"),
    ((0, 65535), "float64", "65535 for 16 bits"),
]


@pytest.mark.parametrize(("span", "dtype", "told"), RANGES)
def test_every_range_has_a_cure_of_its_own(span, dtype, told):
    images = np.linspace(*span, 60).reshape(2, 6, 5, 1).astype(dtype)
    images.flat[0], images.flat[-1] = span
    pattern = re.escape(told).replace(r"\.\*", ".*").replace(r"\ ", " ")
    weights = GREY.initial_weights(0)
    calls = [
        lambda: inputs.check_images(images, GREY),
        lambda: reference.forward(GREY, weights, images),
        lambda: reference.loss_and_gradients(GREY, weights, images, [0, 1]),
    ]
    if dtype != "float16":
        calls.append(lambda: Split(images, [0, 1]))
    for call in calls:
        message = refused(call)
        assert re.search(pattern, message), message
    if "255" not in told:
        assert "divide by 255, or" not in message
    if "np.clip" in told:
        expression = re.search(r"np\.clip\(.*\)", message)[0]
        inputs.check_images(eval(expression, {"np": np}, {"images": images}), GREY)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_found_where_it_is(bad):
    images = np.zeros((4, 6, 5, 1), np.float32)
    images[2, 3, 1, 0] = bad
    for call in (lambda: inputs.check_images(images, GREY), lambda: Split(images, [0] * 4)):
        assert "image 2 holds NaN or infinity" in refused(call)


@given(st.floats(0, 1, width=32), st.floats(0, 1, width=32))
def test_all_of_the_range_is_taken(one, other):
    images = np.array([one, other], np.float32).reshape(1, 1, 2, 1)
    assert image_checks.check(images, (1, 2, 1), "any") is images


@pytest.mark.parametrize(
    ("shape", "labels", "told"),
    [
        ((9, 12, 11), [0] * 9, "the axis of the channels is missing: pass images[..., None]"),
        ((9, 9, 3), [0] * 9, "the axis of the channels is missing"),
        ((12, 11, 3), [0], "that is one image: pass images[None]"),
        ((12, 11, 3), 0, "that is one image: pass images[None]"),
        ((12, 11), [0], "that is one grey image: pass images[None, ..., None]"),
        ((3, 12, 11), [0], "that is one image with the channels first"),
        ((9, 3, 12, 11), [0] * 9, "the channels come first: pass images.transpose(0, 2, 3, 1)"),
        ((9, 1, 12, 11), [0] * 9, "the channels come first: pass images.transpose(0, 2, 3, 1)"),
        ((9, 784), [0] * 9, "pass images.reshape(-1, 28, 28, 1)"),
    ],
)
def test_a_split_tells_which_axis_is_missing(shape, labels, told):
    images = np.zeros(shape, np.uint8)
    message = refused(Split, images, labels)
    assert "images must have shape (N, H, W, C), got" in message
    assert told in message
    Split(carried_out(message, images=images), np.atleast_1d(labels))


EYE = np.eye(4)[[1, 3, 0]]
LABELS = [
    (np.array([[1], [3], [0]]), "take the only column: labels[:, 0]"),
    (np.array([[1, 3, 0]]), "labels.reshape(-1)"),
    (np.array([[[1]], [[3]], [[0]]]), "labels.reshape(-1)"),
    (EYE, "turn one-hot rows into labels with labels.argmax(axis=1)"),
    (EYE.astype(int), "labels.argmax(axis=1)"),
    (EYE.astype(bool), "labels.argmax(axis=1)"),
    (EYE.T, "labels.argmax(axis=0)"),
    (np.array([1.0, 3.0, 0.0]), "labels.astype(int)"),
    (np.array(["1", "3", "0"]), "labels.astype(int)"),
    (np.array([1, 3, 0], object), "labels.astype(int)"),
    (np.array([2, 4, 1]), "subtract 1, labels - 1"),
]


@pytest.mark.parametrize(("labels", "told"), LABELS)
def test_labels_of_another_form_are_mended_by_the_cure(labels, told):
    message = refused(label_checks.check, labels, 3, "labels", 4)
    assert told in message
    expression = re.findall(r"labels(?:\[:, 0\]|\.\w+\([^)]*\)| - 1)", message)[-1]
    mended = eval(expression, {}, {"labels": labels})
    assert label_checks.check(mended, 3, "labels", 4).tolist() == [1, 3, 0]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (EYE * 0.9 + 0.025, "soft labels.*Recipe(label_smoothing=...)"),
        (np.array([[0.2, 0.8], [0.5, 0.5], [1, 0]]), "soft labels"),
        (np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]]), "not one-hot (image 0 has 2 ones)"),
        (np.array([[3, 1], [2, 7], [0, 0]]), "neither one-hot nor shares"),
        (
            np.array(["cat", "dog", "cat"]),
            "classes = sorted(set(labels)), then labels are [classes.index",
        ),
        (np.array([0.5, 1, 2]), "with 0.5 (index 0); an image has one class"),
        (np.array([0, np.nan, 2]), "with nan (index 1)"),
        (np.array([-1, 1, 1]), "for classes -1 and 1 take (labels + 1) // 2"),
        (np.array([0, -1, 1]), "number the classes from 0 on"),
        ([[0], [1, 2], [0]], "got lists of several lengths; give each image one number"),
        (np.array([0, 1]), "got 3 images and 2 labels"),
        (np.array([0, 9, 1]), "mend it, or end 'small' with a Dense .*(10 for these)"),
        (2, r"got (); give each image the number of its class"),
    ],
)
def test_labels_that_need_a_thought_are_told_so(labels, told):
    pattern = re.escape(told).replace(r"\.\*", ".*")
    message = refused(label_checks.check, labels, 3, "labels", 4, "small")
    assert re.search(pattern, message), message
    assert "argmax" not in message or "soft" in message


def test_a_column_of_labels_never_becomes_argmax():
    """As keras.datasets.cifar10 gives them: argmax along the column would make all of them 0."""
    column = np.arange(10)[:, None]
    images = np.zeros((10, 6, 5, 1), np.uint8)
    logits = np.zeros((10, 10))
    from cnncourse import ops

    for call in (
        lambda: Split(images, column),
        lambda: ops.cross_entropy(logits, column),
        lambda: label_checks.check(column.astype(float), 10),
        lambda: label_checks.check(column == 3, 10),
        lambda: label_checks.check(np.ones((1, 1), int), 1),
    ):
        message = refused(call)
        assert "labels[:, 0]" in message
        assert "argmax" not in message


def test_a_set_whose_labels_count_from_one():
    images = np.zeros((3, 6, 5, 1), np.uint8)
    split = Split(images, [1, 2, 3])
    with pytest.raises(ValueError, match="label 3 .train, index 2. has no class.*subtract 1"):
        Dataset("own", split, split, ["a", "b", "c"])


def test_lists_are_cured_by_what_works_on_lists():
    images, labels = np.zeros((3, 6, 5)).tolist(), [[1], [3], [0]]
    message = refused(inputs.check_images, images, GREY)
    assert carried_out(message, images=images).shape == (3, 6, 5, 1)
    assert "np.asarray(labels)[:, 0]" in refused(label_checks.check, labels, 3)


@pytest.mark.parametrize(
    ("labels", "mended"),
    [
        (["3.0", "1.0", "0.0"], [3, 1, 0]),
        (np.array(["3.0", "1", "0"], object), [3, 1, 0]),
        ([b"3", b"1", b"0"], [3, 1, 0]),
        (["cat", "ant", "cat"], [1, 0, 1]),
        (np.array(["cat", "ant", "cat"]), [1, 0, 1]),
        (np.array([b"cat", b"ant", b"cat"]), [1, 0, 1]),
        ({"a": 3, "b": 1, "c": 0}, [3, 1, 0]),
        ({"a": 3, "b": 1, "c": 0}.values(), [3, 1, 0]),
        (np.eye(3)[[1, 1, 2]].T, [1, 1, 2]),
    ],
)
def test_texts_names_and_mappings_are_mended_by_the_cure(labels, mended):
    message = refused(label_checks.check, labels, 3, "labels", 4)
    found = {"np": np, "labels": labels}
    if "classes = " in message:
        exec(re.search(r"classes = .*\)(?=, then)", message)[0], found)
        made = eval(re.search(r"labels are (\[.*\])", message)[1], found)
    else:
        written = r"list\(labels(?:\.values\(\))?\)"
        written += r"|(?:np\.asarray\(labels\)|labels)(?:\.\w+\([\w=]*\))+"
        text = re.findall(written, message)
        made = eval(text[-1], found)
    assert label_checks.check(made, 3, "labels", 4).tolist() == mended


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (None, "got None; give each image"),
        ("cat", "got 'cat'; give each image"),
        ({1, 2, 3}, "got a set; give each image"),
        ((label for label in [0, 1, 2]), r"got a generator; pass list\(labels\)"),
        (["inf", "0", "1"], "with 'inf'; give each image"),
        (["nan", "0", "1"], "with 'nan'; give each image"),
        ([1e300, 0, 1], "counts from 0"),
        (np.array([255, 0, 1], np.uint8), r"\(256 for these\)"),
        (np.array([2**62, 0, 1]), "mend it, or leave the image out$"),
        (np.array([2**64 - 1, 0, 1], np.uint64), "got 18446744073709551615"),
    ],
)
def test_labels_that_stand_for_no_class_have_no_wrong_cure(labels, told):
    assert re.search(told, refused(label_checks.check, labels, 3, "labels", 4, "small"))


def test_a_label_too_large_for_int64_never_becomes_a_negative_one():
    labels = np.array([0, 2**64 - 1], np.uint64)
    message = refused(Split, np.zeros((2, 6, 5, 1), np.uint8), labels)
    assert "must be the numbers of classes, got 18446744073709551615 (index 1)" in message


def test_a_single_number_for_many_images_is_no_label():
    for labels in (3, np.array(3)):
        message = refused(Split, np.zeros((2, 6, 5, 1), np.uint8), labels)
        assert "got (); give each image the number of its class" in message


def test_operations_read_lists_of_labels_as_all_others_do():
    from cnncourse import gradients, ops

    logits = np.zeros((2, 3))
    for call in (ops.cross_entropy, lambda *g: gradients.cross_entropy_backward(1.0, *g)):
        assert "np.asarray(labels)[:, 0]" in refused(call, logits, [[0], [1]])
        assert "give each image one number" in refused(call, logits, [[0], [1, 2]])


HELD = np.arange(60, dtype=float).reshape(2, 6, 5, 1)


@pytest.mark.parametrize(
    "images",
    [
        HELD.astype(int).tolist(),
        HELD.astype(int).astype(object),
        HELD.astype(int).astype(str),
        (HELD / 59).astype(str),
        [HELD[0].astype(int), HELD[1].astype(int)],
    ],
    ids=["lists", "objects", "texts", "fractions as text", "list of arrays"],
)
def test_numbers_in_other_clothes_are_converted_by_the_cure(images):
    message = refused(inputs.check_images, images, GREY)
    expression = message.rpartition("convert with ")[2]
    made = eval(expression, {"np": np, "images": images})
    found = inputs.check_images(made, GREY)
    scale = 1 if found.dtype == np.uint8 else 59
    assert np.allclose(found.astype(float) * scale, HELD, atol=1e-4)


@pytest.mark.parametrize(
    ("span", "made"), [((-1, 1), (0, 1)), ((-1.2, 1.2), (0, 1)), ((-20, 270), (0, 1))]
)
def test_ranges_of_lists_are_mended_by_the_cure(span, made):
    images = np.linspace(*span, 60).reshape(2, 6, 5, 1).tolist()
    message = refused(inputs.check_images, images, GREY)
    expression = re.search(r"np\.clip\(.*\)|\(np\.asarray.*2$", message)[0]
    found = inputs.check_images(eval(expression, {"np": np, "images": images}), GREY)
    assert (found.min(), found.max()) == made


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: (HELD, np.arange(2)), r"a pair of images and labels; .*images\[0\]"),
        (lambda: [HELD[0], None, HELD[1]], "None in place of image 1; leave it out"),
        (lambda: [np.zeros((6, 5)), np.zeros((6, 5, 3))], "not of as many channels"),
        (lambda: {"images": HELD}, r'got a dict; pass the array in it, as images\["images"\]'),
        (lambda: iter(HELD), r"pass np.stack\(list\(images\)\)"),
        (lambda: [], r"must hold at least one image, got \(0,\); add some"),
        (lambda: np.zeros((2, 0, 5, 1)), r"must hold at least one image, got \(2, 0, 5, 1\)"),
    ],
)
def test_what_is_no_batch_has_a_cure_of_its_own(make, told):
    for call in (
        lambda given: inputs.check_images(given, GREY),
        lambda given: Split(given, [0, 1]),
    ):
        message = refused(call, make())
        assert re.search(told, message), message
        assert "Pillow does, then np.stack" not in message


def test_pictures_with_a_palette_are_never_taken_for_brightness():
    pillow = pytest.importorskip("PIL.Image")
    grey = pillow.fromarray(np.full((6, 5), 200, np.uint8))
    palette = grey.convert("RGB").convert("P", palette=pillow.Palette.ADAPTIVE)
    assert np.asarray(palette).max() < 200
    message = refused(inputs.check_images, [grey, palette], GREY)
    assert "got a picture of Pillow in mode 'P' (1)" in message
    made = eval(message.rpartition("pass ")[2], {"images": [grey, palette]})
    message = refused(inputs.check_images, made, GREY)
    assert (inputs.check_images(carried_out(message, images=made), GREY) == 200).all()
    assert "in mode 'P'; pass images.convert(\"RGB\")" in refused(
        inputs.check_images, palette, GREY
    )
    message = refused(inputs.check_images, [grey], GREY)
    assert (inputs.check_images(carried_out(message, images=[grey]), GREY) == 200).all()


@pytest.mark.parametrize("form", ["list", "bfloat16", "sparse", "labels"])
def test_tensors_that_numpy_does_not_take_are_mended_by_the_cure(form):
    torch = pytest.importorskip("torch")
    plain = torch.tensor(HELD / 64, dtype=torch.float32)
    images = {
        "list": [*plain.clone().requires_grad_()],
        "bfloat16": plain.bfloat16(),
        "sparse": plain.to_sparse(),
        "labels": torch.zeros(2, requires_grad=True),
    }[form]
    if form == "labels":
        message = refused(label_checks.check, images, 2)
        assert "labels.detach().cpu().numpy()" in message
        return
    message = refused(inputs.check_images, images, GREY)
    made = eval(message.rpartition("take ")[2], {"torch": torch, "images": images})
    assert np.allclose(inputs.check_images(made, GREY), plain.numpy(), atol=0.01)


def test_small_and_matlab_batches_are_told_by_their_sizes():
    """As scikit-learn's digits in PyTorch's order, and SVHN's images in MATLAB's."""
    digits, svhn = np.zeros((9, 1, 8, 8), np.uint8), np.zeros((32, 32, 3, 9), np.uint8)
    columns = np.zeros((64, 9), np.uint8)
    for images, labels in ((digits, range(9)), (svhn, range(9)), (columns, range(9))):
        message = refused(Split, images, [*labels])
        assert len(Split(carried_out(message, images=images), [*labels])) == 9
    for shape in ((5, 2, 2, 1), (1, 3, 4, 4), (7, 7, 3, 7), (4, 1, 9, 8), (3, 5, 5, 5)):
        assert Split(np.zeros(shape, np.uint8), [0] * shape[0]).image_shape == shape[1:]
