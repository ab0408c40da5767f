"""Exercises of "Convolution": the window, its sum, kernels, equivariance."""

from cnncourse.exercises.chapters.convolution.code import ONE_KERNEL, SLIDE, STEP
from cnncourse.exercises.chapters.convolution.values import (
    FLAT,
    LEVEL,
    MAP_SIZE,
    MOVED,
    MULTIPLICATIONS,
    ONE_WEIGHT,
    WINDOW,
)

EXERCISES = (
    WINDOW,
    MAP_SIZE,
    FLAT,
    ONE_WEIGHT,
    MULTIPLICATIONS,
    MOVED,
    LEVEL,
    STEP,
    SLIDE,
    ONE_KERNEL,
)
