"""Questions that a page judges by itself: ``{question} NAME``.

    :::{question} window-sum
    :::

What is asked, the right and the wrong values, hints and solution come from `cnncourse.exercises`
when the book is built; what stands between the fences is the copy that a notebook shows elsewhere.
Numbers, shapes, arrays and choices are judged in the page, by ``questions-judge.js``; for a
function or a design the page shows what to start from and says that the notebook checks it.

The values lie in the page in base64, so that they are not read at a glance. That is no secret, and
need be none: the solution itself is in the page, folded, for readers without a script.
"""

import base64
import json

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

SCRIPTS = ("questions-judge.js", "questions.js")


class question_block(nodes.General, nodes.Element):
    """A question with all that belongs to it."""


class question_solution(nodes.General, nodes.Element):
    """Its solution, folded."""


class Question(SphinxDirective):
    """``{question} NAME``."""

    required_arguments = 1
    has_content = True

    def run(self):
        """Return the question, or an error that fails the build."""
        from cnncourse.exercises import find

        try:
            exercise = find(self.arguments[0])
        except KeyError as error:
            raise self.error(error.args[0]) from None
        data = data_of(exercise)
        made = question_block(name=exercise.name, chapter=exercise.chapter, kind=data["kind"])
        made["data"] = base64.b64encode(json.dumps(data).encode()).decode()
        self.set_source_info(made)
        rung, count = exercise.rung.capitalize(), exercise.minutes
        time = f"{count} minute{'' if count == 1 else 's'}"
        stars = "●" * exercise.difficulty + "○" * (3 - exercise.difficulty)
        head = f"{rung} · {time} · "
        level = nodes.inline("", stars, classes=["question-level"])
        made += nodes.paragraph("", "", nodes.Text(head), level, classes=["question-head"])
        self.parse(exercise.asked, made)
        if data["kind"] == "notebook":
            in_notebook = self.env.doc2path(self.env.docname).endswith(".ipynb")
            made += notebook_part(exercise, in_notebook)
        solved = question_solution()
        self.parse(exercise.solution, solved)
        made += solved
        return [made]

    def parse(self, text, node):
        """Parse Markdown into a node."""
        source, _ = self.get_source_info()
        self.state.nested_parse(StringList(text.split("\n"), source), self.content_offset, node)


def notebook_part(exercise, in_notebook):
    """Return what a function or design starts from, and where it is checked."""
    parts = []
    if exercise.answer.kind == "function":
        parts.append(nodes.literal_block(exercise.start, exercise.start, language="python"))
    before = "The notebook checks it: "
    if not in_notebook:
        line = "from cnncourse.exercises import check"
        parts.append(nodes.literal_block(line, line, language="python"))
        before = "Python checks it, after this line: "
    call = f'check("{exercise.name}", …)'
    words = [
        nodes.Text(before),
        nodes.literal("", call),
        nodes.Text(" says what is wrong, and why."),
    ]
    return [*parts, nodes.paragraph("", "", *words, classes=["question-note"])]


def data_of(exercise):
    """Return what the page's script needs to judge an answer."""
    from cnncourse.exercises.misconceptions import says

    answer = exercise.answer
    data = {"name": exercise.name, "chapter": exercise.chapter, "hints": list(exercise.hints)}
    if answer.kind in ("function", "design"):
        return data | {"kind": "notebook", "start": exercise.start}
    plain = {"number": float, "shape": list, "array": as_rows, "choice": as_places}[answer.kind]
    data |= {"kind": answer.kind, "right": plain(answer.right())}
    data["wrong"] = [
        {"name": name, "words": says(name), "value": plain(compute())}
        for name, compute in answer.wrong.items()
    ]
    for key in ("tolerance", "share", "unit"):
        if getattr(answer, key, None):
            data[key] = getattr(answer, key)
    if answer.kind == "choice":
        data |= {"options": list(answer.options), "several": answer.several}
        data["because"] = {str(place): words for place, words in answer.because.items()}
    return data


def as_rows(array):
    """Return an array as its shape and its numbers in a row."""
    import numpy as np

    array = np.asarray(array, float)
    return {"shape": list(array.shape), "flat": array.reshape(-1).tolist()}


def as_places(places):
    """Return the place of an option, or of several, as a list."""
    import numpy as np

    return sorted(int(one) for one in np.atleast_1d(list(np.atleast_1d(places))))


def open_question(self, node):
    """Begin a question."""
    self.body.append(
        f'<section class="question" id="question-{node["name"]}" data-kind="{node["kind"]}" '
        f'data-chapter="{node["chapter"]}" data-question="{node["data"]}" '
        f'aria-label="Question: {node["name"].replace("-", " ")}">\n'
    )


def close_question(self, node):
    """End a question."""
    self.body.append("</section>\n")


def open_solution(self, node):
    """Begin a solution."""
    self.body.append('<details class="question-solution"><summary>Solution</summary>\n')


def close_solution(self, node):
    """End a solution."""
    self.body.append("</details>\n")


def pass_over(self, node):
    """Write nothing of its own: on paper a question and its solution follow one another."""


def add_script(app, pagename, templatename, context, doctree):
    """Load the scripts on pages that ask; deferred, so that the questions are there."""
    if doctree is not None and next(doctree.findall(question_block), None) is not None:
        for script in SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def setup(app):
    """Make the directive and its nodes known."""
    other = {name: (pass_over, pass_over) for name in ("latex", "text", "man", "texinfo")}
    app.add_node(question_block, html=(open_question, close_question), **other)
    app.add_node(question_solution, html=(open_solution, close_solution), **other)
    app.add_directive("question", Question)
    app.connect("html-page-context", add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
