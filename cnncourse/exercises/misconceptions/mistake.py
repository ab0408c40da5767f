"""A mistake that learners make: what its answer shows, and what a teacher can ask."""

from typing import NamedTuple


class Misconception(NamedTuple):
    """The words for a mistake: they lead on, and never give the right answer."""

    says: str
    """What the answer shows and what to look at, for the learner."""
    asks: str
    """A question that leads on, for the teacher to ask."""
