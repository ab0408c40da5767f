/** What follows from a stack and a unit of it: fields, and the paths from every pixel to it. */

import { array } from "../arithmetic/arrays.js";
import { windowStart, windowTaps } from "../arithmetic/geometry.js";
import { describeStack } from "./layers.js";
import { fieldWords } from "./words.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("../arithmetic/shapes.js").Window} Window */
/** @typedef {ReturnType<typeof compute>} Results */

/**
 * The number of paths from every place of every map to one place of the last.
 * @param {number} place along one direction of the last map
 * @param {number[]} maps their sizes, from the input's on
 * @param {Window[]} windows between each map and the next
 */
function pathsAlong(place, maps, windows) {
  let counts = new Float64Array(maps[maps.length - 1]);
  counts[place] = 1;
  const found = [counts];
  for (let i = windows.length - 1; i >= 0; i -= 1) {
    const { kernel, stride, sides, dilation } = windows[i];
    const below = new Float64Array(maps[i]);
    for (let at = 0; at < counts.length; at += 1) {
      if (!counts[at]) continue;
      const start = windowStart(at, stride[0], sides[0]);
      for (const pixel of windowTaps(start, kernel[0], dilation[0])) {
        if (pixel >= 0 && pixel < below.length) below[pixel] += counts[at];
      }
    }
    counts = below;
    found.unshift(counts);
  }
  return found;
}

/**
 * The paths through both directions, for every pixel of a map.
 * @param {Float64Array} rows @param {Float64Array} columns
 */
export function outer(rows, columns) {
  const product = array([rows.length, columns.length]);
  let at = 0;
  for (const row of rows) for (const column of columns) product.data[at++] = row * column;
  return product;
}

/** How far a field reaches over the image: top, bottom, left, right.
 * @param {number[]} first @param {number[]} last @param {number} size */
function beyondOf(first, last, size) {
  const extent = last[0] - first[0] + 1;
  const over = [-first[0], last[0] - (size - 1), -first[1], last[1] - (size - 1)];
  return over.map((pixels) => Math.min(Math.max(pixels, 0), extent));
}

/** @param {Values} values */
export function compute(values) {
  const { steps, fault, problem } = describeStack(values.input_size, values.layers);
  const fields = steps.map((step) => /** @type {any} */ (step.receptiveField));
  const map_sizes = [
    values.input_size,
    ...steps.map((step) => /** @type {number[]} */ (step.outputShape)[0]),
  ];
  /** @type {number[]} */
  const sizes = [1, ...fields.map((field) => field.size[0])];
  /** @type {number[]} */
  const strides = [1, ...fields.map((field) => field.stride[0])];
  /** @type {number[]} */
  const centres = [0, ...fields.map((field) => field.centre[0])];
  const layer = Math.min(values.layer, steps.length);
  const [row, column] = [values.row, values.column].map((n) => Math.min(n, map_sizes[layer] - 1));
  const centre = [row, column].map((place) => centres[layer] + place * strides[layer]);
  const reach = (sizes[layer] - 1) / 2;
  const [first, last] = [centre.map((at) => at - reach), centre.map((at) => at + reach)];
  const windows = steps.slice(0, layer).map((step) => /** @type {Window} */ (step.window));
  const [row_paths, column_paths] = [row, column].map((place) =>
    pathsAlong(place, map_sizes.slice(0, layer + 1), windows),
  );
  const paths = outer(row_paths[0], column_paths[0]);
  const used = paths.data.filter((count) => count > 0);
  const found = {
    names: ["input", ...steps.map((step) => step.name)],
    map_sizes,
    sizes,
    strides,
    centres,
    layer,
    row,
    column,
    size: sizes[layer],
    stride: strides[layer],
    centre,
    first,
    last,
    beyond: beyondOf(first, last, values.input_size),
    row_paths,
    column_paths,
    windows,
    paths,
    seen: used.length,
    share: used.length / paths.data.length,
    most_paths: used.reduce((most, count) => Math.max(most, count), 0),
    fewest_paths: used.length ? used.reduce((least, count) => Math.min(least, count)) : 0,
    fault,
    problem,
  };
  return { ...found, summary: fieldWords(found) };
}

/**
 * How much room around the image the fields of any unit need, at most half an image: top,
 * bottom, left, right.
 * @param {Results} found
 */
export function roomFor({ map_sizes, sizes, strides, centres }) {
  const most = Math.ceil(map_sizes[0] / 2);
  let [before, after] = [0, 0];
  map_sizes.forEach((size, i) => {
    const reach = (sizes[i] - 1) / 2;
    before = Math.max(before, reach - centres[i]);
    after = Math.max(after, centres[i] + (size - 1) * strides[i] + reach - (map_sizes[0] - 1));
  });
  [before, after] = [Math.min(before, most), Math.min(after, most)];
  return [before, after, before, after];
}
