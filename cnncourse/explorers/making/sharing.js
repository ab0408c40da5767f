/** How the scripts of a page share the core's modules: the core publishes them by their paths. */

import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { build, transform } from "esbuild";

/** Where the core publishes: a variable of the page, or of the module that a notebook is sent. */
export const PLACE = "cnncourseExplorers";

/** A style sheet as the text of a module. @type {import("esbuild").Plugin} */
export const minifiedText = {
  name: "minified text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const { code } = await transform(text, { loader: "css", minify: true, charset: "utf8" });
      return { contents: code.trimEnd(), loader: "text" };
    });
  },
};

/** The end of the core's entry: it publishes these modules. @param {string[]} paths */
export function published(paths) {
  const imports = paths.map((path, i) => `import * as m${i} from "../${path}";`);
  const names = paths.map((path, i) => `m${i} as "${keyOf(path)}"`);
  return `${imports.join("\n")}\nexport { ${names.join(", ")} };`;
}

/**
 * Takes these modules from the core instead of bundling them.
 * @param {string[]} paths
 * @param {string} root the folder that they are in
 * @returns {Promise<import("esbuild").Plugin>}
 */
export async function takenFrom(paths, root) {
  const exported = await exportsOf(paths, root);
  return {
    name: "taken from the core",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^core$/ }, () => ({ path: "core", namespace: "all" }));
      onLoad({ filter: /./, namespace: "all" }, () => ({ contents: `export default ${PLACE};` }));
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const wanted = relative(root, join(resolveDir, path)).replaceAll("\\", "/");
        return paths.includes(wanted) ? { path: wanted, namespace: "core" } : undefined;
      });
      onLoad({ filter: /./, namespace: "core" }, ({ path }) => {
        const given = exported
          .get(path)
          .map((name) =>
            name === "default"
              ? "export default core.default;"
              : `export const ${name} = /* @__PURE__ */ (() => core.${name})();`,
          );
        const core = `import all from "core"; const core = all["${keyOf(path)}"];`;
        return { contents: `${core}\n${given.join("\n")}` };
      });
    },
  };
}

/** @param {string} path */
function keyOf(path) {
  return path.replace(/\.js$/, "");
}

/** The names that modules export, by path. @param {string[]} paths @param {string} root */
async function exportsOf(paths, root) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: paths,
    outdir: "out",
    format: "esm",
    metafile: true,
    write: false,
  });
  const outputs = Object.values(metafile.outputs).filter((output) => output.entryPoint);
  return new Map(outputs.map((output) => [output.entryPoint, output.exports]));
}
