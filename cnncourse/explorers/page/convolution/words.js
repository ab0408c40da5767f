/** What the drawing of a convolution says in words: legends, titles, and what has no effect. */

import { LARGE } from "../core/drawing/map.js";
import { count, number, plural } from "../core/format.js";
import { by } from "./results.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

/** Whether the weights add up to 1, so that the map is a picture. @param {Results} results */
export function keepsBrightness({ total }) {
  return Math.abs(total - 1) < 1e-9;
}

/** What follows from the weights' total. @param {Results} results */
export function effectOf(results) {
  if (keepsBrightness(results)) return ": brightness is kept";
  const blind = Math.abs(results.total) < 1e-9 && results.weights.data.some(Boolean);
  return blind ? ": only change is seen" : "";
}

/** What the output's map is called. @param {Results} results */
export function outputTitle({ problem, output_shape: out, shown }) {
  if (problem) return "No output";
  return `Output, ${by(out)}${shown < out[0] * out[1] ? ` (${count(shown)} shown)` : ""}`;
}

/** What the marks on the input mean. @param {Results} results @param {Values} values */
export function legend({ problem, sides, unreached, picture }, { padding_mode: mode }) {
  if (problem) return "";
  const mark = Math.max(...picture.shape) < LARGE ? "crossed" : "orange";
  const words = [
    sides.some((side) => side > 0) && `tinted: padding ${around(sides)}, ${mode}`,
    unreached > 0 && `${mark}: ${plural(unreached, "pixel")} in no window`,
  ]
    .filter(Boolean)
    .join("; ");
  return words && words[0].toUpperCase() + words.slice(1);
}

/** "of 1 all round", or the four sides where they differ. @param {number[]} sides */
function around([top, bottom, left, right]) {
  if (top === bottom && left === right && top === left) return `of ${top} all round`;
  return `top ${top}, bottom ${bottom}, left ${left}, right ${right}`;
}

/** "3 to 5". @param {ArrayLike<number>} places */
export function ends(places) {
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
  { picture, sides },
  { kernel, cells, padding_kind: kind, kernel_size: size },
) {
  const typed = kernel === "typed" && Array.isArray(cells[0][0]);
  const grey = picture.shape[2] === 1;
  return {
    slices: grey ? "the image is grey" : typed ? "typed slice by slice" : "",
    dilation: size === 1 ? "one pixel has no gaps" : "",
    padding: kind === "number" ? "" : `“${kind}” decides`,
    padding_mode: sides.some((side) => side > 0) ? "" : "there is none",
  };
}
