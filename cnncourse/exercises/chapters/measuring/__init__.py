"""Exercises of "Measuring": intervals, classes, pairs of networks, how sure a network is."""

from cnncourse.exercises.chapters.measuring.code import COINS, RECALLS, SURE
from cnncourse.exercises.chapters.measuring.values import BETTER, COUNTS, NARROWER, RARE, SEEDS

EXERCISES = (NARROWER, SEEDS, RARE, RECALLS, BETTER, COINS, SURE, COUNTS)
