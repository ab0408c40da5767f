"""Many training steps in one call of a TensorFlow graph.

The images stay on the device as they are at rest, and Python is entered once in many steps.
Beside `several`, this is the one place of this room that uses TensorFlow itself.
"""

import numpy as np
import tensorflow as tf

from cnncourse.in_keras.faster.mixed_precision import computing_in
from cnncourse.loop import Report


class TensorFlowSteps:
    """A model's training steps as one compiled function over batches of indices.

    Parameters
    ----------
    model, optimizer
        A Keras model and its built optimiser.
    images, labels : ndarray
        Kept on the device as they are.
    smoothing : float
        Label smoothing.
    augmented : bool
        Whether `run` is given how to move each image.
    changing : bool
        Whether `replace` hands in other images, before the first step and for each epoch.
    classes : int or None
        Where it hands in wanted probabilities for labels, how many.
    precision : {"float32", "float64", "bfloat16"}
        What the step multiplies in.
    xla : bool
        Compile each step by XLA.
    """

    def __init__(
        self,
        model,
        optimizer,
        images,
        labels,
        *,
        smoothing,
        augmented,
        precision,
        changing=False,
        classes=None,
        xla=False,
    ):
        self.model, self.optimizer, self.smoothing = model, optimizer, smoothing
        self.augmented, self.dtype = augmented, model.inputs[0].dtype
        if classes is not None:
            labels = np.zeros((len(labels), classes), self.dtype)
        keep = self._keep_variable if changing else self._keep
        self.images, self.labels = keep(images), keep(labels)
        # What a step does with its images is compiled; which images they are is not.
        self.learn = tf.function(self._learn, jit_compile=True) if xla else self._learn
        # One graph for every number of steps and every size of the last batch.
        indices, rates = tf.TensorSpec([None, None], tf.int64), tf.TensorSpec([None], tf.float32)
        moves = tf.TensorSpec([None, None, 3], tf.int64)
        with computing_in(precision, model):
            self.graph = self._trace(indices, rates, moves)

    def _keep(self, array):
        """Return an array on the device."""
        return tf.constant(array)

    def _keep_variable(self, array):
        """Return an array on the device that can be replaced."""
        return tf.Variable(array, trainable=False)

    def replace(self, images, labels):
        """Take over the images and labels, or wanted probabilities, of an epoch."""
        self.images.assign(images)
        self.labels.assign(labels.astype(self.labels.dtype.as_numpy_dtype))

    def _trace(self, *signature):
        """Return the graph of many steps for arguments like these."""
        return tf.function(self._steps).get_concrete_function(*signature)

    def run(self, batches, rates, moves=None) -> Report:
        """Take one step a batch; a last, smaller batch goes in a call of its own.

        ``moves`` are those of all images, (n, 3), or None.
        """
        batches, losses, correct = list(batches), [], 0
        full = [batch for batch in batches if len(batch) == len(batches[0])]
        for group, start in ((full, 0), (batches[len(full) :], len(full))):
            if group:
                used = np.asarray(rates[start : start + len(group)], np.float32)
                indices = np.stack(group)
                moved = np.zeros((0, 0, 3), np.int64) if moves is None else moves[indices]
                found, right = self.graph(*map(tf.constant, (indices, used, moved)))
                losses.append(found.numpy())
                correct += int(right)
        return Report(np.concatenate(losses), correct)

    def _steps(self, batches, rates, moves):
        """Step over (steps, batch) indices: losses (steps,) and images right."""
        count = tf.shape(batches)[0]
        losses = tf.TensorArray(self.dtype, count)
        correct = tf.constant(0, tf.int64)
        for i in tf.range(count):
            images = self._chosen(batches[i], moves[i] if self.augmented else None)
            loss, right = self.learn(images, tf.gather(self.labels, batches[i]), rates[i])
            losses = losses.write(i, loss)
            correct += right
        return losses.stack(), correct

    def _chosen(self, indices, moves):
        """Return the images of some indices as they are at rest, moved where they are to be."""
        images = tf.gather(self.images, indices)
        return move(images, moves) if self.augmented else images

    def _learn(self, images, labels, rate):
        """Take one step: the loss, and how many images were right."""
        with tf.GradientTape() as tape:
            logits = self._logits(images)
            loss = tf.reduce_mean(self._losses(labels, logits))
        variables = [variable.value for variable in self.model.trainable_variables]
        gradients = tape.gradient(loss, variables)
        self.optimizer.learning_rate.assign(tf.cast(rate, self.optimizer.learning_rate.dtype))
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss, self._right(labels, logits)

    def _right(self, labels, logits):
        """Return how many answers are right; of mixed images the heavier label counts."""
        single = labels if labels.shape.rank == 1 else tf.argmax(labels, 1)
        return tf.math.count_nonzero(tf.equal(tf.argmax(logits, 1), single))

    def _logits(self, images, training=True):
        """Return what the model answers to images as they are at rest."""
        inputs = tf.cast(images, self.dtype)
        if images.dtype == tf.uint8:
            inputs /= 255
        return tf.cast(self.model(inputs, training=training), self.dtype)

    def _losses(self, labels, logits):
        """Return each image's cross-entropy with its label, smoothed where the recipe says so."""
        single, classes = labels.shape.rank == 1, logits.shape[1]
        if single and not self.smoothing:
            return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        wanted = tf.one_hot(labels, classes, dtype=self.dtype) if single else labels
        wanted = (1 - self.smoothing) * wanted + self.smoothing / classes
        return tf.nn.softmax_cross_entropy_with_logits(wanted, logits)


def move(images, moves):
    """Return images (N, H, W, C) mirrored, then moved by (N, 3), as `recipe.augmentation` does."""
    height, width = images.shape[1:3]
    down, right, mirrored = tf.unstack(moves[:, :, None], axis=1)
    rows = tf.range(height, dtype=tf.int64) - down
    columns = tf.range(width, dtype=tf.int64) - right
    inside = _within(rows, height)[:, :, None] & _within(columns, width)[:, None, :]
    columns = tf.where(mirrored == 1, width - 1 - columns, columns)
    moved = tf.gather(images, tf.clip_by_value(rows, 0, height - 1), axis=1, batch_dims=1)
    moved = tf.gather(moved, tf.clip_by_value(columns, 0, width - 1), axis=2, batch_dims=1)
    return tf.where(inside[..., None], moved, tf.zeros_like(moved))


def _within(places, size):
    return (places >= 0) & (places < size)
