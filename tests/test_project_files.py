"""Facts that stand in more than one file of the project agree."""

import re
from pathlib import Path

import cnncourse

ROOT = Path(__file__).resolve().parents[1]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_one_version():
    assert f"\nversion: {cnncourse.__version__}\n" in read("CITATION.cff")
    assert f"\n## [{cnncourse.__version__}]" in read("CHANGELOG.md")


def test_every_local_link_of_the_readme_and_the_guide_leads_somewhere():
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(page))
        assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_room_is_on_the_readmes_map():
    rooms = {path.stem for path in (ROOT / "cnncourse").iterdir() if path.name[0] not in "._"}
    rooms |= {"book", "tests"}
    named = set(re.findall(r"`([a-z_0-9]+)`", read("README.md")))
    assert sorted(rooms - named) == []


def test_every_target_of_the_makefile_is_listed_by_help():
    makefile = read("Makefile")
    (phony,) = re.findall(r"^\.PHONY: (help .*)$", makefile, flags=re.MULTILINE)
    helped = re.findall(r"^([a-z]+): .*## ", makefile, flags=re.MULTILINE)
    assert sorted(phony.split()) == sorted(helped)


def test_contributing_can_be_read_at_one_sitting():
    assert len(read("CONTRIBUTING.md").splitlines()) < 60
