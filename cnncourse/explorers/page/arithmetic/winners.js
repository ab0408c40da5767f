/**
 * Which pixel won each window of a max pooling, as in `cnncourse.ops.pooling`.
 */

import { zeros } from "./arrays.js";
import { poolPlan, windowsOf } from "./pooling.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./pooling.js").PoolingSettings} PoolingSettings */
/** @typedef {import("./pooling.js").Window} Window */

/**
 * Find the largest number of one channel in a window; the first NaN where there is one.
 *
 * @param {NDArray} image
 * @param {Window} window
 * @param {number} channel
 * @returns {{value: number, row: number, column: number, ties: number}}
 */
function largest(image, { top, bottom, left, right }, channel) {
  const [, width, channels] = image.shape;
  const best = { value: NaN, row: -1, column: -1, ties: 0 };
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const value = image.data[(row * width + column) * channels + channel];
      const unordered = Number.isNaN(value);
      const leads = !best.ties || value > best.value || (unordered && !Number.isNaN(best.value));
      if (!leads) {
        if (value === best.value || unordered) best.ties++;
        continue;
      }
      best.value = value;
      best.row = row;
      best.column = column;
      best.ties = 1;
    }
  }
  return best;
}

/**
 * Return which pixel won each window: the first of the largest, row by row.
 *
 * `ties` [output height, output width, C] counts the window's pixels that are as large as the
 * winner, itself among them: 1 where it won alone.
 *
 * @param {NDArray} image [H, W, C]
 * @param {PoolingSettings} [settings] as for `maxPool2d`
 * @returns {NDArray & {ties: NDArray}} [output height, output width, C, 2], the last axis
 *   being the winner's [row, column] in the image
 */
export function winners(image, settings = {}) {
  const place = poolPlan(image, settings);
  const channels = image.shape[2];
  const places = zeros([...place.out, channels, 2]);
  const ties = zeros([...place.out, channels]);
  for (const window of windowsOf(image, place)) {
    for (let c = 0; c < channels; c++) {
      const best = largest(image, window, c);
      const to = window.to * channels + c;
      places.data.set([best.row, best.column], 2 * to);
      ties.data[to] = best.ties;
    }
  }
  return { ...places, ties };
}
