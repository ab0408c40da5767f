"""Fold an answer until the reader has guessed it.

A chapter asks before it shows. The answer is what the directive holds:

    ```{predict} How many pixels does the map have, along each side?
    Four: the window of three fits into six at four places.
    ```

A question with code in backticks needs a fence of colons, ``:::{predict}``: Markdown takes no
backtick behind a fence of backticks.

Without content, the answer is what comes next: the output of an executed cell, whose code stays
in sight, or an explorer or a drawing. With content and the option ``next`` it is both. In a
notebook a cell can ask by itself, by the tag ``predict`` and its question in the cell's metadata,
``"predict": "..."``, where `code` and $math$ are set as such.

It is a plain ``<details>``: it opens without a script, by mouse, by keyboard and by a screen
reader, and is open on paper.
"""

import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

TAG = "predict"
PASSED_OVER = (nodes.comment, nodes.target, nodes.system_message)
# What can be folded where it stands alone: an explorer or drawing, a table, a picture.
WHOLE = (nodes.raw, nodes.table, nodes.image, nodes.figure)
# Not every browser opens a closed <details> for paper by its style alone.
OPEN_ON_PAPER = """\
const FOLDED = "details:is(.prediction, .claim):not([open])";
addEventListener("beforeprint", () => document.querySelectorAll(FOLDED)
  .forEach((one) => { one.open = true; one.dataset.folded = ""; }));
addEventListener("afterprint", () => document.querySelectorAll("details[data-folded]")
  .forEach((one) => { one.open = false; delete one.dataset.folded; }));"""
logger = logging.getLogger(__name__)


class prediction(nodes.General, nodes.Element):
    """A question, and after it the answer."""


class question(nodes.TextElement):
    """What is asked."""


class Predict(SphinxDirective):
    """``{predict} QUESTION``, with the answer as content or right after it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"next": directives.flag}

    def run(self):
        """Return the question with its answer, as far as the directive holds it."""
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        made = prediction("", question("", "", *words))
        made["takes_next"] = not self.content or "next" in self.options
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made, *messages]


class FoldAnswers(SphinxTransform):
    """Bring what comes next under its question; fold the outputs of cells that ask."""

    default_priority = 510  # after the framework tabs, which move cells

    def apply(self, **kwargs):
        """Transform one document."""
        for made in list(self.document.findall(prediction)):
            if made.attributes.pop("takes_next"):
                take_next(made)
        for words in self.document.findall(nodes.paragraph):
            if words.astext().startswith("```{predict}"):
                warn(words, "is no directive: put a question with `code` behind :::{predict}")
        for cell in list(self.document.findall(asks)):
            asked = cell.get("cell_metadata", {}).get(TAG)
            if not isinstance(asked, str) or not asked.strip():
                warn(cell, 'has the tag "predict" and no question: set its metadata "predict"')
            elif not fold_outputs(cell, question("", "", *inline(asked))):
                warn(cell, 'has the tag "predict" and no output to fold')


def asks(node):
    """Return whether a node is an executed cell that asks by its tag."""
    return is_part(node, "cell_code") and f"tag_{TAG}" in node["classes"]


def is_part(node, name):
    """Return whether a node is a part of a notebook of this name."""
    return isinstance(node, nodes.container) and node.get("nb_element") == name


def take_next(made):
    """Fold what follows a prediction, or warn that nothing does."""
    parent = made.parent
    rest = parent.children[parent.index(made) + 1 :]
    following = next((node for node in rest if not isinstance(node, PASSED_OVER)), None)
    asked, *content = made.children
    if isinstance(following, WHOLE):
        parent.remove(following)
        made.insert(1, following)
    elif following is not None and fold_outputs(following, asked, content):
        parent.remove(made)
    else:
        warn(
            made,
            "asks for a prediction and nothing to fold follows: give the answer as content, or "
            "put it right before a cell with an output, an explorer, a drawing or a table",
        )


def fold_outputs(node, asked, content=()):
    """Put each output below a node under the question; return whether there was one."""
    outputs = list(node.findall(lambda one: is_part(one, "cell_code_output")))
    for output in outputs:
        parent, place = output.parent, output.parent.index(output)
        folded = prediction("", asked.deepcopy(), output, *(one.deepcopy() for one in content))
        parent.children[place] = folded
        folded.parent = parent
    return bool(outputs)


def inline(words):
    """Return the nodes of a question that a cell's metadata asks."""
    made = []
    for part in re.split(r"(`[^`]+`|\$[^$]+\$)", words.strip()):
        kinds = {"`": nodes.literal, "$": nodes.math}
        kind = kinds.get(part[:1]) if len(part) > 2 else None
        made.append(kind(part, part[1:-1]) if kind else nodes.Text(part))
    return made


def warn(node, words):
    """Warn of a node, which fails the build."""
    logger.warning("%s", words, location=node)


def open_details(self, node):
    """Begin a prediction."""
    self.body.append('<details class="prediction">\n')


def close_details(self, node):
    """End a prediction."""
    self.body.append("</details>\n")


def open_summary(self, node):
    """Begin a question."""
    self.body.append('<summary><span class="prediction-word">Predict first.</span> ')


def close_summary(self, node):
    """End a question, with what a click does."""
    self.body.append(' <span class="prediction-hint">Show the answer</span></summary>\n')


def pass_over(self, node):
    """Write nothing of its own: on paper a question and its answer follow one another."""


def add_script(app, pagename, templatename, context, doctree):
    """Open answers for paper, on pages that have some."""
    if doctree is not None and next(doctree.findall(prediction), None) is not None:
        app.add_js_file(None, body=OPEN_ON_PAPER)


def setup(app):
    """Make the directive, the cells' tag and the nodes known."""
    other = {name: (pass_over, pass_over) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(prediction, html=(open_details, close_details), **other)
    app.add_node(question, html=(open_summary, close_summary), **other)
    app.add_directive("predict", Predict)
    app.add_transform(FoldAnswers)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
