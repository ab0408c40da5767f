/** Layers, and layers in them, as rows that each have a path: what can be done to one of them. */

import { inner } from "../arithmetic/architecture.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {(number | string)[]} Path the place, then the field and the place in that, and so on
 * @typedef {{layer: LayerEntry, path: Path, count: number, place: number}} Row
 *   count: of the layers in its list; place: among all layers in the order of computation, which
 *   is that of the results: the layers in a residual come before it
 */

/**
 * All layers in the order in which one reads them: a residual, then what is in it.
 * @param {LayerEntry[]} layers
 * @param {Path} [before] the path of the list
 * @param {number} [start]
 * @returns {Row[]}
 */
export function rowsOf(layers, before = [], start = 0) {
  /** @type {Row[]} */
  const rows = [];
  layers.forEach((layer, i) => {
    const path = [...before, i];
    /** @type {Row[]} */
    const inside = [];
    for (const [field, entries] of inner(layer)) {
      inside.push(...rowsOf(entries, [...path, field], start + rows.length + inside.length));
    }
    const place = start + rows.length + inside.length;
    rows.push({ layer, path, count: layers.length, place }, ...inside);
  });
  return rows;
}

/** The place in its list. @param {Path} path */
export function last(path) {
  return /** @type {number} */ (path[path.length - 1]);
}

/** The path of another layer of the same list. @param {Path} path @param {number} at */
export function beside(path, at) {
  return [...path.slice(0, -1), at];
}

/** The row at a path. @param {Row[]} rows @param {Path} path */
export function rowAt(rows, path) {
  return rows.findIndex((row) => String(row.path) === String(path));
}

/**
 * Change the list that a layer is in. A shortcut without layers is none, and where a residual has
 * no other layer it goes with its last.
 * @param {LayerEntry[]} layers
 * @param {Path} path
 * @param {(list: LayerEntry[], at: number) => LayerEntry[]} change
 * @returns {LayerEntry[]}
 */
export function edited(layers, [at, field, ...rest], change) {
  const i = /** @type {number} */ (at);
  if (field === undefined) return change(layers, i);
  const inside = edited(layers[i][field] ?? [], rest, change);
  const whole = { ...layers[i], [field]: inside };
  if (!inside.length) delete whole[field];
  const gone = !inside.length && field === "layers";
  return [...layers.slice(0, i), ...(gone ? [] : [whole]), ...layers.slice(i + 1)];
}
