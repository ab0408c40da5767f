/**
 * Where windows fall: the counterpart of `cnncourse.geometry`, with the same messages.
 */

import { faulty } from "./fault.js";
import { repr } from "./repr.js";
import { extent, windowCount } from "./windows.js";

export {
  extent,
  nearestWindow,
  windowCount,
  windowCoverage,
  windowInside,
  windowStart,
  windowStarts,
  windowTaps,
} from "./windows.js";

import { isWhole } from "./whole.js";

/** @typedef {number | number[]} PairLike one number, or [height, width] */
/** @typedef {[number, number]} Pair */
/** @typedef {[number, number, number, number]} Sides top, bottom, left, right */
/** @typedef {string | number | number[]} Padding */
/**
 * Where the windows of one call fall; every pair is [height, width] in pixels.
 *
 * @typedef {{kernel: Pair, stride: Pair, dilation: Pair, sides: Sides, out: Pair}} Plan
 */

export const PADDING_RULE =
  'padding must be "valid", "same", a whole number >= 0, a (height, width) pair ' +
  "or (top, bottom, left, right)";

/**
 * Return `value` if it is a whole number of at least `least`, or say which was wanted.
 *
 * @param {unknown} value
 * @param {string} name
 * @param {number} least
 * @param {string} [rule]
 * @returns {number}
 */
function whole(value, name, least, rule) {
  if (!isWhole(value)) {
    throw new Error(rule ?? `${name} must be a whole number, got ${repr(value)}`);
  }
  if (value < least) {
    throw new Error(rule ?? `${name} must be at least ${least}, got ${repr(value)}`);
  }
  return value;
}

/**
 * Return `value` as a [height, width] pair of whole numbers.
 *
 * @param {PairLike} value
 * @param {string} [name] what to call the value in an error
 * @param {number} [least]
 * @returns {Pair}
 */
export function pair(value, name = "size", least = 1) {
  if (!Array.isArray(value)) {
    const number = whole(value, name, least);
    return [number, number];
  }
  if (value.length !== 2) {
    throw new Error(`${name} must be a number or a (height, width) pair, got ${repr(value)}`);
  }
  return [whole(value[0], name, least), whole(value[1], name, least)];
}

/**
 * Return a padding in its plain form: a name, or [top, bottom, left, right].
 *
 * @param {Padding} padding
 * @returns {"valid" | "same" | Sides}
 */
export function checkPadding(padding) {
  const rule = `${PADDING_RULE}, got ${repr(padding)}`;
  if (typeof padding === "string") {
    const name = padding.toLowerCase();
    if (name !== "valid" && name !== "same") throw new Error(rule);
    return name;
  }
  if (!Array.isArray(padding)) {
    const number = whole(padding, "padding", 0, rule);
    return [number, number, number, number];
  }
  if (padding.length !== 2 && padding.length !== 4) throw new Error(rule);
  const [a, b, c, d] = padding.map((side) => whole(side, "padding", 0, rule));
  return padding.length === 4 ? [a, b, c, d] : [a, a, b, b];
}

/**
 * Return TensorFlow's "same" padding in one direction as [before, after].
 *
 * @param {number} size
 * @param {number} kernel
 * @param {number} [stride]
 * @param {number} [dilation]
 * @returns {Pair}
 */
export function samePadding(size, kernel, stride = 1, dilation = 1) {
  const out = Math.ceil(size / stride);
  const total = Math.max((out - 1) * stride + extent(kernel, dilation) - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/**
 * Turn any form of padding into numbers [top, bottom, left, right], in pixels.
 *
 * @param {Padding} padding "valid", "same", one number, [height, width] or all four sides
 * @param {number[]} size [height, width] of the input
 * @param {number[]} kernel
 * @param {number[]} [stride]
 * @param {number[]} [dilation]
 * @returns {Sides}
 */
export function resolvePadding(padding, size, kernel, stride = [1, 1], dilation = [1, 1]) {
  const plain = checkPadding(padding);
  if (plain === "valid") return [0, 0, 0, 0];
  if (plain !== "same") return plain;
  return [
    ...samePadding(size[0], kernel[0], stride[0], dilation[0]),
    ...samePadding(size[1], kernel[1], stride[1], dilation[1]),
  ];
}

/**
 * One direction's [before, after], from a form of padding that both directions share.
 *
 * @param {number} size
 * @param {number} kernel
 * @param {number} stride
 * @param {Padding} padding
 * @param {number} dilation
 * @returns {Pair}
 */
function paddingAlong(size, kernel, stride, padding, dilation) {
  if (Array.isArray(padding)) {
    if (padding.length !== 2) {
      throw new Error(
        "padding along one direction must be a number or (before, after), " +
          `got ${repr(padding)}`,
      );
    }
    return [whole(padding[0], "padding", 0), whole(padding[1], "padding", 0)];
  }
  const plain = checkPadding(padding);
  if (plain === "same") return samePadding(size, kernel, stride, dilation);
  return plain === "valid" ? [0, 0] : [plain[0], plain[1]];
}

/**
 * Return how many windows fit in one direction.
 *
 * It is floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1.
 *
 * @param {number} size in pixels along one direction, as all of these
 * @param {number} kernel
 * @param {number} [stride]
 * @param {Padding} [padding] "valid", "same", a number or [before, after]
 * @param {number} [dilation]
 * @param {"kernel" | "window"} [what] what slides, as an error calls it
 * @returns {number}
 */
export function outputSize(
  size,
  kernel,
  stride = 1,
  padding = "valid",
  dilation = 1,
  what = "kernel",
) {
  whole(size, "size", 1);
  whole(kernel, "kernel", 1);
  whole(stride, "stride", 1);
  whole(dilation, "dilation", 1);
  const [before, after] = paddingAlong(size, kernel, stride, padding, dilation);
  const padded = size + before + after;
  const span = extent(kernel, dilation);
  if (span > padded) {
    const spread = dilation > 1 ? ` spread over ${span} pixels by dilation ${dilation}` : "";
    const field = what === "window" ? "size" : "kernel_size";
    throw faulty(
      `${field} (=${kernel}${spread}) is larger than ` +
        `the padded input (=${padded}); use padding="same" or a smaller ${what}`,
      "window-too-large",
      field,
      { set: { padding: "same" } },
    );
  }
  return windowCount(padded, span, stride);
}

/**
 * Return the output's [height, width] and the padding [top, bottom, left, right].
 *
 * @param {number[]} size
 * @param {number[]} kernel
 * @param {number[]} stride
 * @param {Padding} padding
 * @param {number[]} [dilation]
 * @param {"kernel" | "window"} [what]
 * @returns {{out: Pair, sides: Sides}}
 */
export function windowGrid(size, kernel, stride, padding, dilation = [1, 1], what = "kernel") {
  const sides = resolvePadding(padding, size, kernel, stride, dilation);
  const [top, bottom, left, right] = sides;
  const height = outputSize(size[0], kernel[0], stride[0], [top, bottom], dilation[0], what);
  const width = outputSize(size[1], kernel[1], stride[1], [left, right], dilation[1], what);
  return { out: [height, width], sides };
}

/**
 * Return where the windows fall, from any form of the four settings.
 *
 * @param {number[]} size [height, width] of the input
 * @param {PairLike} kernel
 * @param {PairLike} stride
 * @param {Padding} padding
 * @param {PairLike} [dilation]
 * @param {"kernel" | "window"} [what]
 * @returns {Plan}
 */
export function plan(size, kernel, stride, padding, dilation = 1, what = "kernel") {
  const settings = {
    kernel: pair(kernel, "size"),
    stride: pair(stride, "stride"),
    dilation: pair(dilation, "dilation"),
  };
  const grid = windowGrid(size, settings.kernel, settings.stride, padding, settings.dilation, what);
  return { ...settings, ...grid };
}

/**
 * Throw if a pooling window could fall on padding alone.
 *
 * @param {number[]} sides [top, bottom, left, right]
 * @param {number[]} window [height, width]
 */
export function checkPoolPadding(sides, window) {
  for (const [direction, name] of ["height", "width"].entries()) {
    const most = Math.max(sides[2 * direction], sides[2 * direction + 1]);
    if (most >= window[direction]) {
      throw faulty(
        `padding (=${most}) must be smaller than the pooling window (=${window[direction]}) ` +
          `in ${name}, or a window would hold no pixel; use a larger size or less padding`,
        "padding-too-large",
        "padding",
      );
    }
  }
}
