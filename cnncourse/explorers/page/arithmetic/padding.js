/**
 * Pixels put around an image: the counterpart of `cnncourse.ops.padding`.
 */

import { needImage, zeros } from "./arrays.js";
import { checkPadding } from "./geometry.js";
import { repr } from "./repr.js";
import table from "./tables/windows.json" with { type: "json" };

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./geometry.js").Padding} Padding */
/** @typedef {import("./geometry.js").Sides} Sides */

/** What the new pixels show: nothing, the image mirrored at its edge, or the edge pixel. */
export const MODES = table.modes;

/**
 * Return a padding as [top, bottom, left, right]; "same" alone says nothing.
 *
 * @param {Padding} padding
 * @returns {Sides}
 */
function padSides(padding) {
  const plain = checkPadding(padding);
  if (plain === "same") {
    throw new Error(
      'padding "same" depends on a kernel, which pad2d does not have; give numbers, ' +
        "for instance those of cnncourse.geometry.resolve_padding",
    );
  }
  return plain === "valid" ? [0, 0, 0, 0] : plain;
}

/**
 * Throw unless `mode` is one of `MODES`.
 *
 * @param {string} mode
 */
export function checkMode(mode) {
  if (!MODES.includes(mode)) {
    throw new Error(`mode must be "zero", "reflect" or "replicate", got ${repr(mode)}`);
  }
}

/**
 * Return, for every padded position in one direction, the index of the pixel it shows.
 *
 * It is -1 where a position shows nothing, under the mode "zero".
 *
 * @param {number} size
 * @param {number} before
 * @param {number} after
 * @param {string} mode
 * @param {string} name "height" or "width", for an error
 * @returns {Int32Array}
 */
export function sourcePixels(size, before, after, mode, name) {
  const most = Math.max(before, after);
  if (mode === "replicate" && size === 0 && most > 0) {
    throw new Error(`mode "replicate" needs at least one pixel in ${name}, got none`);
  }
  if (mode === "reflect" && most >= Math.max(size, 1)) {
    throw new Error(
      `padding (=${most}) must be smaller than the image (=${size}) in ${name} ` +
        'for mode "reflect", which does not repeat the edge; use less padding or ' +
        'mode="replicate"',
    );
  }
  const last = size - 1;
  return Int32Array.from({ length: before + size + after }, (_, index) => {
    const position = index - before;
    if (mode === "reflect") return last - Math.abs(last - Math.abs(position));
    if (mode === "replicate") return Math.min(Math.max(position, 0), last);
    return position < 0 || position > last ? -1 : position;
  });
}

/**
 * Return a new image with pixels put around it.
 *
 * @param {NDArray} image [H, W, C]
 * @param {Padding} padding one number, [height, width] or [top, bottom, left, right]
 * @param {string} [mode] one of `MODES`
 * @returns {NDArray} [top + H + bottom, left + W + right, C]
 */
export function pad2d(image, padding, mode = "zero") {
  needImage(image);
  checkMode(mode);
  const [top, bottom, left, right] = padSides(padding);
  const [height, width, channels] = image.shape;
  const across = width * channels; // numbers in a row of the image
  const rows = sourcePixels(height, top, bottom, mode, "height");
  const columns = sourcePixels(width, left, right, mode, "width");
  const padded = zeros([rows.length, columns.length, channels]);
  rows.forEach((row, y) => {
    if (row < 0) return;
    const start = y * columns.length * channels;
    const whole = image.data.subarray(row * across, (row + 1) * across);
    padded.data.set(whole, start + left * channels);
    const copy = (/** @type {number} */ x) => {
      for (let c = 0; columns[x] >= 0 && c < channels; c++) {
        padded.data[start + x * channels + c] = whole[columns[x] * channels + c];
      }
    };
    for (let x = 0; x < left; x++) copy(x);
    for (let x = left + width; x < columns.length; x++) copy(x);
  });
  return padded;
}
