"""Any architecture run in NumPy from a weight dictionary: the third build, and the oracle.

Every layer is a forward step that leaves behind how to go back through it. What PyTorch and
Keras compute by their own machinery is here nothing but `cnncourse.ops` and
`cnncourse.gradients`, in the order of the layers.
"""

from cnncourse.reference.running import (
    Traced,
    activations,
    forward,
    loss_and_gradients,
    trace,
)

__all__ = ["Traced", "activations", "forward", "loss_and_gradients", "trace"]
