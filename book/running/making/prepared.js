/**
 * Prepares what a page's Python starts from: `node prepared.js PYODIDE WHEEL FOLDER MODULE…`
 *
 * `started.bin` is Python's memory, compressed, once it has started and imported what NumPy and the
 * named modules import of the standard library: a page takes it up instead of starting Python anew.
 * `numpy.zip` is NumPy's wheel with bytecode beside the modules that an import of it takes in, and
 * without what only compilers and editors read. Both fit the one version of Pyodide that made them.
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

// Node would print the line that failed, and Pyodide's is a million characters long.
process.on("uncaughtException", (error) => {
  console.error(String(error.message).trim());
  process.exit(1);
});

const [npm, wheel, folder, ...modules] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(npm, "pyodide.mjs")).href);

const SITE = "/lib/python3.12/site-packages";
const MAKING = `
import importlib, importlib.util, sys, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

NOT_READ = (".a", ".build", ".c", ".h", ".ini", ".pxd", ".pyi", ".pyx")
SITE = "${SITE}/"

def entry(name):
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.external_attr, made.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
    return made

def write_compiled(wheel, archive):
    """Write an archive of a wheel in which modules that are imported by now are compiled."""
    imported = {getattr(one, "__file__", None) for one in sys.modules.values()}
    with zipfile.ZipFile(wheel) as packed, zipfile.ZipFile(archive, "w", compresslevel=9) as made:
        for name in sorted(packed.namelist()):
            if name.endswith(("/", *NOT_READ)):
                continue
            content = packed.read(name)
            made.writestr(entry(name), content)
            if name.endswith(".py") and SITE + name in imported:
                code = compile(content, SITE + name, "exec", dont_inherit=True)
                known = importlib.util.source_hash(content)
                path = importlib.util.cache_from_source(name)
                made.writestr(entry(path), bytes(_code_to_hash_pyc(code, known, False)))

def imported_of_the_library(modules):
    """Return what of the standard library is there once NumPy and the modules are."""
    for name in ["numpy", *modules]:
        importlib.import_module(name)
    names = [name for name in sys.modules if name.partition(".")[0] in sys.stdlib_module_names]
    return [name for name in names if name != "__main__"]
`;

const one = await loadPyodide();
const content = new Uint8Array(readFileSync(wheel));
one.unpackArchive(content, "zip", { extractDir: SITE });
one.FS.writeFile("/numpy.whl", content);
one.runPython(MAKING);
const names = one.globals.get("imported_of_the_library")(one.toPy(modules)).toJs();
one.globals.get("write_compiled")("/numpy.whl", "/numpy.zip");

const other = await loadPyodide({ _makeSnapshot: true });
other.runPython(`import ${names.join(", ")}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, "started.bin"), gzipSync(other.makeMemorySnapshot(), { level: 9 }));
writeFileSync(join(folder, "numpy.zip"), one.FS.readFile("/numpy.zip"));
