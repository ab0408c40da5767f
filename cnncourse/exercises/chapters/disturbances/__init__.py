"""Exercises of "Disturbances": what a small step does, and which way it goes."""

from cnncourse.exercises.chapters.disturbances.code import BACK, STEP
from cnncourse.exercises.chapters.disturbances.values import KEPT, NOISE, OWN, TOGETHER

EXERCISES = (TOGETHER, STEP, KEPT, NOISE, BACK, OWN)
