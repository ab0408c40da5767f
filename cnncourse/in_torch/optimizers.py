"""PyTorch's optimisers, made to take the very steps that Keras's take."""

import math

import torch
from torch import nn

from cnncourse.recipe import Recipe


def make_optimizer(model: nn.Module, recipe: Recipe) -> torch.optim.Optimizer:
    """Return the recipe's optimiser for a model, with Keras's formula where they differ.

    - Adam: Keras adds epsilon to the root of the *raw* second moment, PyTorch to that of
      the bias-corrected one; a hook gives PyTorch the epsilon that makes both equal.
    - SGD with momentum under a schedule: Keras's velocity holds the rates of the past,
      PyTorch's buffer does not; a hook rescales the buffer when the rate changes.
    """
    recipe = recipe.in_float32()
    # One call for all weights instead of several for each.
    parameters, common = trained(model), {"lr": recipe.learning_rate, "fused": True}
    if recipe.optimizer == "sgd":
        optimizer = torch.optim.SGD(
            parameters, momentum=recipe.momentum, nesterov=recipe.nesterov, **common
        )
        if recipe.momentum:
            optimizer.register_step_pre_hook(_rescale_velocity)
        return optimizer
    settings = {"betas": (recipe.beta_1, recipe.beta_2), "eps": recipe.epsilon, **common}
    if recipe.optimizer == "adamw":
        optimizer = torch.optim.AdamW(parameters, weight_decay=recipe.weight_decay, **settings)
    else:
        optimizer = torch.optim.Adam(parameters, **settings)
    epsilon = _KerasEpsilon(recipe)
    optimizer.register_step_pre_hook(epsilon)
    optimizer.register_load_state_dict_post_hook(epsilon.forget)
    return optimizer


def trained(model: nn.Module) -> list[nn.Parameter]:
    """Return the parameters that are not frozen: an optimiser keeps numbers for no others."""
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


class _KerasEpsilon:
    """Before step t, set PyTorch's epsilon to Keras's over sqrt(1 - beta_2 ** t)."""

    def __init__(self, recipe):
        self.epsilon, self.beta_2 = recipe.epsilon, recipe.beta_2
        self.taken = None

    def forget(self, optimizer):
        """Count the steps anew from the optimiser's state, which has been replaced."""
        self.taken = None

    def __call__(self, optimizer, args, kwargs):
        if self.taken is None:
            # Only once: the count may be on a graphics card, which would be waited for.
            first = optimizer.state.get(optimizer.param_groups[0]["params"][0], {})
            self.taken = int(first.get("step", 0))
        self.taken += 1
        for group in optimizer.param_groups:
            group["eps"] = self.epsilon / math.sqrt(1 - self.beta_2**self.taken)


def _rescale_velocity(optimizer, args, kwargs):
    """Before a step at another rate, scale the momentum buffers by old rate / new rate."""
    group = optimizer.param_groups[0]
    old = group.get("last_lr", group["lr"])
    if old != group["lr"]:
        for state in optimizer.state.values():
            if state.get("momentum_buffer") is not None:
                state["momentum_buffer"].mul_(old / group["lr"])
    group["last_lr"] = group["lr"]
