"""Exercises of "Kernels and maps": windows, ascent, silent filters, controls."""

from cnncourse.exercises.chapters.kernels_and_maps.code import CLIMB, SILENT
from cnncourse.exercises.chapters.kernels_and_maps.values import (
    ALIKE,
    NEVER,
    STUCK,
    WINDOW,
)

EXERCISES = (WINDOW, CLIMB, STUCK, SILENT, ALIKE, NEVER)
