/**
 * Kernels by name, in every size: the counterpart of `cnncourse.explorers.kernels`.
 *
 * A kernel of even size has its centre above and to the left of its middle.
 */

import { array, zeros } from "./arrays.js";
import table from "./tables/windows.json" with { type: "json" };

/** @typedef {import("./arrays.js").NDArray} NDArray */

/** How strongly a kernel's slice looks at red, green and blue, by name.
 * @type {{[name: string]: number[]}} */
export const SLICES = table.slices;

/** @type {{[name: string]: (size: number) => (row: number, column: number) => number}} */
const KERNELS = {
  identity: (size) => (i, j) => centre(size, i, j),
  blur: (size) => () => 1 / size ** 2,
  sharpen: (size) => (i, j) => 2 * centre(size, i, j) - 1 / size ** 2,
  "sobel-x": (size) => {
    const [smooth, rise] = [binomial(size), difference(size)];
    return (i, j) => smooth[i] * rise[j];
  },
  "sobel-y": (size) => {
    const [smooth, rise] = [binomial(size), difference(size)];
    return (i, j) => rise[i] * smooth[j];
  },
  laplacian,
  emboss: (size) => (i, j) => i + j - (size - 1) + Number(i === j && i === Math.floor(size / 2)),
};

/**
 * The kernel of a name; the Python twin says what each is.
 * @param {string} name
 * @param {number} size at least 1, in pixels
 * @returns {NDArray} [size, size]
 */
export function namedKernel(name, size) {
  const weight = KERNELS[name](size);
  return array(
    [size, size],
    Array.from({ length: size * size }, (_, at) => weight(Math.floor(at / size), at % size) + 0),
  ); // + 0: no negative zero
}

/** @param {number} size @param {number} i @param {number} j */
function centre(size, i, j) {
  const middle = Math.floor((size - 1) / 2);
  return Number(i === middle && j === middle);
}

/** The weights of smoothing: 1; 1, 1; 1, 2, 1 and so on. @param {number} size */
function binomial(size) {
  let weights = [1];
  for (let n = 1; n < size; n += 1) weights = convolve(weights, [1, 1]);
  return weights;
}

/** Right minus left, smoothed as far as there is room. @param {number} size */
function difference(size) {
  return size > 1 ? convolve(binomial(size - 1), [-1, 1]) : [0];
}

/** @param {number} size @returns {(row: number, column: number) => number} */
function laplacian(size) {
  if (size === 1) return () => 0;
  if (size === 2) return (i, j) => [-2, 1, 0][i + j];
  const smooth = binomial(size - 2);
  const second = convolve(smooth, [1, -2, 1]);
  const along = [0, ...smooth, 0];
  return (i, j) => second[i] * along[j] + along[i] * second[j];
}

/** @param {number[]} a @param {number[]} b */
function convolve(a, b) {
  const result = new Array(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => b.forEach((y, j) => (result[i + j] += x * y)));
  return result;
}

/**
 * A table of weights cropped, or filled up with zeros, around its centre.
 * @param {NDArray} cells [k, k] or [k, k, 3]
 * @param {number} size
 * @returns {NDArray} [size, size] or [size, size, 3]
 */
export function fitKernel(cells, size) {
  const old = cells.shape[0];
  const deep = cells.shape[2] || 1;
  const fitted = zeros([size, size, ...cells.shape.slice(2)]);
  const shift = Math.floor((size - 1) / 2) - Math.floor((old - 1) / 2);
  const [low, high] = [Math.max(shift, 0), Math.min(old + shift, size)];
  for (let i = low; i < high; i += 1) {
    for (let j = low; j < high; j += 1) {
      const from = ((i - shift) * old + j - shift) * deep;
      for (let c = 0; c < deep; c += 1) {
        fitted.data[(i * size + j) * deep + c] = cells.data[from + c];
      }
    }
  }
  return fitted;
}

/**
 * One filter: a slice of weights for each channel of the image.
 * @param {string} kernel a name, or "typed"
 * @param {number} size
 * @param {string} slices one of `SLICES`
 * @param {NDArray} cells [k, k] or [k, k, 3], what was typed
 * @param {number} channels 1 or 3
 * @returns {NDArray} [size, size, channels]
 */
export function filterWeights(kernel, size, slices, cells, channels) {
  const table = kernel === "typed" ? fitKernel(cells, size) : namedKernel(kernel, size);
  const shape = [size, size, channels];
  if (table.shape.length === 3) {
    if (channels === 3) return table;
    const sums = Array.from(
      { length: size * size },
      (_, at) => table.data[3 * at] + table.data[3 * at + 1] + table.data[3 * at + 2],
    );
    return array(shape, sums);
  }
  const shares = channels === 3 ? SLICES[slices] : [1];
  const weights = Array.from(table.data, (weight) => shares.map((share) => weight * share + 0));
  return array(shape, weights.flat());
}
