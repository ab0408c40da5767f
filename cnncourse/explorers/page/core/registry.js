/** The explorers that a page has, and their parts: each script registers what it brings. */

/**
 * @typedef {import("./frame.js").View & {
 *   description: import("./settings.js").Description, style: string}} Explorer
 */

/** @type {Map<string, Explorer>} */
const explorers = new Map();
/**
 * What some explorers offer only when it is asked for. What a part needs from the explorer is
 * handed to it: it is built for none of them.
 * @typedef {{style: string,
 *   mount: (host: {root: HTMLElement, frame: import("./frame.js").Frame}) => () => void}} Part
 *   mount: puts the part into `root` and gives what draws it anew
 */
/** @type {Map<string, Part>} */
const parts = new Map();

/** Called by the script of an explorer. @param {Explorer} explorer */
export function register(explorer) {
  explorers.set(explorer.name, explorer);
}

/** The explorer of a name, once its script has run. @param {string} name */
export function registered(name) {
  return explorers.get(name);
}

/** Called by the script of a part. @param {string} name @param {Part} part */
export function registerPart(name, part) {
  parts.set(name, part);
}

/** The part of a name, once its script has run. @param {string} name */
export function registeredPart(name) {
  return parts.get(name);
}
