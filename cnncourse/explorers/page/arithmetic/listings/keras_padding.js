/**
 * What Keras's layers can say of a padding, and what is a layer of its own.
 */

import { extent, resolvePadding, windowCount } from "../geometry.js";

/** @typedef {import("./layout.js").Window} Window */

/**
 * Return the name of the padding that puts `out` windows in the same places, if any.
 *
 * Where the windows start and how many there are is all that counts: what is padded beyond
 * the last of them is seen by none. A name stays.
 *
 * @param {string | number[]} padding as the description gives it
 * @param {number[]} shape
 * @param {Window} window
 * @param {number[]} out
 * @returns {string | null}
 */
export function paddingWord(padding, shape, window, out) {
  if (typeof padding === "string") return padding;
  const { kernel, stride, dilation } = window;
  for (const word of ["valid", "same"]) {
    const sides = resolvePadding(word, shape.slice(0, 2), kernel, stride, dilation);
    const fit = fitting(shape, { ...window, sides });
    const same = [0, 1].every((i) => sides[2 * i] === window.sides[2 * i] && fit[i] === out[i]);
    if (same) return word;
  }
  return null;
}

/**
 * Return how many windows fit on the padded map, [height, width].
 *
 * @param {number[]} shape
 * @param {Window} window
 */
export function fitting(shape, { kernel, stride, sides, dilation }) {
  return [0, 1].map((i) => {
    const padded = shape[i] + sides[2 * i] + sides[2 * i + 1];
    return windowCount(padded, extent(kernel[i], dilation[i]), stride[i]);
  });
}

/**
 * Return [top, bottom, left, right] as Keras takes it.
 *
 * @param {number[]} sides
 */
export function nestedSides(sides) {
  return [sides.slice(0, 2), sides.slice(2)];
}

/**
 * Return a padding in the shortest form that Keras takes.
 *
 * @param {number[]} sides
 */
export function shortestSides(sides) {
  const [top, bottom, left, right] = sides;
  if (top !== bottom || left !== right) return nestedSides(sides);
  return top === left ? top : [top, left];
}
