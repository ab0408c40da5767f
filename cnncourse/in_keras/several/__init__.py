"""One model trained by several devices or processes of Keras; `in_keras.distributed` is public.

This is the door: `training` enters by it, and by no name behind it. ``joining`` meets the other
processes, by way of ``meeting``; ``team`` carries what they tell one another; ``shared`` takes
their steps together with ``replicated_steps``, which only TensorFlow has.
"""

from cnncourse.in_keras.several.joining import join, leave, sharing, strategy, taking_part, team
from cnncourse.in_keras.several.shared import Shared

__all__ = ["Shared", "join", "leave", "sharing", "strategy", "taking_part", "team"]
