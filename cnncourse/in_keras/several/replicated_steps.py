"""Training steps that several devices take together, each on its share of the batch.

Every device holds a replica of the model and the images. `tf.distribute` adds the replicas'
gradients up inside ``optimizer.apply``. Two ways to go through the steps, one computation:

- `FittedSteps`: the devices of one machine, under ``MirroredStrategy``, by Keras's own ``fit``;
- `WorkerSteps`: the devices of several processes, under ``MultiWorkerMirroredStrategy``, by
  ``strategy.run`` in a graph, because Keras 3's ``fit`` does not run there.

A share travels as a row of indices filled up with zeros, and a row of weights in which the
filling weighs 0: so all rows are of one length, whatever the sizes of the shares.
"""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import tensorflow as tf

from cnncourse.in_keras import faster
from cnncourse.loop import Report
from cnncourse.processes import share


def spread(batches, count, width, wanted=None):
    """Return the shares of each batch as rows of indices and of weights.

    Parameters
    ----------
    batches : sequence of ndarray of int64
    count : int
        Replicas that share a batch.
    width : int
        The length of a row: that of the largest share.
    wanted : range, optional
        The replicas whose shares are wanted; all, where left out.

    Returns
    -------
    indices : ndarray of int64, (steps, replicas wanted, width)
    weights : ndarray of float64, (steps, replicas wanted, width)
        1 over the batch's size for each of its images, so that losses add up to its mean.
    """
    wanted = range(count) if wanted is None else wanted
    indices = np.zeros((len(batches), len(wanted), width), np.int64)
    weights = np.zeros(indices.shape)
    for step, batch in enumerate(batches):
        for row, replica in enumerate(wanted):
            mine = share(batch, replica, count)
            indices[step, row, : len(mine)] = mine
            weights[step, row, : len(mine)] = 1 / len(batch)
    return indices, weights


class ReplicatedSteps(faster.graph_steps()):
    """What one replica does in a step; the arguments are those of `faster.TensorFlowSteps`.

    Parameters
    ----------
    strategy : tf.distribute.Strategy
        In whose scope model and optimiser were made.
    rank : int
        This process, counted from 0.
    batch_size : int
        Of the whole batch.
    """

    def __init__(self, model, optimizer, images, labels, *, strategy, rank, batch_size, **how):
        self.rank = rank
        self.strategy, self.replicas = strategy, strategy.num_replicas_in_sync
        self.here = len(strategy.extended.worker_devices)
        self.width = -(-batch_size // self.replicas)
        # A last batch of fewer images than replicas leaves some without any.
        self.some_empty = 0 < len(images) % batch_size < self.replicas
        self.precision = how["precision"]
        # XLA compiles one device's arithmetic, not the sum over several.
        super().__init__(model, optimizer, images, labels, **{**how, "xla": False})

    def _keep(self, array):
        """Return an array on every device of this process."""
        if self.here == 1:
            return tf.constant(array)
        with self.strategy.scope():
            return tf.Variable(array, trainable=False)

    def _keep_variable(self, array):
        if self.here > 1:
            return self._keep(array)
        # Made in the strategy's scope, a variable is first sent to the other processes, which
        # have the images themselves and send no bytes. Scopes belong to a thread.
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(super()._keep_variable, array).result()

    def _replica(self, indices, weights, moves):
        """Take one replica's part in a step: its part of the loss, and of the images right."""
        kept = weights > 0
        indices, weights = tf.boolean_mask(indices, kept), tf.boolean_mask(weights, kept)
        moves = tf.boolean_mask(moves, kept) if self.augmented else moves
        with tf.GradientTape() as tape:
            logits = self._answers(indices, moves)
            labels = tf.gather(self.labels, indices)
            loss = tf.reduce_sum(self._losses(labels, logits) * tf.cast(weights, self.dtype))
        variables = [variable.value for variable in self.model.trainable_variables]
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply(gradients, self.model.trainable_variables)
        return loss, self._right(labels, logits)

    def _answers(self, indices, moves):
        """Return the logits for a share, which may be empty."""

        def some():
            return self._logits(self._chosen(indices, moves))

        def none():
            # One image passes, so that every layer has a size; it changes no statistics, draws
            # no mask, and no part of it is handed on.
            return self._logits(self.images[:1], training=False)[:0]

        if not self.some_empty:
            return some()
        return tf.cond(tf.size(indices) > 0, some, none)

    def _average_statistics(self):
        """Give every replica the mean of the running statistics, which differ by their shares."""
        for variable in self._statistics():
            own = self.strategy.run(lambda kept=variable: tf.identity(kept.value))
            variable.assign(self.strategy.reduce("MEAN", own, axis=None))

    def _statistics(self):
        """Return the variables that no optimiser changes, without those that dropout draws from."""
        fixed = self.model.non_trainable_variables
        return [kept for kept in fixed if keras.backend.is_float_dtype(kept.dtype)]


class WorkerSteps(ReplicatedSteps):
    """Steps in one graph for each process, several in one call."""

    def _trace(self, indices, rates, moves):
        # Every process must trace the same graphs in the same order: this is the only one.
        shape = [None, self.here, self.width]
        weights = tf.TensorSpec(shape, tf.float64)
        moves = tf.TensorSpec([*shape, 3] if self.augmented else [0], tf.int64)
        graph = tf.function(self._steps)
        return graph.get_concrete_function(tf.TensorSpec(shape, tf.int64), weights, moves, rates)

    def run(self, batches, rates, moves=None):
        """Take one step a batch; ``moves`` are those of all images, (n, 3), or None."""
        mine = range(self._first(), self._first() + self.here)
        indices, weights = spread(list(batches), self.replicas, self.width, mine)
        moved = moves[indices] if self.augmented else np.zeros(0, np.int64)
        used = np.asarray(rates, np.float32)
        losses, correct = self.graph(*map(tf.constant, (indices, weights, moved, used)))
        return Report(losses.numpy(), int(correct))

    def _first(self):
        """Return the number of this process's first replica among all."""
        return self.rank * self.here

    def _steps(self, indices, weights, moves, rates):
        """Step over (steps, replicas here, width) indices: losses (steps,) and images right."""
        count, first = tf.shape(indices)[0], self._first()
        losses = tf.TensorArray(self.dtype, count)
        correct = tf.constant(0, tf.int64)

        def replica(indices, weights, moves):
            place = tf.distribute.get_replica_context().replica_id_in_sync_group - first
            own = moves[place] if self.augmented else moves
            return self._replica(indices[place], weights[place], own)

        for i in tf.range(count):
            self.optimizer.learning_rate.assign(rates[i])
            own = moves[i] if self.augmented else moves
            loss, right = self.strategy.run(replica, args=(indices[i], weights[i], own))
            losses = losses.write(i, self._here(loss))
            correct += self._here(right)
        self._average_statistics()
        return self._everywhere(losses.stack()), self._everywhere(correct)

    def _here(self, values):
        """Return the sum over this process's own replicas."""
        return tf.add_n(list(self.strategy.experimental_local_results(values)))

    def _everywhere(self, value):
        """Return the sum over the processes of a number each has."""
        first = self._first()

        def once():
            place = tf.distribute.get_replica_context().replica_id_in_sync_group
            return value if place == first else tf.zeros_like(value)

        return self.strategy.reduce("SUM", self.strategy.run(once), axis=None)


class FittedSteps(ReplicatedSteps):
    """Steps by Keras's ``fit``, all those of an epoch in one call: each call is traced anew."""

    def __init__(self, model, optimizer, images, labels, **how):
        super().__init__(model, optimizer, images, labels, **how)
        self.fitted = _Fitted(self)
        self.fitted.compile(optimizer=optimizer, loss=None)

    def _trace(self, indices, rates, moves):
        return None

    def run(self, batches, rates, moves=None):
        """Take one step a batch; ``moves`` are those of all images, (n, 3), or None."""
        indices, weights = spread(list(batches), self.replicas, self.width)
        moved = moves[indices] if self.augmented else np.zeros((*indices.shape[:2], 1), np.int64)
        rows = [part.reshape(-1, *part.shape[2:]) for part in (indices, weights, moved)]
        data = tf.data.Dataset.from_tensor_slices(tuple(rows)).batch(self.replicas, True)
        options = tf.data.Options()
        options.experimental_distribute.auto_shard_policy = tf.data.experimental.AutoShardPolicy.OFF
        kept = _Kept(self.optimizer, np.asarray(rates, np.float32))
        with faster.computing_in(self.precision, self.model):
            self.fitted.fit(data.with_options(options), shuffle=False, verbose=0, callbacks=[kept])
        self._average_statistics()
        return Report(np.array(kept.losses), round(sum(kept.correct)))


class _Fitted(keras.Model):
    """What ``fit`` is called on: each of its batches is one share for every replica."""

    def __init__(self, steps):
        super().__init__()
        self.steps, self.inner, self.built = steps, steps.model, True

    def train_step(self, data):
        """Take one replica's part in a step."""
        indices, weights, moves = data
        loss, right = self.steps._replica(indices[0], weights[0], moves[0])
        context = tf.distribute.get_replica_context()
        return {"loss": context.all_reduce("SUM", loss), "right": context.all_reduce("SUM", right)}


class _Kept(keras.callbacks.Callback):
    """Sets each step's rate and keeps what it measured."""

    def __init__(self, optimizer, rates):
        super().__init__()
        self.optimizer, self.rates = optimizer, rates
        self.losses, self.correct = [], []

    def on_train_batch_begin(self, batch, logs=None):
        """Set the step's rate."""
        self.optimizer.learning_rate.assign(self.rates[batch])

    def on_train_batch_end(self, batch, logs=None):
        """Keep the step's loss and images right."""
        self.losses.append(float(logs["loss"]))
        self.correct.append(int(logs["right"]))
