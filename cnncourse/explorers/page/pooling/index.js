/** One number for each window: its largest or its mean, and what a shift does to it. */

import { array, zeros } from "../arithmetic/arrays.js";
import { resolvePadding, windowInside, windowStart } from "../arithmetic/geometry.js";
import { avgPool2d, globalAvgPool2d, maxPool2d } from "../arithmetic/pooling.js";
import { decodeImage } from "../arithmetic/stored.js";
import { winners } from "../arithmetic/winners.js";
import { number, percent, plural } from "../core/format.js";
import { entryOf, needPicture } from "../core/own_picture.js";
import { chosenPadding } from "../core/settings.js";
import { SAME } from "./marks.js";
import { mount } from "./view.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {[number, number]} Pair height and width, or row and column */

/** @type {WeakMap<object, NDArray>} */
const decoded = new WeakMap();

/** The image `[H, W]`, decoded once. @param {any} stored */
function plane(stored) {
  const known = decoded.get(stored);
  if (known) return known;
  const { shape, data } = decodeImage(stored);
  const made = { shape: shape.slice(0, 2), data };
  decoded.set(stored, made);
  return made;
}

/**
 * The image moved by pixels within its frame; zeros come in. Not moved, it is the same.
 * @param {NDArray} image [H, W]
 * @param {number} down
 * @param {number} right
 */
export function shifted(image, down, right) {
  if (!down && !right) return image;
  const [height, width] = image.shape;
  const result = zeros([height, width]);
  for (let row = Math.max(down, 0); row < height + Math.min(down, 0); row += 1) {
    for (let column = Math.max(right, 0); column < width + Math.min(right, 0); column += 1) {
      result.data[row * width + column] = image.data[(row - down) * width + column - right];
    }
  }
  return result;
}

/** Window and stride as pairs, and the padding. @param {Values} values @param {number[]} shape */
function windowsOf(values, shape) {
  const { kind, size, stride } = values;
  const whole = /** @type {Pair} */ ([...shape]);
  if (kind === "global") return { window: whole, stride: whole, padding: "valid" };
  const window = /** @type {Pair} */ ([size, size]);
  const step = /** @type {Pair} */ ([stride, stride]);
  return { window, stride: step, padding: chosenPadding(values) };
}

/** @typedef {ReturnType<typeof windowsOf>} Windows */

/** @param {string} kind @param {NDArray} image [H, W] @param {Windows} windows
 * @returns {NDArray} */
function pool(kind, image, { window, stride, padding }) {
  const deep = array([...image.shape, 1], image.data);
  if (kind === "global") return array([1, 1], globalAvgPool2d(deep).data);
  const settings = { size: window, stride, padding };
  const { shape, data } = (kind === "max" ? maxPool2d : avgPool2d)(deep, settings);
  return { shape: shape.slice(0, 2), data };
}

/** The pixels of a window: from and to, padding left out.
 * @param {Pair} start @param {Pair} window @param {number[]} shape */
function inside(start, window, shape) {
  const ends = start.map((first, i) => windowInside(first, window[i], shape[i]));
  return { low: ends.map(([from]) => from), high: ends.map(([, to]) => to) };
}

/** Where a window starts, (row, column). @param {number[]} at @param {Pair} stride
 * @param {number[]} sides @returns {Pair} */
function startOf(at, stride, sides) {
  return [windowStart(at[0], stride[0], sides[0]), windowStart(at[1], stride[1], sides[2])];
}

/** The winner of every window, if it has one, and how many pixels decide.
 * @param {string} kind @param {NDArray} image @param {Windows} windows @param {number[]} sides
 * @param {number[]} out */
function won(kind, image, { window, stride, padding }, sides, out) {
  const [height, width] = image.shape;
  if (kind === "max") {
    const deep = array([height, width, 1], image.data);
    const found = winners(deep, { size: window, stride, padding });
    const places = new Set();
    for (let i = 0; i < found.data.length; i += 2) {
      places.add(found.data[i] * width + found.data[i + 1]);
    }
    const ties = array(out, found.ties.data);
    return { winners: array([...out, 2], found.data), ties, deciding: places.size };
  }
  const reached = new Uint8Array(height * width);
  for (let r = 0; r < out[0]; r += 1) {
    for (let c = 0; c < out[1]; c += 1) {
      const { low, high } = inside(startOf([r, c], stride, sides), window, image.shape);
      for (let row = low[0]; row < high[0]; row += 1) {
        reached.fill(1, row * width + low[1], row * width + high[1]);
      }
    }
  }
  const deciding = reached.reduce((sum, one) => sum + one, 0);
  return { winners: zeros([0]), ties: zeros([0]), deciding };
}

/** How many numbers of two arrays differ. @param {NDArray} a @param {NDArray} b */
function differing(a, b) {
  return a.data.reduce((count, value, i) => count + Number(Math.abs(value - b.data[i]) > SAME), 0);
}

/** The output against the one before, moved by as many windows as the image.
 * @param {Values} values @param {NDArray} output @param {NDArray} before */
function compared({ kind, stride, shift_down, shift_right }, output, before) {
  const shift = [shift_down, shift_right];
  const none = { moved_by: /** @type {number[]} */ ([]), moved_compared: 0, moved_equal: 0 };
  if (kind === "global" || shift.some((by) => by % stride) || !shift.some(Boolean)) return none;
  const [down, right] = shift.map((by) => by / stride);
  const [height, width] = output.shape;
  let moved_compared = 0;
  let moved_equal = 0;
  for (let row = Math.max(down, 0); row < height + Math.min(down, 0); row += 1) {
    for (let column = Math.max(right, 0); column < width + Math.min(right, 0); column += 1) {
      const then = before.data[(row - down) * width + column - right];
      moved_compared += 1;
      moved_equal += Number(Math.abs(output.data[row * width + column] - then) <= SAME);
    }
  }
  return { moved_by: [down, right], moved_compared, moved_equal };
}

/** What does not depend on which window is looked at. @param {Values} values @param {any} data */
function pooled(values, data) {
  const { kind, shift_down, shift_right } = values;
  const original = plane(entryOf(values, data));
  const { shape } = original;
  const input = shifted(original, shift_down, shift_right);
  const windows = windowsOf(values, shape);
  const sides = resolvePadding(windows.padding, shape, windows.window, windows.stride);
  const input_changed = differing(input, original);
  const found = { original, input, input_changed, sides, window_shape: windows.window };
  try {
    needPicture(values);
    const output = pool(kind, input, windows);
    const output_before = input === original ? output : pool(kind, original, windows);
    return {
      ...found,
      output,
      output_before,
      output_shape: output.shape,
      output_changed: differing(output, output_before),
      kept: output.data.length / input.data.length,
      ...won(kind, input, windows, sides, output.shape),
      ...compared(values, output, output_before),
      problem: "",
      stride: windows.stride,
    };
  } catch (error) {
    return { ...found, ...nothing(), problem: /** @type {Error} */ (error).message };
  }
}

/** What a problem leaves. */
function nothing() {
  return {
    output: zeros([0, 0]),
    output_before: zeros([0, 0]),
    output_shape: [0, 0],
    output_changed: 0,
    kept: 0,
    winners: zeros([0]),
    ties: zeros([0]),
    deciding: 0,
    moved_by: /** @type {number[]} */ ([]),
    moved_compared: 0,
    moved_equal: 0,
    stride: /** @type {Pair} */ ([1, 1]),
  };
}

/** The last result, since a pointer only moves the place.
 * @type {{key: string, data: any, found: ReturnType<typeof pooled> | undefined}} */
const last = { key: "", data: undefined, found: undefined };

/** @param {Values} values @param {any} data */
function compute(values, data) {
  const key = JSON.stringify({ ...values, row: 0, column: 0 });
  if (!last.found || last.key !== key || last.data !== data) {
    Object.assign(last, { key, data, found: pooled(values, data) });
  }
  const found = /** @type {ReturnType<typeof pooled>} */ (last.found);
  const results = { ...found, ...chosen(found, values) };
  return { ...results, summary: summary(results, values) };
}

/** What is to be said of the window that is looked at.
 * @param {ReturnType<typeof pooled>} found @param {Values} values */
function chosen({ input, output, sides, stride, window_shape, winners: all, problem }, values) {
  if (problem) {
    const none = /** @type {number[]} */ ([]);
    const value = /** @type {number | null} */ (null);
    return { row: 0, column: 0, window: zeros([0, 0]), window_start: none, winner: none, value };
  }
  const row = Math.min(values.row, output.shape[0] - 1);
  const column = Math.min(values.column, output.shape[1] - 1);
  const start = startOf([row, column], stride, sides);
  const { low, high } = inside(start, window_shape, input.shape);
  const window = zeros([high[0] - low[0], high[1] - low[1]]);
  for (let r = low[0]; r < high[0]; r += 1) {
    const from = r * input.shape[1];
    window.data.set(
      input.data.subarray(from + low[1], from + high[1]),
      (r - low[0]) * window.shape[1],
    );
  }
  const place = row * output.shape[1] + column;
  const winner = Array.from(all.data.subarray(2 * place, 2 * place + 2));
  return { row, column, window, window_start: start, winner, value: output.data[place] };
}

/** @param {ReturnType<typeof pooled> & ReturnType<typeof chosen>} found @param {Values} values */
function summary(found, values) {
  if (found.problem) return "There is no output.";
  const { input, output, row, column, winner, ties, value, kept, deciding } = found;
  const shapes = [input, output].map(({ shape }) => shape.join(" × "));
  const yields = number(/** @type {number} */ (value), 3);
  const many = winner.length ? ties.data[row * output.shape[1] + column] : 1;
  const tie = many > 1 ? `, the first of ${many} equal ones` : "";
  const which = winner.length
    ? `the largest is ${yields}, at row ${winner[0]}, column ${winner[1]}${tie}`
    : `the mean is ${yields}`;
  const decide = `${deciding} of ${plural(input.data.length, "input pixel")} decide it`;
  const size = `${shapes[0]} becomes ${shapes[1]}, ${percent(kept)} of the numbers; ${decide}.`;
  const at = `In the window of row ${row}, column ${column} ${which}.`;
  const shift = values.shift_down || values.shift_right ? ` ${shiftWords(found)}` : "";
  return `${size} ${at}${shift}`;
}

/** @param {ReturnType<typeof pooled>} found */
function shiftWords({ input, output, input_changed, output_changed }) {
  return (
    `The shift changed ${input_changed} of ${plural(input.data.length, "input pixel")} and ` +
    `${output_changed} of ${plural(output.data.length, "output number")}.`
  );
}

export default { name: "pooling", compute, mount };
