/** What the drawing of a convolution says in words: legends, titles, and what has no effect. */

import { LARGE } from "../core/drawing/map.js";
import { count, number, plural } from "../core/format.js";
import { by } from "./summary.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

/** Whether the weights add up to 1, so that the map is a picture. @param {Results} results */
export function keepsBrightness({ total }) {
  return Math.abs(total - 1) < 1e-9;
}

/** What follows from the weights' total. @param {Results} results */
export function effectOf(results) {
  if (results.copies) return ""; // how many of its weights meet in a number differs
  if (keepsBrightness(results)) return ": brightness is kept";
  const blind = Math.abs(results.total) < 1e-9 && results.weights.data.some(Boolean);
  return blind ? ": only change is seen" : "";
}

/** What the output's map is called. @param {Results} results */
export function outputTitle({ problem, output, output_shape: out, shown }) {
  if (problem) return "No output";
  return `Output, ${by(output.shape)}${shown < out[0] * out[1] ? ` (${count(shown)} shown)` : ""}`;
}

/** What the marks on the input mean. @param {Results} results @param {Values} values */
export function legend({ problem, sides, unreached, picture, copies }, { padding_mode: mode }) {
  if (problem) return "";
  const mark = Math.max(...picture.shape) < LARGE ? "crossed" : "orange";
  const lost = copies ? "whose copies are cut off" : "in no window";
  const words = [
    !copies && sides.some((side) => side > 0) && `tinted: padding ${around(sides)}, ${mode}`,
    unreached > 0 && `${mark}: ${plural(unreached, "pixel")} ${lost}`,
  ]
    .filter(Boolean)
    .join("; ");
  return words && words[0].toUpperCase() + words.slice(1);
}

/** How to lead the window. @param {string} kind */
export function hint(kind) {
  const lead =
    kind === "transposed"
      ? "Point at the input for the copy of another number, or"
      : "Drag the window over the input,";
  return `${lead} point at the output (a click keeps the place), or use the arrow keys; point at a weight of the kernel, or type into it.`;
}

/** The output's size as a formula, and what it costs. @param {Results} results */
export function cost({ problem, formulas: [down, across], parameters, multiply_adds: work }) {
  if (problem) return "";
  const size = down === across ? `${down}, both ways` : `height ${down}, width ${across}`;
  const weights = `${plural(parameters, "weight")} without a bias`;
  return `Size of the output: ${size}. Cost: ${weights}, ${plural(work, "multiply-add")}.`;
}

/** Where the window is, or which copies meet. @param {Results} results */
export function whereabouts({ problem, rows, columns, copies }) {
  if (problem) return "";
  if (!rows.length || !columns.length) return "no copy reaches the place";
  const places = `rows ${ends(rows)}, columns ${ends(columns)}`;
  return copies ? `the copies of ${places} meet` : `the window is at ${places}`;
}

/** "of 1 all round", or the four sides where they differ. @param {number[]} sides */
export function around([top, bottom, left, right]) {
  if (top === bottom && left === right && top === left) return `of ${top} all round`;
  return `top ${top}, bottom ${bottom}, left ${left}, right ${right}`;
}

/** "3 to 5". @param {ArrayLike<number>} places */
function ends(places) {
  const [first, last] = [places[0], places[places.length - 1]];
  return first === last ? number(first) : `${number(first)} to ${number(last)}`;
}

/**
 * Why settings change nothing now, by their names; empty for those that do.
 * @param {Results} results
 * @param {Values} values
 * @returns {{[name: string]: string}}
 */
export function withoutEffect(
  { picture, sides, weights },
  { kind, kernel, cells, padding_kind: padding },
) {
  const typed = kernel === "typed" && Array.isArray(cells[0][0]);
  const grey = picture.shape[2] === 1;
  const one = kind === "1x1";
  return {
    kind: grey && (one || kind === "depthwise") ? "one channel: nothing to tell apart" : "",
    kernel: one && kernel !== "typed" ? "1 × 1: the slices decide" : "",
    kernel_size: one ? "it is 1 × 1" : "",
    slices: grey ? "the image is grey" : typed ? "typed slice by slice" : "",
    dilation: weights.shape[0] === 1 ? "one pixel has no gaps" : "",
    padding: padding === "number" ? "" : `“${padding}” decides`,
    padding_mode:
      kind === "transposed"
        ? "padding cuts off"
        : sides.some((side) => side > 0)
          ? ""
          : "there is none",
  };
}
