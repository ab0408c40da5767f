"""Exercises of "Faster": what a step costs, numbers of sixteen bits, shares of a batch."""

from cnncourse.exercises.chapters.faster.code import MEAN, ROUNDED
from cnncourse.exercises.chapters.faster.values import DESIGN, GAIN, KEPT, SPEED, TWO

EXERCISES = (SPEED, KEPT, ROUNDED, MEAN, GAIN, TWO, DESIGN)
