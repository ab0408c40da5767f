/**
 * Builds the two scripts and the style: `node bundles.js [FOLDER]`, by default the committed
 * folder.
 */

import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));

// Browsers refuse ES modules from file://, so pages get a classic script; anywidget imports one.
const bundles = /** @type {const} */ ([
  { entry: "page/core/element.js", format: "iife", file: "cnncourse-explorers.js" },
  { entry: "page/core/widget.js", format: "esm", file: "cnncourse-explorers.mjs" },
  { entry: "page/core/style.css", format: undefined, file: "cnncourse-explorers.css" },
]);

for (const { entry, format, file } of bundles) {
  await build({
    absWorkingDir: explorers,
    entryPoints: [entry],
    outfile: join(folder, file),
    format,
    bundle: true,
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}
