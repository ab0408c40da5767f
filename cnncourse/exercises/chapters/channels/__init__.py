"""Exercises of "Channels and filters": slices, many filters, 1×1, the order of axes."""

from cnncourse.exercises.chapters.channels.code import FIRST, FOR_TORCH, LAYER
from cnncourse.exercises.chapters.channels.values import COLOUR_WINDOW, COUNT, MAPS, MIXING, RESHAPE

EXERCISES = (COLOUR_WINDOW, COUNT, MAPS, FIRST, RESHAPE, MIXING, FOR_TORCH, LAYER)
