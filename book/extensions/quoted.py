"""Put numbers that are computed from the records into sentences, each by a role.

``{measured}`NAME FRAMEWORK``` is a test accuracy, the mean over the seeds (or over some:
``NAME FRAMEWORK 0-4``), ``{training}`` the accuracy while the last epoch was trained on,
``{gain}`NAME OTHER``` the points between two experiments, ``{seeds}`NAME``` how many there are,
``{verdict}`NAME``` what becomes of a claim, ``{agreements}`all``` whether the frameworks agree.
A number whose record is missing is a warning, so it fails the build.
"""

from statistics import mean

from docutils import nodes
from measured import by_experiment, percent, read_records
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from verdicts import FRAMEWORKS, accuracies, agree, verdict

logger = logging.getLogger(__name__)


def chosen(text, found):
    """Return the records that ``"NAME FRAMEWORK"`` or ``"NAME FRAMEWORK FIRST-LAST"`` names."""
    name, framework, *seeds = text.split()
    records = found.get((name, framework), [])
    if not seeds:
        return records
    first, last = map(int, seeds[0].split("-"))
    within = [record for record in records if first <= record["seed"] <= last]
    return within if len(within) == last - first + 1 else []


def measured(text, found):
    """``C-cnn keras``: a test accuracy in percent, the mean over the seeds."""
    return percent(mean(accuracies(chosen(text, found))))


def training(text, found):
    """``C-cnn keras``: the accuracy while the last epoch was trained on, the mean over seeds."""
    return percent(mean(one["history"]["accuracy"][-1] for one in chosen(text, found)))


def gain(text, found):
    """``C-cnn C-dense``: the points by which the first's mean is above the second's, in both."""
    first, second = text.split()
    points = {
        name: 100 * (mean(accuracies(found[first, key])) - mean(accuracies(found[second, key])))
        for key, name in FRAMEWORKS.items()
    }
    return " and ".join(f"{value:.1f} points in {name}" for name, value in points.items())


def seeds(text, found):
    """``C-dense``: how many seeds there are, in Keras and in PyTorch."""
    counts = [len(found[text, key]) for key in FRAMEWORKS]
    words = [f"{count} seed{'s' if count > 1 else ''}" for count in counts]
    if counts[0] == counts[1]:
        return words[0] + (" each" if counts[0] > 1 else "")
    return f"{words[0]} in Keras and {words[1]} in PyTorch"


def told_verdict(text, found):
    """``C-dense``: what becomes of the claim."""
    return verdict(by_experiment(found)[text])


def agreements(text, found):
    """``all``: of the experiments with enough seeds, where the frameworks agree and where not."""
    results = {name: agree(groups) for name, groups in by_experiment(found).items()}
    judged = {name: result for name, result in results.items() if result is not None}
    apart = [name for name, result in judged.items() if not result]
    if not judged:
        return "No experiment has two seeds in both yet."
    if not apart:
        return f"In every experiment with two seeds or more in both they do ({', '.join(judged)})."
    listed = ", ".join(judged)
    return f"Of {listed}, with two seeds or more in both, they differ in {', '.join(apart)}."


NUMBERS = {
    "measured": measured,
    "training": training,
    "gain": gain,
    "seeds": seeds,
    "verdict": told_verdict,
    "agreements": agreements,
}


class Quoted(SphinxRole):
    """A number that is computed from the records."""

    def run(self):
        """Return the number, or warn that its record is missing."""
        self.env.note_reread()
        try:
            return [nodes.Text(NUMBERS[self.name](self.text, read_records()))], []
        except (KeyError, ValueError):
            where = (self.env.docname, self.lineno)
            logger.warning(
                "no record of %r; make it with cnncourse reproduce", self.text, location=where
            )
            return [nodes.Text("?")], []


def setup(app):
    """Make the roles known."""
    for name in NUMBERS:
        app.add_role(name, Quoted())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
