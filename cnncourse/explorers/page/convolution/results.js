/** What follows from a convolution's settings: the map, one window's products and their sum. */

import { fromNested, zeros } from "../arithmetic/arrays.js";
import { conv2d, coverage, windowPlaces, windowSum } from "../arithmetic/convolution.js";
import { resolvePadding } from "../arithmetic/geometry.js";
import { filterWeights } from "../arithmetic/kernels.js";
import { pad2d } from "../arithmetic/padding.js";
import { decodeImage } from "../arithmetic/stored.js";
import { count, number, plural } from "../core/format.js";
import { chosenPadding } from "../core/settings.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/**
 * @typedef {{problem: string, output: NDArray, output_shape: number[], low: number, high: number,
 *   sides: number[], weights: NDArray, total: number, reached: NDArray, unreached: number,
 *   padded: NDArray, picture: NDArray}} Slid what does not depend on where the window stands
 */

/** @type {WeakMap<object, NDArray>} */
const pictures = new WeakMap();
/** The last maps by their settings: moving a window asks for the same one again and again.
 * @type {Map<string, Slid>} */
const known = new Map();
const KEPT = 4; // explorers of a page that each keep their map

/** The stored image of a name; a large one has a file of its own. @param {string} name
 * @param {any} data */
function entryOf(name, data) {
  return data.images[name] ?? data.landscapes[name];
}

/** A stored image, decoded once. @param {any} stored an entry of the images */
function pictureOf(stored) {
  const picture = pictures.get(stored) ?? decodeImage(stored);
  pictures.set(stored, picture);
  return picture;
}

/**
 * The image, its filter and the whole map, as long as only the window moves the same object.
 * @param {Values} values
 * @param {any} data
 * @returns {Slid}
 */
function slid(values, data) {
  const { image, kernel, slices, kernel_size, stride, dilation } = values;
  const { padding_kind, padding, padding_mode, cells } = values;
  const settings = [image, kernel, slices, kernel_size, stride, dilation];
  const key = JSON.stringify([...settings, padding_kind, padding, padding_mode, cells]);
  let found = known.get(key);
  if (found && found.picture !== pictureOf(entryOf(image, data))) found = undefined;
  found ||= slide(values, pictureOf(entryOf(image, data)));
  known.delete(key);
  known.set(key, found);
  if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value));
  return found;
}

/** @param {Values} values @param {NDArray} picture @returns {Slid} */
function slide(values, picture) {
  const { kernel_size: k, stride, dilation, padding_mode: mode } = values;
  const [height, width, channels] = picture.shape;
  const weights = filterWeights(
    values.kernel,
    k,
    values.slices,
    fromNested(values.cells),
    channels,
  );
  const steps = [
    [k, k],
    [stride, stride],
  ];
  const dilations = [dilation, dilation];
  const sides = resolvePadding(
    chosenPadding(values),
    [height, width],
    steps[0],
    steps[1],
    dilations,
  );
  const total = weights.data.reduce((sum, weight) => sum + weight, 0);
  const common = { sides, weights, total, picture };
  try {
    const kernels = { shape: [k, k, channels, 1], data: weights.data };
    // First what says whether a window fits; then the padding is put around once.
    const reached = coverage([height, width], steps[0], steps[1], sides, dilations);
    const padded = pad2d(picture, sides, mode);
    const full = conv2d(padded, kernels, { stride, dilation });
    const output = { shape: full.shape.slice(0, 2), data: full.data };
    const [low, high] = bounds(output.data);
    let unreached = 0;
    for (const n of reached.data) if (!n) unreached += 1;
    const shown = { output, output_shape: output.shape, low, high, reached, unreached, padded };
    return { problem: "", ...common, ...shown };
  } catch (error) {
    const empty = { output: zeros([0, 0]), output_shape: [0, 0], low: 0, high: 0 };
    const reached = zeros([height, width]);
    const missed = { reached, unreached: height * width, padded: picture };
    return { problem: /** @type {Error} */ (error).message, ...common, ...empty, ...missed };
  }
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

/**
 * All results, by the names that they have in Python.
 * @param {Values} values
 * @param {any} data
 */
export function compute(values, data) {
  const map = slid(values, data);
  const stored = entryOf(values.image, data);
  const sight = map.problem ? noWindow(map) : windowIn(map, values);
  const [row, column] = [sight.row, sight.column];
  const shown = values.grow ? row * map.output_shape[1] + column + 1 : map.output.data.length;
  const found = { ...map, ...sight, shown: map.problem ? 0 : shown, scale: topOf(stored) };
  return { ...found, title: stored.title, alt: stored.alt, summary: summary(found, values) };
}

/** The largest brightness of an image. @param {{scale: number}} stored */
function topOf({ scale }) {
  return scale === 255 ? 1 : scale;
}

/** @param {Slid} map @param {Values} values */
function windowIn(map, values) {
  const { kernel_size: k, stride, dilation, padding_mode: mode } = values;
  const row = Math.min(values.row, map.output_shape[0] - 1);
  const column = Math.min(values.column, map.output_shape[1] - 1);
  const kernels = { shape: [...map.weights.shape, 1], data: map.weights.data };
  const options = { stride, dilation, padding: map.sides, mode };
  const { patch, products, sum } = windowSum(map.picture, kernels, [row, column], options);
  const both = [
    [k, k],
    [stride, stride],
  ];
  const dilations = [dilation, dilation];
  const places = windowPlaces([row, column], both[0], both[1], map.sides, dilations);
  const channels = map.weights.shape[2];
  const channel_sums = new Array(channels).fill(0);
  products.data.forEach((product, i) => (channel_sums[i % channels] += product));
  return { row, column, ...places, patch, products, channel_sums, value: sum };
}

/** @param {Slid} map */
function noWindow({ weights }) {
  const channels = weights.shape[2];
  const none = zeros([0, 0, channels]);
  const places = { rows: /** @type {number[]} */ ([]), columns: /** @type {number[]} */ ([]) };
  const channel_sums = new Array(channels).fill(0);
  const value = /** @type {number | null} */ (null);
  return { row: 0, column: 0, ...places, patch: none, products: none, channel_sums, value };
}

/** @typedef {ReturnType<typeof compute>} Results */

/**
 * The result in words.
 * @param {Slid & ReturnType<typeof noWindow>} found
 * @param {Values} values
 */
function summary(found, { kernel_size: size }) {
  const { picture, output_shape: out, weights, row, column, value } = found;
  if (found.problem || value === null) return "There is no output.";
  const channels = weights.shape[2];
  const terms = weights.data.length;
  const slices = channels > 1 ? ` in ${channels} slices` : "";
  const sums = terms === 1 ? "one product is" : `${terms} products${slices} add up to`;
  const blind = weights.data.some((weight) => weight !== 0)
    ? ""
    : size === 1
      ? " The weight is 0: a kernel of one pixel has no neighbours to compare."
      : " All weights are 0, so every sum is.";
  const missed = found.unreached
    ? ` ${plural(found.unreached, "input pixel")} ${found.unreached === 1 ? "is" : "are"} in no ` +
      "window (marked)."
    : "";
  return (
    `${by(picture.shape)} pixels give a map of ${by(out)}, ${plural(out[0] * out[1], "sum")}. ` +
    `At row ${row}, column ${column} the ${sums} ${number(value, 3)}.${blind}${missed}`
  );
}

/** "28 × 28", with the channels where there are several. @param {number[]} shape */
export function by(shape) {
  return shape
    .filter((n, axis) => axis < 2 || n > 1)
    .map(count)
    .join(" × ");
}
