/** Numbers as the pixels of a small picture. */

import { PALETTES } from "./palette.js";
import { surface } from "./surface.js";

/** @typedef {{palette: "grey" | "signed", low: number, high: number}} Scale */

/**
 * Paint numbers into a canvas, one pixel each; the style sheet enlarges it.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height
 * @param {number} width
 * @param {(at: number) => number} value of the pixel at a place, row by row
 * @param {Scale} scale low and high get the ends of the palette
 * @param {boolean} [spare] as of a surface
 */
export function paint(canvas, height, width, value, { palette, low, high }, spare) {
  const { context, image } = surface(canvas, height, width, spare);
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
