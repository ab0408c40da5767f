/** What follows from a convolution's settings: the map, one window's products and their sum. */

import { decodeImage } from "../arithmetic/stored.js";
import { sightIn, wholeOf } from "../core/convolution_kinds.js";
import { entryOf } from "../core/own_picture.js";
import { summary } from "./summary.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("../core/convolution_kinds.js").Whole} Whole */

/** @type {WeakMap<object, NDArray>} */
const pictures = new WeakMap();
/** The last maps by their settings: moving a window asks for the same one again and again.
 * @type {Map<string, Whole>} */
const known = new Map();
const KEPT = 4; // explorers of a page that each keep their map

/** A stored image, decoded once. @param {any} stored an entry of the images */
function pictureOf(stored) {
  const picture = pictures.get(stored) ?? decodeImage(stored);
  pictures.set(stored, picture);
  return picture;
}

/**
 * The image, its filter and the whole map, as long as only the window moves the same object.
 * @param {Values} values
 * @param {any} data
 */
function wholeMap({ row, column, grow, ...values }, data) {
  const { own_picture, ...others } = values; // of which the picture itself is compared
  const key = JSON.stringify(others);
  const picture = pictureOf(entryOf(values, data));
  let found = known.get(key);
  if (found?.picture !== picture) found = wholeOf(values, picture);
  known.delete(key);
  known.set(key, found);
  if (known.size > KEPT) known.delete(/** @type {string} */ (known.keys().next().value));
  return found;
}

/**
 * All results, by the names that they have in Python.
 * @param {Values} values
 * @param {any} data
 */
export function compute(values, data) {
  const map = wholeMap(values, data);
  const stored = entryOf(values, data);
  const sight = sightIn(map, values);
  const [height, width] = map.output_shape;
  const upTo = sight.row * width + sight.column + 1;
  const shown = map.problem ? 0 : values.grow ? upTo : height * width;
  const found = { ...map, ...sight, shown, scale: topOf(stored) };
  return { ...found, title: stored.title, alt: stored.alt, summary: summary(found, values) };
}

/** The largest brightness of an image. @param {{scale: number}} stored */
function topOf({ scale }) {
  return scale === 255 ? 1 : scale;
}

/** @typedef {ReturnType<typeof compute> & {stamp: NDArray, stamp_at: number[],
 *   stamp_rows: number[], stamp_columns: number[], tap_rows: number[], tap_columns: number[]}}
 *   Results the last ones with a transposed convolution alone */
