/** Numbers that are told apart by their ratio: a slider whose steps grow with them. */

import { addControl } from "../core/controls.js";
import { count, number } from "../core/format.js";
import { rangeInput } from "../core/inputs.js";
import { accept, addRule } from "../core/settings.js";

/** A number as it is written beside such a slider. @param {number} value */
export function written(value) {
  if (value >= 1000) return count(value);
  // Three significant digits, however small.
  return number(value, Math.max(0, 2 - Math.floor(Math.log10(value))));
}

/** The stop that is nearest to a number by their ratio. @param {number[]} stops
 * @param {number} value */
export function nearest(stops, value) {
  const far = stops.map((stop) => Math.abs(Math.log(stop / value)));
  return far.indexOf(Math.min(...far));
}

/** @param {import("../core/controls.js").Setting} setting
 * @param {(value: number) => void} set */
function slider({ name, label, stops = [], unit }, set) {
  const made = rangeInput({
    label,
    low: 0,
    high: stops.length - 1,
    step: 1,
    set: (at) => set(stops[at]),
    stem: name,
    attributes: { "data-setting": name },
  });
  return {
    root: made.root,
    show: (/** @type {number} */ value) => {
      made.input.dataset.value = String(value);
      const words = written(value);
      made.show(nearest(stops, value), words, [words, unit].filter(Boolean).join(" "));
    },
  };
}

addControl("log", slider);
addRule("log", (setting, raw) => accept({ ...setting, kind: "slider" }, raw));
