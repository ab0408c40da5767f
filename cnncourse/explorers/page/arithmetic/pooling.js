/**
 * Pooling: one number for each window of each channel, as in `cnncourse.ops.pooling`.
 */

import { needImage, zeros } from "./arrays.js";
import { checkPoolPadding, plan, windowInside, windowStarts } from "./geometry.js";
import { repr } from "./repr.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./geometry.js").Plan} Plan */
/**
 * @typedef {object} PoolingSettings
 * @property {import("./geometry.js").PairLike} [size] the window
 * @property {import("./geometry.js").PairLike | null} [stride] the size where null
 * @property {import("./geometry.js").Padding} [padding]
 */
/**
 * The pixels of one window: those of its rows and columns that lie within the image.
 *
 * @typedef {{to: number, top: number, bottom: number, left: number, right: number}} Window
 */

/**
 * Return where the pooling windows fall, each holding at least one pixel.
 *
 * @param {NDArray} image
 * @param {PoolingSettings} settings
 * @returns {Plan}
 */
export function poolPlan(image, { size = 2, stride = null, padding = "valid" }) {
  needImage(image);
  const place = plan(image.shape.slice(0, 2), size, stride ?? size, padding, 1, "window");
  checkPoolPadding(place.sides, place.kernel);
  return place;
}

/**
 * List the windows in the output's order, clipped to the image: padding is never looked at.
 *
 * @param {NDArray} image
 * @param {Plan} place
 * @returns {Generator<Window>}
 */
export function* windowsOf(image, place) {
  const [height, width] = image.shape;
  const [kernel, stride, sides] = [place.kernel, place.stride, place.sides];
  const across = windowStarts(place.out[1], stride[1], sides[2]).map((start) =>
    windowInside(start, kernel[1], width),
  );
  let to = 0;
  for (const start of windowStarts(place.out[0], stride[0], sides[0])) {
    const [top, bottom] = windowInside(start, kernel[0], height);
    for (const [left, right] of across) yield { to: to++, top, bottom, left, right };
  }
}

/**
 * Keep the largest number of each window; padding never wins.
 *
 * @param {NDArray} image [H, W, C]
 * @param {PoolingSettings} [settings]
 * @returns {NDArray} [output height, output width, C]
 */
export function maxPool2d(image, settings = {}) {
  const place = poolPlan(image, settings);
  const [, width, channels] = image.shape;
  const { data } = image;
  const output = zeros([...place.out, channels]);
  for (const { to, top, bottom, left, right } of windowsOf(image, place)) {
    for (let c = 0; c < channels; c++) {
      let best = -Infinity;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          const value = data[(row * width + column) * channels + c];
          if (value > best || Number.isNaN(value)) best = value; // nothing is above NaN
        }
      }
      output.data[to * channels + c] = best;
    }
  }
  return output;
}

/**
 * Take the mean of each window; padding is not counted.
 *
 * @param {NDArray} image [H, W, C]
 * @param {PoolingSettings} [settings]
 * @returns {NDArray} [output height, output width, C]
 */
export function avgPool2d(image, settings = {}) {
  const place = poolPlan(image, settings);
  const [, width, channels] = image.shape;
  const output = zeros([...place.out, channels]);
  for (const { to, top, bottom, left, right } of windowsOf(image, place)) {
    const count = (bottom - top) * (right - left);
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) {
          sum += image.data[(row * width + column) * channels + c];
        }
      }
      output.data[to * channels + c] = sum / count;
    }
  }
  return output;
}

/**
 * Take the mean of each channel over the whole image.
 *
 * @param {NDArray} image [H, W, C]
 * @returns {NDArray} [C]
 */
export function globalAvgPool2d(image) {
  needImage(image);
  const [height, width, channels] = image.shape;
  if (height === 0 || width === 0) {
    throw new Error(`image needs at least one pixel for a mean, got shape ${repr(image.shape)}`);
  }
  const output = zeros([channels]);
  for (let i = 0; i < image.data.length; i++) output.data[i % channels] += image.data[i];
  for (let c = 0; c < channels; c++) output.data[c] /= height * width;
  return output;
}
