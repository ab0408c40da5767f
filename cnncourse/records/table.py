"""A table of texts, as pages and notebooks show it."""

from dataclasses import dataclass
from html import escape


class Code(str):
    """A cell's text that is code."""


@dataclass(frozen=True)
class Table:
    """Headings and rows of text; in a notebook it shows itself.

    Attributes
    ----------
    headings : list of str
    rows : list of list of str
        A cell of `Code` is set as code.
    kind : str
        A word for the page's style sheet, beside ``records``.
    empty : str
        What is said where there is no row.
    """

    headings: list[str]
    rows: list[list[str]]
    kind: str = ""
    empty: str = "No run is recorded yet."

    def _repr_html_(self):
        if not self.rows:
            return f"<p>{self.empty}</p>"
        head = "".join(f"<th>{escape(cell)}</th>" for cell in self.headings)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        classes = f"records {self.kind}".strip()
        return (
            f'<table class="{classes}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        )


def _cell(text):
    inside = escape(text)
    return f"<td><code>{inside}</code></td>" if isinstance(text, Code) else f"<td>{inside}</td>"
