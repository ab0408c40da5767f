/**
 * Builds the scripts of pages that run: `node scripts.js [FOLDER]`, by default the committed folder.
 *
 * Every module that stands directly in `book/running` is a script of its own, and finds the others
 * beside it; what lies in folders belongs to whoever imports it. `start.js`, which every page with
 * such cells loads, and Python's worker are classic scripts; the others are modules, which are
 * loaded when they are asked for.
 */

import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const running = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = resolve(process.argv[2] ?? join(running, "bundle"));
const names = readdirSync(running).filter((name) => name.endsWith(".js"));

/** @param {string} from @param {string} to @param {import("esbuild").BuildOptions} options */
function script(from, to, options) {
  return build({
    absWorkingDir: running,
    entryPoints: [from],
    outfile: join(folder, to),
    bundle: true,
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    loader: { ".py": "text", ".css": "text" },
    ...options,
  });
}

/** The scripts that stand beside one are not put into it. @type {import("esbuild").Plugin} */
const beside = {
  name: "beside",
  setup(made) {
    made.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer, kind, resolveDir }) => {
      const found = join(resolveDir, path);
      const own = kind !== "entry-point" && importer && dirname(found) === running;
      return own && names.includes(found.slice(running.length + 1))
        ? { path: `./${found.slice(running.length + 1)}`, external: true }
        : undefined;
    });
  },
};

for (const name of names) {
  const format = name === "start.js" ? "iife" : "esm";
  await script(name, name, { format, plugins: [beside] });
}
await script("in_worker/index.js", "worker.js", { format: "iife" });
