"""The training loop without a framework: epochs, the best weights, early stopping, resume.

A twin hands in an `Engine`, which takes steps and gives its state as NumPy arrays; what a
run *is* stands here once, for both. Where several processes train one model, each of them runs
this loop; process 0 alone reads and writes files, calls the callbacks and decides.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from tqdm.auto import tqdm

from cnncourse import checkpoint as checkpoints
from cnncourse import disk
from cnncourse.architecture import Architecture
from cnncourse.inputs import fingerprint, image_count
from cnncourse.processes import Team, lead
from cnncourse.recipe import History, Recipe
from cnncourse.recipe.changes import Changes
from cnncourse.weightfile import check_finite

STEPS_A_REPORT = 50
"""Steps between two looks at the losses: more would keep the bar still for too long."""


class TrainingError(RuntimeError):
    """Training that cannot go on; the message says why and what to change."""


class Evaluation(NamedTuple):
    """Mean cross-entropy (natural logarithm) and accuracy (a fraction) over a split."""

    loss: float
    accuracy: float


class Report(NamedTuple):
    """What a few steps measured: each step's loss, and how many images were right."""

    losses: np.ndarray
    correct: int


class Engine(Protocol):
    """What a framework must be able to do for `run`."""

    framework: str
    team: Team
    """The processes that train together; `processes.Alone` in a run of one."""
    steps_a_report: int
    """How many steps at most `steps` is given at once: `STEPS_A_REPORT`, if it does not mind."""

    def steps(self, batches: Sequence[np.ndarray], rates: np.ndarray) -> Report:
        """Train on each batch of indices in turn at its learning rate."""

    def augment(self, moves: np.ndarray | None) -> None:
        """Move the training images of this epoch so: `Recipe.moves`, or None for not at all."""

    def change(self, changes: Changes) -> None:
        """Train on images changed so in this epoch: `Recipe.changes`."""

    def seed(self, seed: int) -> None:
        """Set the framework's own random numbers (dropout)."""

    def evaluate(self) -> Evaluation:
        """Measure the validation split."""

    def get_weights(self) -> dict[str, np.ndarray]:
        """Return the neutral weight dictionary."""

    def set_weights(self, arrays: dict[str, np.ndarray]) -> None:
        """Take over a neutral weight dictionary."""

    def get_optimizer(self) -> dict[str, np.ndarray]:
        """Return all of the optimiser's state."""

    def set_optimizer(self, arrays: dict[str, np.ndarray]) -> None:
        """Take over an optimiser's state; raise ValueError if it is not this optimiser's."""


def run(
    engine: Engine,
    architecture: Architecture,
    data,
    recipe: Recipe,
    *,
    callbacks: Sequence[Callable[[History], bool | None]] = (),
    checkpoint: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
    batch_losses: bool = False,
    on_start: Callable[[], object] | None = None,
    hardware: dict | None = None,
    versions: dict | None = None,
) -> History:
    """Train with ``engine`` as the recipe says; see `in_torch.train` for the arguments.

    Raises
    ------
    TrainingError
        If the loss is no longer a number; the weights are those of the last good epoch.
    ProcessError
        If another process of the run has ended.
    FileExistsError, CheckpointError, OSError
        For a checkpoint in the way, of another run, or that cannot be written.
    """
    _check_callbacks(callbacks, on_start)
    if on_start is not None:
        on_start()
    checkpoint = None if checkpoint is None else disk.expand(checkpoint)
    team = engine.team
    identity = checkpoints.Identity(engine.framework, architecture, recipe, fingerprint(data))
    state = _start_together(team, engine, identity, checkpoint, resume, batch_losses)
    history = state.history
    # Of a run that has kept them so far, so that a history has all of them or none.
    batch_losses = batch_losses or bool(history.batch_losses)
    history.recipe, history.hardware = recipe.as_dict(), hardware or {}
    history.versions = versions or {}
    validated = getattr(data, "validation", None) is not None
    total = recipe.epochs * recipe.steps(image_count(data.train))
    shown = progress and team.rank == 0
    with tqdm(total=total, disable=not shown, unit="step", dynamic_ncols=True) as bar:
        bar.update(history.epochs * recipe.steps(image_count(data.train)))
        while not history.stopped:
            started, used = time.perf_counter(), time.process_time()
            _train_epoch(engine, data.train, recipe, history, state.weights, bar, batch_losses)
            if validated:
                _validate(engine, history, state)
            _check_weights(engine, history, state)
            history.seconds.append(time.perf_counter() - started)
            history.processor_seconds.append(time.process_time() - used)
            history.processes.append(team.count)
            bar.set_postfix_str(repr(history).partition(": ")[2].rstrip(")"))
            history.stopped = lead(team, lambda: _verdict(history, recipe, callbacks))
            state.weights, state.optimizer = engine.get_weights(), engine.get_optimizer()
            if checkpoint is not None:
                lead(team, lambda: checkpoints.save(checkpoint, identity, state))
    if state.best and recipe.restore_best:
        engine.set_weights(state.best)
    return history


def _start_together(team, engine, identity, path, resume, batch_losses):
    """Start on process 0, which alone knows the files; give the others its state."""
    if team.count == 1:
        return _start(engine, identity, path, resume, batch_losses)
    states, own = [], [identity.data, identity.architecture.to_json(), identity.recipe.as_dict()]

    def start():
        states.append(_start(engine, identity, path, resume, batch_losses))
        return own

    told = lead(team, start)
    if told != own:
        raise ValueError(
            f"process {team.rank} has other images, another network or another recipe than "
            "process 0; give every process the same ones"
        )
    content = team.tell(checkpoints.to_bytes(states[0]) if states else b"")
    if states:
        return states[0]
    state = checkpoints.from_bytes(content)
    engine.set_optimizer(state.optimizer)
    engine.set_weights(state.weights)
    return state


def _start(engine, identity, path, resume, batch_losses):
    """Return the state a run starts from, and leave a checkpoint of it."""
    if path is not None:
        # An earlier part of the run may have been killed while it wrote.
        disk.remove_leftovers(path)
    if path is not None and path.exists():
        if not resume:
            raise FileExistsError(
                f"a checkpoint stands at {path}; pass resume=True to go on with it, "
                "or name another file"
            )
        state = checkpoints.load(path, identity)
        checkpoints.check_type(path, state.weights, engine.get_weights())
        if batch_losses and state.history.epochs and not state.history.batch_losses:
            raise checkpoints.CheckpointError(
                f"{path} is of a run that kept no batch_losses in its first "
                f"{state.history.epochs} epochs, so the history would lack them; leave "
                "batch_losses out, or start anew with another checkpoint file"
            )
        try:
            engine.set_optimizer(state.optimizer)
        except ValueError as error:
            raise checkpoints.CheckpointError(f"{path}: {error}; start the run anew") from error
        # A run that is given more epochs or more patience goes on.
        state.history.stopped = _why_stop(state.history, identity.recipe, asked=False)
        if not state.history.stopped:
            _leave(path, identity, state)
        # Last, so that whatever is refused leaves the model as it was.
        engine.set_weights(state.weights)
        return state
    if path is None and resume:
        raise ValueError("resume=True needs checkpoint=, the file to go on with")
    history = History(framework=engine.framework, architecture=identity.architecture.name)
    state = checkpoints.Progress(engine.get_weights(), {}, engine.get_optimizer(), history)
    # Else the first loss is no number, which looks like too high a learning rate.
    check_finite(state.weights, identity.architecture.name)
    if path is not None:
        # A run stopped within its first epoch must be able to go on as well.
        _leave(path, identity, state)
    return state


def _leave(path, identity, state):
    """Write a run's checkpoint before its first step: what cannot be written costs no epoch."""
    checkpoints.save(path, identity, state)


def _train_epoch(engine, split, recipe, history, good_weights, bar, keep_losses):
    """Take one epoch's steps; on a loss that is no number, put the good weights back."""
    epoch, count = history.epochs, image_count(split)
    begin_epoch(engine, recipe, count, epoch)
    bar.set_description(f"epoch {epoch + 1}/{recipe.epochs}")
    # Keras keeps its rate in float32, so that is the rate both twins step at.
    rates, done = recipe.rates(count, epoch).astype(np.float32), 0
    loss_sum, correct = 0.0, 0
    for batches in _chunks(recipe.batches(count, epoch), engine.steps_a_report):
        report = engine.steps(batches, rates[done : done + len(batches)])
        losses = np.asarray(report.losses, dtype=np.float64)
        if not np.isfinite(losses).all():
            engine.set_weights(good_weights)
            step = done + int(np.argmin(np.isfinite(losses))) + 1
            raise TrainingError(
                f"the loss became {losses[step - done - 1]} at step {step} of epoch {epoch + 1}; "
                f"lower the learning_rate (={recipe.learning_rate}). The model is back at the "
                "weights before this epoch"
            )
        loss_sum += float(losses @ [len(batch) for batch in batches])
        correct += report.correct
        done += len(batches)
        bar.update(len(batches))
        if keep_losses:
            history.batch_losses.extend(losses.tolist())
    history.loss.append(loss_sum / count)
    history.accuracy.append(correct / count)


def begin_epoch(engine: Engine, recipe: Recipe, count: int, epoch: int) -> None:
    """Draw what the epoch's steps need from the recipe's seed: dropout, what images go through."""
    # 31 bits: Keras keeps seeds in int32 on PyTorch.
    engine.seed(int(np.random.SeedSequence([recipe.seed, epoch]).generate_state(1)[0]) >> 1)
    changes = recipe.changes(count, epoch)
    if changes is None:
        engine.augment(recipe.moves(count, epoch))
    else:
        engine.change(changes)


def _check_weights(engine, history, state):
    """Raise if an epoch's last step left weights that are no numbers: no loss has shown it."""
    broken = [name for name, array in engine.get_weights().items() if not np.isfinite(array).all()]
    if broken:
        engine.set_weights(state.weights)
        raise TrainingError(
            f"{', '.join(broken)} held NaN or infinity after epoch {history.epochs}; lower the "
            "learning_rate. The model is back at the weights before this epoch"
        )


def _check_callbacks(callbacks, on_start):
    if callable(callbacks) or not all(map(callable, callbacks)):
        raise TypeError(f"callbacks must be a list of functions of a History, got {callbacks!r}")
    if on_start is not None and not callable(on_start):
        raise TypeError(f"on_start must be a function without arguments, got {on_start!r}")


def _chunks(batches: Iterator[np.ndarray], size: int) -> Iterator[list[np.ndarray]]:
    """Group the batches so that a report comes every few steps."""
    chunk = []
    for batch in batches:
        chunk.append(batch)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _validate(engine, history, state):
    """Measure the validation split and keep the weights if they are the best so far."""
    found = engine.evaluate()
    if not np.isfinite(found.loss):
        engine.set_weights(state.weights)
        raise TrainingError(
            f"the validation loss became {found.loss} after epoch {history.epochs}; lower the "
            "learning_rate. The model is back at the weights before this epoch"
        )
    if found.loss < min(history.validation_loss, default=np.inf):
        history.best_epoch = len(history.validation_loss)
        state.best = engine.get_weights()
    history.validation_loss.append(found.loss)
    history.validation_accuracy.append(found.accuracy)


def _verdict(history, recipe, callbacks):
    """Call the callbacks and return why training ends after this epoch, or nothing."""
    return _why_stop(history, recipe, any([callback(history) for callback in callbacks]))


def _why_stop(history, recipe, asked):
    """Return why training ends after this epoch, or nothing."""
    if recipe.patience is not None and history.best_epoch is not None:
        if history.epochs - 1 - history.best_epoch >= recipe.patience:
            return "early"
    if history.epochs >= recipe.epochs:
        return "finished"
    return "callback" if asked else ""
