"""The two settings of a padding: how it is chosen, and its number of pixels."""

from cnncourse.explorers.traits import Choice, Slider

KINDS = {"valid": "valid (none)", "same": "same", "number": "a number"}
"""How a padding is chosen, and the words for it."""
ALONG_TIME = {"causal": "causal (all before)"}
"""What is chosen as well along one direction, where no window may see what comes later."""


class PaddingKind(Choice):
    """A name, or ``"number"`` for what the setting ``padding`` says.

    Parameters
    ----------
    default : str
        It stands first among the options.
    more : dict of str to str
        Other kinds and the words for them.
    """

    def __init__(self, default, more=()):
        kinds = KINDS | dict(more)
        names = list(kinds)
        first = names.index(default)
        super().__init__(default, {n: kinds[n] for n in names[first:] + names[:first]}, "Padding")

    def describe(self):
        """Add the setting that holds the pixels."""
        return super().describe() | {"pixels": "padding"}


def padding_pixels(default: int, most: int) -> Slider:
    """Return the setting that holds the pixels on each side."""
    return Slider(default, 0, most, "Padding, each side", unit="pixels")


def chosen_padding(explorer):
    """Return the padding that an explorer's two settings say: a name or a number."""
    kind = explorer.padding_kind
    return explorer.padding if kind == "number" else kind
