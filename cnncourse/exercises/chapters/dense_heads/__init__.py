"""Exercises of "Dense heads": softmax, cross-entropy, a squashing too many, parameters."""

from cnncourse.exercises.chapters.dense_heads.code import ENTROPY, STABLE
from cnncourse.exercises.chapters.dense_heads.squashing import FLOOR, STUCK
from cnncourse.exercises.chapters.dense_heads.values import (
    DESIGN,
    HEAD,
    LOSS,
    NO_OPINION,
    SOFTMAX,
    TEMPERATURE,
)

EXERCISES = (SOFTMAX, LOSS, NO_OPINION, TEMPERATURE, FLOOR, STUCK, HEAD, DESIGN, STABLE, ENTROPY)
