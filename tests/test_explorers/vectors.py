"""Cases for the page's arithmetic, drawn from one seed: every call in all its settings."""

from base64 import b64encode
from itertools import product

import numpy as np

from tests.test_explorers.oracles import ACTIVATIONS, case, conv2d
from tests.test_explorers.refusals import REFUSED

SEED = 20240607
MODES = ("zero", "reflect", "replicate")
NAN, INFINITY = float("nan"), float("inf")


def some_pair(rng, most, least=1):
    """Draw one number for both directions or a pair, in equal parts."""
    height, width = rng.integers(least, most + 1, 2).tolist()
    return height if rng.random() < 0.5 else (height, width)


def some_padding(rng, most):
    """Draw any of the five forms of padding."""
    sides = tuple(rng.integers(0, most + 1, 4).tolist())
    return ("valid", "same", sides[0], sides[:2], sides)[rng.integers(5)]


def some_image(rng, side=12, channels=4):
    return rng.standard_normal((*rng.integers(1, side + 1, 2), rng.integers(1, channels + 1)))


def some_convolution(rng):
    image = some_image(rng)
    filters = int(rng.integers(1, 4))
    return {
        "image": image,
        "kernels": rng.standard_normal((*rng.integers(1, 6, 2), image.shape[2], filters)),
        "bias": rng.standard_normal(filters) if rng.random() < 0.5 else None,
        "stride": some_pair(rng, 3),
        "padding": some_padding(rng, 3),
        "dilation": some_pair(rng, 3) if rng.random() < 0.5 else 1,
        "mode": str(rng.choice(MODES)),
    }


def convolutions(rng):
    """Small ones without a gap, then large ones by lot."""
    sizes, kernels, strides = range(1, 7), range(1, 5), (1, 2, 3)
    for size, kernel, stride, padding in product(sizes, kernels, strides, ("valid", "same", 1)):
        image, weights = rng.standard_normal((size, size)), rng.standard_normal((kernel, kernel))
        settings = {"stride": stride, "padding": padding}
        yield {"image": image[..., None], "kernels": weights[..., None, None], **settings}
    for _ in range(1000):
        yield some_convolution(rng)


def window_sums(rng):
    """One pixel of a convolution that fits its image."""
    found = 0
    while found < 200:
        settings = some_convolution(rng)
        try:
            output = conv2d(**settings)
        except ValueError:
            continue
        found += 1
        settings["bias"] = rng.standard_normal(output.shape[2])
        *at, chosen = (int(rng.integers(length)) for length in output.shape)
        yield {**settings, "at": at, "filter": chosen}


def poolings(rng):
    """Windows over drawn numbers; over few whole ones, that tie; over some that hold NaN."""
    for number in range(300):
        image = some_image(rng)
        if number % 3 == 1:
            image = image.round()
        if number % 10 == 0:
            image[rng.random(image.shape) < 0.1] = NAN
        stride = None if rng.random() < 0.3 else some_pair(rng, 3)
        size = some_pair(rng, 4)
        yield {"image": image, "size": size, "stride": stride, "padding": some_padding(rng, 2)}
        if number < 20:
            yield {"image": image}


def output_sizes(rng):
    """Every small combination, then pads at both ends and windows by name."""
    options = range(1, 7), range(1, 5), range(1, 4), ("valid", "same", 1), (1, 2)
    for size, kernel, stride, padding, dilation in product(*options):
        yield dict(size=size, kernel=kernel, stride=stride, padding=padding, dilation=dilation)
    for _ in range(100):
        size, kernel, stride = rng.integers(1, [300, 12, 6]).tolist()
        padding = tuple(rng.integers(0, 4, 2).tolist())
        yield dict(size=size, kernel=kernel, stride=stride, padding=padding, what="window")


def some_grid(rng):
    """Draw sizes in pairs, as `geometry.window_grid` has them."""
    size, kernel, stride, dilation = (
        tuple(rng.integers(1, most, 2).tolist()) for most in (33, 6, 4, 4)
    )
    return {"size": size, "kernel": kernel, "stride": stride, "dilation": dilation}


def grids(rng):
    for _ in range(200):
        yield {**some_grid(rng), "padding": some_padding(rng, 4)}


def coverages(rng):
    for _ in range(150):
        yield {**some_grid(rng), "sides": tuple(rng.integers(0, 4, 4).tolist())}


def same_paddings(rng):
    for size, kernel, stride, dilation in product((1, 2, 5, 28), range(1, 6), (1, 2, 3), (1, 2, 3)):
        yield {"size": size, "kernel": kernel, "stride": stride, "dilation": dilation}


def extents(rng):
    for kernel, dilation in product(range(1, 8), range(1, 4)):
        yield {"kernel": kernel, "dilation": dilation}


def forms_of_padding(rng):
    for padding in ("valid", "same", "SAME", "Valid", 0, 3, (1, 2), (1, 2, 3, 4), (0, 0, 0, 5)):
        yield {"padding": padding}


def pool_paddings(rng):
    for sides in product((0, 1, 2), repeat=4):
        yield {"sides": sides, "window": (2, 3)}


def pads(rng):
    for mode, padding in product(MODES, (0, (0, 1))):
        yield {"image": np.ones((0, 3, 1)), "padding": padding, "mode": mode}
    for _ in range(200):
        padding = "valid" if rng.random() < 0.1 else some_padding(rng, 4)
        yield {"image": some_image(rng, 7), "padding": padding, "mode": str(rng.choice(MODES))}


def images(rng):
    for _ in range(40):
        yield {"image": some_image(rng)}


def map_shapes(rng):
    for _ in range(40):
        yield {"shape": tuple(rng.integers(1, 8, 3).tolist())}


def some_logits(rng):
    """Draw 1 to 12 logits, from even ones to some of thousands."""
    return rng.standard_normal(rng.integers(1, 13)) * 10.0 ** rng.integers(-2, 5)


ODD_LOGITS = tuple(
    np.array(logits, "float64")
    for logits in ([0] * 10, [1000, 1000, -1000], [NAN, 1], [-INFINITY, 0], [1e308, -1e308])
)


def softmaxes(rng):
    for logits in (*ODD_LOGITS, *(some_logits(rng) for _ in range(75))):
        yield {"logits": logits}
        yield {"logits": logits, "temperature": float(rng.choice([0.1, 0.5, 2, 10]))}


def log_softmaxes(rng):
    for logits in (*ODD_LOGITS, *(some_logits(rng) for _ in range(75))):
        yield {"logits": logits}


def cross_entropies(rng):
    for logits in (*ODD_LOGITS, *(some_logits(rng) for _ in range(75))):
        yield {"logits": logits, "label": int(rng.integers(len(logits)))}


def numbers(rng):
    """What an activation meets: the usual, every scale, the ends."""
    yield {"x": np.linspace(-40, 40, 801)}
    yield {"x": np.array([0.0, 1e-300, -1e-300, 1e3, -1e3, 1e300, INFINITY, -INFINITY, NAN])}
    for _ in range(10):
        yield {"x": some_image(rng, 6) * 10.0 ** rng.integers(-3, 3)}


def leaky_relus(rng):
    for settings, slope in product(numbers(rng), ({}, {"negative_slope": 0.3})):
        yield {**settings, **slope}


def elus(rng):
    for settings, alpha in product(numbers(rng), ({}, {"alpha": 0.5})):
        yield {**settings, **alpha}


def some_dense(rng):
    features, units = rng.integers(1, 30, 2)
    bias = rng.standard_normal(units) if rng.random() < 0.7 else None
    weights = rng.standard_normal((features, units))
    return {"vector": rng.standard_normal(features), "weights": weights, "bias": bias}


def denses(rng):
    for _ in range(60):
        yield some_dense(rng)


def some_batch_norm(rng):
    image = some_image(rng)
    names = ("scale", "shift", "mean", "variance")
    statistics = {name: rng.standard_normal(image.shape[2]) for name in names}
    statistics["variance"] **= 2
    epsilon = {"epsilon": 1e-5} if rng.random() < 0.5 else {}
    return {"image": image, **statistics, **epsilon}


def batch_norms(rng):
    for _ in range(60):
        yield some_batch_norm(rng)


def stored(rng):
    """Arrays as the data files hold them, and every half-precision number there is."""
    every_half = np.arange(2**16, dtype="<u2").view("<f2").reshape(256, 256)
    drawn = (
        (rng.random(rng.integers(1, 9, 2)) * 255).astype(dtype)
        for dtype in ("uint8", "<f2", "<f4") * 20
    )
    for values in (every_half, np.arange(256, dtype="uint8"), *drawn):
        text = b64encode(values.tobytes()).decode()
        yield {"shape": values.shape, "dtype": values.dtype.name, "base64": text}


DRAWN = {
    "check_padding": forms_of_padding,
    "extent": extents,
    "same_padding": same_paddings,
    "resolve_padding": grids,
    "output_size": output_sizes,
    "window_grid": grids,
    "check_pool_padding": pool_paddings,
    "pad2d": pads,
    "conv2d": convolutions,
    "window_sum": window_sums,
    "coverage": coverages,
    "max_pool2d": poolings,
    "avg_pool2d": poolings,
    "winners": poolings,
    "global_avg_pool2d": images,
    "softmax": softmaxes,
    "log_softmax": log_softmaxes,
    "cross_entropy": cross_entropies,
    "dense": denses,
    "flatten": images,
    "flatten_channels_first": images,
    "permutation": map_shapes,
    "batch_norm": batch_norms,
    "decode": stored,
    **dict.fromkeys(ACTIVATIONS, numbers),
    "leaky_relu": leaky_relus,
    "elu": elus,
}


def cases():
    """Return every case: drawn, and refused."""
    rng = np.random.default_rng(SEED)
    # What overflows or is not a number is meant to: both sides are to make the same of it.
    with np.errstate(all="ignore"):
        drawn = [case(call, settings) for call, draw in DRAWN.items() for settings in draw(rng)]
        return drawn + [case(call, settings) for call, settings in REFUSED]
