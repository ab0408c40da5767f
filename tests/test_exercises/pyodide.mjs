/** Prints what `verdicts()` of both_pythons.py gives in the page's Python: NPM RUNTIME ARCHIVE TESTS. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [npm, runtime, archive, tests] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(npm, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: runtime });
await python.loadPackage("numpy", { messageCallback: () => {} });
python.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir: "/course" });
python.FS.mkdirTree("/course/tests");
python.FS.mount(python.FS.filesystems.NODEFS, { root: tests }, "/course/tests");
const told = python.runPython(`
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, "/course")
from tests.test_exercises.both_pythons import verdicts
verdicts()
`);
process.stdout.write(told);
