/** A map over the picture: the picture shows through where the map is near 0. */

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */

const UP = [255, 127, 20]; // orange, brighter than elsewhere: it is to be seen on black too
const DOWN = [140, 100, 220]; // purple
const DENSEST = 215; // of 255: the picture shows a little even through the largest number

/** @type {WeakMap<HTMLCanvasElement, {context: CanvasRenderingContext2D, image: ImageData}>} */
const known = new WeakMap();

/**
 * @param {HTMLCanvasElement} canvas
 * @param {NDArray} map [H, W]
 * @param {number} most the size of the number that is drawn densest
 */
export function cover(canvas, { shape: [height, width], data }, most) {
  let covered = known.get(canvas);
  if (!covered || covered.image.width !== width || covered.image.height !== height) {
    Object.assign(canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    covered = { context, image: context.createImageData(width, height) };
    known.set(canvas, covered);
  }
  const { context, image } = covered;
  const pixels = image.data;
  for (let at = 0, to = 0; at < data.length; at += 1) {
    const ink = data[at] < 0 ? DOWN : UP;
    for (let c = 0; c < 3; c += 1) pixels[to++] = ink[c];
    pixels[to++] = most ? (DENSEST * Math.abs(data[at])) / most : 0;
  }
  context.putImageData(image, 0, 0);
}
