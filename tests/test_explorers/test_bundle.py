"""The committed scripts are what their sources build, small, and keep to themselves."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cnncourse.explorers import describe, stored

ROOT = Path(__file__).resolve().parents[2]
EXPLORERS = ROOT / "cnncourse" / "explorers"
BUNDLE = EXPLORERS / "bundle"
BIOME = ROOT / "node_modules" / ".bin" / "biome"
SLUGS = list(describe.EXPLORERS)
CORE, NOTEBOOK = "explorers-core.js", "explorers-notebook.js"
SHARED = {
    f"explorers-{kind}.js": f"cnncourse{kind.capitalize()}"
    for kind in ("networks", "pixels", "vectors", "windows", "layers")
}
MOST_BYTES = {CORE: 60_000, "explorer-network-builder.js": 40_000, "part-engine.js": 40_000}
OFFERED = {f"part-{part}.js" for one in describe.EXPLORERS.values() for part in one.parts}
PARTS = sorted({*OFFERED, "part-projector.js"})
OWN = sorted({f"part-{part}.js" for one in describe.EXPLORERS.values() for part in one.own_parts})
SCRIPTS = sorted(
    {NOTEBOOK, *MOST_BYTES, *SHARED, *PARTS, *OWN, *(f"explorer-{slug}.js" for slug in SLUGS)}
)
DATA = sorted(f"data-{name}.js" for name in stored.PATHS)
SHIPPED = sorted(str(path.relative_to(BUNDLE)) for path in BUNDLE.rglob("*.*"))
ANEW = "the committed file is not what its sources give: run make explorers"

# Names of vocabularies, which no browser asks for.
NAMESPACES = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"}
FORBIDDEN = {
    "evaluates text": r"\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*[\"'`]",
    "makes HTML of text": r"\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write",
    "has an inline handler": r"""[\s"'`]on[a-z]+\s*=\s*\\?["'`{]|setAttribute\(\s*["'`]on""",
    "has the tables of all languages loaded, for milliseconds": r"\btoLocaleString\b|\bIntl\b",
    "asks for something": r"\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b|\bimport\s*\(|@import\b",
}

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / ".made").exists(),
    reason="needs Node and what npm installs (make node_modules/.made)",
)


def run(*words):
    """Run a program in the project's folder and return (exit code, what it printed)."""
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def faults(script):
    """Return what a script does that no explorer may do."""
    found = [told for told, pattern in FORBIDDEN.items() if re.search(pattern, script)]
    addresses = set(re.findall(r"https?://[^\s\"'`<>\\)]*", script)) - NAMESPACES
    return found + sorted(addresses)


def test_the_controls_of_the_page_are_those_of_python():
    for name, text in describe.files().items():
        assert (EXPLORERS / name).read_text(encoding="utf-8") == text, f"{name}: {ANEW}"


@needs_node
def test_the_scripts_are_built_from_their_sources(tmp_path):
    code, told = run("node", EXPLORERS / "making" / "bundles.js", tmp_path)
    assert (code, told) == (0, "")
    built = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.*")}
    assert sorted(built) == SCRIPTS
    for name, path in built.items():
        assert path.read_bytes() == (BUNDLE / name).read_bytes(), f"{name}: {ANEW}"


def test_every_explorer_has_its_script_and_nothing_else_is_there():
    assert sorted([*SCRIPTS, *DATA]) == SHIPPED


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_small(name):
    assert 1_500 < (BUNDLE / name).stat().st_size <= MOST_BYTES.get(name, 25_000), name


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_with_one_explorer_loads_little(slug):
    own = BUNDLE / f"explorer-{slug}.js"
    text = own.read_text(encoding="utf-8")
    wanted = [BUNDLE / CORE, own, *(BUNDLE / name for name, at in SHARED.items() if at in text)]
    assert sum(path.stat().st_size for path in wanted) <= 90_000


def test_the_page_loads_the_shared_scripts_that_an_explorer_takes_from():
    told = run(
        "node",
        "--input-type=module",
        "--eval",
        'import { sharedBy } from "./cnncourse/explorers/page/core/shared.js";'
        f"console.log(JSON.stringify({json.dumps(SLUGS)}.map(sharedBy)));",
    )
    scripts = [(BUNDLE / f"explorer-{slug}.js").read_text(encoding="utf-8") for slug in SLUGS]
    taking = [[n for n, at in SHARED.items() if f"={at};" in script] for script in scripts]
    loaded = [[f"explorers-{kind}.js" for kind in kinds] for kinds in json.loads(told[1])]
    assert (told[0], loaded) == (0, taking)
    for name, at in SHARED.items():
        assert 1 < sum(name in kinds for kinds in taking) < len(SLUGS)
        for other in {CORE, *SHARED} - {name}:  # which is loaded with the others that it takes from
            if at in (BUNDLE / other).read_text(encoding="utf-8"):
                users = [kinds for kinds in taking if other in kinds]
                assert users
                assert all(name in kinds[: kinds.index(other)] for kinds in users), (other, name)


@pytest.mark.parametrize("name", PARTS)
def test_a_part_takes_from_the_core_alone_so_that_any_explorer_can_have_it(name):
    script = (BUNDLE / name).read_text(encoding="utf-8")
    assert "=cnncourseExplorers;" in script
    assert not any(at in script for at in SHARED.values())


@pytest.mark.parametrize("slug", [s for s, one in describe.EXPLORERS.items() if one.own_parts])
def test_a_part_of_one_explorer_takes_what_is_loaded_with_it(slug):
    own = (BUNDLE / f"explorer-{slug}.js").read_text(encoding="utf-8")
    there = {at for at in SHARED.values() if f"={at};" in own}
    for name in describe.EXPLORERS[slug].own_parts:
        script = (BUNDLE / f"part-{name}.js").read_text(encoding="utf-8")
        assert {at for at in SHARED.values() if at in script} <= there


@pytest.mark.parametrize("slug", SLUGS)
def test_a_script_takes_what_is_shared_from_the_core(slug):
    script = (BUNDLE / f"explorer-{slug}.js").read_text(encoding="utf-8")
    assert "=cnncourseExplorers;" in script
    for phrase in ("prefers-reduced-motion", "MutationObserver"):
        assert phrase in (BUNDLE / CORE).read_text(encoding="utf-8")
        assert phrase not in script


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_shipped_keeps_to_itself(name):
    assert faults((BUNDLE / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("eval (a)", "evaluates text"),
        ("new Function(a)", "evaluates text"),
        ("setTimeout('a()', 3)", "evaluates text"),
        ("a.innerHTML=b", "makes HTML of text"),
        ("'<b onclick=\"a()\">'", "has an inline handler"),
        ('e.setAttribute("onclick",a)', "has an inline handler"),
        ("fetch(a)", "asks for something"),
        ("await import(a)", "asks for something"),
        ("@import url(a)", "asks for something"),
        ("a='https://example.org/a.js'", "https://example.org/a.js"),
        ("url(http://example.org/a)", "http://example.org/a"),
    ],
)
def test_a_planted_fault_is_found(script, fault):
    assert faults(script) == [fault]
    assert faults("setTimeout(()=>a(),3);e.onclick=f;e.addEventListener('input',f)") == []
    assert faults("createElementNS('http://www.w3.org/2000/svg',a)") == []


# One process for all of them; Node can read a module without running it only behind this flag.
READ = """for (const path of process.argv.slice(1)) {
  new (require("vm").SourceTextModule)(require("fs").readFileSync(path, "utf8"),
    { identifier: path });
}"""


def read_by_node(sources):
    """Return Node's exit status and words after it has read each source as a module."""
    return run("node", "--experimental-vm-modules", "--no-warnings", "--eval", READ, *sources)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_every_source_is_a_module_that_node_reads():
    sources = [path for path in sorted(EXPLORERS.rglob("*.js")) if BUNDLE not in path.parents]
    assert len(sources) > 20
    assert read_by_node(sources) == (0, "")


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_a_source_that_is_no_module_is_found(tmp_path):
    (tmp_path / "broken.js").write_text("export const a = ;\n", encoding="utf-8")
    code, told = read_by_node([tmp_path / "broken.js"])
    assert code == 1
    assert "broken.js" in told


@needs_node
def test_the_types_are_right():
    code, told = run(ROOT / "node_modules" / ".bin" / "tsc", "--project", "tsconfig.json")
    assert code == 0, told


@needs_node
def test_the_style_is_kept():
    code, told = run(BIOME, "check", "--error-on-warnings")
    assert code == 0, told
    assert "No fixes applied" in told


@needs_node
@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("export const f = (n) => { debugger; return n; };\n", "noDebugger"),
        ("export const a = 'single';\n", "would have printed"),
        ("export const a = () => {\n    return 4;\n};\n", "would have printed"),
    ],
)
def test_a_planted_fault_of_style_is_found(tmp_path, source, fault):
    planted = tmp_path / "fault.js"
    planted.write_text(source)
    settings = json.loads((ROOT / "biome.json").read_text(encoding="utf-8"))
    del settings["files"]
    (tmp_path / "biome.json").write_text(json.dumps(settings))
    code, told = run(BIOME, "check", f"--config-path={tmp_path}", planted)
    assert code != 0
    assert fault in told


@needs_node
def test_a_planted_wrong_type_is_found(tmp_path):
    source = tmp_path / "fault.js"
    source.write_text("/** @param {number} n */\nexport const f = (n) => n.length;\n")
    settings = {"extends": str(ROOT / "tsconfig.json"), "include": [str(source)], "exclude": []}
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings))
    code, told = run(ROOT / "node_modules" / ".bin" / "tsc", "--project", tmp_path)
    assert code != 0
    assert "Property 'length' does not exist on type 'number'" in told


def test_what_builds_is_pinned_and_names_no_registry():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert '"resolved"' not in lock
    addresses = re.findall(r'"(\w+)": "[^"]*://', lock)
    assert set(addresses) <= {"url"}, "only where a package asks for funds"
    assert all(set(p.get("funding", ())) <= {"type", "url"} for p in packages.values())


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
@pytest.mark.parametrize("slug", SLUGS)
def test_an_explorer_as_shipped_computes_with_the_core_and_its_own_data_alone(slug):
    code, told = run("node", Path(__file__).with_name("shipped.mjs"), slug)
    assert code == 0, told
    found = json.loads(told)
    assert (found["name"], found["problem"]) == (slug, "")
    assert len(found["summary"]) > 20
    assert "{" in found["style"] or slug == "output-size"
