"""Luminance and contrast against WCAG's own examples, and the page's against Python's."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.contrast import black_reads_better, contrast, luminance

INK = Path(__file__).parents[1] / "cnncourse/explorers/page/core/drawing/ink.js"


def grey(level):
    return [level / 255] * 3


def test_contrast_by_known_pairs():
    white, black = grey(255), grey(0)
    assert float(contrast(black, white)) == 21
    assert float(contrast(grey(0x76), white)) == pytest.approx(4.54, abs=5e-3)
    assert float(contrast(grey(0x77), white)) == pytest.approx(4.48, abs=5e-3)  # just too little
    assert float(contrast(white, grey(0x77))) == float(contrast(grey(0x77), white))
    assert float(contrast([0, 0, 1], white)) == pytest.approx(8.59, abs=5e-3)
    assert luminance([[[1, 0, 0]], [[0, 0, 1]]]).tolist() == [[0.2126], [0.0722]]


def test_whichever_ink_is_chosen_has_four_and_a_half():
    colours = np.random.default_rng(0).random((5000, 3))
    chosen = np.where(black_reads_better(colours)[:, None], 0.0, 1.0) * np.ones(3)
    found = contrast(chosen, colours)
    assert found.min() >= 4.5
    assert (found >= contrast(1 - chosen, colours)).all()


def test_the_page_chooses_as_python_does():
    if shutil.which("node") is None:
        pytest.skip("needs Node")
    colours = np.random.default_rng(1).integers(0, 256, (2000, 3))
    script = (
        f"import {{ inkOn, luminance }} from {json.dumps(INK.as_uri())};"
        "const colours = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(colours.map((c) => [inkOn(...c), luminance(...c)])))"
    )
    command = ["node", "--input-type=module", "-e", script, json.dumps(colours.tolist())]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    inks, lights = zip(*json.loads(done.stdout), strict=True)
    assert list(lights) == pytest.approx(luminance(colours / 255), abs=1e-12)
    assert [ink == "#000" for ink in inks] == black_reads_better(colours / 255).tolist()
