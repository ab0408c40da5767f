"""Exercises of "Colour": dropout and batch normalisation, in training and afterwards."""

from cnncourse.exercises.chapters.colour.code import LINE, MEND, NORMALISE
from cnncourse.exercises.chapters.colour.values import AHEAD, COMPANY, HEAD, LINGERS, NOT_TRAINED

EXERCISES = (MEND, NORMALISE, NOT_TRAINED, LINGERS, COMPANY, AHEAD, LINE, HEAD)
