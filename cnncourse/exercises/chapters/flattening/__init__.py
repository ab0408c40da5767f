"""Exercises of "Flattening": two orders, the permutation between them, what a row costs."""

from cnncourse.exercises.chapters.flattening.code import CARRY, FLATTEN, UNFLATTEN
from cnncourse.exercises.chapters.flattening.values import (
    ALIKE,
    AVERAGE,
    BACKWARDS,
    HIDDEN,
    IN_KERAS,
    OWN_WAY_BACK,
    SIZE,
)

EXERCISES = (
    IN_KERAS,
    AVERAGE,
    ALIKE,
    BACKWARDS,
    SIZE,
    CARRY,
    FLATTEN,
    HIDDEN,
    UNFLATTEN,
    OWN_WAY_BACK,
)
