/** How light a colour is, and what is read on it. */

/**
 * Black or white, whichever is read better on a colour: at least 4.5 to 1.
 * @param {number} r 0 to 255, as the others
 * @param {number} g
 * @param {number} b
 */
export function inkOn(r, g, b) {
  // Contrast is (lighter + 0.05) / (darker + 0.05); against black and white it is equal here.
  return luminance(r, g, b) > Math.sqrt(1.05 * 0.05) - 0.05 ? "#000" : "#fff";
}

/**
 * How light a colour is, from 0 for black to 1 for white, as WCAG 2 defines it.
 * @param {number} r 0 to 255, as the others
 * @param {number} g
 * @param {number} b
 */
export function luminance(r, g, b) {
  return 0.2126 * LIGHT[r] + 0.7152 * LIGHT[g] + 0.0722 * LIGHT[b];
}

/** How much light each step of a channel gives off, from 0 to 1. */
const LIGHT = Float64Array.from({ length: 256 }, (_, step) => {
  const share = step / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
