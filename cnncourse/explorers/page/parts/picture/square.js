/** Pictures as squares of a few pixels, each the mean of an area. */

/** @typedef {{width: number, height: number, data: ArrayLike<number>}} Pixels red, green, blue and
 * opacity of each pixel, row by row, from 0 to 255 */

/** How light a colour is, as in `cnncourse.explorers.making.landscape`. */
const LIGHT = [77 / 256, 150 / 256, 29 / 256];

/** What is halfway is rounded up, however its mean was added up. */
const HALF = 0.500001;
/** What is lighter would not be seen on white. */
const PALE = 0.75;

/**
 * The middle square of a picture at a smaller size.
 * @param {Pixels} pixels
 * @param {number} side rows and columns of the result
 * @returns {Float64Array} red, green and blue of each pixel, row by row, from 0 to 1
 */
export function square(pixels, side) {
  const { width, height } = pixels;
  const whole = Math.min(width, height);
  const [left, top] = [Math.floor((width - whole) / 2), Math.floor((height - whole) / 2)];
  const ground = groundOf(pixels);
  const found = new Float64Array(side * side * 3);
  const shares = sharesOf(whole, side);
  for (let i = 0; i < side; i += 1) {
    for (let j = 0; j < side; j += 1) {
      for (const [row, down] of shares[i]) {
        for (const [column, across] of shares[j]) {
          const from = 4 * ((top + row) * width + left + column);
          add(found, 3 * (i * side + j), pixels.data, from, down * across, ground);
        }
      }
    }
  }
  return found;
}

/**
 * Add a share of a pixel, its clear part showing the ground.
 * @param {Float64Array} found @param {number} to @param {ArrayLike<number>} data
 * @param {number} from @param {number} share @param {number} ground
 */
function add(found, to, data, from, share, ground) {
  const opaque = data[from + 3] / 255;
  for (let c = 0; c < 3; c += 1) {
    found[to + c] += share * ((data[from + c] / 255) * opaque + ground * (1 - opaque));
  }
}

/** Which pixels each of the smaller ones covers, and their shares of it.
 * @param {number} whole @param {number} side @returns {[pixel: number, share: number][][]} */
function sharesOf(whole, side) {
  return Array.from({ length: side }, (_, i) => {
    const [start, end] = [(i * whole) / side, ((i + 1) * whole) / side];
    /** @type {[number, number][]} */
    const found = [];
    for (let pixel = Math.floor(start); pixel < end; pixel += 1) {
      const cover = Math.min(end, pixel + 1) - Math.max(start, pixel);
      if (cover > 1e-9) found.push([Math.min(pixel, whole - 1), cover / (end - start)]);
    }
    return found;
  });
}

/** What shows through where a picture is clear: white, or black behind what is pale.
 * @param {Pixels} pixels */
function groundOf({ data }) {
  let [light, opaque] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const weight = data[at + 3] / 255;
    light += weight * LIGHT.reduce((sum, share, c) => sum + share * (data[at + c] / 255), 0);
    opaque += weight;
  }
  return light > PALE * opaque ? 0 : 1;
}

/** The brightness of each pixel. @param {Float64Array} colours three for each */
export function grey(colours) {
  return Float64Array.from({ length: colours.length / 3 }, (_, i) =>
    LIGHT.reduce((sum, share, c) => sum + share * colours[3 * i + c], 0),
  );
}

/** How what is clear is shown, or nothing where nothing is. @param {Pixels} pixels */
export function clearPart(pixels) {
  const { data } = pixels;
  let clear = false;
  for (let at = 3; at < data.length && !clear; at += 4) clear = data[at] < 255;
  return clear && (groundOf(pixels) ? "white" : "black");
}

/** Levels from 0 to 1 as bytes, and these as base64. @param {Float64Array} levels */
export function toText(levels) {
  let bytes = "";
  for (const level of levels) bytes += String.fromCharCode(Math.floor(255 * level + HALF));
  return btoa(bytes);
}
