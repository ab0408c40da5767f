"""Plain and residual networks of two depths: alike in everything but the sums."""

import pytest

from cnncourse.architecture import Residual
from cnncourse.experiments import EXPERIMENTS, depths

# A 3 x 3 convolution from 1 and from 16 channels to 16, no biases; four numbers a channel to
# normalise; the dense layer.
FIRST, INNER, NORM, LAST = 9 * 16, 9 * 16 * 16, 4 * 16, 16 * 10 + 10


@pytest.mark.parametrize("depth", [4, 8, 32])
@pytest.mark.parametrize("sums", [False, True])
def test_so_many_layers_have_weights(depth, sums):
    one = depths.network(depth, sums=sums)
    assert one.parameters().total == FIRST + (depth - 2) * INNER + (depth - 1) * NORM + LAST
    kernels = [key for key in one.initial_weights(seed=0) if key.endswith("/kernels")]
    assert len(kernels) == depth - 1


def test_only_the_sums_differ():
    plain, summed = (depths.network(8, sums=sums) for sums in (False, True))
    flat = []
    for layer in summed.layers:
        flat += layer.layers if isinstance(layer, Residual) else [layer]
    assert flat == list(plain.layers)
    assert summed.multiply_adds() == plain.multiply_adds()
    # The last pair is on maps of 7 x 7: 28, halved twice.
    (last,) = [step for step in summed.walk() if step.name == "residual3"]
    assert last.output_shape == (7, 7, 16)


def test_the_four_experiments_share_everything_but_the_network():
    four = depths.made()
    assert list(four) == ["plain-8", "residual-8", "plain-32", "residual-32"]
    shared = {(one.data, one.recipe, one.images, one.validation, one.note) for one in four.values()}
    assert len(shared) == 1
    for name, one in four.items():
        assert EXPERIMENTS[name] == one
        assert one.architecture.name == name
        assert not one.recipe.restore_best
