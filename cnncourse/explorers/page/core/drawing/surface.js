/** The pixels of a canvas, kept where its picture changes its size. */

import { setAttributes } from "./dom.js";

/** @typedef {{context: CanvasRenderingContext2D, image: ImageData}} Surface */

/** @type {WeakMap<HTMLCanvasElement, Surface>} */
const known = new WeakMap();

/**
 * What to paint a picture with; it is put where the canvas begins.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height
 * @param {number} width
 * @param {boolean} [spare] whether there may be more pixels than the picture's, which stay clear:
 *   a canvas that gets another size is made anew by the browser, and painting it takes less
 * @returns {Surface}
 */
export function surface(canvas, height, width, spare = false) {
  const { context, image } = known.get(canvas) ?? {
    context: /** @type {CanvasRenderingContext2D} */ (
      canvas.getContext("2d", { willReadFrequently: true })
    ),
  };
  const { height: had, width: wide } = canvas;
  if (!image || !spare || !isRoom(had, height) || !isRoom(wide, width))
    setAttributes(canvas, { width, height });
  else if (had > height || wide > width) context.clearRect(0, 0, wide, had);
  if (image?.width === width && image.height === height) return { context, image };
  const made = { context, image: context.createImageData(width, height) };
  made.image.data.fill(255);
  known.set(canvas, made);
  return made;
}

/** Whether a side is long enough, and not much too long. @param {number} had
 * @param {number} wanted */
function isRoom(had, wanted) {
  return wanted <= had && had <= 4 * wanted + 8;
}

/**
 * The style with which a canvas shows its picture alone.
 * @param {HTMLCanvasElement} canvas
 * @param {number} height of the picture, in pixels
 * @param {number} width
 * @param {number} [high] of what the canvas lies in, in the same pixels
 * @param {number} [across]
 */
export function showing(
  { height: had, width: wide },
  height,
  width,
  high = height,
  across = width,
) {
  const [down, right] = [100 - (100 * height) / had, 100 - (100 * width) / wide];
  return {
    width: `${(100 * wide) / across}%`,
    height: `${(100 * had) / high}%`,
    clipPath: down || right ? `inset(0 ${right}% ${down}% 0)` : "",
  };
}
