"""What a record says of the machine."""

import json
import subprocess

import pytest

from cnncourse import hardware
from cnncourse.hardware import Device


def test_this_machine():
    assert hardware.processor()
    assert hardware.cores() >= 1
    assert hardware.memory_bytes() is None or hardware.memory_bytes() > 2**28
    assert hardware.python_version().count(".") == 2


def test_a_device_in_words_and_in_json():
    device = Device("PyTorch 2.0", "cpu", "Some CPU", 4, 8 * 2**30, "float32")
    assert str(device) == "PyTorch 2.0 on cpu (Some CPU, 4 cores, 8 GiB), float32"
    assert Device(**json.loads(json.dumps(device.as_dict()))) == device
    unknown = Device("Keras 3 on JAX 1", "cpu", "Some CPU", 4, None, "float32")
    assert str(unknown) == "Keras 3 on JAX 1 on cpu (Some CPU, 4 cores), float32"


def test_the_card_as_its_driver_tells_it(monkeypatch):
    told = subprocess.CompletedProcess([], 0, "NVIDIA L4, 23034\nNVIDIA T4, 15360\n", "")
    monkeypatch.setattr(subprocess, "run", lambda *given, **named: told)
    assert hardware.graphics_card() == ("NVIDIA L4", 23034 * 2**20)


@pytest.mark.parametrize("output", ["", "no number, here", None])
def test_a_card_without_a_driver_that_answers(monkeypatch, output):
    def run(*given, **named):
        if output is None:
            raise FileNotFoundError("nvidia-smi")
        return subprocess.CompletedProcess([], 0, output, "")

    monkeypatch.setattr(subprocess, "run", run)
    assert hardware.graphics_card() == ("graphics card", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vendor_id\t: AuthenticAMD\nflags\t\t: fpu avx512_bf16 sse\n", True),
        ("vendor_id\t: GenuineIntel\nflags\t\t: fpu avx512_bf16 sse\n", False),
        ("vendor_id\t: GenuineIntel\nflags\t\t: fpu avx512_bf16 amx_bf16\n", True),
        ("processor\t: 0\nflags\t\t: fpu amx_bf16\n", True),
        ("processor\t: 0\nflags\t\t: fpu avx512f avx512_bf16_no\n", False),
        ("processor\t: 0\n", False),
    ],
)
def test_a_processor_with_bfloat16_says_so(tmp_path, monkeypatch, text, expected):
    info = tmp_path / "cpuinfo"
    info.write_text(text)
    monkeypatch.setattr(hardware, "Path", lambda name: info if name == "/proc/cpuinfo" else None)
    assert hardware.multiplies_bfloat16() is expected
    info.unlink()
    assert hardware.multiplies_bfloat16() is False


@pytest.mark.parametrize(
    ("output", "expected"),
    [("8.9\n7.5\n", (8, 9)), ("", (0, 0)), ("no number\n", (0, 0))],
)
def test_a_cards_generation(monkeypatch, output, expected):
    told = subprocess.CompletedProcess([], 0, output, "")
    monkeypatch.setattr(subprocess, "run", lambda *given, **named: told)
    assert hardware.compute_capability() == expected
