"""What Keras has no layer for: built by `in_keras`, printed by `listings.keras`."""

# A listing prints the classes as they stand: short, and lines of at most 88 columns.
# ruff: noqa: D102

import keras
from keras import layers, ops


class LowestPadding2D(layers.ZeroPadding2D):
    """Pads with -infinity, which never wins a maximum."""

    def call(self, images):
        sides = ((0, 0), *self.padding, (0, 0))
        return ops.pad(images, sides, constant_values=-float("inf"))


class PaddedAveragePooling2D(layers.Layer):
    """The mean of each window's pixels; the padding is not counted."""

    def __init__(self, pool_size, strides, padding, **kwargs):
        super().__init__(**kwargs)
        self.pool_size, self.strides, self.padding = pool_size, strides, padding

    def call(self, images):
        sides = ((0, 0), *self.padding, (0, 0))
        window = {"pool_size": self.pool_size, "strides": self.strides}
        sums, pixels = (
            ops.average_pool(ops.pad(x, sides), **window, data_format="channels_last")
            for x in (images, ops.ones_like(images[:1, :, :, :1]))
        )
        return sums / pixels


class Residual(layers.Layer):
    """Adds what enters a body, or what a shortcut makes of it, to what leaves."""

    def __init__(self, body, shortcut=(), **kwargs):
        super().__init__(**kwargs)
        self.body, self.shortcut = list(body), list(shortcut)

    def call(self, images):
        return self.along(self.body, images) + self.along(self.shortcut, images)

    def along(self, path, images):
        for layer in path:
            images = layer(images)
        return images

    def get_config(self):
        paths = {"body": self.body, "shortcut": self.shortcut}
        return super().get_config() | keras.saving.serialize_keras_object(paths)

    @classmethod
    def from_config(cls, config):
        return cls(**keras.saving.deserialize_keras_object(config))
