"""One model trained by several devices or processes, each with a share of every batch.

``TF_CONFIG`` tells each process who it is; `train` then splits every batch among them with
TensorFlow's own ``MultiWorkerMirroredStrategy``. It must be set, and `join` called, before
anything else is computed::

    TF_CONFIG='{"cluster": {"worker": ["localhost:4001", "localhost:4002"]},
                "task": {"type": "worker", "index": 0}}' cnncourse train C-cnn --framework keras

On one machine with several graphics cards `join` takes all that are visible, in one process
(``MirroredStrategy``); so does `train` inside the ``scope()`` of a strategy of your own.

The losses are those of one process with the same batches, but for the rounding of sums in
another order, with two exceptions. A `BatchNorm` normalises each share by that share's own
mean and variance; its running statistics are the mean over the shares. And each process draws
its own dropout masks.
"""

from cnncourse.in_keras.several import join, leave, sharing

__all__ = ["join", "leave", "sharing"]
