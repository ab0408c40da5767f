/**
 * Builds the explorers' scripts: `node bundles.js [FOLDER]`, by default the committed folder.
 *
 * They are classic scripts, since browsers refuse ES modules from file://: the core, one for each
 * explorer, and those that some of them share (`page/core/shared.js`). What several explorers import
 * is in the core alone, or in such a script where no other explorer needs it. A page loads the
 * core, which loads the scripts of the explorers that the page has; a notebook is sent one ES
 * module, which is the same scripts in a row.
 *
 * Parts are what some explorers offer only when it is asked for, each a script of its own. A part
 * takes from the core what explorers have put there, and carries the rest itself.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { SHARED, sharedBy } from "../page/core/shared.js";
import {
  CORE,
  minifiedText,
  noteImports,
  placeOf,
  placing,
  published,
  standingAlone,
  takenFrom,
} from "./sharing.js";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(explorers, "page");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));
const ENTRY = "entry.js";
const names = readdirSync(page).filter((name) => existsSync(join(page, name, "description.json")));
names.sort();
const parts = readdirSync(join(page, "parts")).sort();
/** The parts that one explorer alone asks for, by their folders: they take what it takes.
 * @type {[owner: string, name: string][]} */
const ownParts = names.flatMap((owner) => {
  const folder = join(page, owner, "parts");
  return existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => [owner, name])
    : [];
});

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
    plugins: [minifiedText, standingAlone, ...plugins],
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
const slugs = names.map((name) => name.replaceAll("_", "-"));
/** Whether several explorers import a module. @param {string} path */
const shared = (path) => graphs.filter((graph) => graph.has(path)).length > 1;
/** What any explorer of pixels, or of a window, may come to use. @type {[string, string[]][]} */
const OFFERED = [
  ["vectors", ["core/drawing/bars.js"]],
  ["windows", ["depthwise", "kernels", "transposed"].map((name) => `arithmetic/${name}.js`)],
  ["windows", ["core/convolution_kinds.js"]],
  ["windows", ["player", "roving", "scale", "seen"].map((name) => `core/drawing/${name}.js`)],
];
/** The shared script that a module belongs to; undefined where that is the core, or none of them.
 * @param {string} path */
function homeOf(path) {
  const offered = OFFERED.find(([, paths]) => paths.includes(path));
  if (offered) return offered[0];
  if (core.has(path) || !shared(path)) return undefined;
  const users = slugs.filter((_, i) => graphs[i].has(path));
  return SHARED.findLast((kind) => users.every((slug) => sharedBy(slug).includes(kind)));
}
/** Whether whoever loads one shared script has loaded another before. @param {string} kind
 * @param {string} other */
function has(kind, other) {
  const users = slugs.map(sharedBy).filter((kinds) => kinds.includes(kind));
  return users.every((kinds) => kinds.slice(0, kinds.indexOf(kind)).includes(other));
}
const inCore = (/** @type {string} */ path) => !homeOf(path) && (core.has(path) || shared(path));
const fromCore = new Map([
  ["core/registry.js", new Set(["register", "registerPart"])],
  ["core/style.js", new Set(["addStyle"])],
]);
/** What only a notebook needs. */
const NOTEBOOK = ["core/widget.js", "core/joined.js"];
for (const path of NOTEBOOK) {
  noteImports(path, readFileSync(join(page, path), "utf8"), (one) => core.has(one), fromCore);
}
/** @type {[string, import("./sharing.js").Taken][]} */
const others = SHARED.map((kind) => [kind, new Map()]);
const ofOwnParts = await Promise.all(
  ownParts.map(([owner, name]) => sources(`${owner}/parts/${name}`)),
);
const ofExplorers = new Set([...graphs, ...ofOwnParts].flatMap((graph) => [...graph]));
const ofParts = await Promise.all(parts.map((name) => sources(`parts/${name}`)));
for (const path of new Set([...ofExplorers, ...ofParts.flatMap((graph) => [...graph])])) {
  if (inCore(path)) continue;
  const text = readFileSync(join(page, path), "utf8");
  noteImports(path, text, inCore, fromCore);
  for (const [kind, taken] of ofExplorers.has(path) ? others : []) {
    const home = homeOf(path);
    if (!home || has(home, kind)) noteImports(path, text, (one) => homeOf(one) === kind, taken);
  }
}

await bundle("core", `import "./index.js"; ${published(CORE, fromCore)}`, {
  ...placing(CORE),
  outfile: join(folder, "explorers-core.js"),
});
const takenFromCore = takenFrom(CORE, fromCore, page);
await bundle("core", 'export { drawing } from "./widget.js";', {
  format: "iife",
  globalName: placeOf("notebook"),
  plugins: [takenFromCore],
  outfile: join(folder, "explorers-notebook.js"),
});
const takenFromOthers = others.map(([kind, taken]) => takenFrom(placeOf(kind), taken, page));
for (const [kind, taken] of others) {
  const style = existsSync(join(page, "core", `${kind}.css`))
    ? `import style from "./${kind}.css"; import { addStyle } from "./style.js"; addStyle(style);`
    : "";
  await bundle("core", published(placeOf(kind), taken) + style, {
    ...placing(placeOf(kind)),
    plugins: [...takenFromOthers.filter((_, i) => has(kind, SHARED[i])), takenFromCore],
    outfile: join(folder, `explorers-${kind}.js`),
  });
}

/**
 * Build the script of an explorer or a part, which registers itself.
 * @param {string} from @param {string} registering @param {string} to
 * @param {import("esbuild").Plugin[]} plugins
 */
async function own(from, registering, to, plugins) {
  const style = existsSync(join(page, from, "style.css"));
  const contents = `import view from "./index.js";
    ${style ? 'import style from "./style.css"' : 'const style = ""'};
    ${registering}`;
  await bundle(from, contents, { format: "iife", plugins, outfile: join(folder, to) });
}

for (const [i, name] of names.entries()) {
  const registering = `import description from "./description.json" with { type: "json" };
    import { register } from "../core/registry.js";
    register({ ...view, style, description });`;
  await own(name, registering, `explorer-${slugs[i]}.js`, [...takenFromOthers, takenFromCore]);
}
for (const name of parts) {
  const registering = `import { registerPart } from "../../core/registry.js";
    registerPart("${name}", { ...view, style });`;
  await own(`parts/${name}`, registering, `part-${name}.js`, [takenFromCore]);
}
for (const [i, [owner, name]] of ownParts.entries()) {
  const graph = graphs[names.indexOf(owner)];
  // What it has in common with its explorer it is handed: a copy would be another thing.
  const twice = [...ofOwnParts[i]].filter(
    (path) => graph.has(path) && !inCore(path) && !homeOf(path),
  );
  if (twice.length)
    throw new Error(`${owner} and its part ${name} both import ${twice.join(", ")}`);
  const registering = `import { registerPart } from "../../../core/registry.js";
    registerPart("${name}", { ...view, style });`;
  const plugins = [...takenFromOthers, takenFromCore];
  await own(`${owner}/parts/${name}`, registering, `part-${name}.js`, plugins);
}
