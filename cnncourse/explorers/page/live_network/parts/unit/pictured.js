/** Arrays as pictures: one map of several, a vector in rows, and their colours. */

import { IMAGE } from "../inside/units.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../../../core/drawing/map.js").Look} Look */

/** What of an array is shown as a picture, `[rows, columns]`.
 * @param {NDArray} array @param {number} channel of a window @returns {NDArray} */
export function pictured(array, channel) {
  const { shape, data } = array;
  if (shape.length === 3) return channelOf(array, channel);
  if (shape.length === 2) return array;
  const row = shape[0] > 1 ? rowOf(shape[0]) : 1;
  const rows = Math.ceil(shape[0] / row);
  const padded = new Float64Array(rows * row);
  padded.set(data);
  return { shape: [rows, row], data: padded };
}

/** @param {NDArray} array @param {number} channel @returns {NDArray} */
export function channelOf({ shape: [height, width, channels], data }, channel) {
  const one = Float64Array.from({ length: height * width }, (_, i) => data[i * channels + channel]);
  return { shape: [height, width], data: one };
}

/** @param {string} layer @param {NDArray} array @returns {Look} */
export function scaleOf(layer, array) {
  return layer === IMAGE ? { palette: "grey", low: 0, high: 1 } : signed(array);
}

/** @param {NDArray} array @returns {Look} */
export function signed({ data }) {
  const most = data.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
  return { palette: "signed", low: -most, high: most };
}

/** How many numbers of a vector to put in a row, so that its picture is about twice as wide as
 * high. @param {number} length */
function rowOf(length) {
  const wide = Math.ceil(Math.sqrt(2 * length));
  for (let row = wide; row <= 2 * wide; row += 1) if (length % row === 0) return row;
  return wide;
}
