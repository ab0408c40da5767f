"""Exercises of "The corner": what moves with an item, and what does not."""

from cnncourse.exercises.chapters.the_corner.code import WHOLE
from cnncourse.exercises.chapters.the_corner.values import (
    BLIND_TO_PLACE,
    CORNER_WINDOWS,
    EVERY,
    LAST,
    MARGIN,
    PERIOD,
    SEEN,
)

EXERCISES = (MARGIN, EVERY, LAST, SEEN, PERIOD, BLIND_TO_PLACE, CORNER_WINDOWS, WHOLE)
