"""PyTorch's side of the training loop: steps, and its state as NumPy arrays."""

import numpy as np
import torch
from torch.nn import functional

from cnncourse import loop
from cnncourse.checks.layers import class_count
from cnncourse.in_torch import faster, weights
from cnncourse.in_torch.augmenting import move
from cnncourse.in_torch.inspection import (
    device_and_dtype,
    loss_and_accuracy,
    to_device,
    to_input,
)
from cnncourse.in_torch.optimizers import make_optimizer, trained
from cnncourse.in_torch.transferring import in_training
from cnncourse.processes import Alone
from cnncourse.recipe.changes import change as carry_out
from cnncourse.recipe.changes import targets


class Engine:
    """PyTorch's `loop.Engine`: the images stay on the device, as they are at rest."""

    framework, team = "torch", Alone()
    steps_a_report = loop.STEPS_A_REPORT

    def __init__(self, model, data, recipe, precision="float32", *, alone=True):
        self.model, self.data = model, data
        self.device, self.dtype = device_and_dtype(model)
        self.images = to_device(data.train.images, self.device, self.dtype)
        self.labels = torch.tensor(np.asarray(data.train.labels, np.int64), device=self.device)
        self.optimizer = make_optimizer(model, recipe)
        self.full = recipe.batch_size
        steps = recipe.epochs * recipe.steps(len(self.labels))
        # Several processes have PyTorch's sum over them around the model instead.
        self.forward = faster.compile_long(model, self.device, steps) if alone else model
        self.smoothing, self.mixed = recipe.label_smoothing, precision == "bfloat16"
        self.order = faster.memory_order(model, self.dtype)
        self.masks, self.moves = faster.Masks(), None

    def laid_out(self):
        """Hold the model as training is fastest, for a while."""
        helped = self.device.type == "cpu" and self.forward is self.model
        return faster.laid_out(self.model, self.order, self.masks, helped=helped)

    def augment(self, moves):
        """Take over how each image is moved this epoch."""
        self.moves = None if moves is None else torch.from_numpy(moves).to(self.device)

    def change(self, changes):
        """Train on this epoch's images, which are made here, once for all its steps."""
        split, classes = self.data.train, class_count(weights.architecture_of(self.model))
        images = carry_out(np.asarray(split.images), changes)
        self.images = to_device(images, self.device, self.dtype)
        if changes.partners is not None:
            wanted = targets(np.asarray(split.labels), changes, classes)
            self.labels = torch.from_numpy(wanted).to(self.dtype).to(self.device)

    def steps(self, batches, rates, weights=None):
        """Take one step a batch; the losses leave the device once, at the end.

        ``weights`` multiply the losses, where each of the ``batches`` is a share of one.
        """
        weights = [1.0] * len(batches) if weights is None else weights
        in_training(self.model)
        losses, correct = [], torch.zeros((), dtype=torch.int64, device=self.device)
        # The orders of all batches go to the device at once.
        orders = torch.from_numpy(np.concatenate(batches)).to(self.device)
        chosen = orders.split([*map(len, batches)])
        for own, rate, weight in zip(chosen, rates, weights, strict=True):
            self.optimizer.param_groups[0]["lr"] = float(rate)
            loss, right = self.step(own, weight) if len(own) else self.step_without_images()
            losses.append(loss)
            correct += right
        return loop.Report(torch.stack(losses).cpu().numpy(), int(correct))

    def step(self, chosen, weight=1.0):
        """Take a step on the images chosen; return the loss and how many were right."""
        labels, images = self.labels[chosen], self.images[chosen]
        if self.moves is not None:
            images = move(images, self.moves[chosen])
        inputs = faster.in_order(to_input(images, self.dtype), self.order)
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
        # Of mixed images the heavier label counts.
        single = labels if labels.ndim == 1 else labels.argmax(1)
        return loss.detach(), (logits.detach().argmax(1) == single).sum()

    def step_without_images(self):
        """Take part in a step of several processes with a share that is empty."""
        # Every process must take part in the sum. In evaluation mode the one image that passes
        # changes no statistics and draws no mask; its loss weighs nothing.
        self.model.eval()
        loss, right = self.step(torch.zeros(1, dtype=torch.int64, device=self.device), 0.0)
        in_training(self.model)
        return loss, torch.zeros_like(right)

    def seed(self, seed):
        """Set what dropout draws from."""
        torch.manual_seed(seed)
        self.masks.seed(seed)

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
        parameters = trained(self.model)
        shapes = {str(n): tuple(kept.shape) for n, kept in enumerate(parameters)}
        names = [name.partition("/") for name in arrays if name != "last_lr"]
        whole = {f"{number}/{key}" for number in shapes for _, _, key in names} | {"last_lr"}
        if arrays.keys() != whole or not all(
            arrays[f"{number}/{key}"].shape in ((), shapes[number]) for number, _, key in names
        ):
            raise ValueError(
                f"the optimiser's state must be of the shapes of {len(shapes)} parameters and a "
                f"last_lr, got {len(arrays)} arrays (some weights are or were frozen, or it is of "
                "another PyTorch)"
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
