"""One model trained by several processes, each with a card or a part of the processor.

``torchrun`` starts the processes and tells each who it is; `train` then splits every batch
among them with PyTorch's own DistributedDataParallel::

    torchrun --nproc-per-node 2 -m cnncourse train C-cnn --framework torch

The losses are those of one process with the same batches, but for the rounding of sums in
another order, with two exceptions. A `BatchNorm` normalises each process's share by that
share's own mean and variance; its running statistics are the mean over the processes. And
each process draws its own dropout masks.
"""

from cnncourse.in_torch.several import join, leave, sharing

__all__ = ["join", "leave", "sharing"]
