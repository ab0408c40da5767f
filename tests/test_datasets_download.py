"""Downloads from a server on this machine that errs in every way a server can."""

import gzip
import hashlib
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from cnncourse import datasets, disk
from cnncourse.datasets import DownloadError, StorageError, download, files, idx, registry

# What a process of its own does with the small set and the addresses of the test.
CHILD = """
import json, signal, sys
from cnncourse import datasets
from cnncourse.datasets import registry
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
entries, mirrors, limit = json.loads(sys.argv[1])
registry.FASHION_MNIST_FILES = tuple(
    registry.IdxFile(name, tuple(shape), *hashes) for name, shape, *hashes in entries
)
registry.FASHION_MNIST_MIRRORS = tuple(mirrors)
if limit:
    import resource
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
datasets.load("fashion-mnist")
"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the files of ``server.archives``; the first part of the path says how badly."""

    def do_GET(self):
        manner, name = self.path.strip("/").split("/")
        self.server.asked.append((manner, name))
        body = self.server.archives[name]
        if manner == "missing":
            self.send_error(404)
            return
        if manner == "altered":
            body = body[:-1] + bytes([body[-1] ^ 1])
        self.send_response(200)
        if manner == "encoded":
            self.send_header("Content-Encoding", self.headers["Accept-Encoding"])
        if manner != "cut":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if manner in ("short", "cut", "hang") else body)
        if manner == "hang":
            self.wfile.flush()
            self.server.hanging.set()
            self.server.released.wait(30)

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.asked, serving.archives = [], {}
    serving.hanging, serving.released = threading.Event(), threading.Event()
    serving.daemon_threads = True
    thread = threading.Thread(target=serving.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield serving
    serving.released.set()
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture
def folder(tmp_path, monkeypatch, server):
    """An empty folder for data; the server has a small Fashion-MNIST in place of the real one."""
    rng = np.random.default_rng(0)
    entries = []
    for file in registry.FASHION_MNIST_FILES:
        shape = (30, 28, 28) if "images" in file.name else (30,)
        content = idx.header(shape) + rng.integers(0, 10, shape, np.uint8).tobytes()
        packed = gzip.compress(content)
        server.archives[file.archive] = packed
        hashes = [hashlib.sha256(data).hexdigest() for data in (content, packed)]
        entries.append(registry.IdxFile(file.name, shape, *hashes))
    monkeypatch.setattr(registry, "FASHION_MNIST_FILES", tuple(entries))
    monkeypatch.setattr(files, "DEBIAN", tmp_path / "debian")
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NO_PROXY", "*")
    return tmp_path / "data" / "fashion-mnist"


@pytest.fixture
def mirrors(monkeypatch, server):
    def choose(*manners):
        addresses = tuple(f"http://127.0.0.1:{server.server_port}/{how}/" for how in manners)
        monkeypatch.setattr(registry, "FASHION_MNIST_MIRRORS", addresses)
        return addresses

    return choose


def present(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_download_is_whole_and_happens_once(folder, mirrors, server):
    mirrors("good")
    assert len(datasets.load("fashion-mnist", progress=False).train) == 30
    assert present(folder) == sorted(server.archives)
    assert len(server.asked) == 4
    assert datasets.fetch("fashion-mnist") == folder
    datasets.load("fashion-mnist")
    assert len(server.asked) == 4


def test_files_are_as_readable_as_any_other(folder, mirrors):
    mirrors("good")
    datasets.fetch("fashion-mnist", progress=False)
    usual = folder / "usual"
    usual.touch()
    assert {path.stat().st_mode for path in folder.iterdir()} == {usual.stat().st_mode}


@pytest.mark.parametrize("fault", ["missing", "short", "cut", "altered"])
def test_the_next_mirror_mends_a_fault(folder, mirrors, server, fault):
    mirrors(fault, "good")
    assert len(datasets.load("fashion-mnist", progress=False).test) == 30
    assert server.asked[:2] == [(fault, "train-images-idx3-ubyte.gz")] + [
        ("good", "train-images-idx3-ubyte.gz")
    ]


def test_every_failure_is_reported_and_nothing_is_left(folder, mirrors):
    addresses = mirrors("missing", "short", "cut", "altered")
    with pytest.raises(DownloadError) as caught:
        datasets.load("fashion-mnist", progress=False)
    message = str(caught.value)
    assert isinstance(caught.value, OSError)
    for address in addresses:
        assert f"{address}train-images-idx3-ubyte.gz: " in message
    assert "404" in message
    assert message.count("the content is not the expected one") == 2
    assert registry.FASHION_MNIST_FILES[0].archive_sha256 in message
    assert str(folder / "train-images-idx3-ubyte.gz") in message
    assert 'load("fashion-mnist-mini")' in message
    assert present(folder) == []
    assert datasets.locate("fashion-mnist") is None


def test_what_was_fetched_before_a_failure_is_kept(folder, mirrors, server):
    mirrors("good")
    whole = server.archives["t10k-images-idx3-ubyte.gz"]
    server.archives["t10k-images-idx3-ubyte.gz"] = b"an error page"
    with pytest.raises(DownloadError, match="t10k-images-idx3-ubyte.gz"):
        datasets.load("fashion-mnist", progress=False)
    assert present(folder) == ["train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"]
    server.archives["t10k-images-idx3-ubyte.gz"] = whole
    server.asked.clear()
    datasets.load("fashion-mnist", progress=False)
    assert [name for _, name in server.asked] == [
        "t10k-images-idx3-ubyte.gz",
        "t10k-labels-idx1-ubyte.gz",
    ]


def test_the_server_is_told_not_to_unpack_on_the_way(folder, mirrors):
    mirrors("encoded")
    assert len(datasets.load("fashion-mnist", progress=False).train) == 30


def test_progress_is_shown_or_not(folder, mirrors, capfd):
    mirrors("good")
    datasets.load("fashion-mnist", progress=False)
    assert capfd.readouterr() == ("", "")
    for path in folder.iterdir():
        path.unlink()
    datasets.load("fashion-mnist")
    out, shown = capfd.readouterr()
    assert out == ""
    assert "100%" in shown
    assert "train-images-idx3-ubyte.gz" in shown


def start(mirrors, limit=None):
    entries = [
        (file.name, file.shape, file.content_sha256, file.archive_sha256)
        for file in registry.FASHION_MNIST_FILES
    ]
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, json.dumps([entries, mirrors, limit])],
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_download_that_is_killed_leaves_nothing_that_passes_for_whole(folder, mirrors, server):
    with start(mirrors("hang")) as child:
        assert server.hanging.wait(30)
        time.sleep(0.2)  # what was sent reaches the disk
        child.send_signal(signal.SIGKILL)
    left = present(folder)
    assert len(left) == 1
    assert left[0].startswith(".download-")
    assert datasets.locate("fashion-mnist") is None
    mirrors("good")
    assert len(datasets.load("fashion-mnist", progress=False).train) == 30
    assert present(folder) == sorted(server.archives)  # what was left is gone


def test_what_a_killed_download_left_goes_though_the_set_is_complete(folder, mirrors):
    mirrors("good")
    datasets.fetch("fashion-mnist", progress=False)
    left = folder / ".download-abc"
    left.mkdir()
    (left / "half").write_bytes(b"half")
    datasets.load("fashion-mnist", progress=False)
    assert not left.exists()


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_what_a_download_at_work_has_stays(folder, mirrors, server):
    with start(mirrors("hang")) as child:
        assert server.hanging.wait(30)
        before = present(folder)
        download.tidy(folder)
        assert present(folder) == before
        assert len(before) == 1
        child.send_signal(signal.SIGKILL)
    download.tidy(folder)
    assert present(folder) == []


def test_without_locks_what_was_left_goes_after_a_day(folder, mirrors, monkeypatch):
    monkeypatch.setattr(disk, "lock", lambda handle, wait: None)
    stale, fresh = folder / ".download-old", folder / ".download-new"
    for left in (stale, fresh):
        left.mkdir(parents=True)
        (left / "half").write_bytes(b"half")
    day_ago = time.time() - disk.STALE_SECONDS - 60
    os.utime(stale, (day_ago, day_ago))
    mirrors("good")
    datasets.fetch("fashion-mnist", progress=False)
    assert fresh.exists()
    assert not stale.exists()


def test_an_interrupt_leaves_nothing(folder, mirrors, server):
    with start(mirrors("hang")) as child:
        assert server.hanging.wait(30)
        child.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in child.stderr.read()
    assert present(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_a_clear_error_and_keeps_what_was_there(folder, mirrors):
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("mine")
    # The second file fits the limit, the first does not: the system refuses the write.
    with start(mirrors("good", "good"), limit=2000) as child:
        errors = child.stderr.read()
    assert child.returncode == 1
    assert "StorageError: cannot write to" in errors
    assert "Free some space" in errors
    assert present(folder) == ["notes.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_read_only_folder_is_a_clear_error(folder, mirrors):
    mirrors("good")
    folder.mkdir(parents=True)
    folder.chmod(0o500)
    with pytest.raises(StorageError, match="cannot write to .*Permission denied"):
        datasets.load("fashion-mnist", progress=False)


def test_downloads_at_the_same_time_do_not_disturb_one_another(folder, mirrors, server):
    addresses = mirrors("good")
    children = [start(addresses) for _ in range(3)]
    for child in children:
        with child:
            assert child.wait(60) == 0, child.stderr.read()
    assert present(folder) == sorted(server.archives)
    if os.name != "nt":  # where the folder is locked, the second finds what the first brought
        assert len(server.asked) == 4
    assert datasets.verify("fashion-mnist").ok
