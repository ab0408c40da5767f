"""Exercises of "A first network": running means, checkpoints, patience, what a test is worth."""

from cnncourse.exercises.chapters.first_network.code import BEST_WEIGHTS, STOP
from cnncourse.exercises.chapters.first_network.values import (
    CHOSEN,
    HOW_SURE,
    MEAN,
    SAVED,
    SPLIT,
    SURER,
)

EXERCISES = (MEAN, SAVED, STOP, HOW_SURE, SURER, BEST_WEIGHTS, CHOSEN, SPLIT)
