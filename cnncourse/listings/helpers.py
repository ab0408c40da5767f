"""The classes that a listing brings along, as text: what a framework has no layer for."""

import ast
from functools import cache
from pathlib import Path

FILES = {"torch": "torch_classes.py", "keras": "keras_classes.py"}
"""Where the classes stand: real ones, which `in_torch` and `in_keras` import."""


@cache
def _classes(framework):
    text = Path(__file__).with_name(FILES[framework]).read_text(encoding="utf-8")
    return {
        node.name: ast.get_source_segment(text, node)
        for node in ast.parse(text).body
        if isinstance(node, ast.ClassDef)
    }


def helper_sources() -> dict[str, dict[str, str]]:
    """Return the source of every helper class by framework and name; no framework is imported.

    Examples
    --------
    >>> {framework: [*classes] for framework, classes in helper_sources().items()}
    {'torch': ['PaddedAvgPool2d', 'ChannelsLast', 'Residual'], 'keras': ['LowestPadding2D', \
'PaddedAveragePooling2D', 'Residual']}
    """
    return {framework: dict(_classes(framework)) for framework in FILES}
