"""Slides of a chapter, made of what its page shows: ``{slides} foundations/convolution``.

Each figure and each explorer is a slide with a line to say; each prediction is two, the question
and then its answer. They are taken from the chapter's own document when pages are written, so
nothing is stored twice. What stands between the fences comes last: a slide called `title`.

The line to say stands beside the figure's alt text in its cell's metadata, ``"slide": "..."``; in
a page of text before the drawing, ``% slide: ...``. A figure without a line fails the build.
"""

from dataclasses import dataclass, field

from docutils import nodes
from docutils.parsers.rst import directives
from predictions import PASSED_OVER, inline, is_part, prediction, question
from questions import question_block
from sphinx.addnodes import index, pending_xref
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join, logging
from sphinx.util.docutils import SphinxDirective

LINE = "slide"
EXPLORER = "<cnncourse-explorer"
DRAWN = (EXPLORER, "<svg", "corner-map")
FRAMEWORKS = {"tag_keras": "Keras", "tag_torch": "PyTorch"}
logger = logging.getLogger(__name__)


class place(nodes.General, nodes.Element):
    """Where the slides of a chapter are to stand."""


class slide(nodes.General, nodes.Element):
    """One slide: its heading, a line, what it shows."""


class heading(nodes.TextElement):
    """A slide's heading."""


@dataclass
class Part:
    """What a slide is made of."""

    kind: str  # title, question, answer, figure, explorer or more
    title: str
    line: list = field(default_factory=list)
    shown: list = field(default_factory=list)


class Slides(SphinxDirective):
    """``{slides} CHAPTER``, by the name of its file."""

    required_arguments = 1
    has_content = True
    option_spec = {"title": directives.unchanged_required}

    def run(self):
        """Return a place that is filled when all chapters have been read."""
        chapter = self.arguments[0]
        if chapter not in self.env.found_docs:
            raise self.error(f"no page is called {chapter!r}")
        self.env.note_dependency(str(self.env.doc2path(chapter)))
        made = place(chapter=chapter, title=self.options.get("title", ""))
        self.set_source_info(made)
        self.state.nested_parse(self.content, self.content_offset, made)
        return [made]


class FillIn(SphinxPostTransform):
    """Put the slides in their places, before an output's best form is chosen."""

    default_priority = 1

    def run(self, **kwargs):
        """Transform one document."""
        for where in list(self.document.findall(place)):
            document = self.env.get_doctree(where["chapter"])
            parts = [title_of(document, self.env), *parts_of(document, ""), *more(where)]
            for part in parts:
                if part.kind in ("figure", "explorer") and not part.line:
                    words = "%s, under %r: a %s without a line for its slide; see slides.py"
                    logger.warning(words, where["chapter"], part.title, part.kind, location=where)
            where.replace_self([made(part, n, len(parts)) for n, part in enumerate(parts, 1)])
            if next(self.document.findall(lambda one: isinstance(one, nodes.math)), None):
                # MathJax is loaded where a page is known to have formulas.
                self.env.domaindata["math"]["has_equations"][self.env.docname] = True


def title_of(document, env):
    """Return the first slide: what the chapter is called and what it is for."""
    section = next(document.findall(nodes.section))
    goals = [p for p in section.children if p.astext().startswith("You need")]
    return Part("title", section[0].astext(), shown=[copy_of(one, env) for one in goals])


def parts_of(parent, title):
    """Give what a document shows, in its order."""
    for node in parent.children:
        if isinstance(node, nodes.section):
            yield from parts_of(node, node[0].astext())
        elif isinstance(node, prediction):
            yield from predicted(node, title)
        elif is_tabs(node):
            yield from in_tabs(node, title)
        elif (kind := kind_of(node)) is not None:
            yield Part(kind, title, line_of(node), [copy_of(node)])
        elif isinstance(node, nodes.Element) and not isinstance(node, question_block):
            yield from parts_of(node, title)


def is_tabs(node):
    """Return whether a node is a set of framework tabs."""
    return isinstance(node, nodes.Element) and "framework-tabs" in node.get("classes", [])


def in_tabs(tabs, title):
    """Give what tabs show; a question that both ask is asked once."""
    found = [part for tab in tabs.children for part in parts_of(tab, title)]
    questions = {}
    for asked, answer in zip(found, found[1:], strict=False):
        if asked.kind == "question" and answer.kind == "answer":
            words = "".join(one.astext() for one in asked.line)
            first = questions.setdefault(words, (asked, answer))
            if first[0] is not asked:
                first[0].shown += asked.shown
                first[1].shown += answer.shown
    yield from (one for pair in questions.values() for one in pair)
    yield from (one for one in found if one.kind in ("figure", "explorer"))


def predicted(node, title):
    """Give the two slides of a prediction: the question with its code, and the answer."""
    asked = next(one for one in node.children if isinstance(one, question))
    rest = [one for one in node.children if one is not asked]
    words = [copy_of(one) for one in asked.children]
    cell = cell_of(node)
    code = []
    if cell is not None and not any(EXPLORER in one.astext() for one in rest):
        code = [one for one in cell.children if is_part(one, "cell_code_source")]
    yield Part("question", title, words, labelled(cell, [copy_of(one) for one in code]))
    again = [one.deepcopy() for one in words]
    yield Part("answer", title, again, labelled(cell, [copy_of(one) for one in rest]))


def labelled(cell, shown):
    """Return what a cell shows under the name of its framework, if it is of one."""
    classes = [] if cell is None else cell["classes"]
    names = [FRAMEWORKS[one] for one in classes if one in FRAMEWORKS]
    if not (names and shown):
        return shown
    name = nodes.paragraph("", "", nodes.strong("", names[0]))
    return [nodes.container("", name, *shown, classes=["slide-half"])]


def kind_of(node):
    """Return whether a node is a figure or an explorer; None if it is neither."""
    raws = [node] if isinstance(node, nodes.raw) else []
    if is_part(node, "cell_code_output"):
        if next(node.findall(prediction), None) is not None:
            return None
        raws = list(node.findall(nodes.raw))
        if next(node.findall(nodes.image), None) is not None:
            return "figure"
    elif isinstance(node, nodes.image):
        return "figure"
    texts = [one.astext() for one in raws if any(mark in one.astext() for mark in DRAWN)]
    if not texts:
        return None
    return "explorer" if any(EXPLORER in text for text in texts) else "figure"


def cell_of(node):
    """Return the executed cell that a node is in, or None."""
    while node is not None and not is_part(node, "cell_code"):
        node = node.parent
    return node


def line_of(node):
    """Return what is said of a figure: of its cell's metadata, or of the comment before it."""
    cell = cell_of(node)
    words = cell.get("cell_metadata", {}).get(LINE, "") if cell is not None else ""
    if cell is None:
        before = node.parent.children[: node.parent.index(node)]
        for one in reversed(before):
            if isinstance(one, nodes.comment) and one.astext().startswith(f"{LINE}: "):
                words = one.astext().removeprefix(f"{LINE}: ")
            if not isinstance(one, PASSED_OVER):
                break
    return inline(words) if words else []


def more(where):
    """Give the slide that stands in the directive itself, if one does: its line, what it shows."""
    if where.children:
        line, *shown = where.children
        yield Part("more", where["title"], list(line.children), shown)


def copy_of(node, env=None):
    """Return a copy without what belongs to its own page: links, names, index entries."""
    found = nodes.container("", node.deepcopy())
    for one in list(found.findall(index)):
        one.parent.remove(one)
    for one in list(found.findall(pending_xref)):
        words = [nodes.inline("", "", *child.children) for child in one.children]
        if env and one["reftype"] == "doc" and not one["refexplicit"]:
            name = docname_join(one["refdoc"], one["reftarget"])
            words = [nodes.inline("", env.titles[name].astext())]
        one.replace_self(words)
    for one in found.findall(nodes.Element):
        one["ids"], one["names"] = [], []
    return found[0]


def made(part, number, count):
    """Return a slide's node."""
    found = slide("", kind=part.kind, number=number, count=count)
    found += heading("", "", nodes.Text(part.title))
    if part.line:
        found += nodes.paragraph("", "", *part.line, classes=["slide-line"])
    found += part.shown
    return found


def open_slide(self, node):
    """Begin a slide."""
    number, count = node["number"], node["count"]
    self.body.append(
        f'<section class="slide" id="slide-{number}" data-kind="{node["kind"]}" '
        f'data-number="{number} / {count}">\n'
    )


def close_slide(self, node):
    """End a slide."""
    self.body.append("</section>\n")


def open_heading(self, node):
    """Begin a heading."""
    self.body.append('<h2 class="slide-title">')


def close_heading(self, node):
    """End a heading."""
    self.body.append("</h2>\n")


def pass_over(self, node):
    """Write nothing of its own: on paper the slides follow one another."""


def add_files(app, pagename, templatename, context, doctree):
    """Load script and style on pages with slides."""
    if doctree is not None and next(doctree.findall(slide), None) is not None:
        app.add_css_file("slides.css")
        app.add_js_file("slides.js", loading_method="defer")


def setup(app):
    """Make the directive and its nodes known."""
    other = {name: (pass_over, pass_over) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(place, html=(pass_over, pass_over), **other)
    app.add_node(slide, html=(open_slide, close_slide), **other)
    app.add_node(heading, html=(open_heading, close_heading), **other)
    app.add_directive("slides", Slides)
    app.add_post_transform(FillIn)
    app.connect("html-page-context", add_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
