"""What gradients are held against: PyTorch's own differentiation, and small differences."""

import numpy as np
import torch


def tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def torch_gradients(output, grad_output, inputs):
    """What PyTorch's own differentiation gives for NumPy's grad_output."""
    output.backward(torch.tensor(grad_output))
    return [x.grad.numpy() for x in inputs]


def first(x):
    """Channels first, as a differentiable step."""
    return x.movedim(-1, 1)


def surrounded(x, sides, value=0.0):
    top, bottom, left, right = sides
    return torch.nn.functional.pad(first(x), (left, right, top, bottom), value=value)


def differences(function, grad_output, arrays, which, step=1e-6):
    """Return the gradient of sum(function * grad_output) by central differences."""
    arrays = [array.copy() for array in arrays]
    target = arrays[which]
    result = np.zeros_like(target)
    for place in np.ndindex(target.shape):
        kept, ends = target[place], []
        for shift in (step, -step):
            target[place] = kept + shift
            ends.append((function(*arrays) * grad_output).sum())
        target[place] = kept
        result[place] = (ends[0] - ends[1]) / (2 * step)
    return result
