/** The two trained networks at work: decoded once, run on one picture or at every place. */

import { forward } from "../arithmetic/network.js";
import { decodeImage, decodeWeights } from "../arithmetic/stored.js";
import description from "./description.json" with { type: "json" };
import { BRIGHTEST, fromText, shrink } from "./item.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {{spec: any, weights: Record<string, NDArray>, classes: string[]}} Network */

/** @typedef {ReturnType<typeof work>} Ran */

/** @type {WeakMap<object, any>} what each stored entry was decoded to */
const decoded = new WeakMap();

/**
 * @template T
 * @param {object} entry
 * @param {() => T} make
 * @returns {T}
 */
function once(entry, make) {
  if (!decoded.has(entry)) decoded.set(entry, make());
  return decoded.get(entry);
}

/** @param {any} entry of the stored weights @returns {Network} */
export function take(entry) {
  return once(entry, () => ({
    spec: entry.architecture,
    weights: decodeWeights(entry),
    classes: entry.classes,
  }));
}

/** The two networks, the convolutional one first. @param {any} data */
export function networks(data) {
  return description.constants.networks.map((name) => take(data.weights[name]));
}

/**
 * The item by itself at its size.
 * @param {Values} values
 * @param {any} data
 */
export function itemOf({ image, size, sketch }, data) {
  if (image === "drawn") {
    const levels = /** @type {Uint8Array} */ (fromText(sketch));
    return shrink(
      Float64Array.from(levels, (level) => level / BRIGHTEST),
      size,
    );
  }
  const entry = data.images[image];
  return shrink(once(entry, () => decodeImage(entry)).data, size);
}

/** The class of what is shown, or null. @param {string} image @param {any} data */
export function labelOf(image, data) {
  return image === "drawn" ? null : data.images[image].label;
}

/** What weights made of each picture. @type {WeakMap<NDArray, Map<Network["weights"], Ran>>} */
const known = new WeakMap();

/** A network on one picture, once: what is shown of it in two places is one result.
 * @param {NDArray} frame @param {Network} network @returns {Ran} */
export function run(frame, network) {
  const of = known.get(frame) ?? new Map();
  known.set(frame, of);
  if (!of.has(network.weights)) of.set(network.weights, work(frame, network));
  return of.get(network.weights);
}

/** @param {NDArray} frame @param {Network} network */
function work({ data }, { spec, weights }) {
  const { layers, logits } = forward(spec, weights, { shape: spec.input_shape, data });
  const maps = Object.fromEntries(layers.map(({ name, output }) => [name, output]));
  return { maps, logits, found: likeliest(logits) };
}

/** The place of the largest number. @param {NDArray} logits */
function likeliest({ data }) {
  return data.reduce((best, value, at) => (value > data[best] ? at : best), 0);
}
