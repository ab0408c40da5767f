/** A padding: one of the names, or a number of pixels on a slider of its own. */

import tables from "../arithmetic/tables/windows.json" with { type: "json" };
import { chooser, rangeInput } from "./inputs.js";

/** @typedef {import("./drawing/dom.js").Attributes} Attributes */

/**
 * The chooser of a padding that is two settings: how it is chosen, and its pixels.
 * @param {{
 *   kinds?: [value: string, words: string][],
 *   labels?: [kind: string, pixels: string],
 *   low?: number, high: number,
 *   setKind: (kind: string, pixels: number) => void,
 *   setPixels: (pixels: number) => void,
 *   stems?: [kind: string, pixels: string],
 *   attributes?: [kind: Attributes, pixels: Attributes],
 * }} spec setKind also gets the pixels at which the slider stands
 */
export function paddingChooser({
  kinds = Object.entries(tables.paddings),
  labels = ["padding", "padding, pixels"],
  low = 0,
  high,
  setKind,
  setPixels,
  stems = ["padding", "padding-pixels"],
  attributes = [{}, {}],
}) {
  let at = low;
  const kind = chooser({
    label: labels[0],
    options: kinds,
    set: (value) => setKind(value, at),
    stem: stems[0],
    attributes: attributes[0],
  });
  const pixels = rangeInput({
    label: labels[1],
    low,
    high,
    step: 1,
    set: setPixels,
    stem: stems[1],
    attributes: attributes[1],
  });
  return {
    kind,
    pixels,
    /** @param {number} value @param {string} words @param {string} [spoken] */
    showPixels(value, words, spoken) {
      at = value;
      pixels.show(value, words, spoken);
    },
  };
}
