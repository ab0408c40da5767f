"""Many training steps in one call of a TensorFlow graph.

The one place of this room, beside `distributed`, that uses TensorFlow itself: the images
stay on the device as they are at rest, and Python is entered once in many steps.
"""

import numpy as np
import tensorflow as tf

from cnncourse.loop import Report


class TensorFlowSteps:
    """A model's training steps as one compiled function over batches of indices."""

    def __init__(self, model, optimizer, images, labels):
        self.model, self.optimizer = model, optimizer
        self.images, self.labels = tf.constant(images), tf.constant(labels)
        self.dtype = model.inputs[0].dtype
        # One graph for every number of steps and every size of the last batch.
        indices, rates = tf.TensorSpec([None, None], tf.int64), tf.TensorSpec([None], tf.float32)
        self.graph = tf.function(self._steps).get_concrete_function(indices, rates)

    def run(self, batches, rates) -> Report:
        """Take one step a batch; a last, smaller batch goes in a call of its own."""
        batches, losses, correct = list(batches), [], 0
        full = [batch for batch in batches if len(batch) == len(batches[0])]
        for group, start in ((full, 0), (batches[len(full) :], len(full))):
            if group:
                used = np.asarray(rates[start : start + len(group)], np.float32)
                found, right = self.graph(tf.constant(np.stack(group)), tf.constant(used))
                losses.append(found.numpy())
                correct += int(right)
        return Report(np.concatenate(losses), correct)

    def _steps(self, batches, rates):
        """Step over (steps, batch) indices: losses (steps,) and images right."""
        count = tf.shape(batches)[0]
        losses = tf.TensorArray(self.dtype, count)
        correct = tf.constant(0, tf.int64)
        for i in tf.range(count):
            loss, right = self._step(batches[i], rates[i])
            losses = losses.write(i, loss)
            correct += right
        return losses.stack(), correct

    def _step(self, indices, rate):
        labels = tf.gather(self.labels, indices)
        inputs = tf.cast(tf.gather(self.images, indices), self.dtype)
        if self.images.dtype == tf.uint8:
            inputs /= 255
        with tf.GradientTape() as tape:
            logits = self.model(inputs, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        variables = [variable.value for variable in self.model.trainable_variables]
        gradients = tape.gradient(loss, variables)
        self.optimizer.learning_rate.assign(tf.cast(rate, self.optimizer.learning_rate.dtype))
        self.optimizer.apply(gradients, self.model.trainable_variables)
        right = tf.math.count_nonzero(tf.equal(tf.argmax(logits, 1), labels))
        return loss, right
