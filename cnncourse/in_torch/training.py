"""A recipe carried out in PyTorch."""

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

import torch
from torch import nn

from cnncourse import loop, rate_range
from cnncourse.in_torch import device as devices
from cnncourse.in_torch import faster, several, weights
from cnncourse.in_torch.engine import Engine
from cnncourse.in_torch.inspection import device_and_dtype
from cnncourse.in_torch.traversal import head
from cnncourse.inputs import check_data, image_count, warn_of_head
from cnncourse.processes import Alone, check_shares
from cnncourse.rate_range import RateRange
from cnncourse.recipe import History, Recipe


def train(
    model: nn.Sequential,
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

    Started by ``torchrun``, all processes train the one model together: each gives the same
    arguments and takes its share of every batch, and all end with equal weights and histories;
    process 0 alone writes, shows a bar and calls the callbacks (see `distributed`).

    Parameters
    ----------
    model : torch.nn.Sequential
        Made by `build`; it starts from the weights it has, and stays on the device used.
    data : Dataset
        ``train``, and ``validation`` if there is one, are used; ``test`` never is.
    recipe : Recipe
        `in_keras.train` follows the same one, batch for batch.
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
    team = several.join()
    with several.taking_part(), _engine(model, data, recipe, team) as (engine, precision):
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
    model: nn.Sequential,
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
    model : torch.nn.Sequential
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
        Rates, losses, and the rate at which the loss fell fastest. `in_keras.lr_range_test`
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
    warn_of_head(_check(model, data, recipe), head(model))
    with _engine(model, data, recipe, Alone()) as (engine, _):
        return rate_range.run(engine, data, recipe, low=low, high=high, steps=steps)


def _check(model, data, recipe):
    """Raise unless the model can be trained so; return its architecture."""
    architecture = weights.architecture_of(model)
    check_data(data, architecture, recipe)
    _check_gradients(model, architecture)
    return architecture


@contextmanager
def _engine(model, data, recipe, team):
    """Give the engine of a run, its model laid out for training, and the run's precision."""
    was_training = model.training
    model.to(_device_for(model))
    dtype = str(device_and_dtype(model)[1]).removeprefix("torch.")
    precision = devices.precision(recipe, weights.architecture_of(model), dtype)
    engine = Engine(model, data, recipe, precision, alone=team.count == 1)
    if team.count > 1:
        engine = several.Shared(engine, team)
    with faster.memory_kept(), _random_numbers_kept(), engine.laid_out():
        try:
            yield engine, precision
        finally:
            model.train(was_training)


def _check_gradients(model, architecture):
    """Raise unless gradients are taken here, and of some weights at least."""
    for off, mode in (
        (torch.is_inference_mode_enabled(), "torch.inference_mode"),
        (not torch.is_grad_enabled(), "torch.no_grad or torch.set_grad_enabled(False)"),
    ):
        if off:
            raise loop.TrainingError(
                f"training needs gradients, which {mode} has switched off here; call train "
                "outside of it"
            )
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise loop.TrainingError(
            f"all weights of {architecture.name!r} are frozen (requires_grad=False), so nothing "
            "would be learned; free them with model.requires_grad_(True)"
        )


def _device_for(model):
    """Return where to train: Apple's cards hold no float64, which stays on the processor."""
    device, (_, dtype) = devices.choose(), device_and_dtype(model)
    return torch.device("cpu") if (device.type, dtype) == ("mps", torch.float64) else device


@contextmanager
def _random_numbers_kept():
    """Put the caller's random state back afterwards; each epoch sets a seed of its own."""
    on_mps = torch.mps.get_rng_state() if torch.backends.mps.is_available() else None
    try:
        with torch.random.fork_rng(devices=range(torch.cuda.device_count())):
            yield
    finally:
        if on_mps is not None:
            torch.mps.set_rng_state(on_mps)
