/** Which pixels and outputs one weight touches: `cnncourse.explorers.touched`. */

import { windowStart, windowTaps } from "../../../arithmetic/windows.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/settings.js").Values} Values */
/**
 * @typedef {object} Touched
 * @property {number} weight
 * @property {number[]} rows of the pixels that it multiplies: each with each of the columns
 * @property {number[]} columns
 * @property {number[]} output_rows of the outputs that it enters so
 * @property {number[]} output_columns
 * @property {number} pixels how many
 * @property {number} outputs as many, each with a pixel of its own
 * @property {number} padded how many other outputs it enters, where it meets padding
 * @property {number | null} product at the chosen place; null where it does not fall there
 * @property {number | null} share of the sum there; null where there is none
 */

const NOTHING = 1e-12; // what adds up to less adds up to 0

/**
 * @param {Results} results without a problem
 * @param {Values} values
 * @param {number[]} place of the weight: row, column, channel
 * @returns {Touched}
 */
export function touched(results, values, [row, column, channel]) {
  const { picture, output_shape: out, sides, weights, products } = results;
  const { stride, dilation } = values;
  const copies = values.kind === "transposed";
  const [down, across] = [row, column].map((tap, i) => {
    const [read, written] = copies ? [out[i], picture.shape[i]] : [picture.shape[i], out[i]];
    // Where this tap is, of every window that reads or every copy that is written.
    const places = Array.from({ length: written }, (_, at) => {
      const start = windowStart(at, stride, sides[2 * i]);
      return windowTaps(start, tap + 1, dilation)[tap];
    });
    const inside = [...places.keys()].filter((at) => places[at] >= 0 && places[at] < read);
    const ends = inside.map((at) => places[at]);
    return copies ? { pixels: inside, outputs: ends } : { pixels: ends, outputs: inside };
  });
  const [size, , channels] = weights.shape;
  const met = down.pixels.length * across.pixels.length;
  const at = placeOf(results, copies, [row, column]);
  const product = at < 0 ? null : products.data[at * channels + channel];
  const value = sumOf(results, channel);
  const share = product === null || Math.abs(value) < NOTHING ? null : product / value;
  return {
    weight: weights.data[(row * size + column) * channels + channel],
    rows: down.pixels,
    columns: across.pixels,
    output_rows: down.outputs,
    output_columns: across.outputs,
    pixels: met,
    outputs: met,
    padded: copies ? 0 : out[0] * out[1] - met,
    product,
    share,
  };
}

/** Where its product stands among those of the chosen place; -1 where it does not fall there.
 * @param {any} results @param {boolean} copies @param {number[]} tap */
function placeOf({ products, tap_rows: down, tap_columns: across }, copies, [row, column]) {
  if (!copies) return row * products.shape[1] + column;
  const [r, c] = [Array.from(down).indexOf(row), Array.from(across).indexOf(column)];
  return r < 0 || c < 0 ? -1 : r * products.shape[1] + c;
}

/** The sum that a product of a channel is part of. @param {any} results @param {number} channel */
export function sumOf({ value, channel_sums: sums }, channel) {
  return typeof value === "number" ? value : sums[channel];
}
