/** Numbers as the pixels of a small picture. */

import { setAttributes } from "./dom.js";
import { PALETTES } from "./palette.js";

/** @typedef {{palette: "grey" | "signed", low: number, high: number}} Scale */

/** @typedef {{context: CanvasRenderingContext2D, image: ImageData}} Painted */

/** @type {WeakMap<HTMLCanvasElement, Painted>} */
const known = new WeakMap();

/**
 * Paint numbers into a canvas, one pixel each; the style sheet enlarges it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height
 * @param {number} width
 * @param {(at: number) => number} value of the pixel at a place, row by row
 * @param {Scale} scale low and high get the ends of the palette
 */
export function paint(canvas, height, width, value, { palette, low, high }) {
  let painted = known.get(canvas);
  if (!painted || painted.image.width !== width || painted.image.height !== height) {
    setAttributes(canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (
      painted?.context ?? canvas.getContext("2d", { willReadFrequently: true })
    );
    painted = { context, image: context.createImageData(width, height) };
    painted.image.data.fill(255);
    known.set(canvas, painted);
  }
  const { context, image } = painted;
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
