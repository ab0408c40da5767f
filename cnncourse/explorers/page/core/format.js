/** Numbers as the book writes them. */

import { grouped } from "../arithmetic/whole.js";

/**
 * A number with at most `digits` decimals and a true minus sign.
 * @param {number} value
 * @param {number} [digits]
 */
export function number(value, digits = 2) {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = value.toFixed(digits);
  const plain = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return (Number(plain) === 0 ? plain.replace("-", "") : plain).replace("-", "−");
}

/** A whole number with commas between its thousands. @param {number} value */
export function count(value) {
  return grouped(Math.round(value) + 0).replace("-", "−");
}

/** A share in percent. @param {number} fraction @param {number} [digits] */
export function percent(fraction, digits = 1) {
  return `${(100 * fraction).toFixed(digits)} %`;
}

/** "one pixel" but "2 pixels". @param {number} n @param {string} noun */
export function plural(n, noun) {
  return n === 1 ? `one ${noun}` : `${count(n)} ${noun}s`;
}
