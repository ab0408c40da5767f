"""Exercises of "Features as a map": principal components, shares, and what t-SNE leaves out."""

from cnncourse.exercises.chapters.features_map.code import COUNTED, DIRECTIONS
from cnncourse.exercises.chapters.features_map.values import FEWER, MOST, PLAN, READ, SHARE

EXERCISES = (SHARE, MOST, FEWER, DIRECTIONS, COUNTED, READ, PLAN)
