"""A recipe carried out in Keras."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import keras
import numpy as np

from cnncourse import loop
from cnncourse.in_keras import device as devices
from cnncourse.in_keras import distributed, weights
from cnncourse.in_keras.inspection import evaluate, to_input
from cnncourse.in_keras.mixing import computing_in
from cnncourse.in_keras.optimizers import make_optimizer
from cnncourse.inputs import check_data
from cnncourse.processes import check_shares
from cnncourse.recipe import History, Recipe
from cnncourse.recipe.augmentation import move


def train(
    model: keras.Model,
    data,
    recipe: Recipe,
    *,
    callbacks: Sequence[Callable[[History], bool | None]] = (),
    checkpoint: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
    batch_losses: bool = False,
) -> History:
    """Train a model in place as the recipe says, on the graphics card when there is one.

    Started with ``TF_CONFIG`` in the environment, all processes train the one model together:
    each gives the same arguments and takes its share of every batch, and all end with equal
    weights and histories; process 0 alone writes, shows a bar and calls the callbacks (see
    `distributed`).

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`; it starts from the weights it has.
    data : Dataset
        ``train``, and ``validation`` if there is one, are used; ``test`` never is.
    recipe : Recipe
        `in_torch.train` follows the same one, batch for batch.
    callbacks : sequence of functions
        Each is called with the `History` after every epoch; one that returns True stops.
    checkpoint : path, optional
        A file, replaced whole after every epoch, from which the run can go on.
    resume : bool
        Go on with the checkpoint, to the same result as without an interruption. A missing
        checkpoint starts the run.
    progress : bool
        Show a bar.
    batch_losses : bool
        Keep the loss of every step in the history.

    Returns
    -------
    History

    Raises
    ------
    ValueError, TypeError
        If data or recipe do not fit the model, or the number of processes.
    TrainingError
        If the loss is no longer a number; the model is back at the last good epoch.
    ProcessError
        If another of the processes has ended.
    FileExistsError, CheckpointError, OSError
        For a checkpoint in the way, of another run, or that cannot be written.
    """
    architecture = weights.architecture_of(model)
    check_data(data, architecture, recipe)
    check_shares(architecture, recipe, len(data.train.images), distributed.sharing())
    team, strategy = distributed.team(), distributed.strategy()
    precision = devices.precision(recipe, architecture, model.inputs[0].dtype)
    if strategy is not None:
        make = partial(_Engine, data=data, recipe=recipe, precision=precision)
        engine = distributed.Shared(make, model, recipe, strategy, team)
    else:
        engine = _Engine(model, data, recipe, precision)
    return loop.run(
        engine,
        architecture,
        data,
        recipe,
        callbacks=callbacks,
        checkpoint=checkpoint,
        resume=resume,
        progress=progress,
        batch_losses=batch_losses,
        hardware=devices.describe(precision).as_dict(),
        versions=devices.versions(),
    )


def _loss(recipe, dtype):
    """Return the recipe's loss; Keras computes in float32 unless told, whatever the model does."""
    return keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=recipe.label_smoothing, dtype=dtype
    )


# A backend that is not here trains by Keras's own `train_on_batch`.
FAST_BACKENDS = ("tensorflow",)


class _Engine:
    """Keras's part of `loop.run`."""

    framework = "keras"

    def __init__(self, model, data, recipe, precision="float32", make_steps=None):
        self.model, self.data, self.precision = model, data, precision
        self.images = np.asarray(data.train.images)
        self.labels = np.asarray(data.train.labels, np.int64)
        self.moves = None
        self.optimizer = make_optimizer(recipe)
        # An optimiser's state is only taken over once its variables exist.
        self.optimizer.build(model.trainable_variables)
        self.fast = None
        if keras.backend.backend() in FAST_BACKENDS:
            from cnncourse.in_keras.tensorflow_steps import TensorFlowSteps

            make_steps = make_steps or TensorFlowSteps
            self.fast = make_steps(
                model,
                self.optimizer,
                self.images,
                self.labels,
                smoothing=recipe.label_smoothing,
                augmented=bool(recipe.flip or recipe.shift),
                precision=precision,
                # Keras's own `compile` takes XLA on a card as well. On the processor
                # TensorFlow's own kernels were faster.
                xla=devices.choose() == "cuda",
            )
        else:
            model.compile(
                optimizer=self.optimizer,
                loss=_loss(recipe, model.inputs[0].dtype),
                metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
            )

    def augment(self, moves):
        """Take over how each image is moved this epoch."""
        self.moves = moves

    def steps(self, batches, rates):
        """Take one step a batch."""
        if self.fast is not None:
            return self.fast.run(batches, rates, self.moves)
        with computing_in(self.precision, self.model):
            found = [self._step(*pair) for pair in zip(batches, rates, strict=True)]
        losses, correct = zip(*found, strict=True)
        return loop.Report(np.array(losses), sum(correct))

    def _step(self, indices, rate):
        """Take a step in Keras's own way: the loss, and how many images were right."""
        self.optimizer.learning_rate = rate
        # Keras's metrics are running means; a batch's own needs them empty.
        self.model.reset_metrics()
        images = self.images[indices]
        if self.moves is not None:
            images = move(images, self.moves[indices])
        inputs = to_input(images, self.model.inputs[0].dtype)
        wanted = np.eye(self.model.outputs[0].shape[-1])[self.labels[indices]]
        found = self.model.train_on_batch(inputs, wanted, return_dict=True)
        return float(found["loss"]), round(float(found["accuracy"]) * len(indices))

    def seed(self, seed):
        """Set what each dropout layer draws from."""
        for number, layer in enumerate(self.model.layers):
            # A rate of 0 draws nothing, and Keras then makes no generator.
            if isinstance(layer, keras.layers.Dropout) and layer.rate > 0:
                state = layer.seed_generator.state
                own = np.random.SeedSequence([seed, number]).generate_state(1)[0] >> 1
                state.assign(np.array([own, 0], dtype=state.dtype))

    def evaluate(self):
        """Measure the validation split."""
        return evaluate(self.model, self.data.validation)

    def get_weights(self):
        """Return the neutral weights."""
        return weights.get(self.model)

    def set_weights(self, arrays):
        """Take over neutral weights."""
        weights.set(self.model, arrays)

    def get_optimizer(self):
        """Return the optimiser's variables by number."""
        return {
            str(number): np.array(variable.numpy())
            for number, variable in enumerate(self.optimizer.variables)
        }

    def set_optimizer(self, arrays):
        """Take over the optimiser's variables; a ValueError if they are not this optimiser's."""
        wanted = {str(n): tuple(kept.shape) for n, kept in enumerate(self.optimizer.variables)}
        if {name: array.shape for name, array in arrays.items()} != wanted:
            raise ValueError(
                f"the optimiser's state must be {len(wanted)} arrays of the shapes that "
                f"{self.optimizer.name} keeps, got {len(arrays)} (perhaps of another Keras)"
            )
        for number, variable in enumerate(self.optimizer.variables):
            variable.assign(arrays[str(number)])
