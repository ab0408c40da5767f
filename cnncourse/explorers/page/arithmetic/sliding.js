/**
 * The loops of a convolution, over numbers that lie in a row.
 */

import { windowTaps } from "./geometry.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./geometry.js").Plan} Plan */

/**
 * Return how far each number of a window lies from its first, in the padded image's data.
 *
 * @param {NDArray} padded
 * @param {Plan} place
 * @returns {Int32Array}
 */
export function tapOffsets(padded, place) {
  const [, width, channels] = padded.shape;
  const offsets = [];
  const [rows, columns] = [0, 1].map((i) => windowTaps(0, place.kernel[i], place.dilation[i]));
  for (const row of rows) {
    for (const column of columns) {
      const first = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) offsets.push(first + c);
    }
  }
  return Int32Array.from(offsets);
}

/**
 * Write one filter's output: this loop is where the time of a convolution goes.
 *
 * @param {NDArray} padded
 * @param {Plan} place
 * @param {Int32Array} offsets
 * @param {Float64Array} weights as many as offsets
 * @param {number} bias
 * @param {NDArray} output
 * @param {number} filter
 */
export function slide(padded, place, offsets, weights, bias, output, filter) {
  const pixels = padded.data;
  const numbers = output.data;
  const [, width, channels] = padded.shape;
  const taps = offsets.length;
  const [down, right] = [place.stride[0] * width * channels, place.stride[1] * channels];
  const [, columns, filters] = output.shape;
  for (let y = 0; y < place.out[0]; y++) {
    let first = y * down;
    let to = y * columns * filters + filter;
    let x = 0;
    for (; x + 4 <= columns; x += 4) {
      // Four windows at once take each weight only once; each is summed in the same order.
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let tap = 0; tap < taps; tap++) {
        const at = first + offsets[tap];
        const weight = weights[tap];
        a += pixels[at] * weight;
        b += pixels[at + right] * weight;
        c += pixels[at + 2 * right] * weight;
        d += pixels[at + 3 * right] * weight;
      }
      numbers[to] = a + bias;
      numbers[to + filters] = b + bias;
      numbers[to + 2 * filters] = c + bias;
      numbers[to + 3 * filters] = d + bias;
      first += 4 * right;
      to += 4 * filters;
    }
    for (; x < columns; x++, first += right, to += filters) {
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += pixels[first + offsets[tap]] * weights[tap];
      numbers[to] = sum + bias;
    }
  }
}
