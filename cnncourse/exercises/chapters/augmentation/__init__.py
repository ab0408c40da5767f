"""Exercises of "Augmentation": where pixels come from, what becomes of labels."""

from cnncourse.exercises.chapters.augmentation.code import MIXED, SHIFTED, SQUARE
from cnncourse.exercises.chapters.augmentation.values import CAME_FROM, HANDS, LETTERS, ROOM

EXERCISES = (CAME_FROM, LETTERS, SHIFTED, SQUARE, MIXED, HANDS, ROOM)
