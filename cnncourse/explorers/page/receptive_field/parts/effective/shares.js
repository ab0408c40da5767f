/** What each pixel's share of the gradient is, and how far the shares spread. */

import { array } from "../../../arithmetic/arrays.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("./draws.js").Seen & {paths: NDArray, first: number[], last: number[]}} Found */
/** @typedef {{window: NDArray, equal: NDArray, random: NDArray, middle: number[],
 *   spread: number[][]}} Effective */

/** @param {ArrayLike<number>} numbers @param {number} size @returns {NDArray} */
function shares(numbers, size) {
  const one = array([size, size], numbers);
  const total = one.data.reduce((sum, value) => sum + value, 0);
  if (total) for (let at = 0; at < one.data.length; at += 1) one.data[at] /= total;
  return one;
}

/** How much of each place lies in the middle half of a field, along one direction.
 * @param {number} first @param {number} last @param {number} size */
function middleOf(first, last, size) {
  const [centre, reach] = [(first + last) / 2, (last - first + 1) / 4];
  return Array.from({ length: size }, (_, at) => {
    const inner = Math.min(at + 0.5, centre + reach) - Math.max(at - 0.5, centre - reach);
    return Math.min(Math.max(inner, 0), 1);
  });
}

/** The standard deviation of places, weighted by their shares. @param {number[]} along */
function spreadOf(along) {
  const mean = along.reduce((sum, share, at) => sum + share * at, 0);
  return Math.sqrt(along.reduce((sum, share, at) => sum + share * (at - mean) ** 2, 0));
}

/**
 * Which pixels can count, and how much they do: with all weights equal, and at random.
 * @param {Found} found
 * @param {Float64Array} total the absolute gradient, added up over the draws
 * @returns {Effective}
 */
export function effective({ paths, first, last }, total) {
  const size = paths.shape[0];
  const maps = {
    window: shares(
      paths.data.map((one) => (one ? 1 : 0)),
      size,
    ),
    equal: shares(paths.data, size),
    random: shares(total, size),
  };
  const within = [0, 1].map((axis) => middleOf(first[axis], last[axis], size));
  /** @type {number[]} */
  const middle = [];
  /** @type {number[][]} */
  const spread = [];
  for (const { data } of Object.values(maps)) {
    const [rows, columns] = [new Array(size).fill(0), new Array(size).fill(0)];
    let inner = 0;
    data.forEach((share, at) => {
      const [row, column] = [Math.floor(at / size), at % size];
      rows[row] += share;
      columns[column] += share;
      inner += share * within[0][row] * within[1][column];
    });
    middle.push(inner);
    spread.push([rows, columns].map(spreadOf));
  }
  return { ...maps, middle, spread };
}
