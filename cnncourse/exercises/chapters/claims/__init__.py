"""Exercises of "The claims": counting, a rule for a verdict, memory, what refutes, a plan."""

from cnncourse.exercises.chapters.claims.code import HANDED_ON, SHORT
from cnncourse.exercises.chapters.claims.values import COLOUR, PLAN, REFUTES, SIDES

EXERCISES = (COLOUR, SIDES, REFUTES, SHORT, HANDED_ON, PLAN)
