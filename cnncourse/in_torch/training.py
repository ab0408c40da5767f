"""A recipe carried out in PyTorch."""

import importlib.util
from collections.abc import Callable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from cnncourse import loop
from cnncourse.in_torch import device as devices
from cnncourse.in_torch import distributed, dropping, lean, memory, weights
from cnncourse.in_torch.augmenting import move
from cnncourse.in_torch.inspection import evaluate, place, to_device, to_input
from cnncourse.in_torch.optimizers import make_optimizer
from cnncourse.inputs import check_data
from cnncourse.processes import check_shares
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
    team = distributed.join()
    was_training = model.training
    model.to(_device_for(model))
    precision = devices.precision(recipe, architecture, str(place(model)[1]).removeprefix("torch."))
    engine = _Engine(model, data, recipe, precision, alone=team.count == 1)
    if team.count > 1:
        engine = distributed.Shared(engine, team)
    with distributed.taking_part(), memory.kept(), _random_numbers_kept(), engine.laid_out():
        try:
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
        finally:
            model.train(was_training)


def _device_for(model):
    """Return where to train: Apple's cards hold no float64, which stays on the processor."""
    device, (_, dtype) = devices.choose(), place(model)
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


COMPILED_FROM = 5_000
"""The steps of a run on an NVIDIA card from which its forward and backward pass are compiled."""
COMPILER = {"backend": "inductor", "mode": "reduce-overhead", "dynamic": False}
"""With this mode the compiled kernels are recorded as CUDA graphs, and replayed in one call."""


def _compiles(device, steps):
    """Return whether a run is compiled: on a card, and long enough to earn the half minute."""
    has_compiler = importlib.util.find_spec("triton") is not None
    return device.type == "cuda" and steps >= COMPILED_FROM and has_compiler


class _Engine:
    """PyTorch's part of `loop.run`: the images stay on the device, as they are at rest.

    A float32 model trains with its maps in memory channels last, which the convolutions of
    processors and cards are fastest in. A float64 model keeps PyTorch's own order: on permuted
    memory the processor's batch normalisation adds up in float32.
    """

    framework = "torch"

    def __init__(self, model, data, recipe, precision="float32", *, alone=True):
        self.model, self.data = model, data
        self.device, self.dtype = place(model)
        self.images = to_device(data.train.images, self.device, self.dtype)
        self.labels = torch.tensor(np.asarray(data.train.labels, np.int64), device=self.device)
        self.optimizer = make_optimizer(model, recipe)
        self.full = recipe.batch_size
        steps = recipe.epochs * recipe.steps(len(self.labels))
        # Several processes have PyTorch's sum over them around the model instead.
        compiled = alone and _compiles(self.device, steps)
        self.forward = torch.compile(model, **COMPILER) if compiled else model
        self.smoothing, self.mixed = recipe.label_smoothing, precision == "bfloat16"
        channels_last = self.dtype == torch.float32
        self.order = torch.channels_last if channels_last else torch.contiguous_format
        self.masks, self.moves = dropping.Masks(), None

    @contextmanager
    def laid_out(self):
        """Hold the model as training is fastest, and put it back as one built it."""
        with ExitStack() as helped:
            helped.callback(self.model.to, memory_format=torch.contiguous_format)
            self.model.to(memory_format=self.order)
            # A card draws thousands of numbers at once, and what is compiled draws its own.
            if self.device.type == "cpu" and self.forward is self.model:
                helped.enter_context(dropping.drawing_from(self.masks, self.model))
                helped.enter_context(lean.relu_after_pooling(self.model))
                if self.order is torch.channels_last:
                    helped.enter_context(lean.gradients_channels_last(self.model))
            yield

    def augment(self, moves):
        """Take over how each image is moved this epoch."""
        self.moves = None if moves is None else torch.from_numpy(moves).to(self.device)

    def steps(self, batches, rates):
        """Take one step a batch; the losses leave the device once, at the end."""
        self.model.train()
        losses, correct = [], torch.zeros((), dtype=torch.int64, device=self.device)
        # The orders of all batches go to the device at once.
        orders = torch.from_numpy(np.concatenate(batches)).to(self.device)
        for chosen, rate in zip(orders.split([*map(len, batches)]), rates, strict=True):
            self.optimizer.param_groups[0]["lr"] = float(rate)
            loss, right = self.step(chosen)
            losses.append(loss)
            correct += right
        return loop.Report(torch.stack(losses).cpu().numpy(), int(correct))

    def step(self, chosen, weight=1):
        """Take a step on the images chosen; return the loss and how many were right.

        ``weight`` multiplies the loss, where the images are a part of the batch.
        """
        labels, images = self.labels[chosen], self.images[chosen]
        if self.moves is not None:
            images = move(images, self.moves[chosen])
        inputs = to_input(images, self.dtype).contiguous(memory_format=self.order)
        self.optimizer.zero_grad()
        # A last, smaller batch would be compiled anew.
        forward = self.forward if self.full in (None, len(inputs)) else self.model
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.mixed):
            logits = forward(inputs).to(self.dtype)
        loss = functional.cross_entropy(logits, labels, label_smoothing=self.smoothing)
        if weight != 1:
            loss = loss * weight
        loss.backward()
        self.optimizer.step()
        return loss.detach(), (logits.detach().argmax(1) == labels).sum()

    def seed(self, seed):
        """Set what dropout draws from."""
        torch.manual_seed(seed)
        self.masks.seed(seed)

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
        """Return moments and step counts by parameter number, and the last rate."""
        states = self.optimizer.state_dict()["state"]
        found = {
            f"{number}/{key}": value.cpu().numpy().copy()
            for number, state in states.items()
            for key, value in state.items()
            if value is not None
        }
        return found | {"last_lr": np.float64(self.optimizer.param_groups[0]["lr"])}

    def set_optimizer(self, arrays):
        """Take over moments, step counts and the last rate; a ValueError if they do not fit."""
        parameters = [*self.model.parameters()]
        shapes = {str(n): tuple(kept.shape) for n, kept in enumerate(parameters)}
        names = [name.partition("/") for name in arrays if name != "last_lr"]
        whole = {f"{number}/{key}" for number in shapes for _, _, key in names} | {"last_lr"}
        if arrays.keys() != whole or not all(
            arrays[f"{number}/{key}"].shape in ((), shapes[number]) for number, _, key in names
        ):
            raise ValueError(
                f"the optimiser's state must be of the shapes of {len(shapes)} parameters and a "
                f"last_lr, got {len(arrays)} arrays (perhaps of another PyTorch)"
            )
        states = {}
        for name, array in arrays.items():
            number, _, key = name.partition("/")
            if key:
                kept = torch.from_numpy(array.copy())
                if array.ndim:
                    # In the order of memory of its weights, which the fused step relies on.
                    kept = torch.empty_like(parameters[int(number)], dtype=kept.dtype).copy_(kept)
                states.setdefault(int(number), {})[key] = kept
        self.optimizer.load_state_dict(self.optimizer.state_dict() | {"state": states})
        self.optimizer.param_groups[0]["last_lr"] = float(arrays["last_lr"])
