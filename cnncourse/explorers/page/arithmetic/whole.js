/** What a whole number is, for all of the page. */

/**
 * Whether a value is a whole number of at least `least`, and at most `most`.
 *
 * @param {unknown} value
 * @param {number} [least]
 * @param {number} [most]
 * @returns {value is number}
 */
export function isWhole(value, least = -Infinity, most = Infinity) {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/**
 * Return a whole number with commas between its thousands, without asking the browser's tables:
 * to load them takes longer than to start an explorer.
 *
 * @param {number} value
 */
export function grouped(value) {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}
