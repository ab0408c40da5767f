"""What people write for a number, a shape and an array, by a table made by hand."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from cnncourse.exercises import understood
from tests.test_exercises.naming import named

NUMBERS = {
    "it is 7": [7],
    "The answer is −48": [-48],
    "2,073,600": [2073600],
    "2 073 600": [2073600],
    "2\u202f073\u202f600": [2073600],
    "2.073.600": [2073600],
    "2'073'600": [2073600],
    "2_073_600": [2073600],
    "2073600": [2073600],
    "1,024": [1024, 1.024],
    "1.024": [1024, 1.024],
    "0,5": [0.5],
    ".5": [0.5],
    "5.": [5],
    "1/9": [1 / 9],
    "1 / 8": [0.125],
    "½": [0.5],
    "87 %": [87, 0.87],
    "87%": [87, 0.87],
    "3,5 %": [3.5, 0.035],
    "−3": [-3],
    "- 3": [-3],
    "+3": [3],
    "1,000.5": [1000.5],
    "1 000,5": [1000.5],
    "6.5e-3": [0.0065],
    "9·10⁻¹⁴": [9e-14],
    "9 x 10^-14": [9e-14],
    "2*10**3": [2000],
    "10^-3": [0.001],
    "x = 5": [5],
    "≈ 5": [5],
    "about 5": [5],
    "5 pixels": [5],
    "9.9 billion": [9.9e9],
    "１２": [12],
    "loss = 2.5": [2.5],
    "approx. 5": [5],
    "minus 48": [-48],
    "(7)": [7],
    "**7**": [7],
    "$7$": [7],
    "4.1k": [4.1, 4100],
    "51.5 M": [51.5, 51.5e6],
    "np.float64(2.5)": [2.5],
    "tensor(2.5, grad_fn=<MeanBackward0>)": [2.5],
}
NO_NUMBERS = ["", "a boot", "nan", "inf", "1,2,3", "5 5", "1.5.2", "0/0", "1/0", "1e999", "5 or 6"]
NO_NUMBERS += ["1e99999999999", "9" * 500, "0x10", "[5", "5!", "--5", "%"]


@pytest.mark.parametrize(("text", "expected"), NUMBERS.items())
def test_numbers_of_texts(text, expected):
    assert understood.numbers(text) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("text", NO_NUMBERS, ids=named)
def test_texts_that_are_no_numbers(text):
    assert understood.numbers(text) == []


@pytest.mark.parametrize(
    "value",
    [3, 3.0, np.int64(3), np.uint8(3), np.float32(3), np.array(3), np.array([[3]]), [3], (3.0,)]
    + [Fraction(3), Decimal(3), "3", np.str_("3")],
    ids=named,
)
def test_numbers_of_values(value):
    assert understood.numbers(value) == [3.0]


@pytest.mark.parametrize(
    "value",
    [True, np.True_, 3 + 0j, None, {}, {3}, b"3", 10**400, [3, 3], object(), len],
    ids=named,
)
def test_values_that_are_no_numbers(value):
    assert understood.numbers(value) == []


class TensorShape:
    """What TensorFlow calls a shape."""

    def as_list(self):
        return [None, 26, 26, 32]


SHAPES = ["(26, 26, 32)", "26x26x32", "[26, 26, 32]", "26 by 26 by 32", "26 x 26 x 32", "26,26,32"]
SHAPES += ["26 × 26 × 32", "26*26*32", "26·26·32", "26 26 32", "26;26;32", "26X26X32"]
SHAPES += ["(None, 26, 26, 32)", "N x 26 x 26 x 32", "torch.Size([26, 26, 32])", "(26, 26, 32,)"]
SHAPES += ["= (26, 26, 32)", "the shape is (26, 26, 32)", "(H, W, C) = (26, 26, 32)"]
SHAPES += ["TensorShape([26, 26, 32])", "shape = (26, 26, 32)", "26 by 26 with 32 channels"]
SHAPES += ["TensorShape([None, 26, 26, 32])", "tf.TensorShape([26, 26, 32])", "26x26x32 numbers"]
SHAPES += ["26 rows x 26 columns x 32 channels", "26 rows, 26 columns, 32 maps", "26 x 26 x 32."]
SHAPES += ["26 px x 26 px x 32", "26 rows by 26 cols by 32", "(np.int64(26), np.int64(26), 32)"]
SHAPES += [(26, 26, 32), [26, 26, 32], (None, 26, 26, 32), np.array([26, 26, 32]), TensorShape()]
SHAPES += [(np.int64(26), 26.0, np.uint8(32)), ("None", 26, 26, 32)]


@pytest.mark.parametrize("value", SHAPES, ids=named)
def test_shapes(value):
    assert understood.shapes(value) == [(26, 26, 32)]


def test_shapes_of_frameworks():
    torch = pytest.importorskip("torch")
    assert understood.shapes(torch.zeros(26, 26, 32).shape) == [(26, 26, 32)]
    assert understood.shapes(torch.tensor([26, 26, 32])) == [(26, 26, 32)]


@pytest.mark.parametrize("text", ["3136", "(3136,)", "[3136]", "3136 numbers"])
def test_shapes_of_one_side(text):
    assert understood.shapes(text) == [(3136,)]


def test_a_comma_may_group_or_part():
    assert understood.shapes("3,136") == [(3, 136), (3136,)]


@pytest.mark.parametrize(
    "value",
    ["", "a boot", "-26x26", "2.5x3", "26 columns, 26 rows", (26.5, 1), (True, 2), [[26, 26]]]
    + [(float("nan"), 1), (float("inf"), 1), np.zeros((2, 2)), {}, {3, 4}, b"ab", object(), None]
    + ["1x" * 999, (10**30, 1), range(10**9)],
    ids=named,
)
def test_what_is_no_shape(value):
    assert understood.shapes(value) == []


ARRAYS = ["[[1, 2], [3, 4]]", "1 2; 3 4", "1 2\n3 4", "[[1 2]\n [3 4]]", "array([[1, 2], [3, 4]])"]
ARRAYS += ["((1,2),(3,4))", "[1 2; 3 4]", [[1, 2], [3, 4]], np.array([[1, 2], [3, 4]], np.uint8)]
ARRAYS += [((1.0, 2), (3, 4)), "[[1., 2.0], [6/2, 4e0]]"]


@pytest.mark.parametrize("value", ARRAYS, ids=named)
def test_arrays(value):
    np.testing.assert_array_equal(understood.array(value), [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    "value",
    ["1/8, 1/4, 5/8", "1 / 8; 1 / 4; 5 / 8", "0.125 0.25 0.625", "0,125; 0,25; 0,625"]
    + ["0,125 0,25 0,625", "12.5 %, 25 %, 62.5 %", "12,5%; 25%; 62,5%", "{0.125, 0.25, 0.625}"]
    + [".125, .25 and .625", "array([0.125, 0.25 , 0.625], dtype=float32)", "0.125, 0.25, 0.625."]
    + ["[np.float64(0.125), np.float64(0.25), np.float64(0.625)]", [0.125, 0.25, 0.625]]
    + ["tf.Tensor([0.125 0.25  0.625], shape=(3,), dtype=float32)", (0.125, 0.25, 0.625)]
    + ["[[0.125, 0.25, 0.625]]", [[0.125, 0.25, 0.625]], np.array([[0.125, 0.25, 0.625]])]
    + [[Fraction(1, 8), Fraction(1, 4), Fraction(5, 8)], np.ones((1, 1, 3)) * [0.125, 0.25, 0.625]],
    ids=named,
)
def test_a_row_in_every_spelling(value):
    rows = [understood.laid(one, (3,)) for one in understood.arrays(value)]
    assert any(row.tolist() == [0.125, 0.25, 0.625] for row in rows)


def test_a_table_of_one_row_is_a_row_and_the_other_way_round():
    row, table = np.arange(3), np.arange(3)[np.newaxis]
    assert understood.laid(table, (3,)).tolist() == row.tolist()
    assert understood.laid(row, (1, 3)).tolist() == table.tolist()
    assert understood.laid(table.T, (3,)).tolist() == row.tolist()
    assert understood.laid(row, (3, 1)).shape == (3,)
    assert understood.laid(np.arange(6), (2, 3)).shape == (6,)
    assert understood.row([[1, 2]]).tolist() == understood.row("1, 2").tolist() == [1, 2]
    assert understood.row("boot") is None
    assert understood.row([[1], [2]]).shape == (2, 1)
    assert understood.array("[0.  0.5\n 1. ]").tolist() == [0, 0.5, 1]
    assert understood.laid(np.arange(4).reshape(1, 2, 2, 1), (2, 2)).tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    "value",
    ["top 0, bottom 1, left 0, right 1", "top=0, bottom=1, left=0, right=1", ((0, 1), (0, 1))]
    + ["0 top, 1 bottom, 0 left, 1 right", "((0, 1), (0, 1))"],
    ids=named,
)
def test_padding_at_four_ends(value):
    assert any(
        understood.laid(one, (4,)).tolist() == [0, 1, 0, 1] for one in understood.arrays(value)
    )


def test_numbers_of_frameworks():
    torch = pytest.importorskip("torch")
    weight = torch.ones(2, 2, requires_grad=True)
    assert understood.array(weight).tolist() == [[1, 1], [1, 1]]
    assert understood.array(weight.bfloat16()).tolist() == [[1, 1], [1, 1]]
    assert understood.shapes((torch.tensor(3), 4)) == [(3, 4)]


def test_rows_and_columns_stay_what_they_are():
    assert understood.array("[1, 2, 3]").shape == understood.array("1 2 3").shape == (3,)
    assert understood.array("[[1, 2, 3]]").shape == (1, 3)
    assert understood.array("[[1],[2]]").shape == (2, 1)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a boot",
        "[]",
        "nan",
        "1 2; 3",
        "[[[1]]]",
        [[1], [1, 2]],
        [True],
        [1j],
        ["1"],
        None,
        {},
    ]
    + [np.array([None]), "[1, 2"[:1], "1/0"],
    ids=named,
)
def test_what_is_no_array(value):
    assert understood.array(value) is None


def test_a_shape_may_be_a_list_of_texts():
    assert understood.shapes(["26", " 26 ", "32"]) == understood.shapes(("26", 26, "32"))
    assert understood.shapes(["26", "26", "a boot"]) == []
