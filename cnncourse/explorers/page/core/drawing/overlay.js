/** What lies over a map's pixels: numbers, crosses, the border of its padding, and frames. */

import { number } from "../format.js";
import { setAttributes, svg } from "./dom.js";
import { inkOn } from "./ink.js";

/**
 * @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray
 * @typedef {import("./map.js").Look} Look
 * @typedef {import("./map.js").Box} Box
 */

const MOST_NUMBERS = 12; // rows and columns, padding included, up to which numbers are written

/** @typedef {{tag: "rect" | "path", attributes: import("./dom.js").Attributes}} Shape */

/** @param {import("./dom.js").Attributes} attributes @returns {Shape} */
export const rect = (attributes) => ({ tag: "rect", attributes });
/** @param {import("./dom.js").Attributes} attributes @returns {Shape} */
const path = (attributes) => ({ tag: "path", attributes });

/** Draw shapes into a group: those that are there are used again.
 * @param {SVGElement} group @param {Shape[]} shapes */
export function redraw(group, shapes) {
  shapes.forEach(({ tag, attributes }, i) => {
    const known = group.children[i];
    if (known?.localName === tag) setAttributes(known, attributes);
    else if (known) known.replaceWith(svg(tag, attributes));
    else group.append(svg(tag, attributes));
  });
  while (group.children.length > shapes.length) group.lastChild?.remove();
}

/** The border of the padding and of the picture within it. @param {Box} box */
export function outlining({ height, width, top, bottom, left, right }) {
  if (!(top + bottom + left + right)) return [];
  const box = { x: -left, y: -top, width: width + left + right, height: height + top + bottom };
  return [
    rect({ ...box, class: "padding" }),
    rect({ x: 0, y: 0, width, height, class: "edge under" }),
    rect({ x: 0, y: 0, width, height, class: "edge" }),
  ];
}

/**
 * The numbers, where there is room for them.
 * @param {NDArray} array
 * @param {Look} look
 * @param {Box} box
 * @param {Uint8ClampedArray} pixels the colours that lie under them
 * @returns {import("./numbers.js").Written[]} places count from the padding's first
 */
export function numbering(array, look, box, pixels) {
  const { numbers = "auto", digits = 2, palette, hidden, around, shown = Infinity } = look;
  const { data, shape } = around || array;
  const few = Math.max(shape[0], shape[1]) <= MOST_NUMBERS && palette !== "colour";
  if (numbers === false || (numbers === "auto" && !few)) return [];
  const [top, left] = around ? [box.top, box.left] : [0, 0];
  const parts = [];
  const [y, x] = around ? [0.5, 0.5] : [box.top + 0.5, box.left + 0.5];
  for (let i = 0; i < shape[0] * shape[1] && i < shown; i += 1) {
    const [row, column] = [Math.floor(i / shape[1]) - top, (i % shape[1]) - left];
    if (hidden?.(row, column)) continue;
    const words = number(data[i], digits);
    const size = Math.min(0.42, 1.5 / words.length);
    const fill = inkOn(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]);
    parts.push({ words, x: column + left + x, y: row + top + y, size, fill });
  }
  return parts;
}

/** All crosses as one path. @param {NonNullable<Look["crosses"]>} crosses @param {Box} box */
export function crossing(crosses, { height, width }) {
  let d = "";
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (!isCrossed(crosses, row, column)) continue;
      d += `M${column + 0.2} ${row + 0.2}l.6 .6m0 -.6l-.6 .6`;
    }
  }
  return path({ d, class: "cross" });
}

/** Windows and chosen pixels, each on a pale ground so that it is seen on any picture.
 * @param {Look} look */
export function framing({ frames = [], taps }) {
  const parts = [];
  if (taps) {
    let d = "";
    for (const row of Array.from(taps.rows)) {
      for (const column of Array.from(taps.columns)) {
        d += `M${column + 0.1} ${row + 0.1}h.8v.8h-.8z`;
      }
    }
    parts.push(path({ d, class: "frame taps" }));
  }
  for (const { row, column, kind = "window", dashed, ...size } of frames) {
    const name = `frame ${kind}${dashed ? " dashed" : ""}`;
    parts.push(rect({ x: column, y: row, ...size, class: `${name} under` }));
    parts.push(rect({ x: column, y: row, ...size, class: name }));
  }
  return parts;
}

/** Whether a pixel is to be crossed out.
 * @param {NonNullable<Look["crosses"]>} crosses @param {number} row @param {number} column
 */
export function isCrossed(crosses, row, column) {
  if (typeof crosses === "function") return crosses(row, column);
  return crosses.data[row * crosses.shape[1] + column] === 0;
}
