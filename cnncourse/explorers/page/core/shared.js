/**
 * Which explorers share a script beside the core: those with a list of layers to change, those that
 * compute with pixels, and those that compute with networks. Each script holds what no other
 * explorer needs, and takes from the core alone.
 */

/** @type {{[kind: string]: (name: string) => boolean}} */
const OF = {
  layers: (name) => ["network-builder", "receptive-field"].includes(name),
  pixels: (name) => !["network-builder", "output-size"].includes(name),
  networks: (name) => ["live-network", "network-builder", "receptive-field"].includes(name),
};

/** The shared scripts by their names; what two of them could hold is in the first. */
export const SHARED = Object.keys(OF);

/** The shared scripts that an explorer takes from. @param {string} name as "flatten" */
export function sharedBy(name) {
  return SHARED.filter((kind) => OF[kind](name));
}
