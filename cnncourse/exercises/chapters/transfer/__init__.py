"""Exercises of "Transfer": heads, scaling, padding, what moves in a frozen body, controls."""

from cnncourse.exercises.chapters.transfer.code import NEAREST, PREPARED
from cnncourse.exercises.chapters.transfer.values import (
    CONTROL,
    HEAD,
    MOVES,
    OFF,
    PLAN,
    TWICE,
)

EXERCISES = (HEAD, OFF, MOVES, TWICE, CONTROL, PREPARED, NEAREST, PLAN)
