"""Write what a page must know of Python: ``python -m cnncourse.explorers.describe [FOLDER]``.

An explorer's controls and checks in the page are made from its ``description.json``, the
networks to start from are in ``data-presets.js``, and what the arithmetic of both languages
needs is in ``tables``. All are made from the classes here, from the zoo and from the layers, so
that there is one description of every control, every network and every layer.
"""

import json
import sys
from pathlib import Path

from cnncourse.explorers import EXPLORERS, tables
from cnncourse.explorers.making.script import script
from cnncourse.explorers.network_layers import to_start_from

FOLDER = Path(__file__).parent


def files() -> dict[str, str]:
    """Return the text of each file by its path within the folder of the explorers."""
    descriptions = {
        f"page/{slug.replace('-', '_')}/description.json": _readable(explorer.describe())
        for slug, explorer in EXPLORERS.items()
    }
    made = (tables.layers, tables.listings, tables.networks, tables.windows)
    written = {f"page/arithmetic/tables/{make.__name__}.json": _readable(make()) for make in made}
    presets = {"bundle/data-presets.js": script("presets", to_start_from())}
    return descriptions | written | presets


def _readable(plain) -> str:
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
