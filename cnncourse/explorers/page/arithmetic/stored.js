/**
 * Stored images and weights as arrays: the counterpart of `cnncourse.explorers.stored`.
 */

import { decode } from "./arrays.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./arrays.js").EncodedArray} EncodedArray */
/**
 * @typedef {object} StoredImage an entry of `cnncourseData.images`
 * @property {string} title
 * @property {EncodedArray} array
 * @property {number} scale the largest value a pixel could have
 * @property {number | null} label its class in Fashion-MNIST
 * @property {string} alt
 */

/**
 * Return the values that explorers compute with: bytes in [0, 1], small whole numbers as they are.
 *
 * @param {StoredImage} stored
 * @returns {NDArray} [H, W, C]
 */
export function decodeImage({ array, scale }) {
  const { shape, data } = decode(array);
  return { shape, data: scale === 255 ? data.map((value) => value / 255) : data };
}

/**
 * Return a network's weights by name.
 *
 * @param {{weights: Record<string, EncodedArray>}} stored an entry of `cnncourseData.weights`
 * @returns {Record<string, NDArray>}
 */
export function decodeWeights({ weights }) {
  return Object.fromEntries(
    Object.entries(weights).map(([name, encoded]) => [name, decode(encoded)]),
  );
}
