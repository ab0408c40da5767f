"""Exercises of "What a dense layer sees": weighted sums, counts, scrambled pixels."""

from cnncourse.exercises.chapters.dense_layer.code import MEAN, OUTPUTS, SHUFFLED
from cnncourse.exercises.chapters.dense_layer.values import BUDGET, COUNT, OWN, SHAPE, SUM

EXERCISES = (SUM, COUNT, SHAPE, MEAN, OWN, OUTPUTS, SHUFFLED, BUDGET)
