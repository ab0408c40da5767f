"""Files found, read and refused: every fault is named, and nothing the user has is touched."""

import gzip
import hashlib
import io
import tarfile

import numpy as np
import pytest

from cnncourse import datasets
from cnncourse.datasets import (
    CorruptFileError,
    DataFileError,
    MissingFileError,
    StorageError,
    files,
    idx,
    registry,
)

NAMES = [file.name for file in registry.FASHION_MNIST_FILES]
IMAGES = NAMES[0]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder for data, empty, with no Debian package and no address in reach."""
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(files, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(registry, "FASHION_MNIST_MIRRORS", ("http://127.0.0.1:9/",))
    monkeypatch.setattr(registry, "CIFAR10_MIRRORS", ("http://127.0.0.1:9/",))
    return tmp_path / "data"


@pytest.fixture
def contents(monkeypatch):
    """A small Fashion-MNIST in place of the real one: its files' contents by name."""
    rng = np.random.default_rng(0)
    made, entries = {}, []
    for name, count in zip(NAMES, (30, 30, 10, 10), strict=True):
        shape = (count, 28, 28) if "images" in name else (count,)
        made[name] = idx.header(shape) + rng.integers(0, 10, shape, np.uint8).tobytes()
        digest = hashlib.sha256(made[name]).hexdigest()
        entries.append(registry.IdxFile(name, shape, digest, "0" * 64))
    monkeypatch.setattr(registry, "FASHION_MNIST_FILES", tuple(entries))
    return made


def lay_out(folder, contents, level=6, plain=False):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        if plain:
            (folder / name).write_bytes(content)
        else:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content, level))


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("place", ["fashion-mnist", "FashionMNIST/raw"])
def test_files_already_there_are_used(folder, contents, place, plain):
    lay_out(folder / place, contents, plain=plain)
    dataset = datasets.load("fashion-mnist")
    assert dataset.train.images[..., 0].tobytes() == contents[NAMES[0]][16:]
    assert dataset.test.labels.tolist() == list(contents[NAMES[3]][8:])
    assert datasets.locate("fashion-mnist") == folder / place
    assert datasets.verify("fashion-mnist").ok


def test_debians_files_are_used_though_compressed_anew(folder, contents):
    lay_out(files.DEBIAN, contents, level=1)
    assert len(datasets.load("fashion-mnist").train) == 30
    assert datasets.fetch("fashion-mnist") == files.DEBIAN
    assert not folder.exists()


def test_what_a_user_has_comes_before_debian(folder, contents):
    lay_out(files.DEBIAN, contents)
    lay_out(folder / "fashion-mnist", contents)
    assert datasets.locate("fashion-mnist") == folder / "fashion-mnist"


def test_without_the_variable_it_is_poochs_cache(monkeypatch):
    import pooch

    for value in ("", "  "):
        monkeypatch.setenv("CNNCOURSE_DATA", value)
        assert files.data_folder() == pooch.os_cache("cnncourse")
    monkeypatch.delenv("CNNCOURSE_DATA")
    assert files.data_folder() == pooch.os_cache("cnncourse")
    monkeypatch.setenv("CNNCOURSE_DATA", "~/pictures")
    assert "~" not in str(files.data_folder())


def test_the_variable_must_name_a_folder(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "file"))
    with pytest.raises(DataFileError, match="must name a folder, got .*file.*, which is a file"):
        datasets.load("cifar10")


def altered(data):
    return data[:-1] + bytes([data[-1] ^ 1])


GOOD = idx.header((30, 28, 28))
FAULTS = {
    "truncated archive": (".gz", lambda c: gzip.compress(c)[:-900], "cannot be decompressed .*end"),
    "empty archive": (".gz", lambda c: b"", "expected the magic number 0x00000803, found 0x"),
    "no archive": (".gz", lambda c: b"<html>404</html>", "16 bytes that .*Not a gzipped file"),
    "broken archive": (".gz", lambda c: gzip.compress(c)[:-6] + b"abcdef", "CRC check failed"),
    "truncated content": (".gz", lambda c: gzip.compress(c[:-5]), "23536 bytes, found 23531"),
    "truncated header": ("", lambda c: c[:7], "expected 23536 bytes, found 7"),
    "truncated file": ("", lambda c: c[:-5], "expected 23536 bytes, found 23531"),
    "longer file": ("", lambda c: c + b"0", "expected 23536 bytes of content, found more"),
    "altered pixel": (".gz", lambda c: gzip.compress(altered(c)), "expected .* SHA-256 .*, found"),
    "labels' header": (
        "",
        lambda c: idx.header((23528,)) + c[8:],
        "magic number 0x00000803, found 0x00000801",
    ),
    "other dimensions": (
        "",
        lambda c: idx.header((30, 14, 56)) + c[16:],
        r"dimensions \(30, 28, 28\), found \(30, 14, 56\)",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_named_refused_and_kept(folder, contents, fault):
    suffix, spoil, message = FAULTS[fault]
    lay_out(folder / "fashion-mnist", contents)
    (folder / "fashion-mnist" / f"{IMAGES}.gz").unlink()
    path = folder / "fashion-mnist" / f"{IMAGES}{suffix}"
    path.write_bytes(spoil(contents[IMAGES]))
    before = path.read_bytes()
    for ask in (datasets.load, datasets.fetch):
        with pytest.raises(CorruptFileError, match=message) as caught:
            ask("fashion-mnist")
        assert str(path) in str(caught.value)
        assert "delete it, then load the set again" in str(caught.value)
        assert isinstance(caught.value, (OSError, ValueError))
    report = datasets.verify("fashion-mnist")
    assert not report.ok
    assert [check.ok for check in report.checks] == [False, True, True, True]
    assert str(path) in str(report)
    assert path.read_bytes() == before


def test_debians_faulty_file_has_its_own_cure(folder, contents):
    lay_out(files.DEBIAN, {**contents, IMAGES: altered(contents[IMAGES])})
    with pytest.raises(CorruptFileError, match="apt-get install --reinstall dataset-fashion-mnist"):
        datasets.load("fashion-mnist")


def test_the_packages_faulty_file_has_its_own_cure(monkeypatch):
    first, *rest = registry.FASHION_MNIST_MINI_FILES
    other = registry.IdxFile(first.name, first.shape, "0" * 64)
    monkeypatch.setattr(registry, "FASHION_MNIST_MINI_FILES", (other, *rest))
    with pytest.raises(CorruptFileError, match="pip install --force-reinstall .cnncourse @ git"):
        datasets.load()


def test_a_file_that_cannot_be_read_is_named(folder, contents, monkeypatch):
    lay_out(folder / "fashion-mnist", contents, plain=True)

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(files, "open", refuse, raising=False)
    with pytest.raises(DataFileError, match=f"{IMAGES} cannot be read .Permission denied."):
        datasets.load("fashion-mnist")


@pytest.mark.parametrize("name", ["fashion-mnist", "cifar10"])
def test_offline_with_nothing_there_names_the_set_in_the_package(folder, name):
    with pytest.raises(MissingFileError, match=r'load\("fashion-mnist-mini"\)') as caught:
        datasets.load(name, download=False)
    assert str(folder) in str(caught.value)
    assert isinstance(caught.value, FileNotFoundError)
    with pytest.raises(DataFileError, match=r'load\("fashion-mnist-mini"\)') as caught:
        datasets.load(name, progress=False)
    assert "http://127.0.0.1:9/" in str(caught.value)
    assert "ConnectionError" in str(caught.value)
    assert datasets.locate(name) is None
    report = datasets.verify(name)
    assert not report.ok
    assert "is missing" in str(report)


def test_only_what_is_missing_is_asked_for(folder, contents):
    lay_out(folder / "fashion-mnist", contents)
    (folder / "fashion-mnist" / f"{NAMES[2]}.gz").unlink()
    with pytest.raises(DataFileError, match=f"'fashion-mnist' lacks {NAMES[2]}.gz, and"):
        datasets.load("fashion-mnist", progress=False)


@pytest.fixture
def archive(monkeypatch):
    """A small CIFAR-10 in place of the real one: its archive and its files' contents by name."""
    rng = np.random.default_rng(1)
    made, entries = {}, []
    for file in registry.CIFAR10_FILES:
        records = rng.integers(0, 256, (4, 3073), np.uint8)
        records[:, 0] %= 10
        made[file.name] = records.tobytes()
        digest = hashlib.sha256(made[file.name]).hexdigest()
        entries.append(registry.BatchFile(file.name, digest, images=4))
    monkeypatch.setattr(registry, "CIFAR10_FILES", tuple(entries))
    packed = pack(made)
    monkeypatch.setattr(registry, "CIFAR10_ARCHIVE_MD5", hashlib.md5(packed).hexdigest())
    return packed, made


def pack(contents, extra=()):
    """Return a .tar.gz with a readme and whatever hostile members ``extra`` names first."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name in (*extra, "cifar-10-batches-bin/readme.html"):
            member = tarfile.TarInfo(name)
            member.size = 4
            tar.addfile(member, io.BytesIO(b"evil"))
        for name, content in contents.items():
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def lay_out_cifar(folder, contents):
    (folder / "cifar-10-batches-bin").mkdir(parents=True)
    for name, content in contents.items():
        (folder / "cifar-10-batches-bin" / name).write_bytes(content)


def test_cifar_records_become_images_by_hand(folder, archive):
    lay_out_cifar(folder, archive[1])
    dataset = datasets.load("cifar10", download=False)
    assert dataset.train.images.shape == (20, 32, 32, 3)
    record = archive[1]["data_batch_2.bin"][3073 : 2 * 3073]
    assert dataset.train.labels[5] == record[0]
    for channel, row, column in ((0, 0, 0), (1, 0, 5), (2, 31, 30)):
        value = record[1 + 1024 * channel + 32 * row + column]
        assert dataset.train.images[5, row, column, channel] == value


def test_an_archive_already_there_is_unpacked_safely(folder, archive, tmp_path, monkeypatch):
    packed = pack(archive[1], extra=["../../escaped", "/tmp/escaped", "cifar-10-batches-bin/x.bin"])
    monkeypatch.setattr(registry, "CIFAR10_ARCHIVE_MD5", hashlib.md5(packed).hexdigest())
    folder.mkdir()
    (folder / "cifar-10-binary.tar.gz").write_bytes(packed)
    assert datasets.locate("cifar10") == folder / "cifar-10-binary.tar.gz"
    assert datasets.verify("cifar10").ok
    assert len(datasets.load("cifar10").train) == 20
    unpacked = sorted(path.name for path in (folder / "cifar-10-batches-bin").iterdir())
    assert unpacked == sorted(archive[1])
    assert not list(tmp_path.rglob("escaped"))
    assert datasets.locate("cifar10") == folder / "cifar-10-batches-bin"
    assert (folder / "cifar-10-binary.tar.gz").read_bytes() == packed


def test_a_faulty_archive_is_named_and_unpacks_nothing(folder, archive):
    folder.mkdir()
    path = folder / "cifar-10-binary.tar.gz"
    path.write_bytes(archive[0][:-50])
    with pytest.raises(CorruptFileError, match=r"expected MD5 .* \(170052171 bytes\), found"):
        datasets.load("cifar10")
    assert not datasets.verify("cifar10").ok
    assert path.exists()
    assert not list((folder / "cifar-10-batches-bin").iterdir())


def test_an_archive_of_other_members_unpacks_nothing(folder, archive, monkeypatch):
    folder.mkdir()
    spoilt = {**archive[1], "data_batch_4.bin": b"other"}
    fewer = {name: archive[1][name] for name in list(archive[1])[:-1]}
    cases = [
        (pack(spoilt), "expected data_batch_4.bin with SHA-256"),
        (pack(fewer), "expected the members cifar-10-batches-bin/test_batch.bin"),
        (gzip.compress(b"no tar"), "expected a gzip-compressed tar archive"),
        (b"no gzip", "expected a gzip-compressed tar archive"),
    ]
    for packed, message in cases:
        monkeypatch.setattr(registry, "CIFAR10_ARCHIVE_MD5", hashlib.md5(packed).hexdigest())
        (folder / "cifar-10-binary.tar.gz").write_bytes(packed)
        with pytest.raises(CorruptFileError, match=message):
            datasets.load("cifar10")
        assert not list((folder / "cifar-10-batches-bin").iterdir())


def test_faulty_batches_are_named_and_kept(folder, archive):
    lay_out_cifar(folder, archive[1])
    path = folder / "cifar-10-batches-bin" / "data_batch_3.bin"
    path.write_bytes(archive[1][path.name][:-1])
    with pytest.raises(CorruptFileError, match="data_batch_3.bin .*12292 bytes, found 12291 bytes"):
        datasets.load("cifar10")
    path.write_bytes(altered(archive[1][path.name]))
    with pytest.raises(CorruptFileError, match=r"data_batch_3.bin .*SHA-256 .*\(12292 bytes\)"):
        datasets.fetch("cifar10")
    assert [check.ok for check in datasets.verify("cifar10").checks] == [True] * 2 + [False] + [
        True
    ] * 3
    path.unlink()
    with pytest.raises(MissingFileError, match="'cifar10' lacks data_batch_3.bin in"):
        datasets.load("cifar10", download=False)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path, monkeypatch, folder):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "file" / "data"))
    with pytest.raises(StorageError, match=r"cannot write to .*Not a directory.*CNNCOURSE_DATA"):
        datasets.load("fashion-mnist")
