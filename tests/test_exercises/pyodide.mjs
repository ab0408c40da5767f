/** Prints what `verdicts()` of both_pythons.py gives in the page's Python: NPM FOLDER TESTS. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [npm, folder, tests] = process.argv.slice(2);
const read = (name) => new Uint8Array(readFileSync(join(folder, name)));
const { loadPyodide } = await import(pathToFileURL(join(npm, "pyodide.mjs")).href);
const python = await loadPyodide({
  _loadSnapshot: new Uint8Array(gunzipSync(read("started.bin"))),
});
python.unpackArchive(read("numpy.zip"), "zip", { extractDir: "/lib/python3.12/site-packages" });
python.unpackArchive(read("cnncourse.zip"), "zip", { extractDir: "/course" });
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
