"""Exercises of "Data": records, folders, duplicates, groups and balanced draws."""

from cnncourse.exercises.chapters.data.measuring import LOWEST, STANDARD
from cnncourse.exercises.chapters.data.reading import KNOWN, PICTURE
from cnncourse.exercises.chapters.data.values import DRAWS, GREEN, NAMES, READ

EXERCISES = (GREEN, NAMES, PICTURE, KNOWN, STANDARD, READ, LOWEST, DRAWS)
