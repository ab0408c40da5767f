"""What a teacher must know of each exercise: ``{exercise-guide}``, read from the exercises."""

from itertools import groupby

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


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
            for exercise in group:
                section += self.told(exercise)
            made.append(section)
        return made

    def told(self, exercise):
        """Return the lines of an exercise."""
        minutes = f"{exercise.minutes} minute{'' if exercise.minutes == 1 else 's'}"
        head = f"{exercise.rung}, {minutes}, difficulty {exercise.difficulty} of 3"
        line = nodes.paragraph("", "", nodes.strong("", exercise.name), nodes.Text(f": {head}. "))
        line += nodes.Text(exercise.goal)
        mistakes = nodes.bullet_list()
        for name, words in mistakes_of(exercise).items():
            said = nodes.paragraph("", "", nodes.emphasis("", name), nodes.Text(f": {words}"))
            mistakes += nodes.list_item("", said)
        return [line, mistakes] if len(mistakes) else [line]


def mistakes_of(exercise):
    """Return the mistakes that an exercise knows, each with what is said of it."""
    from cnncourse.exercises.misconceptions import says

    answer = exercise.answer
    found = {name: says(name) for name in answer.wrong}
    for place, words in getattr(answer, "because", {}).items():
        found[f"answers {chr(ord('a') + place)}"] = words
    return found


def setup(app):
    """Register the directive."""
    app.add_directive("exercise-guide", Guide)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
