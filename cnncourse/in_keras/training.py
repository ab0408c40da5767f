"""A recipe carried out in Keras."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import keras

from cnncourse import loop, rate_range
from cnncourse.in_keras import device as devices
from cnncourse.in_keras import differentiation, several, weights
from cnncourse.in_keras.engine import Engine
from cnncourse.in_keras.traversal import head
from cnncourse.inputs import check_data, image_count, warn_of_head
from cnncourse.processes import check_shares
from cnncourse.rate_range import RateRange
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
    on_start: Callable[[], object] | None = None,
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
    on_start : function, optional
        Called without arguments when data, recipe and model have been checked and the run
        starts, in every process: what raises before has changed nothing.

    Returns
    -------
    History

    Raises
    ------
    ValueError, TypeError
        If data or recipe do not fit the model, or the number of processes.
    TrainingError
        If gradients are switched off or all weights frozen; and if the loss is no longer a
        number, with the model back at the last good epoch.
    ProcessError
        If another of the processes has ended.
    FileExistsError, CheckpointError, OSError
        For a checkpoint in the way, of another run, or that cannot be written.

    Warns
    -----
    LogitsWarning
        If the last layer gives probabilities, of which the loss takes softmax again.
    """
    architecture = _check(model, data, recipe)
    warn_of_head(architecture, head(model))
    check_shares(architecture, recipe, image_count(data.train), several.sharing())
    team, strategy = several.team(), several.strategy()
    precision = devices.precision(recipe, architecture, model.inputs[0].dtype)
    if strategy is not None:
        make = partial(Engine, data=data, recipe=recipe, precision=precision)
        engine = several.Shared(make, model, recipe, strategy, team)
    else:
        engine = Engine(model, data, recipe, precision)
    with several.taking_part():
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
            on_start=on_start,
            hardware=devices.describe(precision).as_dict(),
            versions=devices.versions(),
        )


def lr_range_test(
    model: keras.Model,
    data,
    recipe: Recipe,
    *,
    low: float = 1e-5,
    high: float = 1.0,
    steps: int = 100,
) -> RateRange:
    """Raise the learning rate step by step and measure the loss at each.

    The model is left with the weights it came with.

    Parameters
    ----------
    model : keras.Sequential
        Made by `build`.
    data : Dataset
        ``train`` is used, nothing else.
    recipe : Recipe
        Its optimiser, batches, augmentation and precision are used; its rate, schedule and
        epochs are not.
    low, high : float
        The first rate and the last; each step's is the same multiple of the one before.
    steps : int
        Steps from ``low`` to ``high``, one batch each. The test ends sooner where the smoothed
        loss has risen to four times its lowest, or is no number.

    Returns
    -------
    RateRange
        Rates, losses, and the rate at which the loss fell fastest. `in_torch.lr_range_test`
        finds the same within rounding, from equal weights, where there is no dropout.

    Raises
    ------
    ValueError, TypeError
        If data, recipe or rates do not fit.
    TrainingError
        If gradients are switched off or all weights frozen; and if the loss is no number from
        the first steps on.

    Warns
    -----
    LogitsWarning
        If the last layer gives probabilities, of which the loss takes softmax again.

    Source: Smith, "Cyclical Learning Rates for Training Neural Networks" (2015).
    """
    architecture = _check(model, data, recipe)
    warn_of_head(architecture, head(model))
    engine = Engine(
        model, data, recipe, devices.precision(recipe, architecture, model.inputs[0].dtype)
    )
    return rate_range.run(engine, data, recipe, low=low, high=high, steps=steps)


def _check(model, data, recipe):
    """Raise unless the model can be trained so; return its architecture."""
    architecture = weights.architecture_of(model)
    check_data(data, architecture, recipe)
    _check_gradients(model, architecture)
    return architecture


def _check_gradients(model, architecture):
    """Raise unless gradients are taken here, and of some weights at least."""
    if differentiation.switched_off():
        raise loop.TrainingError(
            "training needs gradients, which torch.no_grad or torch.inference_mode has switched "
            "off here, where Keras computes with PyTorch; call train outside of it"
        )
    if not model.trainable_variables:
        raise loop.TrainingError(
            f"all weights of {architecture.name!r} are frozen (trainable=False), so nothing would "
            "be learned; free them with model.trainable = True"
        )
