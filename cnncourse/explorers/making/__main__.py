"""Write the data files; how to call it stands in the package's docstring."""

import sys
from pathlib import Path

from cnncourse.explorers import making, stored
from cnncourse.explorers.making import maps, networks, pictures
from cnncourse.explorers.making.script import script

MAPS = "maps"


def main(words: list[str]) -> None:
    """Write the files that the arguments ask for: ``EXPERIMENT=FOLDER``, or ``maps``."""
    if words == [MAPS]:
        write(MAPS, maps.payload())
        return
    if not words or not all("=" in word for word in words):
        sys.exit(making.__doc__)
    found = {name: Path(path) for name, _, path in (word.partition("=") for word in words)}
    kept = {networks.RECORDED[name]: found.pop(name) for name in networks.RECORDED if name in found}
    payloads = {name: networks.recorded(path) for name, path in kept.items()}
    if found:
        payloads |= pictures.payloads() | {"weights": networks.payload(found)}
    for name, payload in payloads.items():
        write(name, payload)


def write(name: str, payload: dict) -> None:
    """Write one data file and print its size."""
    path = Path(str(stored.PATHS[name]))
    path.parent.mkdir(exist_ok=True)
    path.write_text(script(name, payload), encoding="ascii", newline="\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
