/**
 * Builds the explorers' scripts: `node bundles.js [FOLDER]`, by default the committed folder.
 *
 * Pages load classic scripts, since browsers refuse ES modules from file://: the core, and then
 * the script of each explorer that they show. What several explorers import is in the core alone.
 * A notebook is sent one ES module for each explorer, which holds all that it needs.
 */

import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minifiedText, published, takenFrom } from "./sharing.js";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const page = join(explorers, "page");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));
const names = readdirSync(page).filter((name) => existsSync(join(page, name, "description.json")));
names.sort();

/**
 * Build what `contents` imports, seen from a folder of the sources.
 * @param {string} from @param {string} contents @param {import("esbuild").BuildOptions} options
 */
function bundle(from, contents, { plugins = [], ...options }) {
  return build({
    absWorkingDir: page,
    stdin: { contents, resolveDir: join(page, from), sourcefile: "entry.js" },
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

/** The sources that an entry is made of. @param {string} from @param {string} contents */
async function sources(from, contents) {
  const { metafile } = await bundle(from, contents, { write: false });
  return Object.keys(metafile.inputs).filter((path) => existsSync(join(page, path)));
}

/** What an explorer's script begins with. @param {string} name */
function parts(name) {
  const own = existsSync(join(page, name, "style.css"));
  return `import view from "./index.js";
    ${own ? 'import style from "./style.css"' : 'const style = ""'};`;
}

const core = await sources("core", 'import "./index.js"');
const counts = new Map();
for (const name of names) {
  for (const path of await sources(name, 'import "./index.js"; import "../core/registry.js"')) {
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
}
const shared = [...counts.keys()].filter((path) => counts.get(path) > 1 || core.includes(path));
shared.sort();

await bundle("core", `import "./index.js"; ${published(shared)}`, {
  format: "iife",
  outfile: join(folder, "page", "explorers-core.js"),
});
for (const name of names) {
  const slug = name.replaceAll("_", "-");
  const registering = `${parts(name)}
    import description from "./description.json" with { type: "json" };
    import { register } from "../core/registry.js";
    register({ ...view, style, description });`;
  await bundle(name, registering, {
    format: "iife",
    plugins: [await takenFrom(shared, page)],
    outfile: join(folder, "page", `explorer-${slug}.js`),
  });
  const drawing = `${parts(name)}
    import { drawing } from "../core/widget.js";
    export default drawing(view, style);`;
  await bundle(name, drawing, {
    format: "esm",
    outfile: join(folder, "notebook", `${slug}.mjs`),
  });
}
