"""Exercises of "Learning": a step by hand, learning rates, what a loss asks for, Adam."""

from cnncourse.exercises.chapters.learning.code import ADAM, SLOPES, STEP
from cnncourse.exercises.chapters.learning.values import (
    DESIGN,
    FIRST_STEP,
    FLAT,
    MIRRORED,
    STEPS,
    VELOCITY,
    WHICH_RATE,
)

EXERCISES = (FIRST_STEP, WHICH_RATE, STEP, STEPS, VELOCITY, FLAT, MIRRORED, DESIGN, SLOPES, ADAM)
