"""Exercises of "One network, two frameworks": counts, orders, and defaults that differ."""

from cnncourse.exercises.chapters.two_frameworks.code import ROWS, SAME
from cnncourse.exercises.chapters.two_frameworks.values import (
    ADAM,
    AVERAGED,
    BETWEEN,
    COUNT,
    FLAT_PLACE,
    PADDING,
    VARIANCE,
)

EXERCISES = (COUNT, FLAT_PLACE, PADDING, AVERAGED, BETWEEN, VARIANCE, ADAM, SAME, ROWS)
