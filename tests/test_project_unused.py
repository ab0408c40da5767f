"""What is shipped is used by what is shipped: no function waits there for a test alone."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READERS = ("book/**/*.md", "book/**/*.ipynb", "book/**/*.py", "benchmarks/**/*.py", ".ci/*")
# What another library calls by its name.
CALLED = {
    "validate",
    "writable",  # of a stream
    "_repr_markdown_",  # of what a notebook shows
    "_print_message",
    "from_config",
    "train_step",
    "on_train_batch_begin",
    "on_train_batch_end",
}


def unused(sources, others=""):
    """Return the functions and classes that nothing but their own definition names.

    A decorator may register what it stands over, under a name that only it knows.
    """
    made, named = set(), set(re.findall(r"\w+", others))
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
                made.add(node.name)
            named |= {getattr(node, "attr", None), getattr(node, "id", None)}
            named |= {getattr(node, "value", None)} if _is_text(node) else set()
            if isinstance(node, ast.ImportFrom):
                named |= {alias.name for alias in node.names}
    return sorted(name for name in made - named - CALLED if not name.startswith("__"))


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_nothing_waits_for_a_test_alone():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "cnncourse").rglob("*.py")]
    files = [path for form in READERS for path in ROOT.glob(form) if path.is_file()]
    texts = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    assert unused(sources, texts) == []


def test_explorers_draw_nothing_at_random():
    files = [*(ROOT / "cnncourse" / "explorers").glob("*.py")]
    assert len(files) > 10
    assert [path.name for path in files if re.search(r"\brng\b", path.read_text("utf-8"))] == []


def test_a_planted_function_is_found():
    source = "def used(): return draw\ndef alone(): pass\nclass Kept: pass\n@note\ndef told(): pass"
    assert unused([source, "from a import used"], "Kept") == ["alone"]
