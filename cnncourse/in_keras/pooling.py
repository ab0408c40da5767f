"""Pooling with padding given in numbers, which Keras's own layers do not take."""

import keras
from keras import ops


class _PaddedPool2D(keras.layers.Layer):
    """A pooling window over padded images.

    Parameters
    ----------
    size, stride : (int, int)
        Window and step, (height, width) in pixels.
    sides : (int, int, int, int)
        Padding (top, bottom, left, right) in pixels, smaller than the window.
    """

    def __init__(self, size, stride, sides, **kwargs):
        super().__init__(**kwargs)
        self.size, self.stride, self.sides = tuple(size), tuple(stride), tuple(sides)

    def _pad(self, images, value):
        top, bottom, left, right = self.sides
        return ops.pad(
            images, ((0, 0), (top, bottom), (left, right), (0, 0)), constant_values=value
        )

    def get_config(self):
        """Return what rebuilds the layer."""
        own = {"size": self.size, "stride": self.stride, "sides": self.sides}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable("cnncourse")
class PaddedMaxPool2D(_PaddedPool2D):
    """The largest pixel of each window; padding never wins."""

    def call(self, images):
        """Pool ``(N, H, W, C)`` images."""
        return ops.max_pool(self._pad(images, -float("inf")), self.size, self.stride, "valid")


@keras.saving.register_keras_serializable("cnncourse")
class PaddedAvgPool2D(_PaddedPool2D):
    """The mean of each window's pixels; padding is not counted."""

    def call(self, images):
        """Pool ``(N, H, W, C)`` images: the windows' sums over the pixels they hold."""
        inside = ops.ones_like(images[:1, :, :, :1])
        sums, pixels = (
            ops.average_pool(self._pad(x, 0), self.size, self.stride, "valid")
            for x in (images, inside)
        )
        return sums / pixels
