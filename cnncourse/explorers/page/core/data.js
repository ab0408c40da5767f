/**
 * What lies beside the core's script: the scripts of the explorers, and their images, weights and
 * networks, as scripts too, because `fetch` fails on `file://`.
 */

import { registered, registeredPart } from "./registry.js";
import { sharedBy } from "./shared.js";

/** @type {Map<string, Promise<void>>} */
const loading = new Map();
const tag = /** @type {HTMLScriptElement | null} */ (
  typeof document === "undefined" ? null : document.currentScript
);
const own = tag?.src;

/** Whether this runs as a script of a page; a notebook's module has no element and loads nothing. */
export const inPage = own !== undefined;

/** @returns {any} */
function store() {
  return /** @type {any} */ (globalThis).cnncourseData || {};
}

/**
 * Load the script of an explorer.
 * @param {string} name as "output-size"
 * @returns {Promise<import("./registry.js").Explorer>}
 */
export async function find(name) {
  if (!/^[a-z][a-z-]*$/.test(name)) throw new Error(`"${name}" is not the name of an explorer`);
  if (!registered(name)) {
    const needed = sharedBy(name).map((kind) => `explorers-${kind}.js`);
    await Promise.all([...needed, `explorer-${name}.js`].map(script));
  }
  const found = registered(name);
  if (!found) throw new Error(`the script of ${name} does not register it; is the book complete?`);
  return found;
}

/**
 * Load what an explorer needs, each file once for the page.
 * @param {string[]} names
 * @returns {Promise<any>} the data by name
 */
export async function load(names) {
  await Promise.all(
    names.filter((name) => !store()[name]).map((name) => script(`data-${name}.js`)),
  );
  return store();
}

/**
 * A part of explorers, whose script a page loads when it is first asked for; a notebook has it.
 * @param {string} name
 */
export async function part(name) {
  if (!registeredPart(name)) await script(`part-${name}.js`);
  return /** @type {import("./registry.js").Part} */ (registeredPart(name));
}

/** @param {string} file */
function script(file) {
  const known = loading.get(file);
  if (known) return known;
  const promise = new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = beside(file);
    made.async = false; // they run in the order in which they were asked for
    made.onload = () => resolve(undefined);
    made.onerror = () => {
      loading.delete(file);
      reject(new Error(`${made.src} could not be loaded; is the book complete?`));
    };
    document.head.append(made);
  });
  loading.set(file, promise);
  return promise;
}

/** The address of a file, by the edition of all of them that the book gives: a browser that keeps
 * files asks anew for one that has changed, also where the core has not. @param {string} file */
function beside(file) {
  const address = new URL(file, own);
  address.search = tag?.dataset.edition ?? new URL(own || location.href).search;
  return address.href;
}
