"""Words that a notebook shows as Markdown and a terminal as they are."""


class Told(str):
    """A text that is shown without quotation marks."""

    __slots__ = ()

    def __repr__(self):
        return str(self)

    def _repr_markdown_(self):
        return str(self)
