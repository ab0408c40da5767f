/** How the scripts of a page share the core's modules: the core publishes them by their paths. */

import { readFile } from "node:fs/promises";
import { dirname, join, normalize, relative } from "node:path";
import { transform } from "esbuild";

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

/** What explorers take from the core: the names by the module's path. @typedef {Map<string,
 *   Set<string>>} Taken */

/**
 * Note what a source imports from the modules of the core.
 * @param {string} path of the source, below the root
 * @param {string} text
 * @param {(path: string) => boolean} common whether a module is the core's
 * @param {Taken} taken receives it
 */
export function noteImports(path, text, common, taken) {
  for (const [, one, several = "", from] of text.matchAll(IMPORT)) {
    const wanted = normalize(join(dirname(path), from)).replaceAll("\\", "/");
    if (!common(wanted)) continue;
    const names = taken.get(wanted) ?? new Set();
    if (one) names.add("default");
    for (const name of several.split(",").map((each) => each.trim().split(" ")[0])) {
      if (name) names.add(name);
    }
    taken.set(wanted, names);
  }
}

const IMPORT = /^(?:import|export)\s+(?:(\w+)|\{([^}]*)\})\s+from\s+"(\.[^"]+)"/gm;

/** The end of the core's entry: it publishes what is taken. @param {Taken} taken */
export function published(taken) {
  const parts = [...taken].map(([path, names], i) => {
    const own = [...names].map((name) => [name, `${name}_${i}`]);
    const imported = own.map(([name, here]) => `${name} as ${here}`).join(", ");
    const kept = own.map(([name, here]) => `${name}: ${here}`).join(", ");
    return `import { ${imported} } from "../${path}";
      const m${i} = { ${kept} };
      export { m${i} as "${keyOf(path)}" };`;
  });
  return parts.join("\n");
}

/**
 * Takes from the core what it publishes, instead of bundling it.
 * @param {Taken} taken
 * @param {string} root the folder that the modules are in
 * @returns {import("esbuild").Plugin}
 */
export function takenFrom(taken, root) {
  return {
    name: "taken from the core",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^core$/ }, () => ({ path: "core", namespace: "all" }));
      onLoad({ filter: /./, namespace: "all" }, () => ({ contents: `export default ${PLACE};` }));
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const wanted = relative(root, join(resolveDir, path)).replaceAll("\\", "/");
        return taken.has(wanted) ? { path: wanted, namespace: "core" } : undefined;
      });
      onLoad({ filter: /./, namespace: "core" }, ({ path }) => {
        const given = [...(taken.get(path) ?? [])].map((name) =>
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
