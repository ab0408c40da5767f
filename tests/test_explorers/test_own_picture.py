"""A picture of one's own in the page: its middle square, each small pixel the mean of an area."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnncourse.explorers import Convolution, Pooling, SettingError
from cnncourse.explorers.own_picture import ABSENT, OwnPicture, square
from tests.test_explorers.states import difference, in_node, needs_node, plain

RUNNER = Path(__file__).with_name("picture.mjs")
SIDE = 28
SIZES = [(28, 28), (56, 84), (112, 56), (30, 41), (7, 5), (1, 1), (200, 31)]  # height, width


def small(picture, side):
    """Return the middle square of a picture in [0, 1], each pixel the mean of an area."""
    height, width = picture.shape[:2]
    whole = min(height, width)
    top, left = (height - whole) // 2, (width - whole) // 2
    picture = picture[top : top + whole, left : left + whole]
    fine = np.repeat(np.repeat(picture, side, 0), side, 1)  # each of both sizes is whole in it
    return fine.reshape(side, whole, side, whole, -1).mean((1, 3))


def in_page(cases, folder):
    """Return what the page's scripts make of cases, in Node."""
    needs_node()
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Pictures with alpha, and what the page makes of them."""
    rng = np.random.default_rng(2)
    pictures = [rng.integers(0, 256, (*size, 4)) for size in SIZES]
    for picture in pictures:
        picture[..., 3] = 255
    pictures += [rng.integers(0, 256, (*size, 4)) for size in SIZES]  # clear here and there
    for ink in ([0, 0, 0], [255, 255, 255], [230, 30, 30]):  # dark, pale and red ink on nothing
        picture = np.zeros((28, 28, 4), int)
        picture[5:9, 3:20] = [*ink, 255]
        pictures.append(picture)
    cases = [
        {"height": p.shape[0], "width": p.shape[1], "data": p.ravel().tolist(), "side": SIDE}
        for p in pictures
    ]
    return pictures, in_page(cases, tmp_path_factory.mktemp("picture"))


def test_each_small_pixel_is_the_mean_of_its_area(answers):
    for picture, found in zip(*answers, strict=True):
        if picture[..., 3].min() < 255:
            continue
        colours = np.reshape(found["colours"], (SIDE, SIDE, 3))
        np.testing.assert_allclose(colours, small(picture[..., :3] / 255, SIDE), atol=1e-9)
        light = colours @ np.array([77, 150, 29]) / 256
        np.testing.assert_allclose(np.reshape(found["grey"], (SIDE, SIDE)), light, atol=1e-12)


def test_python_makes_the_same_of_a_picture_as_the_page(answers):
    own = OwnPicture((SIDE, SIDE, 3), (SIDE, SIDE, 1))
    grey = OwnPicture((SIDE, SIDE, 1))
    for picture, found in zip(*answers, strict=True):
        array = picture.astype(np.uint8)
        colours = np.reshape(found["colours"], (SIDE, SIDE, 3))
        np.testing.assert_allclose(square(array, SIDE), colours, atol=1e-9)
        for setting, form in ((own, "colours"), (grey, "grey")):
            assert setting.checked(array) == found["texts"][form]


def test_what_is_clear_is_white_and_behind_what_is_pale_black_and_told(answers):
    dark, pale, red = answers[1][-3:]
    assert [found["clear"] for found in (dark, pale, red)] == ["white", "black", "white"]
    for found, ink, ground in ((dark, 0, 1), (pale, 1, 0), (red, 0.354, 1)):
        levels = np.reshape(found["grey"], (SIDE, SIDE))
        np.testing.assert_allclose(levels[5:9, 3:20], ink, atol=0.01)
        assert levels[0, 0] == pytest.approx(ground)
    assert answers[1][0]["clear"] is False


@pytest.mark.parametrize(
    ("name", "options", "moves"),
    [
        ("photo.jpg", {}, False),
        ("progressive.jpg", {"progressive": True}, False),
        ("cmyk.jpg", {"mode": "CMYK"}, False),
        ("camera.jpg", {"exif": b"Exif\0\0" + bytes(60_000)}, False),
        ("deep.png", {"mode": "I;16"}, False),
        ("colours.png", {"mode": "P"}, False),
        ("still.gif", {"mode": "P"}, False),
        ("film.gif", {"mode": "P", "frames": 3}, True),
        ("film.png", {"frames": 3}, True),
        ("film.webp", {"frames": 3}, True),
        ("lossy.webp", {}, False),
        ("exact.webp", {"lossless": True}, False),
        ("none.bmp", {}, None),
    ],
)
def test_the_size_of_a_file_is_known_before_it_is_decoded(tmp_path, name, options, moves):
    """So that a picture too large for the memory is refused, not tried."""
    path = tmp_path / name
    mode, frames = options.pop("mode", "RGB"), options.pop("frames", 0)
    pictures = [Image.new(mode, (321, 123), 60 * i) for i in range(max(frames, 1))]
    more = {"save_all": True, "append_images": pictures[1:], "loop": 0} if frames else {}
    pictures[0].save(path, **more, **options)
    expected = None if moves is None else {"width": 321, "height": 123, "moves": moves}
    assert in_page([{"file": str(path)}], tmp_path) == [expected]


def test_an_explorer_shows_a_picture_of_ones_own():
    rng = np.random.default_rng(4)
    photo = rng.integers(0, 256, (60, 90, 3), np.uint8)
    explorer = Convolution(image="own", own_picture=photo)
    assert (explorer.problem, explorer.picture.shape) == ("", (48, 48, 3))
    np.testing.assert_allclose(explorer.picture, small(photo[..., :3] / 255, 48), atol=1 / 255)
    grey = rng.integers(0, 256, (28, 28), np.uint8)
    for made in (
        Convolution(image="own", own_picture=grey),
        Pooling(image="own", own_picture=grey),
    ):
        shown = made.picture[..., 0] if made.slug == "convolution" else made.input
        np.testing.assert_array_equal(shown, grey / 255)
        again = type(made)(**made.values)
        assert again.own_picture == made.own_picture
        made.own_picture = ""
        assert made.problem == ABSENT
        made.image = "boot"
        assert made.problem == ""


@pytest.mark.parametrize(
    "wrong",
    ["no base64", "AAAA", 5, None, np.zeros((0, 3)), np.full((4, 4), 2.0), np.zeros((2, 2, 2))],
)
def test_what_is_no_picture_is_refused(wrong):
    with pytest.raises(SettingError, match="own_picture must be an array of pixels"):
        Convolution(own_picture=wrong)
    assert Convolution().own_picture == ""


def test_without_a_picture_the_page_says_what_python_says_in_every_kind(tmp_path):
    paddings = Convolution.settings()["padding_kind"].options
    made = [
        Convolution(image="own", kind=kind, padding_kind=padding, kernel_size=6, stride=5)
        for kind in Convolution.settings()["kind"].options
        for padding in paddings
    ] + [Pooling(image="own", padding_kind=padding) for padding in paddings]
    answers = in_node([{"slug": one.slug, "values": one.values} for one in made], tmp_path)
    for one, answer in zip(made, answers, strict=True):
        assert answer["results"]["problem"] == ABSENT
        assert difference(plain(one.results), answer["results"]) == "", one
