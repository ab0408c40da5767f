"""What makes training in PyTorch faster and changes none of its numbers.

This is the door: `training` enters by it, and by no name behind it. ``passes`` leaves out work
on the processor, ``dropout_masks`` draws them many at a time, ``allocator`` keeps memory from
step to step, ``compiled`` records a long run's steps on a card.
"""

from cnncourse.in_torch.faster.allocator import memory_kept
from cnncourse.in_torch.faster.compiled import compile_long
from cnncourse.in_torch.faster.dropout_masks import Masks
from cnncourse.in_torch.faster.layout import in_order, laid_out, memory_order

__all__ = ["Masks", "compile_long", "in_order", "laid_out", "memory_kept", "memory_order"]
