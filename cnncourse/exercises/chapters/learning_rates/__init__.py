"""Exercises of "Learning rates": schedules, range tests, batch and rate."""

from cnncourse.exercises.chapters.learning_rates.code import LADDER, SMOOTH, WARM
from cnncourse.exercises.chapters.learning_rates.values import DESIGN, DOWN, NOISE, SAME_WAY

EXERCISES = (DOWN, SAME_WAY, LADDER, NOISE, WARM, DESIGN, SMOOTH)
