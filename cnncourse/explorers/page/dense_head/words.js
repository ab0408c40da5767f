/** The names in the dense head, and how its small numbers are written. */

import { number } from "../core/format.js";
import description from "./description.json" with { type: "json" };

export const { features: FEATURES, classes: CLASSES } = description.constants;
/** The bounds of a bias, and how far a logit can be dragged: each way from 0. */
export const { most: MOST, reach: REACH } = description.constants;

/** A name as it begins a sentence. @param {string} name */
export function capital(name) {
  return name[0].toUpperCase() + name.slice(1);
}

/** A number with three digits that count, as 0.0021 or 3.2e-7. @param {number} value */
export function significant(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001 || size >= 1e6) {
    return value.toExponential(1).replace(/-/g, "−").replace("e+", "e");
  }
  return number(value, size < 0.01 ? 5 : size < 100 ? 3 : 1);
}

/** A probability; one that is small but not zero is not written as zero. @param {number} p */
export function share(p) {
  return p >= 0.001 ? number(p, 3) : significant(p);
}

/** A probability that none can exceed; one next to 1 is not written as 1. @param {number} p */
export function bound(p) {
  return number(p, 3) === "1" ? `1 − ${significant(1 - p)}` : share(p);
}
