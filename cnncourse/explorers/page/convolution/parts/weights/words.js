/** What one weight touches, in words. */

import { count, number, percent, plural } from "../../../core/format.js";
import { sumOf } from "./touched.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("./touched.js").Touched} Touched */

export const HINT = "Point at a weight to see all that it touches; a click, or Enter, keeps it.";

/**
 * @param {Touched} found @param {Results} results @param {number[]} place row, column, channel
 * @param {{names: string[], kind?: string, pinned: boolean}} how
 */
export function told(found, results, place, { names, kind, pinned }) {
  const { picture, output_shape: out } = results;
  const colour = picture.shape[2] > 1;
  const name = colour ? `${names[place[2]]} weight` : "Weight";
  const all = picture.shape[0] * picture.shape[1];
  const apart =
    kind === "depthwise" && colour ? ` of the ${names[place[2]].toLowerCase()} map` : "";
  const which = `${name}, row ${place[0]}, column ${place[1]}: ${number(found.weight, 3)}`;
  const pixels = `It multiplies ${count(found.pixels)} of ${plural(all, "pixel")}`;
  const enters =
    kind === "transposed"
      ? `and reaches ${count(found.outputs)} of ${plural(out[0] * out[1], "output")}.`
      : `and enters ${entered(found, out, apart)}.`;
  const keep = pinned ? " Kept; Escape lets it go." : "";
  return `${which}. ${pixels} ${enters} ${atPlace(found, results, place[2])}${keep}`;
}

/** @param {Touched} found @param {number[]} out @param {string} apart which map, of several */
function entered({ outputs, padded }, out, apart) {
  const all = plural(out[0] * out[1], "output") + apart;
  if (!padded) return out[0] * out[1] === 1 ? "the one output" : `all ${all}`;
  return `all ${all}: ${count(outputs)} with a pixel, ${count(padded)} with padding (marked apart)`;
}

/** @param {Touched} found @param {any} results @param {number} channel */
function atPlace({ weight, product, share }, results, channel) {
  const { row, column, patch } = results;
  const here = `At row ${row}, column ${column}`;
  if (product === null) return `${here} it adds nothing: no copy puts it there.`;
  const pixel = weight ? product / weight : null;
  const sum = number(sumOf(results, channel), 3);
  const made =
    pixel === null || !patch
      ? number(product, 3)
      : `${number(pixel, 3)} · ${inSum(weight)} = ${number(product, 3)}`;
  const part = share === null ? `the sum is ${sum}` : `${partOf(share)} the sum ${sum}`;
  return `${here}: ${made}, ${part}.`;
}

/** @param {number} share which may be many times the sum, where others take back as much */
function partOf(share) {
  if (Math.abs(share) > 10) return `${number(share, 0)} times`;
  return `${percent(share).replace("-", "−")} of`;
}

/** A negative number in brackets. @param {number} value */
function inSum(value) {
  const words = number(value, 3);
  return words.startsWith("−") ? `(${words})` : words;
}
