/** The explorers that a page has: the script of each registers it as soon as it has been loaded. */

/**
 * @typedef {import("./frame.js").View & {
 *   description: import("./settings.js").Description, style: string}} Explorer
 */

/** @type {Map<string, Explorer>} */
const explorers = new Map();

/** Called by the script of an explorer. @param {Explorer} explorer */
export function register(explorer) {
  explorers.set(explorer.name, explorer);
}

/** The explorer of a name, once its script has run. @param {string} name */
export function registered(name) {
  return explorers.get(name);
}
