/** What the drawing says in words. */

import { number, percent } from "../core/format.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {{label: string, answer: string, sureness: number, near: number[],
 *   near_on_map: number[], shares: number[], shown: number, of_class: number,
 *   of_class_on_map: number, kept: number}} Found */

/** @param {Values} values @param {Found} found @param {string} network */
export function summary(values, found, network) {
  return [pointed(values, found, network), whole(values, found), belief(values, found)]
    .filter(Boolean)
    .join(" ");
}

/** The image that is pointed at. @param {Values} values @param {Found} found
 * @param {string} network */
function pointed({ point }, { label, answer, sureness, near, near_on_map }, network) {
  if (point < 0) return "";
  const right = label === answer ? "rightly" : "wrongly";
  const kept = near.filter((one) => near_on_map.includes(one)).length;
  const few = ["None", "One", "Two", "Three", "Four", "All"][kept];
  return (
    `Image ${point} is of the class ${label}; ${network} says ${answer} (${sureness} %), ${right}. ` +
    `${few} of its five nearest by the features ${kept === 1 ? "is" : "are"} also among the five ` +
    "nearest on the map."
  );
}

/** All images, or those of the class. @param {Values} values @param {Found} found */
function whole({ category }, { shown, of_class, of_class_on_map, kept }) {
  const some = category === "all" ? `Over all ${shown} images` : `Over the ${shown} of this class`;
  return (
    `${some}, of the five nearest by the features ${percent(of_class, 0)} are of the image’s class, ` +
    `of the five nearest on the map ${percent(of_class_on_map, 0)}; the map keeps ` +
    `${percent(kept, 0)} of the five by the features.`
  );
}

/** What may be read off the map. @param {Values} values @param {Found} found */
function belief({ method }, { shares }) {
  if (method === "tsne") {
    return "A map by t-SNE keeps neighbours; its distances and widths mean nothing.";
  }
  const [across, down] = shares.map((share) => number(100 * share, 0));
  return `The map has ${across} % of the variance across and ${down} % down.`;
}
