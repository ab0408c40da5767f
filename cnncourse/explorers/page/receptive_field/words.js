/** What a unit sees, in words. */

import { count, number, percent, plural } from "../core/format.js";

/**
 * @typedef {{names: string[], layer: number, row: number, column: number, size: number,
 *   stride: number, centre: number[], beyond: number[], seen: number, share: number,
 *   most_paths: number, fewest_paths: number}} Seen
 */

/** A count of paths; millions are shortened. @param {number} paths */
export function pathCount(paths) {
  return paths < 1e7 ? count(paths) : paths.toExponential(1).replace("e+", "e");
}

/** @param {Seen} found */
export function fieldWords(found) {
  const { names, layer, row, column, size, seen } = found;
  if (layer === 0) {
    return `Input pixel (${row}, ${column}) sees itself. Choose a unit of a later map.`;
  }
  const unit = `Unit (${row}, ${column}) of ${names[layer]}`;
  if (!seen) return `${unit} sees no pixel of the image, only padding.`;
  const centre = found.centre.map((at) => number(at, 1)).join(", ");
  const first =
    `${unit} has a receptive field of ${size} × ${size} input pixels around ` +
    `(${centre}); the next unit’s lies ${plural(found.stride, "pixel")} further.`;
  return [first, lookWords(found), ...edgeWords(found)].join(" ");
}

/** @param {Seen} found */
function lookWords({ size, beyond, seen, share, most_paths, fewest_paths }) {
  const [top, bottom, left, right] = beyond;
  const within = (size - top - bottom) * (size - left - right);
  const gaps = within > seen ? `, ${plural(within - seen, "pixel")} between them unseen` : "";
  const paths =
    most_paths === fewest_paths
      ? `each on ${plural(most_paths, "path")}`
      : `on ${pathCount(fewest_paths)} to ${pathCount(most_paths)} paths each`;
  return `It sees ${plural(seen, "pixel")} of the image (${percent(share)}), ${paths}${gaps}.`;
}

/** @param {Seen} found */
function edgeWords({ beyond }) {
  const sides = ["above", "below", "left of", "right of"];
  const over = beyond.map((n, i) => (n ? `${plural(n, "pixel")} ${sides[i]}` : "")).filter(Boolean);
  const words = over.join(", ").replace(/, ([^,]*)$/, " and $1");
  return over.length ? [`The field reaches ${words} the image, into padding.`] : [];
}
