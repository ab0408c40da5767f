"""What a page shows of the records, by the names in `cnncourse.records.registry`.

``{shown} curves D`` is a drawing, ``{table} sources`` a table, and ``{number}`accuracy C-cnn
keras``` a number in a sentence; options of a directive go to the function. What a name needs is
said by the function that it stands for. A wrong name or a missing record is a warning, so it
fails the build.
"""

from docutils import nodes
from docutils.parsers.rst.directives.tables import RSTTable
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from cnncourse.plots.recorded.svg import Html
from cnncourse.records import registry
from cnncourse.records.table import Code, Table

logger = logging.getLogger(__name__)


class AnyOption(dict):
    """The options of a directive that hands all of them on, as text."""

    def __bool__(self):
        return True

    def __getitem__(self, name):
        return str


class FromRegistry(SphinxDirective):
    """What the registry has under a name, or a warning and the reason in its place."""

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption()
    kind = ""

    def run(self):
        """Return the nodes."""
        self.env.note_reread()  # the records may have changed, the page's text not
        try:
            made = registry.make(self.kind, "".join(self.arguments), **self.options)
        except (LookupError, ValueError, OSError) as error:
            words = reason(error)
            logger.warning("%s", words, location=self.get_location())
            return [nodes.paragraph("", words)]
        return self.show(made)


class ShownDirective(FromRegistry):
    """``{shown} NAME``: a drawing."""

    kind = "drawing"

    def show(self, made):
        """Return its parts; where a run is missing, warn with the command that makes it."""
        for command in made.missing:
            words = "%s lacks a record; make it with: %s"
            logger.warning(words, self.arguments[0], command, location=self.get_location())
        return [part_node(part) for part in made.parts]


class TableDirective(FromRegistry):
    """``{table} NAME``: a table; with content, the table that docutils makes of it."""

    kind = "table"
    has_content = True

    def run(self):
        """Return the nodes."""
        if not self.content:
            return super().run()
        options = {key: RSTTable.option_spec[key](one) for key, one in self.options.items()}
        place = (self.lineno, self.content_offset, self.block_text, self.state, self.state_machine)
        return RSTTable(self.name, self.arguments, options, self.content, *place).run()

    def show(self, made):
        """Return the table."""
        return [table_node(made)]


class Number(SphinxRole):
    """``{number}`NAME …```: a number in a sentence."""

    def run(self):
        """Return it, or warn."""
        self.env.note_reread()
        try:
            return [nodes.Text(registry.make("number", self.text))], []
        except (LookupError, ValueError, OSError) as error:
            logger.warning("%s", reason(error), location=(self.env.docname, self.lineno))
            return [nodes.Text("?")], []


def reason(error):
    """Return what an error says; a KeyError's own text is in quotes."""
    return str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)


def part_node(part):
    """Return a part of a drawing as a node."""
    if isinstance(part, Table):
        return table_node(part)
    if isinstance(part, Html):
        return nodes.raw("", str(part), format="html")
    return nodes.paragraph("", part)


def table_node(made):
    """Return a table as docutils has it, or a sentence where it has no row."""
    if not made.rows:
        return nodes.paragraph("", made.empty)
    group = nodes.tgroup(cols=len(made.headings))
    group += [nodes.colspec(colwidth=1) for _ in made.headings]
    head, body = nodes.thead(), nodes.tbody()
    for part, lines in ((head, [made.headings]), (body, made.rows)):
        for line in lines:
            row = nodes.row()
            for cell in line:
                shown = nodes.literal(cell, cell) if isinstance(cell, Code) else nodes.Text(cell)
                row += nodes.entry("", nodes.paragraph("", "", shown))
            part += row
    group += [head, body]
    return nodes.table("", group, classes=["records", *made.kind.split()])


def setup(app):
    """Make the directives and the role known; `table` stands in for docutils' own."""
    app.add_directive("shown", ShownDirective)
    app.add_directive("table", TableDirective, override=True)
    app.add_role("number", Number())
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
