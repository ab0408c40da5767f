/** Places of a map, which a hand may miss. */

/**
 * The place of a map nearest to one that may lie beyond it.
 * @param {number[]} shape [rows, columns]
 * @param {number} row
 * @param {number} column
 */
export function placeWithin([rows, columns], row, column) {
  const nearest = (/** @type {number} */ at, /** @type {number} */ n) =>
    Math.min(Math.max(at, 0), Math.max(n - 1, 0));
  return { row: nearest(row, rows), column: nearest(column, columns) };
}
