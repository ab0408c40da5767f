"""Gradients of what a model answers, which Keras itself has no call for.

The one place of this room that names the back ends' own ways to differentiate.
"""

from collections.abc import Callable

import keras
import numpy as np


def class_gradients(split: Callable, images: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Return the gradient of each image's logit with respect to something on the way to it.

    Parameters
    ----------
    split : function
        Of the images as a tensor; returns what to differentiate by, and the logits that were
        computed from it.
    images : ndarray, (N, H, W, C)
        In the model's type.
    classes : ndarray of int64, (N,)
        Whose logit is meant in each image.

    Raises
    ------
    NotImplementedError
        Where Keras computes with neither TensorFlow nor PyTorch.
    """
    ways = {"tensorflow": _by_tensorflow, "torch": _by_torch}
    backend = keras.backend.backend()
    if backend not in ways:
        raise NotImplementedError(
            f"Keras computes with {backend}, for which the course takes no gradients; set "
            "KERAS_BACKEND=tensorflow or torch before keras is imported"
        )
    return ways[backend](split, images, classes)


def _by_tensorflow(split, images, classes):
    import tensorflow as tf

    x = tf.convert_to_tensor(images)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        # Whatever is computed from the images is then recorded, frozen weights or not.
        tape.watch(x)
        maps, logits = split(x)
        total = tf.reduce_sum(tf.gather(logits, classes, batch_dims=1))
    return tape.gradient(total, maps).numpy()


def _by_torch(split, images, classes):
    import torch

    with torch.inference_mode(False), torch.enable_grad():
        maps, logits = split(keras.ops.convert_to_tensor(images).requires_grad_())
        wanted = torch.as_tensor(classes, device=logits.device)[:, None]
        (found,) = torch.autograd.grad(logits.gather(1, wanted).sum(), maps)
    return found.cpu().numpy()


def switched_off() -> bool:
    """Return whether PyTorch, where Keras computes with it, takes no gradients at present."""
    if keras.backend.backend() != "torch":
        return False
    import torch

    return torch.is_inference_mode_enabled() or not torch.is_grad_enabled()
