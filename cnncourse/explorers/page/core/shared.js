/**
 * Which explorers share a script beside the core: those that compute with networks, with pixels and
 * with vectors, those whose window is led by hand, and those with a list of layers to change. Each
 * script holds what no other explorer needs. It takes from the core, and from those before it that
 * all of its explorers have.
 */

/** The explorers of each, by their names. @type {{[kind: string]: RegExp}} */
const OF = {
  networks: /live-network|network-builder|receptive-field/,
  pixels: /^(?!network-builder|output-size)/,
  vectors: /flatten|dense-head|live-network/,
  windows: /convolution|pooling/,
  layers: /network-builder|receptive-field|training/,
};

/** The shared scripts in the order of loading; what two of them could hold is in the last. */
export const SHARED = Object.keys(OF);

/** The shared scripts that an explorer takes from. @param {string} name as "flatten" */
export function sharedBy(name) {
  return SHARED.filter((kind) => OF[kind].test(name));
}
