"""Keep a number and its percent sign on one line: between the two stands a space that never breaks.

Chapters and records write "99 %" with a plain space, as one types it; here it is exchanged in what
is read as prose, tables included. Code, formulas and what a cell printed stay as they are.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

BREAKABLE = re.compile(r"(?<=\d) (?=%)")
AS_IT_IS = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.raw)


class Unbroken(SphinxPostTransform):
    """Exchange the space in each text that is not to be taken literally."""

    default_priority = 900  # after all that writes figures
    formats = ("html",)

    def run(self):
        """Exchange it."""
        for text in list(self.document.findall(nodes.Text)):
            if not BREAKABLE.search(text) or isinstance(text.parent, AS_IT_IS):
                continue
            text.parent.replace(text, nodes.Text(BREAKABLE.sub("\N{NO-BREAK SPACE}", text)))


def setup(app):
    """Register the transform."""
    app.add_post_transform(Unbroken)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
