/** How a number inside a network is named, as in `cnncourse.explorers.inside`. */

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {{layer: string, place: number[]}} Unit */
/** @typedef {Record<string, NDArray>} Outputs what leaves every layer, the image first */

export const IMAGE = "image";

/** @param {Unit} unit */
export function written({ layer, place }) {
  return `${layer}[${place.join(",")}]`;
}

/** The unit that a name names. @param {string} name one that the setting takes @returns {Unit} */
export function parse(name) {
  const [layer, place] = name.slice(0, -1).split("[");
  return { layer, place: place.split(",").map(Number) };
}

/** Where a place lies among the numbers of an array. @param {number[]} shape
 * @param {number[]} place */
export function indexOf(shape, place) {
  return place.reduce((at, i, axis) => at * shape[axis] + i, 0);
}

/** The place of a number among those of an array. @param {number[]} shape @param {number} at */
export function placeOf(shape, at) {
  const place = [];
  let rest = at;
  for (const length of [...shape].reverse()) {
    place.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return place;
}

/**
 * The words for a unit that a network has not, or an empty string.
 * @param {Unit} unit
 * @param {string} network its name
 * @param {Outputs} outputs
 */
export function missing(unit, network, outputs) {
  if (!Object.hasOwn(outputs, unit.layer)) {
    return `'${network}' has no layer ${unit.layer}; it has ${Object.keys(outputs).join(", ")}`;
  }
  const { shape } = outputs[unit.layer];
  const fits = shape.length === unit.place.length && unit.place.every((i, axis) => i < shape[axis]);
  if (fits) return "";
  const by = shape.join(" × ");
  return `'${network}' has no unit ${written(unit)}: ${unit.layer} is ${by}, counted from 0`;
}

/** Decimals of a number that is added up. */
export const DIGITS = 4;

/** A number as it stands in sums. @param {number} value */
export function exact(value) {
  const text = value.toFixed(DIGITS).replace("-", "−");
  return Number(value.toFixed(DIGITS)) === 0 ? text.replace("−", "") : text;
}

/** Where a number stands in what leaves a layer. @param {string} layer @param {number[]} place */
export function where(layer, place) {
  const [row, column, map] = place;
  if (place.length === 1) return `number ${row} of ${layer}`;
  const at = `row ${row}, column ${column}`;
  return layer === IMAGE ? `the pixel at ${at}` : `${at} of map ${map} of ${layer}`;
}
