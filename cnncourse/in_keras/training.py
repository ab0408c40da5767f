"""A recipe carried out in Keras."""

from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np

from cnncourse import loop
from cnncourse.in_keras import device as devices
from cnncourse.in_keras import weights
from cnncourse.in_keras.inspection import evaluate, to_input
from cnncourse.in_keras.optimizers import make_optimizer
from cnncourse.inputs import check_data
from cnncourse.recipe import History, Recipe


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
        If data or recipe do not fit the model.
    TrainingError
        If the loss is no longer a number; the model is back at the last good epoch.
    FileExistsError, CheckpointError, OSError
        For a checkpoint in the way, of another run, or that cannot be written.
    """
    architecture = weights.architecture_of(model)
    check_data(data, architecture, recipe)
    return loop.run(
        _Engine(model, data, recipe),
        architecture,
        data,
        recipe,
        callbacks=callbacks,
        checkpoint=checkpoint,
        resume=resume,
        progress=progress,
        batch_losses=batch_losses,
        hardware=devices.describe().as_dict(),
        versions=devices.versions(),
    )


# A backend that is not here trains by Keras's own `train_on_batch`.
FAST_BACKENDS = ("tensorflow",)


class _Engine:
    """Keras's part of `loop.run`."""

    framework = "keras"

    def __init__(self, model, data, recipe):
        self.model, self.data = model, data
        self.images = np.asarray(data.train.images)
        self.labels = np.asarray(data.train.labels, np.int64)
        self.optimizer = make_optimizer(recipe)
        # An optimiser's state is only taken over once its variables exist.
        self.optimizer.build(model.trainable_variables)
        self.fast = None
        if keras.backend.backend() in FAST_BACKENDS:
            from cnncourse.in_keras.tensorflow_steps import TensorFlowSteps

            self.fast = TensorFlowSteps(model, self.optimizer, self.images, self.labels)
        else:
            # Keras computes losses in float32 unless told, whatever the model computes in.
            dtype = model.inputs[0].dtype
            model.compile(
                optimizer=self.optimizer,
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype=dtype),
                metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
            )

    def steps(self, batches, rates):
        """Take one step a batch."""
        if self.fast is not None:
            return self.fast.run(batches, rates)
        losses, correct = [], 0
        for indices, rate in zip(batches, rates, strict=True):
            self.optimizer.learning_rate = rate
            # Keras's metrics are running means; a batch's own needs them empty.
            self.model.reset_metrics()
            inputs = to_input(self.images[indices], self.model.inputs[0].dtype)
            found = self.model.train_on_batch(inputs, self.labels[indices], return_dict=True)
            losses.append(float(found["loss"]))
            correct += round(float(found["accuracy"]) * len(indices))
        return loop.Report(np.array(losses), correct)

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
