/** The kinds of convolution over one image: what each gives, and what makes up one number of it. */

import { fromNested, zeros } from "../arithmetic/arrays.js";
import { conv2d, coverage, windowPlaces, windowSum } from "../arithmetic/convolution.js";
import { depthwiseConv2d } from "../arithmetic/depthwise.js";
import { resolvePadding } from "../arithmetic/geometry.js";
import { filterWeights } from "../arithmetic/kernels.js";
import { pad2d } from "../arithmetic/padding.js";
import { Copies, conv2dTranspose, copiesFormula } from "../arithmetic/transposed.js";
import { placeWithin } from "./drawing/within.js";
import { needPicture } from "./own_picture.js";
import { chosenPadding } from "./settings.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("./settings.js").Values} Values */
/**
 * @typedef {{problem: string, output: NDArray, output_shape: number[], low: number, high: number,
 *   sides: number[], weights: NDArray, total: number, reached: NDArray, unreached: number,
 *   padded: NDArray, picture: NDArray, formulas: string[], parameters: number,
 *   multiply_adds: number, full?: NDArray, copies?: Copies[], fewest?: number, most?: number,
 *   bare?: number}} Whole what does not depend on where the window stands
 *   full: the output with what is cut off; copies: where they fall, along both directions
 */

/** The filter that a kind uses. @param {Values} values @param {number} channels */
function weightsOf({ kind, kernel, kernel_size, slices, cells }, channels) {
  const one = kind === "1x1";
  const name = one && kernel !== "typed" ? "identity" : kernel;
  return filterWeights(name, one ? 1 : kernel_size, slices, fromNested(cells), channels);
}

/** @param {Values} values @param {NDArray} picture @returns {Whole} */
export function wholeOf(values, picture) {
  const weights = weightsOf(values, picture.shape[2]);
  const total = weights.data.reduce((sum, weight) => sum + weight, 0);
  const transposed = values.kind === "transposed";
  const common = { weights, total, picture, parameters: weights.data.length };
  const sides = sidesOf(values, picture, weights);
  try {
    needPicture(values);
    const made = transposed ? stamped(values, common) : slid(values, common, sides);
    const [low, high] = bounds(made.output.data);
    let unreached = 0;
    for (const n of made.reached.data) if (!n) unreached += 1;
    const output_shape = made.output.shape.slice(0, 2);
    return { problem: "", sides, ...common, output_shape, low, high, unreached, ...made };
  } catch (error) {
    const [height, width] = picture.shape;
    const empty = { output: zeros([0, 0]), output_shape: [0, 0], low: 0, high: 0 };
    const missed = { reached: zeros([height, width]), unreached: height * width, padded: picture };
    const none = { ...empty, ...missed, formulas: ["", ""], multiply_adds: 0 };
    return { problem: /** @type {Error} */ (error).message, sides, ...common, ...none };
  }
}

/** Padding as a window meets it. @param {Values} values @param {NDArray} picture
 * @param {NDArray} weights */
function sidesOf(values, { shape }, { shape: window }) {
  const { stride: s, dilation: d } = values;
  return resolvePadding(chosenPadding(values), shape.slice(0, 2), window, [s, s], [d, d]);
}

/** What a window that slides over the image gives: every kind but the transposed.
 * @param {Values} values @param {{picture: NDArray, weights: NDArray}} common
 * @param {number[]} sides */
function slid({ kind, stride, dilation, padding_mode }, { picture, weights }, sides) {
  const size = picture.shape.slice(0, 2);
  const [k] = weights.shape;
  // First what says whether a window fits; then the padding is put around once.
  const reached = coverage(size, [k, k], [stride, stride], sides, [dilation, dilation]);
  const padded = pad2d(picture, sides, padding_mode);
  const apart = kind === "depthwise";
  const full = apart
    ? depthwiseConv2d(padded, weights, { stride, dilation })
    : conv2d(padded, filter(weights), { stride, dilation });
  const output = apart ? full : { shape: full.shape.slice(0, 2), data: full.data };
  const [height, width] = output.shape;
  const formulas = along(size, sides, output.shape, { kernel: k, stride, dilation }).map(
    windowsFormula,
  );
  const multiply_adds = height * width * weights.data.length;
  return { output, reached, padded, formulas, multiply_adds };
}

/** A transposed convolution: the kernel laid down at every pixel.
 * @param {Values} values @param {{picture: NDArray, weights: NDArray}} common */
function stamped(values, { picture, weights }) {
  const { stride, dilation } = values;
  const size = picture.shape.slice(0, 2);
  const [k] = weights.shape;
  const settings = { stride, dilation, padding: chosenPadding(values) };
  const made = conv2dTranspose(picture, weights, settings);
  const copies = size.map((n) => new Copies(n, k, settings));
  const [down, across] = copies.map((one) => one.counts());
  const met = [down.met, across.met].map((one) => [Math.min(...one), Math.max(...one)]);
  const [rows, columns] = [down.met, across.met].map((one) => one.filter(Boolean).length);
  const formulas = along(size, made.sides, made.output.shape, { kernel: k, stride, dilation }).map(
    (one) => copiesFormula(one, settings.padding === "same"),
  );
  return {
    ...made,
    copies,
    padded: picture,
    reached: outer(down.reached, across.reached),
    fewest: met[0][0] * met[1][0],
    most: met[0][1] * met[1][1],
    bare: made.output.data.length - rows * columns,
    formulas,
    multiply_adds: size[0] * size[1] * weights.data.length,
  };
}

/** What a formula is made of, along both directions.
 * @param {number[]} size @param {number[]} sides @param {number[]} out
 * @param {{kernel: number, stride: number, dilation: number}} steps */
function along(size, sides, out, steps) {
  return size.map((n, i) => {
    const [before, after] = sides.slice(2 * i);
    return { size: n, before, after, count: out[i], ...steps };
  });
}

/** How many windows fit, as the explorer of output sizes writes it: the two share no script.
 * @param {import("../arithmetic/transposed.js").Along} along */
function windowsFormula({ size, before, after, kernel: k, dilation: d, stride, count }) {
  const span = d > 1 ? `${d} · (${k} − 1) − 1` : k;
  return `⌊(${size} + ${before} + ${after} − ${span}) / ${stride}⌋ + 1 = ${count}`;
}

/** Weights as those of one filter. @param {NDArray} weights @returns {NDArray} */
function filter({ shape, data }) {
  return { shape: [...shape, 1], data };
}

/** @param {Float64Array} down @param {Float64Array} across */
function outer(down, across) {
  const found = zeros([down.length, across.length]);
  down.forEach((a, y) => across.forEach((b, x) => (found.data[y * across.length + x] = a * b)));
  return found;
}

/** @param {Float64Array} data */
function bounds(data) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** What makes up the number that is chosen. @param {Whole} whole @param {Values} values */
export function sightIn(whole, values) {
  if (whole.problem) return noSight(whole);
  const at = placeWithin(whole.output_shape, values.row, values.column);
  const sight = whole.copies ? meetingIn(whole, at) : windowIn(whole, values, at);
  const { data, shape } = sight.products;
  const channel_sums = new Array(shape[2]).fill(0);
  data.forEach((product, i) => (channel_sums[i % shape[2]] += product));
  const sum = data.reduce((a, b) => a + b, 0);
  const value = values.kind === "depthwise" ? channel_sums : sum;
  return { ...at, ...sight, channel_sums, value: /** @type {any} */ (value) };
}

/** @param {Whole} whole @param {Values} values @param {{row: number, column: number}} at */
function windowIn({ picture, weights, sides }, values, { row, column }) {
  const { stride: s, dilation: d, padding_mode: mode } = values;
  const [k] = weights.shape;
  const options = { stride: s, dilation: d, padding: sides, mode };
  const { patch, products } = windowSum(picture, filter(weights), [row, column], options);
  return { ...windowPlaces([row, column], [k, k], [s, s], sides, [d, d]), patch, products };
}

/** The pixels whose copies meet at a place, and the copy that falls nearest around it.
 * @param {Whole} whole @param {{row: number, column: number}} at */
function meetingIn({ picture, weights, copies = [] }, { row, column }) {
  const [k, , channels] = weights.shape;
  const [down, across] = [copies[0].meeting(row), copies[1].meeting(column)];
  const shape = [down.pixels.length, across.pixels.length, channels];
  const [patch, products] = [zeros(shape), zeros(shape)];
  let to = 0;
  down.pixels.forEach((y, i) => {
    across.pixels.forEach((x, j) => {
      for (let c = 0; c < channels; c += 1, to += 1) {
        patch.data[to] = picture.data[(y * picture.shape[1] + x) * channels + c];
        const weight = weights.data[(down.taps[i] * k + across.taps[j]) * channels + c];
        products.data[to] = patch.data[to] * weight + 0;
      }
    });
  });
  const stamp_at = [copies[0].pixel(row), copies[1].pixel(column)];
  return {
    rows: down.pixels,
    columns: across.pixels,
    tap_rows: down.taps,
    tap_columns: across.taps,
    patch,
    products,
    stamp: stampOf(picture, weights, stamp_at),
    stamp_at,
    stamp_rows: copies[0].fallsOn(stamp_at[0]),
    stamp_columns: copies[1].fallsOn(stamp_at[1]),
  };
}

/** The copy of one pixel. @param {NDArray} picture @param {NDArray} weights
 * @param {number[]} at */
function stampOf(picture, weights, [y, x]) {
  const [k, , channels] = weights.shape;
  const stamp = zeros([k, k]);
  const first = (y * picture.shape[1] + x) * channels;
  weights.data.forEach((weight, i) => {
    stamp.data[Math.floor(i / channels)] += picture.data[first + (i % channels)] * weight;
  });
  return stamp;
}

/** @param {Whole} whole */
function noSight({ weights }) {
  const channels = weights.shape[2];
  const none = zeros([0, 0, channels]);
  const places = { rows: /** @type {number[]} */ ([]), columns: /** @type {number[]} */ ([]) };
  const channel_sums = new Array(channels).fill(0);
  const value = /** @type {any} */ (null);
  return { row: 0, column: 0, ...places, patch: none, products: none, channel_sums, value };
}
