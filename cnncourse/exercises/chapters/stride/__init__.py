"""Exercises of "Stride and dilation": sizes, dropped pixels, false stripes, gaps, fields."""

from cnncourse.exercises.chapters.stride.code import SEEN, SHRINK, SLIDE
from cnncourse.exercises.chapters.stride.values import (
    DILATIONS,
    DROPPED,
    FIELD,
    LAYER,
    ROW_SUM,
    SPAN,
    STRIPES,
)

EXERCISES = (ROW_SUM, LAYER, SPAN, DROPPED, FIELD, STRIPES, SHRINK, SLIDE, SEEN, DILATIONS)
