"""The sources' claims, each folded until it is judged by the reader: words and links, no ink."""

import re
from html import escape

from cnncourse.plots.recorded.svg import Html, Shown
from cnncourse.records import said
from cnncourse.records.registry import drawing

ROOT = "../"  # of the book, from the chapter of claims
REFERENCES = f"{ROOT}bibliography.html"


@drawing("claims")
def folded(kind) -> Shown:
    """Return ``claims words``: every claim of a kind, with what becomes of it behind a click."""
    return Shown((Html("".join(map(item, said.claims(kind)))),))


def item(claim) -> str:
    """Return one claim, folded."""
    shows = "; ".join([*map(link, claim.see), *map(reference, claim.cite)])
    return (
        f'<details class="claim"><summary><strong>{escape(claim.source)}</strong> '
        f'{escape(claim.says)} <span class="claim-hint">Verdict</span></summary>'
        f"<p><em>{claim.verdict.capitalize()}.</em> {escape(said.told(claim))} "
        f'<span class="claim-shows">{shows}</span></p></details>'
    )


def link(see: str) -> str:
    """Return a link to what shows it."""
    page, _, heading = see.partition(": ")
    place = f"#{slug(heading)}" if heading else ""
    words = heading or page.rpartition("/")[2].replace("_", " ").capitalize()
    return f'<a href="{ROOT}{page}.html{place}">{escape(words)}</a>'


def slug(heading: str) -> str:
    """Return the name that a heading has in a page's address.

    Examples
    --------
    >>> slug("97 % on training images")
    'on-training-images'
    """
    words = re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")
    return re.sub(r"^[0-9-]+", "", words)


def reference(key: str) -> str:
    """Return a link to the list of references, with the name and the year of a key."""
    name, year = re.match(r"([a-z]+)(\d{4})", key).groups()
    return f'<a href="{REFERENCES}">{name.capitalize()} {year}</a>'
