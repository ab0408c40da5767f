"""A network from a file in the page: what `weights.save` wrote is read, all else refused."""

import json
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse import weightfile, zoo
from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Flatten, Residual
from tests.networks import drawn_weights

RUNNER = Path(__file__).with_name("weightfile.mjs")
SMALL = Architecture(
    "mine",
    (28, 28, 1),
    [Conv2D(3, 5, stride=4, use_bias=False), BatchNorm(), Flatten(), Dense(4)],
)
GOOD = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


def parts(content):
    """Return a safetensors file's header, decoded, and its numbers."""
    (size,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + size]), content[8 + size :]


def joined(header, numbers):
    """Return a file of a header and numbers."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + numbers


def changed(content, change):
    """Return a file whose header ``change`` has been at."""
    header, numbers = parts(content)
    change(header)
    return joined(header, numbers)


def described(content, change):
    """Return a file whose architecture ``change`` has been at."""

    def within(header):
        plain = json.loads(header["__metadata__"]["architecture"])
        change(plain)
        header["__metadata__"]["architecture"] = json.dumps(plain)

    return changed(content, within)


def shifted(header):
    """Let one array begin inside another."""
    a, b = header["dense1/bias"]["data_offsets"]
    header["dense1/bias"]["data_offsets"] = [a - 4, b - 4]


def saved(folder, architecture, dtype=np.float32, seed=3):
    """Return the bytes of a file as `weights.save` writes it, and its weights."""
    drawn = drawn_weights(architecture, seed, "float32")
    weights = {name: np.asarray(array).astype(dtype) for name, array in drawn.items()}
    path = folder / "saved.safetensors"
    weightfile.save_weights(path, architecture, weights)
    return path.read_bytes(), weights


def broken(whole):
    """Return files that are none, by the words that they are refused in."""
    header, numbers = parts(whole)
    nan = numbers[:-4] + struct.pack("<f", np.nan)
    longer = "x" * 3000
    return {
        "an empty file": b"",
        "not a whole safetensors file": whole[:5],
        "it may be cut off": whole[: len(whole) // 4],
        "does not fit its place": whole[:-3],
        "do not fill the file": joined(header, numbers + b"1234"),
        "a zip archive": b"PK\x03\x04" + b"\0" * 60,
        "a pickle": b"\x80\x04" + b"\0" * 60,
        "an HDF5 file": b"\x89HDF\r\n\x1a\n" + b"\0" * 60,
        "not a whole safetensors file; ": struct.pack("<Q", 2**63) + b"{}" * 40,
        "a whole safetensors file": joined(b"[1, 2]", b""),
        "holds no architecture": joined({k: v for k, v in header.items() if k[0] != "_"}, numbers),
        "checkpoint": changed(
            whole, lambda h: h["__metadata__"].update(format="cnncourse checkpoint")
        ),
        "is no JSON": changed(whole, lambda h: h["__metadata__"].update(architecture="{")),
        "unknown layer": described(whole, lambda a: a["layers"][0].update(layer="constructor")),
        "at most": described(whole, lambda a: a.update(name=longer)),
        "conv1/kernels must have shape 5 × 5 × 1 × 4, got 5 × 5 × 1 × 3": described(
            whole, lambda a: a["layers"][0].update(filters=4)
        ),
        "dense1/bias is missing": changed(whole, lambda h: h.update(other=h.pop("dense1/bias"))),
        "belongs to no layer": changed(
            whole,
            lambda h: h.update({longer: {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}}),
        ),
        "numbers of type BF16": changed(whole, lambda h: h["dense1/bias"].update(dtype="BF16")),
        "nothing usable of dense1/bias": changed(
            whole, lambda h: h["dense1/bias"].update(shape=[-4])
        ),
        "nothing usable of dense1/weights": changed(
            whole, lambda h: h.update({"dense1/weights": 3})
        ),
        "one after another": changed(whole, shifted),
        "NaN or infinity": joined(header, nan),
        "does not fit its place in": changed(
            whole, lambda h: h["dense1/bias"].update(shape=[2**40])
        ),
    }


def read(contents, folder):
    """Return what the page makes of files."""
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    files = []
    for i, content in enumerate(contents):
        files.append(str(folder / f"{i}.bin"))
        Path(files[-1]).write_bytes(content)
    path = folder / "cases.json"
    path.write_text(json.dumps({"files": files, "image": [28, 28, 1]}), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_weights_save_wrote_is_read_to_the_last_digit(tmp_path):
    wanted = [(SMALL, dtype) for dtype in GOOD.values()]
    wanted += [(zoo.TWO_SMALL_CONV, np.float32), (zoo.LENET_5, np.float16)]
    made = [saved(tmp_path, *one) for one in wanted]
    answers = read([content for content, _ in made], tmp_path)
    for (architecture, _), (_, weights), found in zip(wanted, made, answers, strict=True):
        assert found["name"] == architecture.name
        assert list(found["weights"]) == list(weights)
        for name, array in weights.items():
            seen = found["weights"][name]
            np.testing.assert_array_equal(np.reshape(seen["data"], seen["shape"]), array)


def test_whatever_does_not_fit_is_refused_in_words(tmp_path):
    whole, _ = saved(tmp_path, SMALL)
    files = broken(whole)
    for words, found in zip(files, read(files.values(), tmp_path), strict=True):
        assert words in found.get("error", "read"), words
        assert found["kind"] == "Error"
        assert len(found["error"]) < 400


def test_a_network_that_the_page_cannot_run_is_named(tmp_path):
    residual = [Residual([Conv2D(1, 3, padding="same")]), Flatten(), Dense(2)]
    wide = [Conv2D(64, 7, padding="same"), Conv2D(64, 7, padding="same"), Flatten(), Dense(2)]
    networks = {
        "three-conv takes images of 32 × 32 × 3": zoo.THREE_CONV,
        "residual1 is a Residual": Architecture("r", (28, 28, 1), residual),
        "which is too slow": Architecture("wide", (28, 28, 1), wide),
    }
    contents = [saved(tmp_path, network)[0] for network in networks.values()]
    for words, found in zip(networks, read(contents, tmp_path), strict=True):
        assert words in found["error"]


def test_flipped_bits_are_read_or_refused_and_nothing_else(tmp_path):
    whole, _ = saved(tmp_path, SMALL)
    rng = np.random.default_rng(9)
    (size,) = struct.unpack("<Q", whole[:8])
    spoilt = []
    for _ in range(150):
        content = bytearray(whole)
        for at in rng.integers(0, 8 + size, rng.integers(1, 4)):
            content[at] ^= 1 << rng.integers(8)
        spoilt.append(bytes(content))
    for found in read(spoilt, tmp_path):
        assert "weights" in found or (found["kind"] == "Error" and len(found["error"]) < 800)
