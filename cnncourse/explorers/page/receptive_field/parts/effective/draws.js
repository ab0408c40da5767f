/** The gradient of one unit for every pixel, over draws of all weights. */

import { windowInside, windowStart } from "../../../arithmetic/geometry.js";

/** @typedef {import("../../../arithmetic/shapes.js").Window} Window */
/** @typedef {Window & {weights: Float64Array | null}} Step weights: null for a pooling */
/** @typedef {{layer: number, row: number, column: number, map_sizes: number[], windows: Window[],
 *   row_paths: Float64Array[], column_paths: Float64Array[]}} Seen what the gradient needs of results */
/** @typedef {{layers: any[], seed: number, gradient: string}} Wanted of the settings */
/** @typedef {{draws: number, piece: number}} Constants */

/**
 * A number from 0 to below 1: the place `at` of one endless sequence (mulberry32's).
 * @param {number} at
 */
export function uniform(at) {
  let mixed = Math.imul(at + 1, 0x6d2b79f5);
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** From the first to the last place that is on a path. @param {Float64Array} paths */
function ends(paths) {
  let end = paths.length;
  while (end && !paths[end - 1]) end -= 1;
  return [end ? paths.findIndex(Boolean) : 0, end];
}

/**
 * One draw of all weights, from -1 to 1, and of a picture of noise where it decides: the part of
 * it that the unit sees.
 * @param {Wanted} wanted @param {Seen} seen @param {number} at the place of its first number
 * @returns {{steps: Step[], picture: Float64Array | null}}
 */
function drawn({ layers, gradient }, { windows, map_sizes, row_paths, column_paths }, at) {
  const steps = windows.map((window, i) => {
    if (layers[i][0] === "pool") return { ...window, weights: null };
    const weights = new Float64Array(window.kernel[0] * window.kernel[1]);
    for (let n = 0; n < weights.length; n += 1) weights[n] = 2 * uniform(at++) - 1;
    return { ...window, weights };
  });
  if (gradient !== "max" || steps.every(({ weights }) => weights)) return { steps, picture: null };
  const size = map_sizes[0];
  const picture = new Float64Array(size * size);
  const [rows, columns] = [ends(row_paths[0]), ends(column_paths[0])];
  for (let row = rows[0]; row < rows[1]; row += 1) {
    for (let column = columns[0]; column < columns[1]; column += 1) {
      picture[row * size + column] = uniform(at + row * size + column);
    }
  }
  return { steps, picture };
}

/**
 * The value of every place on a path; of a max pooling also where it stood.
 * @param {Step} step @param {Float64Array} below the map that enters @param {number[]} sizes of the
 *   map that enters and of this one @param {number[][]} within rows and columns that are needed
 */
function forward(step, below, [size, out], [rows, columns]) {
  const { kernel, stride, sides, dilation, weights } = step;
  const map = new Float64Array(out * out);
  const won = new Int32Array(weights ? 0 : out * out);
  for (let row = rows[0]; row < rows[1]; row += 1) {
    const top = windowStart(row, stride[0], sides[0]);
    for (let column = columns[0]; column < columns[1]; column += 1) {
      const left = windowStart(column, stride[1], sides[2]);
      const at = row * out + column;
      let [sum, most] = [0, -1];
      for (let i = 0; i < kernel[0]; i += 1) {
        const r = top + i * dilation[0];
        if (r < 0 || r >= size) continue;
        for (let j = 0; j < kernel[1]; j += 1) {
          const c = left + j * dilation[1];
          if (c < 0 || c >= size) continue;
          const from = r * size + c;
          if (weights) sum += weights[i * kernel[1] + j] * below[from];
          else if (most < 0 || below[from] > below[most]) most = from;
        }
      }
      // As networks compute: what is equal by arithmetic is equal as numbers, and the first wins.
      map[at] = Math.fround(weights ? sum : below[most]);
      if (!weights) won[at] = most;
    }
  }
  return { map, won: weights ? null : won };
}

/**
 * What arrives at a map, passed on to the one below.
 * @param {Step} step @param {Float64Array} arriving @param {number[]} sizes @param {number[][]} within
 * @param {Int32Array | null} won where the pooling's largest stood; null where it takes the mean
 */
function backward(step, arriving, [size, out], [rows, columns], won) {
  const { kernel, stride, sides, dilation, weights } = step;
  const below = new Float64Array(size * size);
  for (let row = rows[0]; row < rows[1]; row += 1) {
    const top = windowStart(row, stride[0], sides[0]);
    for (let column = columns[0]; column < columns[1]; column += 1) {
      const at = row * out + column;
      const here = arriving[at];
      if (won) below[won[at]] += here;
      if (won || !here) continue;
      const left = windowStart(column, stride[1], sides[2]);
      const share = weights
        ? 1
        : 1 / (inside(top, kernel[0], size) * inside(left, kernel[1], size));
      for (let i = 0; i < kernel[0]; i += 1) {
        const r = top + i * dilation[0];
        if (r < 0 || r >= size) continue;
        for (let j = 0; j < kernel[1]; j += 1) {
          const c = left + j * dilation[1];
          if (c < 0 || c >= size) continue;
          below[r * size + c] += here * (weights ? weights[i * kernel[1] + j] : share);
        }
      }
    }
  }
  return below;
}

/** How many places of a pooling's window are no padding, along one direction.
 * @param {number} start @param {number} kernel @param {number} size */
function inside(start, kernel, size) {
  const [from, to] = windowInside(start, kernel, size);
  return to - from;
}

/** The gradient of the unit for every pixel, of one draw. @param {Seen} seen
 * @param {ReturnType<typeof drawn>} draw */
function gradientOf({ layer, row, column, map_sizes, row_paths, column_paths }, draw) {
  const { steps, picture } = draw;
  const within = steps.map((_, i) => [ends(row_paths[i + 1]), ends(column_paths[i + 1])]);
  const sizes = steps.map((_, i) => [map_sizes[i], map_sizes[i + 1]]);
  /** @type {(Int32Array | null)[]} */
  const winners = steps.map(() => null);
  if (picture) {
    let map = picture;
    steps.forEach((step, i) => {
      const made = forward(step, map, sizes[i], within[i]);
      map = made.map;
      winners[i] = made.won;
    });
  }
  let arriving = new Float64Array(map_sizes[layer] ** 2);
  arriving[row * map_sizes[layer] + column] = 1;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    arriving = backward(steps[i], arriving, sizes[i], within[i], winners[i]);
  }
  return arriving;
}

/**
 * The absolute gradient, added up draw after draw.
 * @param {Wanted} wanted @param {Seen} seen @param {Constants} constants
 * @returns {Generator<Float64Array, Float64Array>}
 */
export function* draws(wanted, seen, { draws: count, piece }) {
  const total = new Float64Array(seen.map_sizes[0] ** 2);
  for (let n = 0; n < count; n += 1) {
    const draw = drawn(wanted, seen, (wanted.seed * count + n) * piece);
    const one = gradientOf(seen, draw);
    for (let at = 0; at < total.length; at += 1) total[at] += Math.abs(one[at]);
    yield total;
  }
  return total;
}
