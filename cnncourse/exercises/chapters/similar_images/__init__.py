"""Exercises of "Similar images": cosine distance, what a search's figures say, cells."""

from cnncourse.exercises.chapters.similar_images.code import NEAREST, PRECISION
from cnncourse.exercises.chapters.similar_images.values import (
    CELLS,
    COSINE,
    ITSELF,
    NAMED_CLASS,
    SCALED,
)

EXERCISES = (COSINE, SCALED, ITSELF, NAMED_CLASS, NEAREST, PRECISION, CELLS)
