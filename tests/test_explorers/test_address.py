"""What a page's address says is what the page shows, on any page, in any order of events."""

import copy
import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from cnncourse.explorers import EXPLORERS
from tests.test_explorers.drawn_settings import picture
from tests.test_explorers.states import draw, linked, needs_node, plain

RUNNER = Path(__file__).with_name("address.mjs")
ROOT = RUNNER.parents[2]
PRESETS = {
    "output-size": {"size": 28, "stride": 1},
    "output-size-2": {"padding_kind": "same", "kernel_size": 5},
    "pooling": {},
    "flatten": {"height": 3},
}


def run(cases, folder):
    """Return what the page's address and explorers were after each move of each case."""
    needs_node()
    path = folder / "cases.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run(
        ["node", str(RUNNER), str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def walk(moves, folder, **case):
    (told,) = run([{"presets": PRESETS, "moves": moves, **case}], folder)
    return told


def moved(name, **changes):
    return {"by": "set", "id": name, "changes": changes}


def link(fragment):
    return {"by": "link", "hash": fragment}


def at(name):
    return {"by": name}


def kind_of(name):
    return EXPLORERS[name.removesuffix("-2")]


def initial(name):
    """Return the values of an explorer as the page has it."""
    kind = kind_of(name)
    usual = {one: setting.default_value for one, setting in kind.settings().items()}
    return plain(usual | PRESETS[name])


class Reader:
    """What a reader expects of the page: entries of the history, each of a visit."""

    def __init__(self):
        self.states = {name: initial(name) for name in PRESETS}
        self.entries, self.at, self.visits = [0], 0, {}

    def make(self, move):
        match move["by"]:
            case "set":
                self.states[move["id"]] |= move["changes"]
            case "reset":
                self.states[move["id"]] = initial(move["id"])
            case "link" if "given" in move:
                self.enter(max(self.entries + list(self.visits)) + 1)
                self.states = {
                    name: initial(name) | move["given"].get(name, {}) for name in PRESETS
                }
            case "link":
                self.enter(self.entries[self.at])
            case "back" | "forward":
                to = self.at + (1 if move["by"] == "forward" else -1)
                if 0 <= to < len(self.entries):
                    old, new = self.entries[self.at], self.entries[to]
                    self.at = to
                    if old != new:
                        self.visits[old] = copy.deepcopy(self.states)
                        self.states = self.visits[new]

    def enter(self, visit):
        self.visits[self.entries[self.at]] = copy.deepcopy(self.states)
        self.entries = [*self.entries[: self.at + 1], visit]
        self.at += 1


def drawn_changes(name, rng):
    settings = list(linked(kind_of(name)).items())
    chosen = rng.permutation(len(settings))[: rng.integers(1, 4)]
    return {settings[i][0]: plain(draw(settings[i][1], rng)) for i in chosen}


def drawn_move(rng, count):
    name = str(rng.choice(list(PRESETS)))
    match rng.integers(10):
        case 0 | 1 | 2 | 3:
            return moved(name, **drawn_changes(name, rng))
        case 4:
            return {"by": "reset", "id": name}
        case 5:
            return link(f"section-{count}")
        case 6:
            given = {n: drawn_changes(n, rng) for n in rng.permutation(list(PRESETS))[:2]}
            parts = [
                "!" + n + "?" + "&".join(f"{k}={json.dumps(v)}" for k, v in values.items())
                for n, values in given.items()
            ]
            return link(f"link-{count}" + "".join(parts)) | {"given": given}
        case 7 | 8:
            return at("back")
        case _:
            return at("forward")


def test_links_sections_back_and_forward_in_any_order(tmp_path):
    rng = np.random.default_rng(13)
    cases = []
    for _ in range(60):
        moves = [drawn_move(rng, count) for count in range(25)]
        late = [str(n) for n in rng.permutation(list(PRESETS))[: rng.integers(3)]]
        moves[5:5] = [{"by": "join", "id": name} for name in late]
        cases.append({"presets": PRESETS, "late": late, "moves": moves})
    for case, told in zip(cases, run(cases, tmp_path), strict=True):
        reader, ready = Reader(), set(PRESETS) - set(case["late"])
        for move, seen in zip(case["moves"], told, strict=True):
            if move["by"] == "join":
                ready.add(move["id"])
            elif move.get("id", "output-size") in ready or move["by"] == "link":
                reader.make(move)
            elif move["by"] in ("back", "forward"):
                reader.make(move)
            shown = {name: reader.states[name] for name in ready}
            assert seen["states"] == shown, (move, seen["hash"])
            # Loaded anew, the address gives the same, of those that were not yet there as well.
            assert seen["fresh"] == reader.states, (move, seen["hash"])


def test_a_link_and_the_address_hold_what_a_page_has_set_to_the_default(tmp_path):
    told = walk([moved("output-size", stride=2), moved("output-size-2", padding_kind="number")],
                tmp_path)  # fmt: skip
    assert told[0]["links"]["output-size"].endswith("#!output-size?size=28&stride=2")
    assert '"number"' in told[1]["links"]["output-size-2"].replace("%22", '"')
    assert "!output-size?size=28&stride=2" in told[1]["hash"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_link_of_one_explorer_sets_it_on_a_page_that_presets_nothing(name, tmp_path):
    """As the link to the whole explorer does."""
    told = walk([moved(name, **drawn_changes(name, np.random.default_rng(5)))], tmp_path)
    slug = name.removesuffix("-2")
    hash_ = told[0]["links"][name].partition("#")[2].replace(name, slug)
    there = run([{"presets": {slug: {}}, "start": f"#{hash_}", "moves": [at("timers")]}], tmp_path)
    assert there[0][0]["states"][slug] == told[0]["states"][name]


def test_a_section_keeps_what_is_set_and_so_does_the_way_back(tmp_path):
    moves = [moved("pooling", size=3), link("section"), moved("flatten", height=5), at("back")]
    told = walk([*moves, at("forward"), at("reload")], tmp_path)
    assert told[1]["hash"] == "#section!pooling?size=3"
    for seen in told[3:]:
        assert (seen["states"]["pooling"]["size"], seen["states"]["flatten"]["height"]) == (3, 5)
        assert seen["fresh"] == seen["states"]


def test_what_an_explorer_that_is_not_there_yet_was_sent_is_kept(tmp_path):
    start = "#sec!pooling?size=4!flatten?height=2"
    moves = [moved("output-size", stride=3), {"by": "join", "id": "pooling"}]
    told = walk(moves, tmp_path, start=start, late=["pooling"])
    assert "!pooling?size=4" in told[0]["hash"]
    assert told[1]["states"]["pooling"]["size"] == 4
    assert told[1]["states"]["output-size"]["stride"] == 3


def test_a_link_of_which_the_browser_has_not_told_yet_is_not_overwritten(tmp_path):
    held = [moved("pooling", size=2), moved("pooling", size=3), link("!pooling?size=5")]
    moves = [move | {"hold": True} for move in held]
    told = walk([*moves, at("timers"), at("events")], tmp_path)
    assert told[2]["hash"] == "#!pooling?size=5"
    for seen in told[3:]:
        assert seen["states"]["pooling"]["size"] == 5
        assert seen["hash"] == "#!pooling?size=5"
    assert walk([*moves, at("timers"), at("back")], tmp_path)[-1]["states"]["pooling"]["size"] == 3


def test_a_move_is_in_the_address_at_once(tmp_path):
    told = walk([moved("pooling", size=3) | {"hold": True}, at("reload")], tmp_path)
    assert told[0]["hash"] == "#!pooling?size=3"
    assert told[1]["states"]["pooling"]["size"] == 3


def test_refusals_do_not_pile_up_and_go_with_a_link_that_is_right(tmp_path):
    wrong = [link(f"!pooling?size=-{n}&q{n}=1!nobody-{n}?a=1") for n in range(200)]
    told = walk([*wrong, link("!pooling?size=3")], tmp_path)
    assert told[0]["refused"]["pooling"] == ["size", "q0"]
    assert all(len(seen["notes"]) == 1 for seen in told[:-1])
    assert "nobody-199 (no such explorer in this page)" in told[-2]["notes"][0]
    assert told[-1]["notes"] == []
    assert told[-1]["refused"]["pooling"] == []
    assert told[-1]["listeners"] == told[0]["listeners"] == [1] * len(PRESETS)


@pytest.mark.parametrize(
    "written",
    [
        "!pooling?image=%22boot%22&size=3!flatten?height=4",
        "%21pooling?image=%22boot%22&size=3%21flatten?height=4",
    ],
)
def test_a_link_whose_marks_a_program_has_coded_is_read(tmp_path, written):
    (seen,) = walk([link(written)], tmp_path)
    assert seen["states"]["pooling"]["size"] == 3
    assert seen["states"]["pooling"]["image"] == "boot"
    assert seen["states"]["flatten"]["height"] == 4
    assert seen["notes"] == []


def test_a_section_whose_name_holds_a_code_is_a_section(tmp_path):
    (seen,) = walk([link("50%21-off")], tmp_path)
    assert (seen["notes"], seen["hash"]) == ([], "#50%21-off")


def test_names_without_end_are_shortened(tmp_path):
    told = walk([link(f"!{'x' * 3000}?a=1" + "".join(f"!y{n}" for n in range(90)))], tmp_path)
    assert "y0" in told[0]["notes"][0]
    assert "87 more" in told[0]["notes"][0]
    assert len(told[0]["notes"][0]) < 200


def test_one_explorer_named_twice_is_set_to_both(tmp_path):
    told = walk([link("!pooling?size=3!pooling?stride=1")], tmp_path)
    assert [told[0]["states"]["pooling"][name] for name in ("size", "stride")] == [3, 1]


def test_the_page_of_all_explorers_has_them_as_they_are_by_themselves():
    """A link to the whole explorer says what differs from that, from whichever page it comes."""
    text = (ROOT / "book" / "explorers.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in text.split("```{explorer} ")[1:]]
    made = {kind.__name__: kind for kind in EXPLORERS.values()}
    assert len(blocks) == len(made)
    for block in blocks:
        name, *settings = block.split()
        given = dict(zip((s.rstrip(":") for s in settings[::2]), settings[1::2], strict=True))
        assert made[name](**given).changed() == {}, block


def test_no_address_holds_a_picture_of_ones_own_and_following_one_keeps_it(tmp_path):
    text = picture(np.random.default_rng(1))
    moves = [moved("pooling", image="own", own_picture=text, size=3), at("timers")]
    moves += [link("!pooling?stride=4"), at("back"), link(f'!pooling?own_picture="{text}"')]
    moves += [{"by": "reset", "id": "pooling"}]
    told = walk(moves, tmp_path)
    assert all("own_picture" not in one["links"]["pooling"] for one in told)
    assert "own_picture" not in told[1]["hash"]
    assert "image=%22own%22" in told[1]["hash"]
    shown = [(s["image"], s["own_picture"]) for s in (one["states"]["pooling"] for one in told)]
    assert shown[1] == shown[3] == ("own", text)
    assert shown[2][1] == text
    assert shown[5][1] == ""
