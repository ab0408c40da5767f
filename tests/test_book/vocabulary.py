"""The glossary as data: its terms, their names in three languages, and who teaches each."""

import re
from dataclasses import dataclass

import notebooks

GLOSSARY = notebooks.BOOK / "glossary.md"
LANGUAGES = ("es", "it", "zh")
NAMES = re.compile(
    r"\*es\* (?P<es>.+?) · \*it\* (?P<it>.+?) · \*zh\* (?P<zh>.+?)"
    r"(?: · \*taught in\* (?:\{doc\}`foundations/)?(?P<chapter>\w+)`?)?$"
)


@dataclass(frozen=True)
class Term:
    """A term of the glossary; ``chapter`` is None for what Part I does not teach."""

    names: tuple[str, ...]
    definition: str
    es: str
    it: str
    zh: str
    chapter: str | None


def read(text):
    """Return the terms of a glossary in order.

    Raises
    ------
    ValueError
        For a term without a line ``*es* … · *it* … · *zh* …`` below its definition.
    """
    body = re.search(r"(?ms)^```\{glossary\}\n(.*?)^```", text)[1]
    found = []
    for entry in re.split(r"\n\n(?=\S)", body.strip("\n")):
        lines = entry.split("\n")
        names = tuple(line for line in lines if line and not line.startswith(" "))
        *definition, last = [line.strip() for line in lines if line.startswith(" ")]
        told = NAMES.fullmatch(last)
        if not told or not definition:
            raise ValueError(f"{names[0]}: no definition with '*es* … · *it* … · *zh* …' below it")
        found.append(Term(names, " ".join(definition), **told.groupdict()))
    return found


def terms():
    """Return the terms of the book's glossary."""
    return read(GLOSSARY.read_text(encoding="utf-8"))


def taught():
    """Return the chapter that teaches each term of Part I, by the term's lower-case names."""
    return {
        name.casefold(): term.chapter for term in terms() if term.chapter for name in term.names
    }
