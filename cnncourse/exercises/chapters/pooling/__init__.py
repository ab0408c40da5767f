"""Exercises of "Pooling": largest and mean of each window, what is left, padding, shifts."""

from cnncourse.exercises.chapters.pooling.code import AVERAGE, MAX_POOL, RING
from cnncourse.exercises.chapters.pooling.values import (
    CORNER,
    DESIGN,
    LEFT,
    LINE,
    LIT,
    SHARE,
    TABLE_MAX,
)

EXERCISES = (TABLE_MAX, LEFT, SHARE, LIT, LINE, CORNER, RING, MAX_POOL, AVERAGE, DESIGN)
