"""``import cnncourse`` is quick and loads nothing heavy."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ["torch", "tensorflow", "keras", "matplotlib", "numpy", "pooch", "safetensors", "tqdm"]
SECONDS = 0.2


def run(source):
    """Run a line of Python in a fresh process and return what it printed."""
    command = [sys.executable, "-c", source]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_import_is_quick():
    """The import alone, the best of five: a busy machine can only make it look slower."""
    source = "import time; start = time.perf_counter(); import cnncourse; "
    source += "print(time.perf_counter() - start)"
    assert min(float(run(source)) for _ in range(5)) < SECONDS


def test_import_loads_nothing_heavy():
    source = "import sys, cnncourse; print(*(m.partition('.')[0] for m in sys.modules))"
    loaded = set(run(source).split())
    assert "cnncourse" in loaded
    assert sorted(loaded & set(HEAVY)) == []


def test_the_command_line_loads_no_framework_before_it_must():
    source = "import sys, cnncourse.cli; print(*(m.partition('.')[0] for m in sys.modules))"
    loaded = set(run(source).split())
    assert sorted(loaded & {"torch", "tensorflow", "keras", "matplotlib"}) == []
