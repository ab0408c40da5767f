/** All maps of a layer side by side, each a small picture; vectors as rows of cells. */

import { number } from "../format.js";
import { element, setAttributes, setText } from "./dom.js";
import { PALETTES } from "./palette.js";

/** @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {{palette: "grey" | "signed", low: number, high: number}} Scale */

/** @type {WeakMap<HTMLCanvasElement, ImageData>} */
const images = new WeakMap();

/**
 * Paint numbers into a canvas, one pixel each; the style sheet enlarges it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height
 * @param {number} width
 * @param {(at: number) => number} value of the pixel at a place, row by row
 * @param {Scale} scale low and high get the ends of the palette
 */
export function paint(canvas, height, width, value, { palette, low, high }) {
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  let image = images.get(canvas);
  if (!image || image.width !== width || image.height !== height) {
    setAttributes(canvas, { width, height });
    image = context.createImageData(width, height);
    image.data.fill(255);
    images.set(canvas, image);
  }
  const colours = PALETTES[palette];
  const scale = high > low ? 255 / (high - low) : 0;
  for (let at = 0; at < height * width; at += 1) {
    const level = Math.min(Math.max((value(at) - low) * scale, 0), 255);
    const colour = 3 * Math.round(level);
    image.data[4 * at] = colours[colour];
    image.data[4 * at + 1] = colours[colour + 1];
    image.data[4 * at + 2] = colours[colour + 2];
  }
  context.putImageData(image, 0, 0);
}

/** The largest distance from zero, so that zero is in the middle of the palette.
 * @param {NDArray} array */
export function reach({ data }) {
  let most = 0;
  for (const value of data) most = Math.max(most, Math.abs(value));
  return most;
}

/** One layer: its maps `[H, W, C]`, or its vector `[n]` in rows of equal length. */
export class Multiples {
  /**
   * @param {string} title
   * @param {string} meaning what the layer does, in words
   * @param {{pictures: number, row?: number, kernels?: NDArray}} make
   *   pictures: how many; row: how many cells of a vector in a row; kernels: those of a first
   *   layer, [h, w, 1, filters], shown above their maps
   */
  constructor(title, meaning, { pictures, row = 0, kernels }) {
    this.title = title;
    this.row = row;
    this.range = element("span", { class: "quiet" });
    this.canvases = Array.from({ length: pictures }, () => element("canvas"));
    const name = row ? "vector" : pictures > 6 ? "multiples many" : "multiples";
    this.grid = element("div", { class: name, role: "img" });
    this.canvases.forEach((canvas, i) => {
      const above = kernels ? [kernelPicture(kernels, i)] : [];
      this.grid.append(row ? canvas : element("div", {}, ...above, canvas));
    });
    const heading = element("strong", {}, title);
    const caption = element("figcaption", {}, heading, ` ${meaning} `, this.range);
    this.root = element("figure", { class: "layer" }, caption, this.grid);
  }

  /** @param {NDArray} array */
  draw(array) {
    const { shape, data } = array;
    const most = reach(array);
    const scale = { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    if (this.row) {
      paint(this.canvases[0], shape[0] / this.row, this.row, (at) => data[at], scale);
    } else {
      const [height, width, channels] = shape;
      this.canvases.forEach((canvas, c) =>
        paint(canvas, height, width, (at) => data[at * channels + c], scale),
      );
    }
    let [low, high] = [Infinity, -Infinity];
    for (const value of data) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const range = `${number(low)} to ${number(high)}`;
    setText(this.range, range);
    this.grid.setAttribute("aria-label", `${this.title}: values from ${range}`);
  }
}

/** @param {NDArray} kernels @param {number} filter */
function kernelPicture(kernels, filter) {
  const [height, width, , filters] = kernels.shape;
  const most = reach(kernels);
  const canvas = element("canvas", { class: "kernel" });
  const value = (/** @type {number} */ at) => kernels.data[at * filters + filter];
  paint(canvas, height, width, value, { palette: "signed", low: -most, high: most });
  return canvas;
}
