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
