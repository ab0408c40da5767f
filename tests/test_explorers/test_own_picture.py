"""A picture of one's own in the page: its middle square, each small pixel the mean of an area."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

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


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Pictures with alpha, and what the page makes of them."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    rng = np.random.default_rng(2)
    pictures = [rng.integers(0, 256, (*size, 4)) for size in SIZES]
    for picture in pictures:
        picture[..., 3] = 255
    for level in (0, 255):  # dark ink and light ink on nothing
        ink = np.zeros((28, 28, 4), int)
        ink[5:9, 3:20] = [level, level, level, 255]
        pictures.append(ink)
    cases = [
        {"height": p.shape[0], "width": p.shape[1], "data": p.ravel().tolist(), "side": SIDE}
        for p in pictures
    ]
    path = tmp_path_factory.mktemp("picture") / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return pictures, json.loads(done.stdout)


def test_each_small_pixel_is_the_mean_of_its_area(answers):
    for picture, found in zip(*answers, strict=True):
        if picture[..., 3].min() < 255:
            continue
        colours = np.reshape(found["colours"], (SIDE, SIDE, 3))
        np.testing.assert_allclose(colours, small(picture[..., :3] / 255, SIDE), atol=1e-9)
        light = colours @ np.array([77, 150, 29]) / 256
        np.testing.assert_allclose(np.reshape(found["grey"], (SIDE, SIDE)), light, atol=1e-12)


def test_ink_on_nothing_is_seen_whether_dark_or_light(answers):
    dark, light = (np.reshape(found["grey"], (SIDE, SIDE)) for found in answers[1][-2:])
    np.testing.assert_allclose(dark[5:9, 3:20], 0, atol=1e-9)
    np.testing.assert_allclose(light[5:9, 3:20], 1)
    assert dark[0, 0] == pytest.approx(1)
    assert light[0, 0] == pytest.approx(0)
