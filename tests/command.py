"""What the tests of training and of reproducing from the command line share."""

from cnncourse import weightfile
from cnncourse.recipe import History

FRAMEWORKS = ["torch", "keras"]
SMALL = ["--data", "fashion-mnist-mini", "--epochs", "1", "--limit", "300", "--no-progress"]


def epochs_in(checkpoint):
    """Return how many epochs a checkpoint holds."""
    return History.from_json(weightfile.read(checkpoint)[1]["history"]).epochs
