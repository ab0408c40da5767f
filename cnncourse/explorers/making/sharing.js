/** How the scripts of a page share modules: the core publishes them by their paths. */

import { dirname, join, normalize, relative } from "node:path";
import { build } from "esbuild";

/** Where the core publishes: a variable of the page, or of the module that a notebook is sent. */
export const CORE = "cnncourseExplorers";

/** Where another shared script does. @param {string} kind as "pixels" */
export function placeOf(kind) {
  return `cnncourse${kind[0].toUpperCase()}${kind.slice(1)}`;
}

/** A style sheet, with those that it imports, as the text of a module. @type {import("esbuild").Plugin} */
export const minifiedText = {
  name: "minified text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const options = { bundle: true, minify: true, charset: /** @type {const} */ ("utf8") };
      const { outputFiles } = await build({ entryPoints: [path], write: false, ...options });
      return { contents: outputFiles[0].text.trimEnd(), loader: "text" };
    });
  },
};

/**
 * A module with all that it imports, as one function that needs nothing from outside: its text is a
 * worker's script, and called it does the same in the page. `engine.alone` stands for `engine.js`,
 * which exports `serve`. @type {import("esbuild").Plugin}
 */
export const standingAlone = {
  name: "standing alone",
  setup({ onLoad, onResolve }) {
    const namespace = "alone";
    onResolve({ filter: /\.alone$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/alone$/, "js")),
      namespace,
    }));
    onLoad({ filter: /./, namespace }, async ({ path }) => {
      const options = { bundle: true, minify: true, charset: /** @type {const} */ ("utf8") };
      const form = { format: /** @type {const} */ ("iife"), globalName: "alone" };
      const { outputFiles } = await build({
        entryPoints: [path],
        target: "es2022",
        ...options,
        ...form,
        write: false,
      });
      return {
        contents: `export default function (scope) {${outputFiles[0].text} alone.serve(scope);}`,
      };
    });
  },
};

/** What is taken from a script that several share: the names by the module's path.
 * @typedef {Map<string, Set<string>>} Taken */

/**
 * Note what a source imports from the modules of a script that several share.
 * @param {string} path of the source, below the root
 * @param {string} text
 * @param {(path: string) => boolean} common whether a module is that script's
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

/**
 * The end of a shared script's entry: it publishes what is taken.
 * @param {string} place the variable before the script, which `placing` declares: as the result of
 *   the script, exports would bring hundreds of bytes of helpers along
 * @param {Taken} taken
 */
export function published(place, taken) {
  const parts = [...taken].map(([path, names], i) => {
    const own = [...names].map((name) => [name, `${name}_${i}`]);
    const imported = own.map(([name, here]) => `${name} as ${here}`).join(", ");
    const kept = own.map(([name, here]) => `${name}: ${here}`).join(", ");
    return `import { ${imported} } from "../${path}";
      ${place}["${keyOf(path)}"] = { ${kept} };`;
  });
  return parts.join("\n");
}

/** What a shared script is built with, to publish. @param {string} place
 * @returns {import("esbuild").BuildOptions} */
export function placing(place) {
  return { format: "iife", banner: { js: `var ${place}={};` } };
}

/**
 * Takes from a shared script what it publishes, instead of bundling it.
 * @param {string} place where it publishes
 * @param {Taken} taken
 * @param {string} root the folder that the modules are in
 * @returns {import("esbuild").Plugin}
 */
export function takenFrom(place, taken, root) {
  return {
    name: `taken from ${place}`,
    setup({ onLoad, onResolve }) {
      const all = { filter: /./, namespace: `all of ${place}` };
      onResolve({ filter: new RegExp(`^${place}$`) }, () => ({
        path: place,
        namespace: all.namespace,
      }));
      onLoad(all, () => ({ contents: `export default ${place};` }));
      onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const wanted = relative(root, join(resolveDir, path)).replaceAll("\\", "/");
        return taken.has(wanted) ? { path: wanted, namespace: place } : undefined;
      });
      onLoad({ filter: /./, namespace: place }, ({ path }) => {
        const given = [...(taken.get(path) ?? [])].map((name) =>
          name === "default"
            ? "export default shared.default;"
            : `export const ${name} = /* @__PURE__ */ (() => shared.${name})();`,
        );
        const shared = `import all from "${place}"; const shared = all["${keyOf(path)}"];`;
        return { contents: `${shared}\n${given.join("\n")}` };
      });
    },
  };
}

/** @param {string} path */
function keyOf(path) {
  return path.replace(/\.js$/, "");
}
