/**
 * What PyTorch's modules can say of a padding, and what is a module of its own.
 */

import { extent, windowCount } from "../geometry.js";

/** @typedef {import("./layout.js").Step} Step */
/** @typedef {import("./layout.js").Window} Window */
/**
 * A module's own `padding=`, [height, width] in pixels, and its `ceil_mode=`.
 *
 * @typedef {{padding: number[], ceil: boolean}} Own
 */

/**
 * Return how `nn.Conv2d` itself says a padding, or null where it cannot.
 *
 * It pads both ends alike. That is right where the windows start in the same places and are as
 * many: what is padded beyond the last of them is seen by none.
 *
 * @param {Step} step
 * @returns {Own | null}
 */
export function convolutionPadding({ inputShape, outputShape, window }) {
  const right = isOut(fitting(inputShape, window), outputShape);
  return right ? { padding: firstSides(window), ceil: false } : null;
}

/**
 * Return how `nn.MaxPool2d` or `nn.AvgPool2d` itself says a padding, or null.
 *
 * PyTorch pads a pooling by half a window at most. With `ceil_mode` the last window may hang
 * over the edge, as TensorFlow's "same" with a stride lets it.
 *
 * @param {Step} step
 * @returns {Own | null}
 */
export function poolingPadding({ inputShape, outputShape, window }) {
  const padding = firstSides(window);
  if (padding.some((side, i) => 2 * side > window.kernel[i])) return null;
  for (const ceil of [false, true]) {
    if (isOut(fitting(inputShape, window, ceil), outputShape)) return { padding, ceil };
  }
  return null;
}

/**
 * Bring [top, bottom, left, right] to PyTorch's order [left, right, top, bottom].
 *
 * @param {number[]} sides
 */
export function torchSides(sides) {
  return [...sides.slice(2), ...sides.slice(0, 2)];
}

/** @param {Window} window */
function firstSides({ sides }) {
  return [sides[0], sides[2]];
}

/**
 * @param {number[]} fit
 * @param {number[]} shape
 */
function isOut(fit, shape) {
  return fit[0] === shape[0] && fit[1] === shape[1];
}

/**
 * Return how many windows PyTorch fits in when it pads both ends as much as the first.
 *
 * @param {number[]} shape
 * @param {Window} window
 * @param {boolean} [ceil]
 */
function fitting(shape, { kernel, stride, sides, dilation }, ceil = false) {
  return [0, 1].map((i) => {
    const before = sides[2 * i];
    const room = shape[i] + 2 * before + (ceil ? stride[i] - 1 : 0);
    const count = windowCount(room, extent(kernel[i], dilation[i]), stride[i]);
    // A window that would start beyond the image is left out.
    return ceil ? Math.min(count, windowCount(shape[i] + before, 1, stride[i])) : count;
  });
}
