/** Builds the two bundles: `node bundles.js [FOLDER]`, by default the committed folder. */

import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const explorers = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = resolve(process.argv[2] ?? join(explorers, "bundle"));

// Browsers refuse ES modules from file://, so pages get a classic script; anywidget imports one.
const bundles = [
  { entry: "page/element.js", format: "iife", file: "cnncourse-explorers.js" },
  { entry: "page/widget.js", format: "esm", file: "cnncourse-explorers.mjs" },
];

/** A style sheet becomes a text without its comments and blanks. */
const styles = {
  name: "styles",
  setup(/** @type {import("esbuild").PluginBuild} */ { onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const { code } = await transform(source, { loader: "css", minify: true, charset: "utf8" });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

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
    plugins: [styles],
    logLevel: "warning",
  });
}
