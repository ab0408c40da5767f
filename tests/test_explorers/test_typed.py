"""Numbers as readers type them are understood, or refused in words: in Python as in the page."""

import itertools
import json
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import Convolution, DenseHead, SettingError
from cnncourse.explorers.typed import read_number
from tests.test_explorers.states import needs_node

UNDERSTOOD = {
    "1/9": 1 / 9, "-1/9": -1 / 9, "−1 / 8": -0.125, "0,5": 0.5, "-0,25": -0.25, ",5": 0.5,
    ".5": 0.5, "2.": 2, "+3": 3, " 7 ": 7, "1e-3": 1e-3, "2E2": 200, "⅓": 1 / 3, "−½": -0.5,
    "1⁄4": 0.25, "0,5/2": 0.25, "0,125": 0.125, "12,5": 12.5, "1,25": 1.25, "–4": -4, "-0": 0,
}  # fmt: skip
REFUSED = {
    "": "is not a number", "abc": "is not a number", "1/": "is not a number", "--1": "not a number",
    "1 1/2": "is not a number", "1½": "is not a number", "1.2.3": "is not a number",
    "1.000,5": "is not a number", "1,000.5": "is not a number", "1 000": "is not a number",
    "0x10": "is not a number", "Infinity": "is not a number", "NaN": "is not a number",
    "1/2/3": "is not a number", "50%": "is not a number", "1e999": "is too large",
    "1/0": "divides by 0", "0/0": "divides by 0", "1/0,0": "divides by 0",
    "1,000": "in two ways: write 1.000 or 1000", "-2,500": "in two ways: write -2.500 or -2500",
    "<b>": "is not a number", "１": "is not a number", "٣": "is not a number",
}  # fmt: skip


def told(text):
    """Return the number, or the words of the refusal."""
    try:
        return read_number(text)
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize(("text", "number"), UNDERSTOOD.items())
def test_a_number_is_understood(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(("text", "words"), REFUSED.items())
def test_what_is_no_number_is_refused_in_words(text, words):
    with pytest.raises(ValueError, match=words):
        read_number(text)


def test_the_page_reads_what_python_reads(tmp_path):
    needs_node()
    letters = ["", "1", "12", "0", ",", ".", "/", "-", "−", "e", " ", "½", "000"]
    drawn = ["".join(one) for n in (3, 4) for one in itertools.product(letters, repeat=n)][::7]
    texts = [*UNDERSTOOD, *REFUSED, *drawn]
    path = tmp_path / "texts.json"
    path.write_text(json.dumps(texts), encoding="utf-8")
    command = ["node", str(Path(__file__).with_name("typed.mjs")), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    page = json.loads(done.stdout)
    python = [told(text) for text in texts]
    assert [(t, a, b) for t, a, b in zip(texts, python, page, strict=True) if a != b] == []
    assert 500 < sum(isinstance(one, float) for one in python) < len(python) - 500


def test_a_table_may_have_texts_and_fractions():
    made = Convolution(kernel="typed", cells=[["1/9"] * 3, ["0,5", 1, "−2"], [Fraction(1, 3)] * 3])
    np.testing.assert_array_equal(made.weights[0, :, 0], 1 / 9)
    np.testing.assert_array_equal(made.weights[1, :, 0], [0.5, 1, -2])
    np.testing.assert_array_equal(made.weights[2, :, 0], 1 / 3)
    assert DenseHead(bias=np.array(["1/2", "0", "0", "0", "0"])).bias[0] == 0.5


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([["1/0"]], "divides by 0"),
        ([["1,000"]], "in two ways"),
        ([["x"]], "“x” is not a number: write 0.5, 0,5 or 1/2"),
        ([["1000"]], "numbers from -999 to 999"),
        ("1/9", "numbers of shape"),
        ([[True]], "numbers of shape"),
    ],
)
def test_a_table_refuses_other_texts_in_words(cells, words):
    with pytest.raises(SettingError, match=words):
        Convolution(kernel="typed", cells=cells)
