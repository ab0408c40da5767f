"""One model trained by several processes of PyTorch; `in_torch.distributed` is what is public.

This is the door: `training` enters by it, and by no name behind it. ``joining`` meets the other
processes, ``team`` carries what they tell one another, ``shared`` takes their steps together.
"""

from cnncourse.in_torch.several.joining import join, leave, sharing, taking_part
from cnncourse.in_torch.several.shared import Shared

__all__ = ["Shared", "join", "leave", "sharing", "taking_part"]
