"""Trained weights inside the package: networks of the sources that can be used at once.

``in_torch.weights.pretrained("C-cnn")`` and ``in_keras.weights.pretrained("C-cnn")`` build a
network with them; `load` gives them as arrays, for `reference`. Each file lies beside this one
under its network's name and says how it came about: `provenance` reads it. ``from_record`` writes
them from what ``cnncourse reproduce --weights`` leaves. Nothing is fetched.

One network's weights are not inside: those of ``"efficientnet-lite0"``, which others have trained
on ImageNet, come in a package of their own (the extra ``transfer``); `imagenet` reads it.
"""

import difflib
import json
from dataclasses import dataclass
from importlib import resources

import numpy as np

from cnncourse import weightfile, zoo
from cnncourse.architecture import Architecture

ENDING = ".safetensors"
KEY = "provenance"  # in a file's metadata
FOLDER = resources.files(__package__)


class PretrainedError(RuntimeError):
    """Weights of others that cannot be had; the message says why, and what to do."""


@dataclass(frozen=True)
class Provenance:
    """Where trained weights come from, and how good they are.

    Parameters
    ----------
    experiment : str
        Of `experiments.EXPERIMENTS`.
    framework : {"keras", "torch"}
        Which of them trained; both can use what came out.
    seed : int
        Of the run.
    command : str
        What repeats it.
    data : str
        The data set's name, as in `datasets.load`.
    data_sha256 : dict of str to str
        Of the images and labels of each part, as the run's record has it.
    weights_sha256 : str
        Of the file that the run kept, which is named in its record.
    recorded_accuracy : float
        On the test images, by the record; a fraction.
    test_accuracy : dict of str to float
        Of the weights as they are stored, measured in ``"keras"`` and in ``"torch"``.
    float16 : tuple of str
        The arrays that are stored in half precision; the others are float32.
    """

    experiment: str
    framework: str
    seed: int
    command: str
    data: str
    data_sha256: dict[str, str]
    weights_sha256: str
    recorded_accuracy: float
    test_accuracy: dict[str, float]
    float16: tuple[str, ...]


def available() -> dict[str, str]:
    """Return the networks that have trained weights: {letter of the source: name in the zoo}.

    A network of this course's own stands under its name.

    Examples
    --------
    >>> available()["C-cnn"]
    'two-conv'
    """
    stored = {file.name.removesuffix(ENDING) for file in FOLDER.iterdir()}
    letters = {network.name: letter for letter, network in zoo.SOURCES.items()}
    return {letters.get(name, name): name for name in zoo.NETWORKS if name in stored}


def load(name: str) -> tuple[Architecture, dict[str, np.ndarray]]:
    """Return a network and its trained weights, float32, in layer order.

    Parameters
    ----------
    name : str
        The network's name or its source's letter, as `zoo.find` takes them.

    Raises
    ------
    KeyError
        If there are no trained weights of that name; the message lists those there are.
    PretrainedError
        For ``"efficientnet-lite0"``, if the package with its weights is missing or damaged.

    Examples
    --------
    >>> network, weights = load("C-dense")
    >>> weights["dense1/weights"].shape
    (784, 128)
    """
    if _known(name) in zoo.LARGE:
        from cnncourse.pretrained import imagenet

        return imagenet.load()
    with resources.as_file(_file(name)) as path:
        return weightfile.load_weights(path)


def provenance(name: str) -> Provenance:
    """Return where a network's trained weights come from, and how good they are.

    Raises
    ------
    KeyError
        If there are no trained weights of that name; the message lists those there are.

    Examples
    --------
    >>> provenance("two-conv").experiment
    'C-cnn'
    """
    with resources.as_file(_file(name)) as path:
        _, metadata = weightfile.read(path)
    fields = json.loads(metadata[KEY])
    return Provenance(**fields | {"float16": tuple(fields["float16"])})


def _file(name):
    """Return the file of a network's weights, by any name that `zoo.find` takes."""
    there, known = available(), _known(name)
    if known in there.values():
        return FOLDER / f"{known}{ENDING}"
    words = {word.lower(): word for pair in there.items() for word in pair}
    near = [] if known else difflib.get_close_matches(str(name).lower(), words, n=1)
    hint = f"did you mean {words[near[0]]!r}? " if near else ""
    listed = ", ".join(f"{letter} ({network})" for letter, network in there.items())
    raise KeyError(
        f"no trained weights for {name!r} in the package; {hint}there are: {listed}; "
        f"{', '.join(zoo.LARGE)} is loaded with the extra transfer; train others with "
        "cnncourse train"
    )


def _known(name):
    """Return a network's own name for any that `zoo.find` takes, or None."""
    try:
        return zoo.find(name).name
    except KeyError:
        return None
