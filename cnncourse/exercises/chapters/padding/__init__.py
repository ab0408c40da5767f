"""Exercises of "Padding": sizes, what stands in the frame, the four numbers, `same` by steps."""

from cnncourse.exercises.chapters.padding.code import FRAME, PAD, REFLECT
from cnncourse.exercises.chapters.padding.values import (
    CORNER,
    FULL,
    GREY,
    GROW,
    KEEP,
    LAYERS,
    MIRROR,
    SAME,
)

EXERCISES = (KEEP, FULL, CORNER, LAYERS, MIRROR, SAME, GREY, GROW, PAD, FRAME, REFLECT)
