"""The way through a built model, layer by layer, those inside a residual too.

Modules are named from the description's side: ``"conv1"``, ``"conv1_relu"``,
``"residual1/conv1"`` or ``"residual1/shortcut/conv1"``.
"""

from collections.abc import Generator, Iterator

import torch
from torch import nn

from cnncourse.listings.torch_classes import Residual


def module_at(model: nn.Sequential, path: str) -> nn.Module:
    """Return the module of a name."""
    module = model
    for name in path.split("/"):
        if isinstance(module, Residual) and name != "shortcut":
            module = module.body
        module = getattr(module, name)
    return module


def uncompiled(model: nn.Module) -> nn.Sequential:
    """Return what was built of what torch.compile made of it; it has the same weights."""
    return getattr(model, "_orig_mod", model)


def head(model: nn.Sequential) -> str:
    """Return the name of what turns a model's last numbers into probabilities, or nothing."""
    kinds = {nn.Softmax: "softmax", nn.Sigmoid: "sigmoid"}
    for module in reversed([*uncompiled(model).children()]):
        if not isinstance(module, nn.Dropout | nn.Flatten):
            return kinds.get(type(module), "")
    return ""


def every_name(chain: nn.Sequential, before: str = "") -> Iterator[str]:
    """Yield the name of every module of a chain, those inside a residual right before it."""
    for name, module in chain.named_children():
        if isinstance(module, Residual):
            yield from every_name(module.body, f"{before}{name}/")
            yield from every_name(module.shortcut, f"{before}{name}/shortcut/")
        yield f"{before}{name}"


def last_name(model: nn.Sequential, name: str) -> str:
    """Return the name of the last module that carries out a described layer."""
    return [n for n in every_name(model) if n == name or n.startswith(f"{name}_")][-1]


def through(
    chain: nn.Sequential, x: torch.Tensor, before: str = ""
) -> Generator[tuple[str, torch.Tensor], None, torch.Tensor]:
    """Send a batch through a chain; yield (name, what leaves it), in the order of `every_name`.

    Returns
    -------
    torch.Tensor
        What leaves the chain.
    """
    for name, module in chain.named_children():
        full = f"{before}{name}"
        if isinstance(module, Residual):
            body = yield from through(module.body, x, f"{full}/")
            around = yield from through(module.shortcut, x, f"{full}/shortcut/")
            x = body + around
        else:
            entered, x = x, module(x)
            # Some hand on what they are given: a name of its own keeps the two apart, where a
            # residual adds it too.
            x = x.view_as(x) if x is entered else x
        yield full, x
    return x
