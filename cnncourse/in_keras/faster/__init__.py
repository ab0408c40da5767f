"""What makes training in Keras faster.

This is the door: `training` enters by it, and by no name behind it. ``tensorflow_steps`` takes
many steps in one call of a graph, ``mixed_precision`` multiplies in bfloat16 for a while.
"""

import keras

from cnncourse.in_keras.faster.mixed_precision import computing_in

__all__ = ["BACKENDS", "computing_in", "graph_steps"]

BACKENDS = ("tensorflow",)
"""A backend that is not here trains by Keras's own ``train_on_batch``."""


def graph_steps():
    """Return `TensorFlowSteps`, or None where Keras computes with another backend."""
    if keras.backend.backend() not in BACKENDS:
        return None
    # Imported here, because TensorFlow is absent where another backend computes.
    from cnncourse.in_keras.faster.tensorflow_steps import TensorFlowSteps

    return TensorFlowSteps
