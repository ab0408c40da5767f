/** Runs the cells of chapters in the page's Python: RUNTIME ARCHIVE CELLS FOLDER... of its modules. */

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [runtime, archive, cells, ...folders] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(join(runtime, "pyodide.js"));
const python = await loadPyodide({ indexURL: runtime, packageCacheDir: runtime });
await python.loadPackage("numpy", { messageCallback: () => {} });
python.unpackArchive(new Uint8Array(readFileSync(archive)), "zip", { extractDir: "/course" });
python.runPython("import sys; sys.path.insert(0, '/course')");
for (const folder of folders) {
  for (const name of ["session.py", "page_arrays.py", "cell_names.py"]) {
    if (!readdirSync(folder).includes(name)) continue;
    const to = name === "session.py" ? "page_session.py" : name;
    python.FS.writeFile(`/course/${to}`, new Uint8Array(readFileSync(join(folder, name))));
  }
}
const session = python.pyimport("page_session");
const { needed } = python.pyimport("cell_names");
const { lacking, pages } = JSON.parse(readFileSync(cells, "utf8"));
session.lack(JSON.stringify(lacking));
session.count_as_elsewhere();
const wrong = [];
let right = 0;
for (const { page, texts, outputs, left } of pages) {
  const given = python.toPy(texts);
  for (const [at, text] of texts.entries()) {
    // What takes from a cell that is left out is left out as well.
    const needs = needed(given, at).toJs();
    if (!text.trim() || left.includes(at) || needs.some((above) => left.includes(above))) continue;
    let printed = "";
    const told = JSON.parse(session.run(text, `<cell ${at}>`, (words) => (printed += words), page));
    if (outputs[at] === null) continue;
    const came = (printed + told.value).trim();
    if (told.error) wrong.push([page, at, told.error.last, told.error.line]);
    else if (came !== outputs[at]) wrong.push([page, at, came, outputs[at]]);
    else right += 1;
  }
}
process.stdout.write(JSON.stringify({ right, wrong }));
