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
    Dropout,
    Flatten,
    GlobalAvgPool2D,
    LeakyReLU,
    MaxPool2D,
    ReLU,
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
)


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
