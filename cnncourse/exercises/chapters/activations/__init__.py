"""Exercises of "Activations": layers that are one, ReLU and its relatives, dead units."""

from cnncourse.exercises.chapters.activations.code import DEAD, MERGE
from cnncourse.exercises.chapters.activations.values import (
    HAT,
    KERNEL_SIZE,
    LINEAR,
    RELU,
    SLOPE,
    STUCK,
    TABLES,
)

EXERCISES = (RELU, TABLES, DEAD, LINEAR, KERNEL_SIZE, SLOPE, STUCK, MERGE, HAT)
