"""Many architectures drawn once and for all, and those at the edges of what can be written."""

from hypothesis import HealthCheck, Phase, given, settings

from cnncourse.architecture import (
    ELU,
    GELU,
    Architecture,
    AvgPool2D,
    BatchNorm,
    Conv2D,
    Dense,
    DepthwiseConv2D,
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
    ReLU,
    ReLU6,
    Residual,
    SiLU,
    Softmax,
    Tanh,
)
from tests.strategies_architecture import architectures

EDGES = (
    Architecture(
        "one network, 'named' \"so\"",
        (13, 12, 3),
        [
            Conv2D(4, (3, 2), (2, 1), (1, 0, 2, 1), 2, "leaky_relu", use_bias=False),
            BatchNorm(1e-5, 0.9),
            MaxPool2D(3, 2, (1, 2, 0, 0)),
            AvgPool2D(3, 1, (2, 1, 0, 2)),
            AvgPool2D(2, padding="same"),
            MaxPool2D(2, padding="same"),
            Conv2D(300, (3, 2), (2, 1), "same", activation="softplus", use_bias=False),
            Flatten(),
            Softmax(),
        ],
    ),
    # Every side is 3, which is as short as a pair of equal numbers.
    Architecture("cube", (3, 3, 3), [MaxPool2D(2, 1), Flatten()]),
    # Padding of more than half a window, on every side as much.
    Architecture(
        "wide padding",
        (6, 6, 2),
        [MaxPool2D(3, 2, 2), AvgPool2D(4, 1, 3), MaxPool2D(3, 3, (2, 1, 2, 1)), GlobalAvgPool2D()],
    ),
    Architecture("ends in a map", (5, 4, 2), [Conv2D(3, 2, 1, "same"), Softmax()], "he_normal"),
    Architecture("nothing learned", (5, 4, 2), [AvgPool2D((3, 2), 1, (0, 1)), Dropout(0.5)]),
    Architecture(
        "numbers",
        (6, 6, 2),
        [
            LeakyReLU(0.3),
            LeakyReLU(0.01),
            LeakyReLU(0.0),
            ELU(0.5),
            ELU(),
            BatchNorm(2.5e-7, 0.0),
            BatchNorm(1.0, 0.999),
            GELU(),
            Conv2D(3, 3, 2, (0, 1), activation="gelu"),
            Flatten(),
            BatchNorm(1e-5, 0.95),
            Flatten(),
            Tanh(),
            Dropout(0.0),
        ],
    ),
    # Numbers that say "same", and numbers that say it but for a side that no window reaches.
    Architecture(
        "words",
        (9, 8, 1),
        [
            Conv2D(2, 3, padding=1),
            Conv2D(2, 3, (2, 2), (1, 1, 0, 1)),
            AvgPool2D(2, 2, (0, 1, 0, 1)),
            MaxPool2D(1, padding=0),
            Conv2D(2, 2, 2, 3, 1),
            Conv2D(2, 2, 3, "same", (1, 2), "softmax"),
            ReLU(),
            Flatten(),
            Dense(2, "elu"),
            Dense(3),
        ],
    ),
    # One channel, windows in one column, a stride along the width alone.
    Architecture(
        "one column",
        (9, 7, 1),
        [
            Conv2D(1, 3, (1, 2), "same"),
            DepthwiseConv2D((3, 4), (1, 3), 1),
            Conv2D(4, (2, 3), (1, 2), (0, 1, 1, 1), activation="leaky_relu"),
        ],
    ),
)


def _basic(filters, step=1):
    """A block of a small ResNet (He et al., 2015)."""
    body = [
        Conv2D(filters, 3, step, "same", use_bias=False),
        BatchNorm(1e-5, 0.9),
        ReLU(),
        Conv2D(filters, 3, padding=1, use_bias=False),
        BatchNorm(1e-5, 0.9),
    ]
    projection = [Conv2D(filters, 1, step, use_bias=False), BatchNorm(1e-5, 0.9)]
    return Residual(body, None if step == 1 else projection)


def _inverted(inside, filters, step):
    """The layers of an inverted residual (Sandler et al., 2018)."""
    return [
        Conv2D(3 * inside, 1, use_bias=False),
        BatchNorm(),
        SiLU(),
        DepthwiseConv2D(3, step, "same", use_bias=False),
        BatchNorm(),
        ReLU6(),
        Conv2D(filters, 1, use_bias=False),
        BatchNorm(),
    ]


COMPOSITES = (
    Architecture(
        "images-resnet",
        (28, 28, 1),
        [
            Conv2D(8, 3, 2, "same", use_bias=False),
            BatchNorm(),
            ReLU(),
            _basic(8),
            ReLU(),
            _basic(12, 2),
            ReLU(),
            GlobalAvgPool2D(),
            Dense(10),
        ],
        "he_normal",
    ),
    Architecture(
        "images-inverted",
        (28, 28, 1),
        [
            Conv2D(4, 3, 2, "same", activation="silu"),
            *_inverted(4, 6, 2),
            Residual(_inverted(6, 6, 1)),
            Dropout(0.2),
            GlobalAvgPool2D(),
            Dense(10),
        ],
        "fan_in_uniform",
    ),
    Architecture(
        "paths of all kinds",
        (8, 9, 3),
        [
            Residual([MaxPool2D(3, 1, "same"), Residual([LeakyReLU(0.3)])]),
            Residual(
                [Conv2D(4, 1), DepthwiseConv2D(3, (1, 2), (2, 1), (2, 1), 2, "leaky_relu")],
                [AvgPool2D((1, 2), padding="same"), Conv2D(8, 1, activation="tanh")],
            ),
            Flatten(),
            Residual([Dense(8 * 5 * 8, "softplus", use_bias=False)]),
            Residual([BatchNorm(), Residual([GELU()])]),
            Residual([Dense(4)], shortcut=[Softmax(), Dense(4, "elu")]),
            Dense(3),
        ],
    ),
    Architecture(
        "paths that flatten",
        (4, 5, 2),
        [
            Residual([Conv2D(3, 2, activation="tanh"), Flatten()], [Flatten(), Dense(36)]),
            Residual([Dropout(0.0)]),
        ],
    ),
    Architecture(
        "only paths", (4, 4, 2), [Residual([Residual([Tanh()], [ELU(0.5)])]), Flatten(), Dense(3)]
    ),
)
"""Networks with `Residual` and `DepthwiseConv2D`; those named images- take Fashion-MNIST's."""


def drawn(count, **options):
    """Return architectures drawn by ``strategies_architecture``, the same in every run."""
    found = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(architectures(**options))
    def collect(architecture):
        found.append(architecture)

    collect()
    return list(dict.fromkeys(found))
