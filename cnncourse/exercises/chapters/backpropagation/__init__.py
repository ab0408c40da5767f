"""Exercises of "Backpropagation through a convolution": slopes, on their way back."""

from cnncourse.exercises.chapters.backpropagation.code import IMAGE, KERNEL, POOL, RELU
from cnncourse.exercises.chapters.backpropagation.values import (
    DIAGONAL,
    KERNEL_SHAPE,
    NUDGE,
    ONE_SLOPE,
    TWO_PATHS,
    UNTOUCHED,
    WINNERS,
)

EXERCISES = (
    TWO_PATHS,
    ONE_SLOPE,
    KERNEL_SHAPE,
    RELU,
    WINNERS,
    NUDGE,
    UNTOUCHED,
    DIAGONAL,
    KERNEL,
    IMAGE,
    POOL,
)
