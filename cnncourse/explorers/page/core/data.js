/**
 * What lies beside the script: the style, and as classic scripts, because `fetch` fails on
 * `file://`, the explorers' descriptions, the images and the weights.
 */

/** @type {Map<string, Promise<void>>} */
const loading = new Map();
const own = /** @type {HTMLScriptElement | null} */ (
  typeof document === "undefined" ? null : document.currentScript
)?.src;

/** @returns {any} */
function store() {
  return /** @type {any} */ (globalThis).cnncourseData || {};
}

/**
 * Load what an explorer needs, each file once for the page.
 * @param {string[]} names
 * @returns {Promise<any>} the data by name
 */
export async function load(names) {
  await Promise.all(names.map(loadOne));
  return store();
}

/**
 * Put the style into a shadow root; a page without it still answers.
 * @param {ShadowRoot} shadow
 * @returns {Promise<void>} when it holds
 */
export function dress(shadow) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("cnncourse-explorers.css", own).href;
  return new Promise((resolve) => {
    link.onload = link.onerror = () => resolve();
    shadow.append(link);
  });
}

/** @param {string} name */
function loadOne(name) {
  if (store()[name]) return Promise.resolve();
  const known = loading.get(name);
  if (known) return known;
  const promise = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`data-${name}.js`, own).href;
    script.onload = () => resolve(undefined);
    script.onerror = () => {
      loading.delete(name);
      reject(new Error(`${script.src} could not be loaded; is the book complete?`));
    };
    document.head.append(script);
  });
  loading.set(name, promise);
  return promise;
}
