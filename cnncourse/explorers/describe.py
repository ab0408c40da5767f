"""Write what a page must know of the settings: ``python -m cnncourse.explorers.describe``.

The page's controls and checks are made from ``page/descriptions.json``, which is made from
the classes here, so that there is one description of every control.
"""

import json
import sys
from pathlib import Path

from cnncourse.explorers import EXPLORERS

PATH = Path(__file__).parent / "page" / "descriptions.json"


def descriptions() -> dict:
    """Return the settings of every explorer as plain values, by its name in a page."""
    return {
        slug: {
            "title": explorer.title,
            "data": list(explorer.data_files),
            "settings": [setting.describe() for setting in explorer.settings().values()],
        }
        for slug, explorer in EXPLORERS.items()
    }


def text() -> str:
    """Return the file's text."""
    return json.dumps(descriptions(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PATH
    path.write_text(text(), encoding="utf-8")
