/**
 * Which explorers share a script beside the core: those that compute with pixels, and those that
 * compute with networks. Each script holds what no other explorer needs; that of networks takes
 * nothing from that of pixels, nor the other way round.
 */

/** @type {{[kind: string]: (name: string) => boolean}} */
const OF = {
  pixels: (name) => !["network-builder", "output-size"].includes(name),
  networks: (name) => ["live-network", "network-builder", "receptive-field"].includes(name),
};

/** The shared scripts by their names. */
export const SHARED = Object.keys(OF);

/** The shared scripts that an explorer takes from. @param {string} name as "flatten" */
export function sharedBy(name) {
  return SHARED.filter((kind) => OF[kind](name));
}
