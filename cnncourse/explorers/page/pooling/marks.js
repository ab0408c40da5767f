/** What is drawn over the maps of pooling: a dot on every winner, an outline where it changed. */

import { windowInside, windowStart } from "../arithmetic/geometry.js";
import { setAttributes, svg } from "../core/drawing/dom.js";

/** @typedef {import("../core/drawing/map.js").MapPicture} MapPicture */
/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */

/** Means in another order of summation differ by rounding alone, far less than by a pixel. */
export const SAME = 1e-9;

/** Marks over a map: one shape for each of its cells that is to be marked. */
export class Marks {
  /** @param {MapPicture} map @param {string} name */
  constructor(map, name) {
    this.paths = [svg("path", { class: "under" }), svg("path")];
    this.root = svg("svg", { class: `marks ${name}`, "aria-hidden": "true" }, ...this.paths);
    map.numbers.canvas.before(this.root); // below the frames and the numbers
  }

  /** @param {string} path @param {NDArray} array @param {number[]} sides */
  draw(path, { shape: [height, width] }, [top, bottom, left, right]) {
    const box = [-left, -top, width + left + right, height + top + bottom];
    setAttributes(this.root, { viewBox: box.join(" ") });
    for (const one of this.paths) setAttributes(one, { d: path });
    this.root.classList.toggle("fine", Math.max(height, width) > 12);
  }
}

/**
 * A dot on every winner, in the corner where numbers are written; none where all the pixels
 * of a window are equal and the first won by being first.
 * @param {any} results
 * @param {boolean} written
 */
export function dots({ winners, ties, window_shape: size, stride, sides, input }, written) {
  const [x, y] = written ? [0.84, 0.16] : [0.5, 0.5];
  const across = ties.shape[1];
  /** How many pixels of a window lie within the image, in one direction.
   * @param {number} at @param {number} i */
  const pixels = (at, i) => {
    const start = windowStart(at, stride[i], sides[2 * i]);
    const [from, to] = windowInside(start, size[i], input.shape[i]);
    return to - from;
  };
  const seen = new Set();
  ties.data.forEach((/** @type {number} */ equal, /** @type {number} */ window) => {
    if (equal === pixels(Math.floor(window / across), 0) * pixels(window % across, 1)) return;
    const [row, column] = winners.data.subarray(2 * window);
    seen.add(`M${column + x} ${row + y}h0`);
  });
  return [...seen].join("");
}

/** An outline within every cell that differs. @param {NDArray} now @param {NDArray} before */
export function outlines({ shape: [, width], data }, before) {
  let path = "";
  data.forEach((value, i) => {
    if (Math.abs(value - before.data[i]) <= SAME) return;
    path += `M${(i % width) + 0.08} ${Math.floor(i / width) + 0.08}h.84v.84h-.84z`;
  });
  return path;
}
