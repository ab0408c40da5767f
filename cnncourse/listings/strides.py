"""Where a processor's own convolution gets a stride wrong, so that a pooling strides instead."""

from cnncourse.architecture import NamedLayer

SINGLE_NOTE = "Processors misread one channel here: a pooling of one pixel strides instead."


def misread(step: NamedLayer) -> bool:
    """Return whether oneDNN, by which both frameworks compute, misreads a convolution.

    Where one channel enters and its windows stand in one column, with a stride along the width
    alone, its float32 convolution (PyTorch 2.13, TensorFlow 2.21) answers with whatever stands
    in memory.
    """
    high, wide = step.layer.stride
    return step.input_shape[2] == 1 and step.output_shape[1] == 1 and high == 1 < wide
