"""The order of memory in which a PyTorch model trains."""

import subprocess
import sys

import pytest
import torch

from cnncourse import in_torch
from cnncourse.architecture import Architecture, BatchNorm, Conv2D, Dense, Flatten, Residual
from cnncourse.in_torch.faster import memory_order
from tests.processes import ROOT, SECONDS, environment

SHORTCUT = [Conv2D(16, 1, 2)]


def network(channels, shortcut):
    body = [Conv2D(16, 3, shortcut[0].stride, padding=1), BatchNorm()]
    head = [Flatten(), Dense(3)]
    return Architecture("shortcut", (8, 8, channels), [Residual(body, shortcut), *head])


@pytest.mark.parametrize(
    ("channels", "shortcut", "dtype", "order"),
    [
        (2, SHORTCUT, "float32", torch.contiguous_format),
        (15, SHORTCUT, "float32", torch.contiguous_format),
        (15, [Conv2D(16, 1, (1, 2))], "float32", torch.contiguous_format),
        (16, SHORTCUT, "float32", torch.channels_last),
        (2, [Conv2D(16, 1)], "float32", torch.channels_last),
        (2, [Conv2D(16, 3, 2, padding=1)], "float32", torch.channels_last),
        (16, SHORTCUT, "float64", torch.contiguous_format),
    ],
)
def test_channels_last_but_where_it_is_wrong(channels, shortcut, dtype, order):
    model = in_torch.build(network(channels, shortcut), dtype=dtype)
    assert memory_order(model, model[-1].weight.dtype) is order


TRAINING = """
from cnncourse import in_torch
from cnncourse.recipe import Recipe
from tests import twins
from tests.test_in_torch_layout import SHORTCUT, network

recipe = Recipe("sgd", 1e-2, epochs=4, batch_size=16)
for channels in (1, 4, 7):
    small = network(channels, SHORTCUT)
    history = in_torch.train(in_torch.build(small), twins.drawn_data(small, 96), recipe)
    assert history.loss[-1] < history.loss[0]
"""


def test_training_goes_on_without_avx512():
    """OneDNN as on such a processor, where this training ended the process."""
    done = subprocess.run(
        [sys.executable, "-c", TRAINING],
        cwd=ROOT,
        env=environment(DNNL_MAX_CPU_ISA="AVX2"),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
