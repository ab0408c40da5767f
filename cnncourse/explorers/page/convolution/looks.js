/** How the maps of a convolution look: colours, frames, crosses, and what they say. */

import { number } from "../core/format.js";
import { by } from "./summary.js";
import { keepsBrightness, whereabouts } from "./words.js";

/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("../core/drawing/map.js").Frame} Frame */
/** @typedef {import("../core/drawing/map.js").Look} Look */

/** What marks rows and columns: a frame where they lie side by side, else each crossing.
 * @param {ArrayLike<number>} rows @param {ArrayLike<number>} columns
 * @returns {{taps?: Look["taps"], frames: Frame[]}} */
function marked(rows, columns) {
  if (!rows.length || !columns.length) return { frames: [] };
  const [height, width] = [rows, columns].map((at) => at[at.length - 1] - at[0] + 1);
  const loose = height > rows.length || width > columns.length;
  if (loose) return { taps: { rows, columns }, frames: [] };
  return { frames: [{ row: rows[0], column: columns[0], height, width }] };
}

/** A frame around one number. @param {number[]} at @param {"pixel" | "second"} kind
 * @returns {Frame} */
function around([row, column], kind) {
  return { row, column, height: 1, width: 1, kind };
}

/** The pixel that a weight meets at the chosen place, if there is one.
 * @param {Results} results @param {number} tap its place in the filter */
function pixelOf({ weights, rows, columns, copies, tap_rows, tap_columns }, tap) {
  if (tap < 0 || tap >= weights.data.length) return [];
  const [, size, channels] = weights.shape;
  const at = Math.floor(tap / channels);
  const place = [Math.floor(at / size), at % size];
  const [i, j] = copies ? [tap_rows.indexOf(place[0]), tap_columns.indexOf(place[1])] : place;
  return i < 0 || j < 0 ? [] : [around([rows[i], columns[j]], "second")];
}

/**
 * The input, with the window or with the pixels whose copies meet.
 * @param {Results} results
 * @param {number} tap the product that is pointed at, or -1
 * @returns {Look}
 */
export function inputLook(results, tap) {
  const { picture, padded, sides, rows, columns, copies, stamp_at } = results;
  const fits = !results.problem;
  const { taps, frames } = marked(rows, columns);
  if (stamp_at) frames.push(around(stamp_at, "pixel"));
  if (fits) frames.push(...pixelOf(results, tap));
  const place = `${whereabouts(results)}; arrow keys move it`;
  return {
    palette: picture.shape[2] > 1 ? "colour" : "grey",
    high: results.scale,
    frames,
    taps,
    padding: fits && !copies ? sides : [0, 0, 0, 0],
    around: fits && padded !== picture ? padded : undefined,
    crosses: fits && results.unreached ? results.reached : undefined,
    label: `Input: ${results.alt}, ${by(picture.shape)} pixels; ${place}`,
  };
}

/** How numbers of the output become colours. @param {Results} results */
export function scaleOf(results) {
  const { low, high } = results;
  // Weights that add up to 1 keep the brightness: their map is a picture, and looks like one.
  const signed = low < -1e-9 && !keepsBrightness(results);
  const most = signed ? Math.max(-low, high) : Math.max(results.scale, high);
  /** @type {"signed" | "grey"} */
  const palette = signed ? "signed" : "grey";
  return { palette, low: signed ? -most : Math.min(low, 0), high: most };
}

/** The output, with the copy that falls around the chosen number. @param {Results} results
 * @returns {Look} */
export function outputLook(results) {
  const { output, row, column, value, full, sides, stamp_rows, stamp_columns } = results;
  const { taps, frames } = marked(stamp_rows ?? [], stamp_columns ?? []);
  const all = results.shown === output.data.length; // else what is cut off is not shown either
  const [sum] = [value].flat();
  const said = results.problem ? "none" : `row ${row}, column ${column} is ${number(sum, 3)}`;
  return {
    ...scaleOf(results),
    taps,
    frames: [...frames, around([row, column], "pixel")],
    padding: full && sides, // also while the map grows: its pixels stay where they are
    ...(full && all ? { around: full } : { shown: results.shown }),
    label: `Output, ${by(output.shape)}: ${said}; arrow keys move the window`,
  };
}
