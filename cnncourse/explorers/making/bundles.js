/**
 * Builds the explorers' scripts: `node bundles.js [FOLDER]`, by default the committed folder.
 *
 * They are classic scripts, since browsers refuse ES modules from file://: the core, and one for
 * each explorer. What several explorers import is in the core alone. A page loads the core, which
 * loads the scripts of the explorers that the page has; a notebook is sent one ES module, which
 * is the core and one explorer's script in a row.
 */

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minifiedText, PLACE, published, takenFrom } from "./sharing.js";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(explorers, "page");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));
const ENTRY = "entry.js";
const ALSO = 'import "../core/registry.js"; import "../core/widget.js"';
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

/** The sources that an entry is made of, each with those that it imports.
 * @param {string} from @param {string} contents @returns {Promise<Map<string, string[]>>} */
async function sources(from, contents) {
  const { metafile } = await bundle(from, contents, { write: false });
  const inputs = Object.entries(metafile.inputs);
  return new Map(inputs.map(([path, { imports }]) => [path, imports.map((one) => one.path)]));
}

/** @param {string} path */
function isEntry(path) {
  return path.endsWith(ENTRY);
}

const core = await sources("core", 'import "./index.js"');
const graphs = [];
for (const name of names) {
  graphs.push(await sources(name, `import "./index.js"; ${ALSO}`));
}
/** Whether the core's script holds a module: it needs it itself, or several explorers do. */
const common = (/** @type {string} */ path) =>
  core.has(path) || graphs.filter((graph) => graph.has(path)).length > 1;
const taken = graphs.flatMap((graph) =>
  [...graph].flatMap(([path, imports]) => (isEntry(path) || !common(path) ? imports : [])),
);
const shared = [...new Set(taken.filter(common))].sort();

await bundle("core", `import "./index.js"; ${published(shared)}`, {
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
    plugins: [await takenFrom(shared, page)],
    outfile: join(folder, `explorer-${slug}.js`),
  });
}
