"""What an experiment is: a network, images, a recipe, and the claim that it is held against."""

from dataclasses import dataclass

from cnncourse import zoo
from cnncourse.arguments import is_whole
from cnncourse.recipe import Recipe
from cnncourse.transfer import Transfer


@dataclass(frozen=True)
class Claim:
    """What a source says its network reaches.

    Parameters
    ----------
    source : str
        Who says so and where, or that nobody does.
    test_accuracy : float or None
        On the test images, a fraction.
    train_accuracy : float or None
        Over the last epoch, while it was trained on: the mean that Keras prints. A fraction.
    """

    source: str
    test_accuracy: float | None = None
    train_accuracy: float | None = None

    def __post_init__(self):
        for name in ("test_accuracy", "train_accuracy"):
            figure = getattr(self, name)
            if figure is not None and not 0 < figure <= 1:
                raise ValueError(f"{name} must be a fraction in (0, 1], got {figure!r}")


@dataclass(frozen=True)
class Experiment:
    """A network, the images it is trained on, the recipe, and the claim to hold it against.

    Parameters
    ----------
    name : str
        The source's letter, as in `zoo.SOURCES`, or ``corner-`` and a variant's name, as in
        `corner.VARIANTS`.
    architecture : Architecture
        The network, from `zoo`.
    data : str
        The name of the data set, as in `datasets.load`.
    recipe : Recipe
        Its ``seed`` draws the initial weights and the validation split as well.
    claim : Claim
        The source's figure.
    validation : int, "test" or None
        How many training images are set apart at random, or ``"test"`` where the source
        validates on the test images: they are measured after every epoch and choose nothing.
    note : str
        What the source leaves open or does wrong, and what is done here.
    frame : int or None
        The side, in pixels, of a black frame in whose middle the images stand; the record then
        also holds the accuracy with the images at every place of it.
    images : int or None
        How many of the training images are used, as many of each class, drawn by the seed; all
        where left out.
    transfer : Transfer or None
        What is taken over from a pretrained network, of whose features the network is a
        classifier, or of whose body it is another head.

    Raises
    ------
    ValueError
        For another kind of validation, a frame that is not the network's input, or a recipe
        that would choose the best epoch by the test images.
    """

    name: str
    architecture: zoo.Architecture
    data: str
    recipe: Recipe
    claim: Claim
    validation: int | str | None = None
    note: str = ""
    frame: int | None = None
    images: int | None = None
    transfer: Transfer | None = None

    def __post_init__(self):
        if self.frame is not None and self.architecture.input_shape[:2] != (self.frame,) * 2:
            raise ValueError(
                f"frame (={self.frame}) must be the side of what {self.architecture.name!r} "
                f"takes, which is {self.architecture.input_shape}; use its with_input"
            )
        count = is_whole(self.validation) and self.validation > 0
        if self.validation not in (None, "test") and not count:
            raise ValueError(
                f'validation must be a number of images, "test" or None, got {self.validation!r}'
            )
        chooses = self.recipe.restore_best or self.recipe.patience is not None
        if self.validation == "test" and chooses:
            raise ValueError(
                f"experiment {self.name!r} validates on the test images, which must not choose "
                "an epoch; use restore_best=False and patience=None"
            )
