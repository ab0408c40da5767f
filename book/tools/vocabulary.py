"""The glossary as data, and the words of a chapter: none before the chapter that teaches it."""

import re
from dataclasses import dataclass

import contents
import notebooks

GLOSSARY = notebooks.BOOK / "glossary.md"
LANGUAGES = ("es", "it", "zh")
NAMES = re.compile(
    r"\*es\* (?P<es>.+?) · \*it\* (?P<it>.+?) · \*zh\* (?P<zh>.+?)"
    rf"(?: · \*taught in\* \{{doc\}}`(?:{'|'.join(contents.FOLDERS)})/(?P<chapter>\w+)`)?$"
)
AHEAD = re.compile(r"\{doc\}`(?:[^`<]*<)?(?:[\w./]*/)?(\w+)>?`")
LINK = re.compile(r"\{term\}`(?:[^`<]*<)?([^`<>]+)>?`")

# Words that mean only one thing, each looked for in the prose with its plural.
PLAIN = """
Adam; aliasing; backpropagation; chain rule; convolution; cross-entropy; dilation; downsampling;
epoch; equivariance; feature map; filter; flattening; GELU; gradient descent; kernel;
learning rate; logits; loss; max pooling; mini-batch; momentum; one-hot; overfitting; padding;
permutation; pooling; receptive field; ReLU; sigmoid; softmax; stride; tanh
"""
IN_CODE = {
    "convolution": r"conv2d|cross_correlat",
    "padding": r"padding",
    "stride": r"stride|dilation",
    "pooling": r"max_?pool|av(?:era)?g(?:e)?_?pool",
    "activations": r"\brelu|sigmoid|\btanh|gelu",
    "dense_heads": r"softmax|cross_?entropy|logits",
    "learning": r"\.fit\(|\bepochs\b|\badam\b|\bsgd\b|optimi[sz]er|learning_rate",
}


@dataclass(frozen=True)
class Term:
    """A term of the glossary; ``chapter`` is None for what no chapter teaches."""

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
    """Return the chapter that teaches each term, by the term's lower-case names."""
    return {
        name.casefold(): term.chapter for term in terms() if term.chapter for name in term.names
    }


def link_faults(notebook, known):
    """Yield each link to a term of the glossary before the chapter that teaches it."""
    teacher = taught()
    for cell in notebook.cells:
        for name in LINK.findall(cell.source) if cell.cell_type == "markdown" else []:
            chapter = teacher.get(name.strip().casefold())
            if chapter and chapter not in known:
                yield f"links the term {name!r}, which {chapter} teaches"


def paragraphs(source):
    """Return a text's paragraphs in pairs: as written, and without code, formulas and roles."""
    found = []
    for paragraph in re.sub(r"(?ms)^```.*?^```", "", source).split("\n\n"):
        plain = re.sub(r"(?s)\$\$.*?\$\$|\$[^$\n]+\$", " ", paragraph)
        plain = re.sub(r"\{[\w:]+\}`[^`]*`|`[^`]*`|\]\([^)]*\)", " ", plain)
        found.append((paragraph, plain))
    return found


def word_faults(notebook, asked, known):
    """Yield each word used, in prose or in code, before the chapter that teaches it.

    A paragraph may look ahead if it links the chapter: "with a border ({doc}`padding`)", and so
    may the cells of code below it, up to the next heading. Hints and solutions are read as the
    text is.
    """
    announced = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from code_word_faults(cell, known | announced)
        else:
            *above, below = re.split(r"(?m)^##+ ", cell.source)
            announced = set(AHEAD.findall(below)) | (announced if not above else set())
            yield from text_word_faults(cell.source, known)
    for one in asked:
        for fault in text_word_faults("\n\n".join([*one.hints, one.solution]), known):
            yield f"a hint or the solution of {one.name} {fault}"


def text_word_faults(text, known):
    """Yield each word in a text that stands before the chapter that teaches it."""
    teacher = taught()
    words = {word: teacher[word.casefold()] for word in " ".join(PLAIN.split()).split("; ")}
    later = {word: chapter for word, chapter in words.items() if chapter not in known}
    for paragraph, plain in paragraphs(text):
        ahead = set(AHEAD.findall(paragraph))
        for word, chapter in later.items():
            if chapter not in ahead and re.search(rf"(?i)\b{word}(?:s|es)?\b", plain):
                yield f"says {word!r}, which {chapter} teaches: {plain.strip()[:60]}"


def code_word_faults(cell, known):
    """Yield each call in a cell that is read, of something a later chapter teaches."""
    hidden = {"remove-input", "remove-cell", "hide-input"} & set(cell.metadata.get("tags", []))
    code = re.sub(r"#.*", "", cell.source)
    for chapter, pattern in IN_CODE.items():
        found = re.search(rf"(?i){pattern}", code)
        if found and not hidden and chapter not in known:
            yield f"calls {found[0]!r}, which {chapter} teaches: {cell.source[:60]}"
