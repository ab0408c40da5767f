/** A file as pixels, read in the page alone; what is no picture is refused in words. */

import { element } from "../../core/drawing/dom.js";
import { count } from "../../core/format.js";
import { HEAD, header } from "./header.js";

const MOST_BYTES = 100 * 2 ** 20;
const MOST_PIXELS = 150e6; // 12,000 × 12,000; decoded, each takes four bytes
const FINE = 1024; // rows or columns that are looked at, at most

/** @typedef {{pixels: ImageData, width: number, height: number, moves: boolean}} Read width and
 * height: the picture's own, in pixels */

/** @param {File} file @returns {Promise<Read>} */
export async function read(file) {
  if (file.size > MOST_BYTES) {
    throw new Error(`${count(file.size)} bytes are too many; ${count(MOST_BYTES)} are the most.`);
  }
  const found = header(await bytesOf(file));
  if (found) check(found.width, found.height);
  const drawn = isSvg(file) ? await svgPicture(file) : await bitmap(file);
  const { width, height } = drawn;
  check(width, height);
  const scale = Math.min(1, FINE / Math.min(width, height));
  const [wide, high] = [width, height].map((pixels) => Math.max(Math.round(pixels * scale), 1));
  // Only the middle square is used, so that a long picture takes no more than a square one.
  const side = Math.min(wide, high);
  const canvas = element("canvas", { width: side, height: side });
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.imageSmoothingQuality = "high";
  context.drawImage(
    drawn.source,
    Math.floor((side - wide) / 2),
    Math.floor((side - high) / 2),
    wide,
    high,
  );
  drawn.close();
  const pixels = context.getImageData(0, 0, side, side);
  return { pixels, width, height, moves: Boolean(found?.moves) };
}

/** @param {File} file */
async function bytesOf(file) {
  try {
    return new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  } catch {
    throw new Error("it cannot be read; is it a folder, or has it been moved?");
  }
}

/** @param {number} width @param {number} height */
function check(width, height) {
  if (width * height > MOST_PIXELS) {
    throw new Error(`${count(width)} × ${count(height)} pixels are too many; make it smaller.`);
  }
}

/** @param {File} file */
function isSvg({ type, name }) {
  return type === "image/svg+xml" || (!type && /\.svg$/i.test(name));
}

/** @typedef {{source: CanvasImageSource, width: number, height: number, close: () => void}} Drawn */

/** Upright, as the camera was held; of an animation the first picture.
 * @param {File} file @returns {Promise<Drawn>} */
async function bitmap(file) {
  const none = file.size ? "this browser reads no picture in it" : "it is empty";
  const source = await createImageBitmap(file).catch(() => {
    throw new Error(`${none}; choose a PNG, JPEG, WebP or GIF file.`);
  });
  const { width, height } = source;
  return { source, width, height, close: () => source.close() };
}

/** A drawing of lines, which asks for nothing and runs nothing when it is shown as a picture.
 * @param {File} file @returns {Promise<Drawn>} */
async function svgPicture(file) {
  const source = new Image();
  source.src = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^,;]*/, SVG));
    reader.onerror = () => reject(new Error("it cannot be read."));
    reader.readAsDataURL(file);
  });
  await source.decode().catch(() => {
    throw new Error("this browser reads no drawing in it; is the SVG complete?");
  });
  // Some say no size; then a square one.
  const [width, height] = [source.naturalWidth || FINE, source.naturalHeight || FINE];
  const scale = FINE / Math.min(width, height); // lines are as fine as one draws them
  return {
    source,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    close: () => {},
  };
}

const SVG = "data:image/svg+xml";
