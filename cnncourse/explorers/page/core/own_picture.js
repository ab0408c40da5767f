/** A picture of the reader's own among the stored ones: `cnncourse.explorers.own_picture`. */

import { addRule } from "./settings.js";

/** @typedef {import("./settings.js").Values} Values */

const ABSENT =
  'image="own" needs a picture of your own, and none is here: ' +
  "neither a link nor a reload keeps one";
const BLACK = `${"A".repeat(1046)}==`; // 28 × 28
const KEPT = 4;
/** What each text was made to: the same object as long as it is shown. @type {Map<string, any>} */
const made = new Map();

addRule("picture", ({ shapes = [] }, raw) => {
  const fits = (/** @type {number[]} */ [h, w, c]) => h * w * c === atob(raw).length;
  return raw === "" || (typeof raw === "string" && shapes.some(fits)) ? raw : undefined;
});

/** The chosen image as it is stored; a large one has a file of its own.
 * @param {Values} values @param {any} data */
export function entryOf({ image, own_picture: text }, data) {
  if (image !== "own") return data.images[image] ?? data.landscapes[image];
  const known = made.get(text);
  if (known) return known;
  const base64 = text || BLACK;
  const bytes = atob(base64).length;
  const channels = Number.isInteger(Math.sqrt(bytes)) ? 1 : 3;
  const side = Math.sqrt(bytes / channels);
  const [title, alt] = ["A picture of your own", "a picture of your own"];
  const array = { shape: [side, side, channels], dtype: "uint8", base64 };
  const entry = { title, alt, scale: 255, label: null, array };
  if (made.size === KEPT) made.clear();
  made.set(text, entry);
  return entry;
}

/** Throw where the reader's own is chosen and there is none. @param {Values} values */
export function needPicture({ image, own_picture: text }) {
  if (image === "own" && !text) throw new Error(ABSENT);
}
