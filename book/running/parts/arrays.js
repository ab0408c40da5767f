/** Arrays as maps, in the colours of the page's explorers. */

import { paint } from "../../../cnncourse/explorers/page/core/drawing/paint.js";
import { make } from "./elements.js";

/** One array as Python sends it, see `in_worker/page_arrays.py`.
 * @typedef {{shape: number[], dtype: string, bounds: [number, number], colour: boolean, left: number,
 *   cut: boolean, title: string, maps: {height: number, width: number, values: (number | null)[]}[]}}
 *   Shown */

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(4)));

/** @param {Shown} array */
export function drawn(array) {
  const [low, high] = array.bounds;
  const size = array.shape.join(" × ");
  const range = array.colour ? "colours" : `${short(low)} to ${short(high)}`;
  const left = array.left ? `; ${array.left} more maps are not drawn` : "";
  const cut = array.cut ? "; cut to 256 pixels" : "";
  const words = `${array.title ? `${array.title}: ` : ""}${size}, ${array.dtype}, ${range}${left}${cut}`;
  const pictures = make("div", { class: "run-maps", role: "img", "aria-label": words });
  for (const map of array.maps) pictures.append(picture(map, array));
  return make("figure", { class: "run-shown" }, [pictures, make("figcaption", {}, [words])]);
}

/** @param {Shown["maps"][0]} map @param {Shown} array */
function picture({ height, width, values }, { colour, bounds: [low, high] }) {
  const canvas = /** @type {HTMLCanvasElement} */ (make("canvas", {}));
  // Whole pixels on the screen for each of the array's, at most 224 wide.
  const times = Math.max(1, Math.floor(224 / Math.max(height, width)));
  canvas.style.width = `${times * width}px`;
  if (colour) {
    paintColours(canvas, height, width, values);
    return canvas;
  }
  const most = Math.max(-low, high);
  const scale =
    low < 0
      ? { palette: /** @type {const} */ ("signed"), low: -most, high: most }
      : { palette: /** @type {const} */ ("grey"), low: Math.min(0, low), high };
  paint(canvas, height, width, (at) => values[at] ?? scale.low, scale);
  return canvas;
}

/** @param {HTMLCanvasElement} canvas @param {number} height @param {number} width
 * @param {(number | null)[]} values */
function paintColours(canvas, height, width, values) {
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  for (let at = 0; at < height * width; at += 1) {
    for (let c = 0; c < 3; c += 1) image.data[4 * at + c] = values[3 * at + c] ?? 0;
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
