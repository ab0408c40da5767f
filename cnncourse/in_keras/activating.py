"""Activations where Keras's own would not give the numbers they stand for."""

import math

import keras
from keras import ops

registered = keras.saving.register_keras_serializable("cnncourse")


@registered
def wide_gelu(x):
    """Multiply x by the normal distribution function of x, the constant in the type of x.

    TensorFlow's own rounds the root of 2 to float32 on the way: nothing in a float32 model,
    but not what a float64 model is built for.
    """
    return x * (1 + ops.erf(x * math.sqrt(0.5))) / 2


@registered
class WideLeakyReLU(keras.layers.Layer):
    """x where positive, ``negative_slope`` * x elsewhere, the slope in the type of x.

    TensorFlow's own operation holds the slope in float32, 2e-8 of 0.01 away.
    """

    def __init__(self, negative_slope, **kwargs):
        super().__init__(**kwargs)
        self.negative_slope = negative_slope

    def call(self, inputs):
        """Apply it to every number."""
        return ops.where(inputs > 0, inputs, inputs * self.negative_slope)

    def get_config(self):
        """Return what rebuilds the layer."""
        return {**super().get_config(), "negative_slope": self.negative_slope}
