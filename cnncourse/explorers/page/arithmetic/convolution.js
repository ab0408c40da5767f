/**
 * Convolution as networks mean it: the counterpart of `cnncourse.ops.conv2d`, for one image.
 *
 * Beside the output it tells what an explorer shows: the products of one output pixel, where
 * its window lies, and how many windows reach each input pixel.
 */

import { needImage, needShape, zeros } from "./arrays.js";
import {
  plan,
  windowCoverage,
  windowGrid,
  windowStart,
  windowStarts,
  windowTaps,
} from "./geometry.js";
import { checkMode, pad2d, sourcePixels } from "./padding.js";
import { repr } from "./repr.js";
import { slide, tapOffsets } from "./sliding.js";
import { isWhole } from "./whole.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./geometry.js").Padding} Padding */
/** @typedef {import("./geometry.js").PairLike} PairLike */
/** @typedef {import("./geometry.js").Plan} Plan */
/**
 * @typedef {object} ConvolutionSettings
 * @property {NDArray | null} [bias] [filters]
 * @property {PairLike} [stride]
 * @property {Padding} [padding]
 * @property {PairLike} [dilation]
 * @property {string} [mode] what padding shows: "zero", "reflect" or "replicate"
 */

/**
 * Return where the windows fall, or say what is wrong with shapes or settings.
 *
 * @param {NDArray} image
 * @param {NDArray} kernels
 * @param {ConvolutionSettings} settings
 * @returns {Plan}
 */
function convolutionPlan(image, kernels, { bias, stride = 1, padding = "valid", dilation = 1 }) {
  needImage(image);
  if (kernels.shape.length !== 4) {
    throw new Error(
      "kernels must have shape (kernel height, kernel width, channels in, filters), " +
        `got ${repr(kernels.shape)}`,
    );
  }
  if (image.shape[2] !== kernels.shape[2]) {
    throw new Error(
      `kernels of shape ${repr(kernels.shape)} take ${kernels.shape[2]} channels but the image ` +
        `of shape ${repr(image.shape)} has ${image.shape[2]}; ` +
        "kernels are (kernel height, kernel width, channels in, filters)",
    );
  }
  if (bias) needShape("bias", bias, kernels.shape.slice(3), "one number per filter");
  return plan(image.shape.slice(0, 2), kernels.shape.slice(0, 2), stride, padding, dilation);
}

/**
 * Slide every kernel over the image and sum what lies under it, weighted.
 *
 * @param {NDArray} image [H, W, C]
 * @param {NDArray} kernels [kernel height, kernel width, C, filters]
 * @param {ConvolutionSettings} [settings]
 * @returns {NDArray} [output height, output width, filters]
 */
export function conv2d(image, kernels, settings = {}) {
  const place = convolutionPlan(image, kernels, settings);
  const padded = pad2d(image, place.sides, settings.mode);
  const filters = kernels.shape[3];
  const output = zeros([...place.out, filters]);
  const offsets = tapOffsets(padded, place);
  for (let filter = 0; filter < filters; filter++) {
    const weights = Float64Array.from(offsets, (_, tap) => kernels.data[tap * filters + filter]);
    const bias = settings.bias ? settings.bias.data[filter] : 0;
    slide(padded, place, offsets, weights, bias, output, filter);
  }
  return output;
}

/**
 * Return which input rows and columns the window of one output pixel takes.
 *
 * They count from the image's first pixel: outside the image they are negative, or as large as
 * the image and larger, and mean padding.
 *
 * @param {number[]} at [row, column] of the output
 * @param {number[]} kernel [height, width], as all of these
 * @param {number[]} stride
 * @param {number[]} sides [top, bottom, left, right]
 * @param {number[]} [dilation]
 * @returns {{rows: number[], columns: number[]}}
 */
export function windowPlaces(at, kernel, stride, sides, dilation = [1, 1]) {
  const [rows, columns] = [0, 1].map((axis) => {
    const start = windowStart(at[axis], stride[axis], sides[2 * axis]);
    return windowTaps(start, kernel[axis], dilation[axis]);
  });
  return { rows, columns };
}

/**
 * Return what makes up one output pixel: what its window sees, the products and their sum.
 *
 * `output` is the pixel itself: the sum with the bias added.
 *
 * @param {NDArray} image [H, W, C]
 * @param {NDArray} kernels [kernel height, kernel width, C, filters]
 * @param {number[]} at [row, column] of the output
 * @param {ConvolutionSettings & {filter?: number}} [settings] as for `conv2d`, and which filter
 * @returns {{patch: NDArray, products: NDArray, sum: number, bias: number, output: number}}
 */
export function windowSum(image, kernels, at, settings = {}) {
  const { filter = 0, mode = "zero" } = settings;
  const place = convolutionPlan(image, kernels, settings);
  checkMode(mode);
  checkPlace(at, filter, place, kernels);
  const [height, width, channels] = image.shape;
  const { kernel, stride, sides, dilation } = place;
  const [top, bottom, left, right] = sides;
  const shown = [
    sourcePixels(height, top, bottom, mode, "height"),
    sourcePixels(width, left, right, mode, "width"),
  ];
  const patch = zeros(kernels.shape.slice(0, 3));
  const products = zeros(patch.shape);
  const { rows, columns } = windowPlaces(at, kernel, stride, sides, dilation);
  let tap = 0;
  let sum = 0;
  for (const row of rows.map((row) => shown[0][row + top])) {
    for (const column of columns.map((column) => shown[1][column + left])) {
      const from = row < 0 || column < 0 ? -1 : (row * width + column) * channels;
      for (let c = 0; c < channels; c++, tap++) {
        patch.data[tap] = from < 0 ? 0 : image.data[from + c];
        products.data[tap] = patch.data[tap] * kernels.data[tap * kernels.shape[3] + filter];
        sum += products.data[tap];
      }
    }
  }
  const bias = settings.bias ? settings.bias.data[filter] : 0;
  return { patch, products, sum, bias, output: sum + bias };
}

/**
 * Throw unless there is such an output pixel and such a filter.
 *
 * @param {number[]} at
 * @param {number} filter
 * @param {Plan} place
 * @param {NDArray} kernels
 */
function checkPlace(at, filter, place, kernels) {
  /** @param {number} value @param {number} end */
  const within = (value, end) => isWhole(value, 0, end - 1);
  if (at.length !== 2 || !at.every((value, axis) => within(value, place.out[axis]))) {
    throw new Error(
      `an output pixel is (row, column) within an output of ${repr(place.out)}, got ${repr(at)}`,
    );
  }
  if (!within(filter, kernels.shape[3])) {
    throw new Error(`filter must lie from 0 to ${kernels.shape[3] - 1}, got ${repr(filter)}`);
  }
}

/**
 * Return in how many windows each pixel of the image takes part; 0 where no window reaches it.
 *
 * Only the pixel's own place counts, not where padding shows it once more.
 *
 * @param {number[]} size [height, width] of the image
 * @param {number[]} kernel [height, width]
 * @param {number[]} stride
 * @param {number[]} sides [top, bottom, left, right]
 * @param {number[]} [dilation]
 * @returns {NDArray} [H, W]
 */
export function coverage(size, kernel, stride, sides, dilation = [1, 1]) {
  const { out } = windowGrid(size, kernel, stride, [...sides], dilation);
  const [down, across] = [0, 1].map((axis) => {
    const starts = windowStarts(out[axis], stride[axis], sides[2 * axis]);
    return windowCoverage(size[axis], starts, kernel[axis], dilation[axis]);
  });
  // A window is a row of it by a column of it, so the counts multiply.
  const counts = zeros(size);
  down.forEach((rows, y) => {
    for (let x = 0; x < size[1]; x++) counts.data[y * size[1] + x] = rows * across[x];
  });
  return counts;
}
