/** Where a network looks, in words. */

import { number, percent } from "../../../core/format.js";

/** @typedef {import("./looking.js").Looked} Looked */

/** A number beside the largest of its kind, which has three digits. @param {number} value
 * @param {number} most */
export function beside(value, most) {
  const digits = most > 0 ? 2 - Math.floor(Math.log10(most)) : 0;
  return number(value, Math.min(Math.max(digits, 0), 9));
}

/**
 * @param {Looked} found
 * @param {string} method what it is called
 * @param {import("../../run.js").Network} network
 */
export function told(found, method, { spec, classes }) {
  const nameOf = (/** @type {number} */ unit) => classes[unit] ?? `class ${unit}`;
  const { asked, answer, logit, problem } = found;
  const its = asked === answer ? "which it answers" : `while it answers ${nameOf(answer)}`;
  const about = Number.isFinite(logit)
    ? `Asked about: ${nameOf(asked)}, logit ${number(logit)}, ${its}. `
    : "";
  if (problem) return `${about}${problem}.`;
  const high = Math.max(...found.map.data);
  const of = found.layer === "image" ? "the picture" : found.layer;
  const size = found.map.shape.join(" × ");
  const low = Math.min(...found.map.data);
  const ends = [low, high].map((end) => beside(end, Math.max(-low, high))).join(" to ");
  const range = `${method} of ${of} in ${spec.name}, ${size}: ${ends}. `;
  return about + range + (high > 0 ? lying(found) : "Nothing speaks for this class.");
}

/** @param {Looked} found */
function lying({ share, even, middle, item_middle: item }) {
  const at = (/** @type {number[] | null} */ place) =>
    place ? `row ${number(place[0], 1)}, column ${number(place[1], 1)}` : "nowhere";
  if (share === null) return `Its middle is at ${at(middle)}; the picture is black.`;
  return (
    `${percent(share, 0)} of its weight lies on the item, which covers ${percent(even, 0)} of the ` +
    `picture; its middle is at ${at(middle)}, that of the item's light at ${at(item)}.`
  );
}
