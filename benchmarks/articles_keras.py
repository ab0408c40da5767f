"""How the tutorials train in Keras: the calls of `fit` that `training.py` compares `train` with.

Sources C and D end their networks in a softmax; here both sides give logits, so that the same
network is trained. As in `articles_torch`, a way of training makes ready what the tutorials make
ready, and returns what is timed.
"""

import keras
import numpy as np
import tensorflow as tf


def fit(model, data, recipe):
    """Train as source C does: ``model.fit`` on NumPy arrays."""
    _compile(model, recipe, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return _fit(model, recipe, _scaled(data), data.train.labels, batch_size=recipe.batch_size)


def fit_one_hot(model, data, recipe):
    """Train as source D does: the same with one-hot labels."""
    _compile(model, recipe, keras.losses.CategoricalCrossentropy(from_logits=True))
    labels = keras.utils.to_categorical(data.train.labels, len(data.classes))
    return _fit(model, recipe, _scaled(data), labels, batch_size=recipe.batch_size)


def fit_tf_data(model, data, recipe):
    """Train as `fit` does, on a pipeline as TensorFlow's guides write it."""
    _compile(model, recipe, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    images = tf.data.Dataset.from_tensor_slices((_scaled(data), data.train.labels)).cache()
    images = images.shuffle(len(data.train)).batch(recipe.batch_size)
    # The pipeline shuffles; fit would warn that it cannot.
    return _fit(model, recipe, images.prefetch(tf.data.AUTOTUNE), shuffle=False)


def _scaled(data):
    """Return the training images as float32 in [0, 1]."""
    return data.train.images.astype(np.float32) / 255


def _compile(model, recipe, loss):
    if recipe.optimizer != "adam":
        raise ValueError(f"sources C and D train by adam, got {recipe.optimizer!r}")
    optimizer = keras.optimizers.Adam(recipe.learning_rate)
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])


def _fit(model, recipe, *data, **options):
    """Return the call of `fit`, which ends when ``ended`` says so."""

    def train(ended):
        def after_epoch(epoch, logs):
            if ended():
                model.stop_training = True

        callback = keras.callbacks.LambdaCallback(on_epoch_end=after_epoch)
        model.fit(*data, epochs=recipe.epochs, verbose=0, callbacks=[callback], **options)

    return train
