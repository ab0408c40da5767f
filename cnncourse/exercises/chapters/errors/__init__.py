"""Exercises of "Errors": the surest mistakes, margins, doubted labels, mistakes that are shared."""

from cnncourse.exercises.chapters.errors.code import MARGINS, SUREST
from cnncourse.exercises.chapters.errors.values import BLIND, BY_CHANCE, GUESSED, NEXT

EXERCISES = (MARGINS, GUESSED, BLIND, BY_CHANCE, NEXT, SUREST)
