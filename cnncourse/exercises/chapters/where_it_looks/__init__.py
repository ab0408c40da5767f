"""Exercises of "Where does it look?": occlusion, Grad-CAM, Grad-CAM++ and what a map may prove."""

from cnncourse.exercises.chapters.where_it_looks.code import MEND, PLUS, SHARE
from cnncourse.exercises.chapters.where_it_looks.values import BLACK, PENCIL, REDRAWN, SQUARES

EXERCISES = (BLACK, PENCIL, PLUS, REDRAWN, MEND, SHARE, SQUARES)
