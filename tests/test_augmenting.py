"""Images moved on the device, in both twins, against the rule in NumPy."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cnncourse.in_torch import augmenting
from cnncourse.recipe import augmentation

tf = pytest.importorskip("tensorflow")


def in_torch(images, moves):
    return augmenting.move(torch.from_numpy(images), torch.from_numpy(moves)).numpy()


def in_keras(images, moves):
    from cnncourse.in_keras.faster import tensorflow_steps

    return tensorflow_steps.move(tf.constant(images), tf.constant(moves)).numpy()


@pytest.mark.parametrize("moved", [in_torch, in_keras])
@given(
    shape=st.tuples(*[st.integers(1, 6)] * 3, st.integers(1, 3)),
    dtype=st.sampled_from(["uint8", "float32"]),
    seed=st.integers(0, 10**6),
)
@settings(max_examples=100, deadline=None)
def test_moved_as_in_numpy(moved, shape, dtype, seed):
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, shape).astype(dtype)
    moves = np.concatenate(
        [rng.integers(-7, 8, (shape[0], 2)), rng.integers(0, 2, (shape[0], 1))], axis=1
    )
    found = moved(images, moves)
    assert found.dtype == images.dtype
    assert (found == augmentation.move(images, moves)).all()
