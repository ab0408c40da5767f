"""How an experiment transfers: from which network, at which size, and perhaps with a mistake."""

from dataclasses import dataclass

from cnncourse.arguments import switch, whole
from cnncourse.transfer.spoiling import MISTAKES


@dataclass(frozen=True)
class Transfer:
    """What an experiment takes over from a pretrained network.

    Parameters
    ----------
    body : str
        The pretrained network, as `zoo.find` names it.
    side : int
        Pixels: images are made so large by `resize`.
    tuned : bool
        Whether the body is trained too, from its weights and with the head of a `linear`
        classifier on its features; else those features are all that is trained on.
    mistake : str or None
        One of `MISTAKES`, made with the images.
    only_test : bool
        Whether it is made with the test images alone.

    Raises
    ------
    ValueError, TypeError
        For another mistake, and for a mistake that could not be made.
    """

    body: str = "efficientnet-lite0"
    side: int = 96
    tuned: bool = False
    mistake: str | None = None
    only_test: bool = False

    def __post_init__(self):
        whole(self.side, "side", 1)
        for name in ("tuned", "only_test"):
            switch(getattr(self, name), name)
        if self.mistake is not None and self.mistake not in MISTAKES:
            raise ValueError(
                f"mistake must be one of {', '.join(MISTAKES)} or None, got {self.mistake!r}"
            )
        if self.tuned and self.mistake:
            raise ValueError("a mistake is made with features; leave tuned at False")
        if self.only_test and not self.mistake:
            raise ValueError("only_test says where a mistake is made; name the mistake")
