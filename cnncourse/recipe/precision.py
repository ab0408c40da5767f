"""Which precision a training step computes in: one rule for both twins."""

BFLOAT16_FROM = 1_000_000
"""The multiply-adds of one image from which ``"auto"`` takes bfloat16."""


def resolve(asked: str, *, dtype: str, multiply_adds: int, available: bool) -> str:
    """Return what to multiply in: ``"float32"``, ``"float64"`` or ``"bfloat16"``.

    Parameters
    ----------
    asked : {"auto", "float32", "bfloat16"}
        The recipe's word.
    dtype : {"float32", "float64"}
        The model's; float64 stays.
    multiply_adds : int
        Of one image through the network. In small networks the time goes elsewhere.
    available : bool
        Whether the device has instructions for products of bfloat16 numbers.

    Raises
    ------
    ValueError
        For bfloat16 in a float64 model.

    Examples
    --------
    >>> resolve("auto", dtype="float32", multiply_adds=4_000_000, available=True)
    'bfloat16'
    """
    if dtype != "float32":
        if asked == "bfloat16":
            raise ValueError(
                f'precision="bfloat16" is for float32 models, this one is {dtype}; build it with '
                'dtype="float32", or leave precision at "auto"'
            )
        return dtype
    if asked != "auto":
        return asked
    return "bfloat16" if available and multiply_adds >= BFLOAT16_FROM else "float32"
