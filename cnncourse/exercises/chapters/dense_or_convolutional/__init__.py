"""Exercises of "Dense or convolutional": matched sizes, scrambled pixels, fair comparisons."""

from cnncourse.exercises.chapters.dense_or_convolutional.code import FIT, SCRAMBLE
from cnncourse.exercises.chapters.dense_or_convolutional.values import (
    FAIR,
    GAP,
    MINDS,
    TWO_LAYERS,
    UNITS,
)

EXERCISES = (UNITS, MINDS, FAIR, GAP, SCRAMBLE, FIT, TWO_LAYERS)
