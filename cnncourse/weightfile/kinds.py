"""What a file is that should hold weights and does not: told by how it begins."""

import zipfile
from pathlib import Path

SAME_NETWORK = (
    "load it with the program that wrote it, and give its arrays, in the layouts of "
    "architecture.weight_shapes(), to weights.set"
)
AGAIN = "it is not what was to be downloaded: fetch it again"

BEGINNINGS = (
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file, as Keras writes .h5", SAME_NETWORK),
    (b"version https://git-lfs", "a pointer of Git LFS, not the file itself", "run: git lfs pull"),
    (b"\x93NUMPY", "an array of NumPy (.npy)", SAME_NETWORK),
    (b"GGUF", "a GGUF file", SAME_NETWORK),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"\x89PNG", "a picture (PNG)", AGAIN),
    (b"\xff\xd8\xff", "a picture (JPEG)", AGAIN),
    (b"%PDF", "a PDF document", AGAIN),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it first"),
)
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body", b"<!--")
ZIPPED = (  # a name inside, what the archive is
    ("model.weights.h5", "a .keras file of Keras (a zip archive)", SAME_NETWORK),
    ("data.pkl", "a file of PyTorch (.pt or .pth, a zip archive)", SAME_NETWORK),
    (".npy", "arrays of NumPy (.npz, a zip archive)", SAME_NETWORK),
)
LENGTH = 8  # bytes before the header of a safetensors file, which begins with a brace
PICKLE = b"\x80"  # and the number of its protocol


def describe(path: Path) -> tuple[str, str] | None:
    """Return what a file seems to be and what to do about it, or None if that cannot be told.

    Nothing in it is run: a pickle is told by its first bytes, an archive by its table of names.
    """
    with open(path, "rb") as file:
        start = file.read(512)
    if not start:
        return "an empty file", "copy or save it again"
    for beginning, kind, cure in BEGINNINGS:
        if start.startswith(beginning):
            return kind, cure
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(PAGES):
        return "a web page (HTML), perhaps of an error", AGAIN
    if start[4:8] == b"TFL3":
        return "a file of TensorFlow Lite", SAME_NETWORK
    if start[:4] == b"PK\x03\x04":
        return _zipped(path)
    if start[:1] == PICKLE and start[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return "a pickle, as older files of PyTorch are, which is never opened here", SAME_NETWORK
    if text[:1] in (b"{", b"[") and start[8:9] != b"{":
        return "JSON text, such as a history or a record", "name the .safetensors file"
    if start[257:262] == b"ustar":
        return "a tar archive", "unpack it first"
    if start[LENGTH : LENGTH + 1] == b"{" or len(start) <= LENGTH:
        return None
    if _is_text(start):
        return f"text ({start[:20].decode(errors='replace')!r} ...)", "name the .safetensors file"
    return f"a file of another kind (it begins with {start[:8]!r})", SAME_NETWORK


def _is_text(start):
    """Return whether bytes are text in UTF-8 or UTF-16; a letter may be cut off at their end."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    text = start.decode(errors="ignore")
    return len(start) - len(text.encode()) < 4 and all(c.isprintable() or c.isspace() for c in text)


def _zipped(path):
    """Return what a zip archive is by the names in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return "a zip archive that is not whole", "copy or save it again"
    for end, kind, cure in ZIPPED:
        if any(name.endswith(end) for name in names):
            return kind, cure
    return "a zip archive", "unpack it first"
