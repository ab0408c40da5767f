"""Keras's side of the training loop: steps, and its state as NumPy arrays."""

import keras
import numpy as np

from cnncourse import loop
from cnncourse.checks.layers import class_count
from cnncourse.in_keras import device as devices
from cnncourse.in_keras import faster, weights
from cnncourse.in_keras.inspection import loss_and_accuracy, to_input
from cnncourse.in_keras.optimizers import make_optimizer
from cnncourse.in_keras.traversal import every_layer
from cnncourse.processes import Alone
from cnncourse.recipe.augmentation import move
from cnncourse.recipe.changes import change as carry_out
from cnncourse.recipe.changes import targets


def _loss(recipe, dtype):
    """Return the recipe's loss; Keras computes in float32 unless told, whatever the model does."""
    return keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=recipe.label_smoothing, dtype=dtype
    )


def _augmentation(recipe, architecture):
    """Return what the steps must be made ready for: images moved, or made anew each epoch."""
    changing = recipe.changes(1, 0) is not None
    return {
        "augmented": bool(recipe.flip or recipe.shift) and not changing,
        "changing": changing,
        "classes": class_count(architecture) if recipe.mixup else None,
    }


class Engine:
    """Keras's `loop.Engine`."""

    framework, team = "keras", Alone()
    steps_a_report = loop.STEPS_A_REPORT

    def __init__(self, model, data, recipe, precision="float32", make_steps=None):
        self.model, self.data, self.precision = model, data, precision
        self.images = np.asarray(data.train.images)
        self.labels = np.asarray(data.train.labels, np.int64)
        self.moves = None
        self.optimizer = make_optimizer(recipe)
        # An optimiser's state is only taken over once its variables exist.
        self.optimizer.build(model.trainable_variables)
        self.fast = None
        make_steps = make_steps or faster.graph_steps()
        if make_steps is not None:
            self.fast = make_steps(
                model,
                self.optimizer,
                self.images,
                self.labels,
                smoothing=recipe.label_smoothing,
                **_augmentation(recipe, weights.architecture_of(model)),
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

    def change(self, changes):
        """Train on this epoch's images, which are made here, once for all its steps."""
        split, classes = self.data.train, class_count(weights.architecture_of(self.model))
        self.images = carry_out(np.asarray(split.images), changes)
        if changes.partners is not None:
            self.labels = targets(np.asarray(split.labels), changes, classes)
        if self.fast is not None:
            self.fast.replace(self.images, self.labels)

    def steps(self, batches, rates):
        """Take one step a batch."""
        if self.fast is not None:
            return self.fast.run(batches, rates, self.moves)
        with faster.computing_in(self.precision, self.model):
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
        wanted = self.labels[indices]
        if wanted.ndim == 1:
            wanted = np.eye(self.model.outputs[0].shape[-1])[wanted]
        found = self.model.train_on_batch(inputs, wanted, return_dict=True)
        return float(found["loss"]), round(float(found["accuracy"]) * len(indices))

    def seed(self, seed):
        """Set what each dropout layer draws from."""
        for number, (_, layer) in enumerate(every_layer(self.model.layers)):
            # A rate of 0 draws nothing, and Keras then makes no generator.
            if isinstance(layer, keras.layers.Dropout) and layer.rate > 0:
                state = layer.seed_generator.state
                own = np.random.SeedSequence([seed, number]).generate_state(1)[0] >> 1
                state.assign(np.array([own, 0], dtype=state.dtype))

    def evaluate(self):
        """Measure the validation split."""
        return loss_and_accuracy(self.model, self.data.validation)

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
                f"{self.optimizer.name} keeps, got {len(arrays)} (other weights were frozen "
                "then, or it is of another Keras)"
            )
        for number, variable in enumerate(self.optimizer.variables):
            variable.assign(arrays[str(number)])
