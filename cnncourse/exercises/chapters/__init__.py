"""The exercises of each chapter, one module a chapter."""

ORDER = (
    "dense_layer",
    "convolution",
    "channels",
    "padding",
    "stride",
    "pooling",
    "activations",
    "flattening",
    "dense_heads",
    "learning",
    "backpropagation",
    "two_frameworks",
    "the_corner",
)
"""The modules in reading order."""
