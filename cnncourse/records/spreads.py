"""What seeds do to a figure, and in how many epochs validation is ahead of training."""

from math import sqrt
from statistics import mean, stdev

from cnncourse.records.registry import number
from cnncourse.records.sentences import chosen
from cnncourse.records.verdicts import accuracies
from cnncourse.records.writing import percent


@number("spread")
def spread(name, framework, *, found=None) -> str:
    """``spread C-dense keras``: the standard deviation of the test accuracy over the seeds."""
    return f"{100 * stdev(accuracies(chosen(name, framework, found=found))):.2f} points"


@number("by-chance")
def by_chance(name, framework, *, found=None) -> str:
    """``by-chance C-dense keras``: the standard deviation that the test images alone make."""
    records = chosen(name, framework, found=found)
    share = mean(accuracies(records))
    images = records[0].data["images"]["test"]
    return f"{100 * sqrt(share * (1 - share) / images):.2f} points"


@number("best-of")
def best_of(name, framework, *, found=None) -> str:
    """``best-of C-dense keras``: the highest test accuracy of its seeds."""
    return percent(max(accuracies(chosen(name, framework, found=found))))


@number("validation-ahead")
def validation_ahead(name, framework, *, found=None) -> str:
    """``validation-ahead D keras``: in how many epochs validation's loss is below training's.

    Training's is the mean while the epoch goes on. The one record, or the first of several.
    """
    history = chosen(name, framework, found=found)[0].history
    pairs = [*zip(history.loss, history.validation_loss, strict=True)]
    return f"{sum(ours > theirs for ours, theirs in pairs)} of {len(pairs)}"


@number("training-afterwards")
def training_afterwards(name, framework, *, found=None) -> str:
    """``training-afterwards D keras``: training images measured as test images are, at the end."""
    records = chosen(name, framework, found=found)
    return percent(mean(record.train_accuracy for record in records))
