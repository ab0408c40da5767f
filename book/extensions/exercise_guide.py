"""What a teacher must know of each exercise: ``{exercise-guide}``, read from the exercises."""

import sys
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

sys.path.append(str(Path(__file__).parents[1] / "tools"))
import contents


class Guide(SphinxDirective):
    """``{exercise-guide}``: every exercise of the course, chapter by chapter."""

    def run(self):
        """Return a section for each chapter."""
        from cnncourse.exercises import exercises

        made = []
        for chapter, group in groupby(exercises().values(), lambda one: one.chapter):
            section = nodes.section(ids=[nodes.make_id(f"guide-{chapter}")])
            title = chapter.replace("_", " ").capitalize()
            section += nodes.title(title, title)
            section += [told(exercise, self.inline(exercise.hints[0])) for exercise in group]
            made.append(section)
        return made

    def inline(self, text):
        """Return the nodes of a line of Markdown."""
        return self.state.inline_text(text, self.lineno)[0]


def told(exercise, hint):
    """Return the section of an exercise; the hint is in nodes."""
    from cnncourse.exercises import guide

    section = nodes.section(ids=[nodes.make_id(f"guide-{exercise.name}")])
    section += nodes.title(exercise.name, exercise.name)
    minutes = f"{exercise.minutes} minute{'' if exercise.minutes == 1 else 's'}"
    head = f"{exercise.rung}, {minutes}, difficulty {exercise.difficulty} of 3. {exercise.goal}"
    asked = f"../{contents.page_of(exercise.chapter)}.html#question-{exercise.name}"
    link = nodes.reference("", "What is asked.", refuri=asked, internal=True)
    section += nodes.paragraph("", "", nodes.Text(f"{head} "), link)
    rubric = guide.rubric(exercise)
    lines = {"Full marks": rubric.full, "A part": rubric.part, "None": rubric.none}
    made = [named(name, nodes.Text(words)) for name, words in lines.items()]
    section += listed([*made, named("A first hint", *hint)])
    mistakes = guide.mistakes(exercise)
    if mistakes:
        section += nodes.paragraph("", "Mistakes, what the course says to each, and what to ask:")
        section += listed(mistake_line(one) for one in mistakes)
    return section


def named(name, *words):
    """Return a line that begins with a name."""
    return nodes.paragraph("", "", nodes.strong("", name), nodes.Text(": "), *words)


def mistake_line(one):
    """Return the line of a mistake: its name, what is said, what to ask."""
    line = nodes.paragraph("", "", nodes.emphasis("", one.name), nodes.Text(f": {one.words}"))
    if one.ask:
        line += [nodes.Text(" "), nodes.inline("", f"“{one.ask}”", classes=["guide-ask"])]
    return line


def listed(lines):
    """Return lines as a list."""
    return nodes.bullet_list("", *(nodes.list_item("", line) for line in lines))


def setup(app):
    """Register the directive."""
    app.add_directive("exercise-guide", Guide)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
