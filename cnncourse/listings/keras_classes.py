"""What Keras has no layer for: built by `in_keras`, printed by `listings.keras`."""

# A listing prints the classes as they stand: short, and lines of at most 88 columns.
# ruff: noqa: D102

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
