"""The `History`: what a training run measured."""

import json
from dataclasses import asdict, dataclass, field, fields


@dataclass
class History:
    """What a training run measured, one entry an epoch.

    Attributes
    ----------
    loss, accuracy : list of float
        Means over the epoch's batches *while* they were trained on; accuracy as a fraction.
    validation_loss, validation_accuracy : list of float
        After the epoch; empty where the data has no validation images.
    seconds : list of float
        Wall time of the epoch, validation included.
    processor_seconds : list of float
        What the epoch took of the processor's cores, added up, in process 0: on a machine that
        others use as well, this is what can be compared.
    processes : list of int
        How many processes trained the epoch together.
    batch_losses : list of float
        The loss of every step, where ``train(..., batch_losses=True)`` asked for them.
    best_epoch : int or None
        Index of the lowest validation loss.
    stopped : str
        Why training ended: ``"finished"``, ``"early"`` (patience) or ``"callback"``; empty
        while it runs.
    framework, architecture : str
        Who trained what.
    recipe, hardware, versions : dict
        With what.
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    processes: list[int] = field(default_factory=list)
    batch_losses: list[float] = field(default_factory=list)
    best_epoch: int | None = None
    stopped: str = ""
    framework: str = ""
    architecture: str = ""
    recipe: dict = field(default_factory=dict)
    hardware: dict = field(default_factory=dict)
    versions: dict = field(default_factory=dict)
    processor_seconds: list[float] = field(default_factory=list)

    @property
    def epochs(self) -> int:
        """Epochs completed."""
        return len(self.loss)

    def to_json(self) -> str:
        """Return the history as JSON text."""
        return json.dumps(asdict(self), indent=2, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> "History":
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            If the text is not JSON of a history.
        """
        try:
            data = json.loads(text)
        except (TypeError, ValueError) as error:
            raise ValueError(f"not a history: the text is not JSON ({error})") from None
        names = {f.name for f in fields(cls)}
        if not isinstance(data, dict) or "loss" not in data or set(data) - names:
            raise ValueError(f"not a history: its fields must be among {sorted(names)}")
        return cls(**data)

    def __repr__(self):
        if not self.epochs:
            return "History(no epoch yet)"
        text = f"loss {self.loss[-1]:.4f}, accuracy {self.accuracy[-1]:.4f}"
        if self.validation_loss:
            text += (
                f", validation loss {self.validation_loss[-1]:.4f}, "
                f"validation accuracy {self.validation_accuracy[-1]:.4f}"
            )
        epochs = "1 epoch" if self.epochs == 1 else f"{self.epochs} epochs"
        return f"History({epochs}: {text})"
