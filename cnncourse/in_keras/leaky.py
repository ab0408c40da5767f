"""The leaky ReLU in float64."""

import keras
from keras import ops


@keras.saving.register_keras_serializable("cnncourse")
class WideLeakyReLU(keras.layers.Layer):
    """x where positive, ``negative_slope`` * x elsewhere, the slope in the input's type.

    TensorFlow's own operation holds the slope in float32, 2e-8 of 0.01 away: nothing in a
    float32 model, but not what a float64 model is built for.
    """

    def __init__(self, negative_slope, **kwargs):
        super().__init__(**kwargs)
        self.negative_slope = negative_slope

    def call(self, inputs):
        """Apply it to every number."""
        slope = ops.convert_to_tensor(self.negative_slope, self.compute_dtype)
        return ops.where(inputs > 0, inputs, slope * inputs)

    def get_config(self):
        """Return what rebuilds the layer."""
        return {**super().get_config(), "negative_slope": self.negative_slope}
