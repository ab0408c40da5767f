/**
 * Builds the explorers' scripts: `node bundles.js [FOLDER]`, by default the committed folder.
 *
 * They are classic scripts, since browsers refuse ES modules from file://: the core, and one for
 * each explorer. What several explorers import is in the core alone. A page loads the core, which
 * loads the scripts of the explorers that the page has; a notebook is sent one ES module, which
 * is the core and one explorer's script in a row.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minifiedText, noteImports, PLACE, published, takenFrom } from "./sharing.js";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(explorers, "page");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));
const ENTRY = "entry.js";
const names = readdirSync(page).filter((name) => existsSync(join(page, name, "description.json")));
names.sort();

/**
 * Build what `contents` imports, seen from a folder of the sources.
 * @param {string} from @param {string} contents @param {import("esbuild").BuildOptions} options
 */
function bundle(from, contents, { plugins = [], ...options }) {
  return build({
    absWorkingDir: page,
    stdin: { contents, resolveDir: join(page, from), sourcefile: ENTRY },
    bundle: true,
    minify: true,
    metafile: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    plugins: [minifiedText, ...plugins],
    ...options,
  });
}

/** The paths of the sources that an entry is made of. @param {string} from */
async function sources(from) {
  const { metafile } = await bundle(from, 'import "./index.js"', { write: false });
  return new Set(Object.keys(metafile.inputs).filter((path) => existsSync(join(page, path))));
}

const core = await sources("core");
const graphs = await Promise.all(names.map(sources));
/** Whether the core's script holds a module: it needs it itself, or several explorers do. */
const common = (/** @type {string} */ path) =>
  core.has(path) || graphs.filter((graph) => graph.has(path)).length > 1;
const taken = new Map([
  ["core/registry.js", new Set(["register"])],
  ["core/widget.js", new Set(["drawing"])],
]);
for (const path of new Set(graphs.flatMap((graph) => [...graph]))) {
  if (common(path)) continue;
  noteImports(path, readFileSync(join(page, path), "utf8"), common, taken);
}

await bundle("core", `import "./index.js"; ${published(taken)}`, {
  format: "iife",
  globalName: PLACE,
  outfile: join(folder, "explorers-core.js"),
});
for (const name of names) {
  const slug = name.replaceAll("_", "-");
  const style = existsSync(join(page, name, "style.css"));
  const registering = `import view from "./index.js";
    ${style ? 'import style from "./style.css"' : 'const style = ""'};
    import description from "./description.json" with { type: "json" };
    import { register } from "../core/registry.js";
    register({ ...view, style, description });`;
  await bundle(name, registering, {
    format: "iife",
    plugins: [takenFrom(taken, page)],
    outfile: join(folder, `explorer-${slug}.js`),
  });
}
