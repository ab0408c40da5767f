/** What pooling says in words: one window's arithmetic, and what a shift did. */

import { number } from "../core/format.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */

const MOST_WRITTEN = 36; // numbers of a window that are written out

/** The arithmetic of one window, up to the equals sign.
 * @param {string} kind @param {NDArray} window */
export function sum(kind, { data }) {
  if (data.length > MOST_WRITTEN) return `mean of all ${data.length} pixels = `;
  const words = Array.from(data, (value) => number(value, 3));
  if (kind === "max") return `max(${words.join(", ")}) = `;
  return `(${words.join(" + ")}) / ${data.length} = `;
}

/** What is said of a shift. @param {any} results @param {Values} values */
export function verdict({ moved_by, moved_compared, moved_equal, output_changed }, { kind }) {
  if (moved_by.length) {
    const [down, right] = moved_by.map((/** @type {number} */ by) => number(by, 0));
    return (
      `The shift is a whole number of strides, so the output moves too, by ${down} down and ` +
      `${right} right: ${moved_equal} of the ${moved_compared} numbers still in the frame are ` +
      "the ones from before, at their new place."
    );
  }
  if (!output_changed) return "The output has not noticed the shift at all.";
  if (kind === "max") {
    return (
      "Not a whole number of strides: a window’s output stays only where the largest number in " +
      "it is still the same. Pooling absorbs some shifts, not all."
    );
  }
  if (kind === "global") return "Only what left the frame changes the mean of the whole image.";
  return "A mean changes with every pixel that comes in or goes out, unless they are equal.";
}

/** Beside the tutorial's example, whose text miscounts. */
export const TUTORIAL =
  "The tutorial that works this example says that pooling halves the image. Window 3 at stride " +
  "3 keeps one number of nine, a third of each side; a stride of 2 would halve it.";

/** Why settings change nothing now, by their names; empty for those that do.
 * @param {Values} values @returns {{[name: string]: string}} */
export function withoutEffect({ kind, padding_kind: padding }) {
  const whole = kind === "global" ? "one window: the whole image" : "";
  const named = padding === "number" ? "" : `“${padding}” decides`;
  return { size: whole, stride: whole, padding_kind: whole, padding: whole || named };
}
