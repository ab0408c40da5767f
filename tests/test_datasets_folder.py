"""Your own folder of pictures: what is mended and told, what is left out, what is refused."""

import re
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cnncourse import datasets
from cnncourse.datasets import FolderError, from_folder, pictures


def write(path, pixels, **keywords):
    """Write pixels, a number for all of 2×2 or an array, as the picture that the name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if np.ndim(pixels) < 2:
        pixels = np.full((2, 2, *np.shape(pixels)), pixels)
    Image.fromarray(np.asarray(pixels).astype(keywords.pop("kind", "uint8"))).save(path, **keywords)


@pytest.fixture
def folder(tmp_path):
    """Two classes of two pictures each, 2×2, in colour."""
    for number, name in enumerate(["cat/b.png", "cat/a.png", "dog/c.png", "dog/d.png"]):
        write(tmp_path / "pets" / name, (40 * number, 100, 200))
    return tmp_path / "pets"


def test_images_come_by_class_and_name_with_labels_from_0(folder):
    found = from_folder(folder)
    assert found.classes == ("cat", "dog")
    assert found.files == ("cat/a.png", "cat/b.png", "dog/c.png", "dog/d.png")
    assert found.split.labels.tolist() == [0, 0, 1, 1]
    assert found.split.images[:, 0, 0].tolist() == [[n, 100, 200] for n in (40, 0, 80, 120)]
    assert (found.split.images.dtype, found.left_out, found.changed) == (np.uint8, (), {})
    assert str(found) == "pets: 4 images of 2×2×3, uint8\n  classes: cat, dog"


@settings(max_examples=25, deadline=None)
@given(
    pixels=st.integers(1, 5).flatmap(
        lambda side: st.binary(min_size=side * 3 * 3, max_size=side * 3 * 3)
    )
)
def test_bytes_come_back_as_they_were_written(pixels, tmp_path_factory):
    wanted = np.frombuffer(pixels, np.uint8).reshape(-1, 3, 3).copy()
    wanted[0, 0, 0] = 255
    root = tmp_path_factory.mktemp("set")
    write(root / "one" / "x.png", wanted)
    assert (from_folder(root).split.images[0] == wanted).all()


def test_pictures_of_several_sizes_are_refused_with_their_cure(folder):
    write(folder / "dog" / "e.png", np.zeros((3, 5, 3)))
    with pytest.raises(
        FolderError,
        match=re.escape(
            "all pictures must have one size, height×width: 4 of 5 are 2×2, but dog/e.png is 3×5; "
            "bring them to one with size=(2, 2)"
        ),
    ):
        from_folder(folder)
    found = from_folder(folder, size=(2, 2))
    assert found.split.image_shape == (2, 2, 3)
    assert found.changed == {"stretched to another size": 1}


def test_stretching_keeps_all_and_cutting_keeps_the_shape(tmp_path):
    bands = np.repeat(np.array([[0, 100, 200, 50]]), 2, axis=0)  # 2 rows, 4 columns
    write(tmp_path / "one" / "x.png", np.repeat(bands, 2, axis=0).repeat(2, axis=1))
    cut = from_folder(tmp_path, size=4, channels=1, fit="crop")
    assert cut.split.images[0, 0, :, 0].tolist() == [100, 100, 200, 200]
    assert cut.changed == {"cut to the wanted shape and resized": 1}
    whole = from_folder(tmp_path, size=(4, 4), channels=1).split.images[0, 0, :, 0]
    assert whole[0] < whole[1] < whole[2] > whole[3]


def test_resizing_is_that_of_pillow_on_whole_pictures(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (9, 7, 3), dtype=np.uint8)
    write(tmp_path / "one" / "x.png", pixels)
    wanted = Image.fromarray(pixels).resize((5, 4), Image.Resampling.BILINEAR)
    assert (from_folder(tmp_path, size=(4, 5)).split.images[0] == np.asarray(wanted)).all()


def test_grey_among_colour_is_repeated_and_colour_among_grey_is_toned(folder):
    write(folder / "cat" / "g.png", 77)
    found = from_folder(folder)
    assert found.split.images[2, 0, 0].tolist() == [77, 77, 77]
    assert found.changed == {"grey, repeated in three channels": 1}
    grey = from_folder(folder, channels=1)
    assert grey.split.image_shape == (2, 2, 1)
    assert grey.split.images[2, 0, 0, 0] == 77
    # 0.299 red, 0.587 green, 0.114 blue: 0.587 * 100 + 0.114 * 200 = 81.5
    assert grey.split.images[1, 0, 0, 0] in (81, 82)
    assert grey.changed == {"in colour, turned to grey": 4}


def test_what_is_see_through_lies_on_white(folder):
    write(folder / "cat" / "hidden.png", (10, 20, 30, 0))
    write(folder / "cat" / "half.png", (0, 0, 0, 51))
    write(folder / "cat" / "solid.png", (1, 2, 3, 255))
    found = from_folder(folder)
    pixel = dict(zip(found.files, found.split.images[:, 0, 0].tolist(), strict=True))
    assert pixel["cat/hidden.png"] == [255, 255, 255]
    assert pixel["cat/half.png"] == [204, 204, 204]  # 255 * (1 - 51 / 255)
    assert pixel["cat/solid.png"] == [1, 2, 3]
    assert found.changed == {"laid on white where they are see-through": 2}


def test_a_grey_picture_with_opacity_stays_grey(tmp_path):
    write(tmp_path / "one" / "x.png", (100, 0))
    write(tmp_path / "one" / "y.png", (100, 255))
    found = from_folder(tmp_path, channels=1)
    assert found.split.images[:, 0, 0, 0].tolist() == [255, 100]


def test_palettes_give_their_colours_and_not_their_places(tmp_path):
    picture = Image.new("P", (2, 2), 1)
    picture.putpalette([0, 0, 0, 9, 8, 7])
    (tmp_path / "one").mkdir()
    picture.save(tmp_path / "one" / "x.png")
    picture.save(tmp_path / "one" / "y.png", transparency=1)
    found = from_folder(tmp_path)
    assert found.split.images[:, 0, 0].tolist() == [[9, 8, 7], [255, 255, 255]]
    assert found.changed["had the colours of their palette put in"] == 2


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path):
    values = np.array([[0, 257], [1000, 65535]])
    write(tmp_path / "one" / "x.png", values, kind="uint16")
    found = from_folder(tmp_path, channels=1)
    assert found.split.images[0, ..., 0].tolist() == [[0, 1], [4, 255]]
    assert found.changed == {"16 bits a value, divided by 257": 1}
    assert from_folder(tmp_path).split.image_shape == (2, 2, 3)


def test_turned_photographs_stand_upright(tmp_path):
    photo = Image.fromarray(np.array([[10, 20], [30, 40], [50, 60]], np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    (tmp_path / "one").mkdir()
    photo.save(tmp_path / "one" / "x.png", exif=exif)
    found = from_folder(tmp_path, channels=1)
    assert found.split.images[0, ..., 0].tolist() == [[50, 30, 10], [60, 40, 20]]
    assert found.changed == {"turned as their camera noted (EXIF)": 1}


def test_of_an_animation_the_first_frame_is_taken(tmp_path):
    first, second = (Image.new("RGB", (2, 2), (grey,) * 3) for grey in (200, 10))
    (tmp_path / "one").mkdir()
    first.save(tmp_path / "one" / "x.gif", save_all=True, append_images=[second])
    found = from_folder(tmp_path)
    assert (found.split.images == 200).all()
    assert found.changed["animated: the first frame was taken"] == 1


def test_floats_written_as_bytes_are_found_by_their_darkness(tmp_path):
    write(tmp_path / "one" / "x.png", np.array([[0.2, 1.0], [0.7, 0.0]]))
    with pytest.raises(
        FolderError,
        match=r"must use the bytes 0 to 255, but in .* none is above 1: numbers from 0 to 1 seem "
        "to have been written as bytes; multiply them by 255 before writing",
    ):
        from_folder(tmp_path)


def test_broken_files_are_named_and_the_others_kept(folder):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3))
    write(folder / "cat" / "short.jpg", noise)
    whole = (folder / "cat" / "short.jpg").read_bytes()
    (folder / "cat" / "short.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "cat" / "empty.png").touch()
    (folder / "dog" / "page.png").write_text("<html>404</html>")
    (folder / "dog" / "notes.txt").write_text("mine")
    found = from_folder(folder)
    assert len(found.split) == len(found.files) == 4
    told = dict(one.split(": ", 1) for one in found.left_out)
    assert told == {
        "cat/short.jpg": "broken: it ends too early",
        "cat/empty.png": "empty, 0 bytes",
        "dog/page.png": "not a picture",
        "dog/notes.txt": "not a picture by its name",
    }
    assert "left out dog/page.png: not a picture" in str(found)


def test_what_a_decoder_says_of_other_faults_is_passed_on(folder):
    png = bytearray((folder / "cat" / "a.png").read_bytes())
    png[20] ^= 1  # of the header, which has a checksum
    (folder / "cat" / "a.png").write_bytes(png)
    (told,) = from_folder(folder).left_out
    assert told.startswith(("cat/a.png: broken: ", "cat/a.png: not a picture"))


def test_pictures_of_floating_point_numbers_are_told_how_to_be_written(tmp_path):
    write(tmp_path / "one" / "x.png", 200)
    write(tmp_path / "one" / "y.tif", 0.5, kind="float32")
    (told,) = from_folder(tmp_path).left_out
    assert told == ("one/y.tif: holds floating-point numbers; scale them to 0..255 and write bytes")


def test_values_beyond_16_bits_are_left_out(tmp_path):
    write(tmp_path / "one" / "x.png", 200)
    write(tmp_path / "one" / "y.tif", 70_000, kind="int32")
    (told,) = from_folder(tmp_path).left_out
    assert "holds values from 70000 to 70000, which are no 16 bits" in told


def test_what_systems_hide_there_is_passed_over(folder):
    for name in (".DS_Store", "cat/.DS_Store", "cat/._a.png", "cat/Thumbs.db", "dog/desktop.ini"):
        (folder / name).touch()
    (folder / "__MACOSX").mkdir()
    (folder / ".git").mkdir()
    found = from_folder(folder)
    assert (found.classes, found.left_out) == (("cat", "dog"), ())


def test_files_beside_the_class_folders_are_told(folder):
    write(folder / "stray.png", 9)
    assert from_folder(folder).left_out == ("stray.png: beside the folders, so of no class",)


def test_folders_inside_a_class_belong_to_it(folder):
    write(folder / "cat" / "2021" / "may" / "z.PNG", (1, 2, 3))
    found = from_folder(folder)
    assert found.files[0] == "cat/2021/may/z.PNG"
    assert found.split.labels.tolist() == [0, 0, 0, 1, 1]


def test_classes_that_are_numbers_are_ordered_as_numbers(tmp_path):
    for name in ("1", "2", "10"):
        write(tmp_path / name / "x.png", 10 * int(name))
    found = from_folder(tmp_path, channels=1)
    assert found.classes == ("1", "2", "10")
    assert found.split.labels.tolist() == [0, 1, 2]
    assert found.split.images[:, 0, 0, 0].tolist() == [10, 20, 100]


def test_test_pictures_get_the_labels_of_the_training_pictures(folder, tmp_path):
    write(tmp_path / "later" / "dog" / "x.png", (5, 5, 5))
    assert from_folder(tmp_path / "later").split.labels.tolist() == [0]
    later = from_folder(tmp_path / "later", classes=from_folder(folder).classes)
    assert later.split.labels.tolist() == [1]
    write(tmp_path / "later" / "eel" / "x.png", (5, 5, 5))
    with pytest.raises(FolderError, match="folders that are none of the classes: eel; add them"):
        from_folder(tmp_path / "later", classes=["cat", "dog"])


def test_parts_of_a_set_are_no_classes(tmp_path):
    for part in ("train", "test"):
        write(tmp_path / part / "cat" / "x.png", 9)
    with pytest.raises(
        FolderError,
        match="holds test and train, which are parts of a set and no classes; read them one by "
        r"one: train = from_folder\('.*train'\), and the others with classes=train.classes",
    ):
        from_folder(tmp_path)


def test_an_empty_class_is_refused_and_named(folder):
    (folder / "eel").mkdir()
    with pytest.raises(
        FolderError,
        match="every class must have a picture, but there is none of eel; add some, or "
        "remove the folder",
    ):
        from_folder(folder)
    (folder / "eel" / "x.png").write_text("no")
    with pytest.raises(FolderError, match=r"none of eel \(left out: eel/x.png: not a picture\)"):
        from_folder(folder)


def test_folders_that_are_no_set_are_refused(folder, tmp_path):
    with pytest.raises(datasets.MissingFileError, match="there is no folder .*gone; mind the spel"):
        from_folder(tmp_path / "gone")
    (tmp_path / "set.zip").touch()
    with pytest.raises(datasets.MissingFileError, match="is a file and no folder; unpack it first"):
        from_folder(tmp_path / "set.zip")
    with pytest.raises(
        FolderError, match="one folder for each class, but it holds 2 pictures and no folder; put"
    ):
        from_folder(folder / "cat")
    (tmp_path / "bare" / "cat").mkdir(parents=True)
    with pytest.raises(FolderError, match="its 1 folders have none; add some"):
        from_folder(tmp_path / "bare")
    (tmp_path / "nothing").mkdir()
    with pytest.raises(FolderError, match="for each class, but it holds no folder; put"):
        from_folder(tmp_path / "nothing")


def test_a_long_list_of_faults_is_cut_in_messages(folder):
    for number in range(9):
        (folder / f"e{number}").mkdir()
    with pytest.raises(FolderError, match="there is none of e0, e1, e2, e3, e4 and 4 more;"):
        from_folder(folder)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"channels": 4}, ValueError, r"channels must be 1 \(grey\) or 3 \(colour\), got 4"),
        ({"channels": True}, ValueError, "got True"),
        ({"size": 0}, ValueError, r"size must be \(height, width\) in pixels, from 1, got 0"),
        ({"size": (2, 2.5)}, ValueError, "got "),
        ({"size": "32"}, ValueError, "got '32'"),
        ({"fit": "squash"}, ValueError, 'fit must be "stretch" or "crop", got \'squash\''),
        ({"classes": "cat"}, TypeError, "classes must be a sequence of names, got 'cat'"),
    ],
)
def test_wrong_arguments_are_named(folder, arguments, error, message):
    with pytest.raises(error, match=message):
        from_folder(folder, **arguments)


def test_a_folder_becomes_a_set(tmp_path):
    for number in range(20):
        write(tmp_path / "pets" / f"class{number % 2}" / f"{number:02}.png", (number, 50, 60))
    found = from_folder(tmp_path / "pets")
    first, again = found.dataset(0.2, seed=3), found.dataset(0.2, seed=3)
    assert (first.name, len(first.train), len(first.test)) == ("pets", 16, 4)
    assert np.bincount(first.test.labels).tolist() == [2, 2]
    assert (first.test.images == again.test.images).all()
    both = np.concatenate([first.train.images, first.test.images])[:, 0, 0, 0]
    assert sorted(both.tolist()) == list(range(20))
    with pytest.raises(ValueError, match=r"test must be a number in \(0, 1\), got 4; 0.2 is a fif"):
        found.dataset(4)


def test_without_pillow_the_message_has_the_command(monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ImportError, match="pip install --force-reinstall pillow"):
        from_folder(folder)


def test_the_names_of_what_is_done_are_all_different():
    names = [value for key, value in vars(pictures).items() if key.isupper() and key != "ENDINGS"]
    texts = [name for name in names if isinstance(name, str)]
    assert len(texts) == len(set(texts)) >= 9
