/** The picture that enters a network: an item or a drawing, shrunk and moved within the frame. */

import description from "./description.json" with { type: "json" };

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */

/** Rows and columns of the frame; how far the item can be moved each way: in pixels. */
export const { side: SIDE, reach: REACH } = description.constants;
/** The brightest of a drawing's pixels; the darkest is 0. */
export const { brightest: BRIGHTEST } = description.constants;

const BLACK = "a".charCodeAt(0);

/**
 * The text of a drawing: see `cnncourse.explorers.sketch`.
 * @param {ArrayLike<number>} levels 784 whole numbers from 0 to 15, row by row
 */
export function toText(levels) {
  let text = "";
  for (let start = 0, end = 0; start < levels.length; start = end) {
    while (end < levels.length && levels[end] === levels[start]) end += 1;
    if (end === levels.length && levels[start] === 0) break;
    text += String.fromCharCode(BLACK + levels[start]) + (end - start > 1 ? end - start : "");
  }
  return text;
}

/**
 * The drawing that a text names, or null where it names none.
 * @param {string} text
 * @returns {Uint8Array | null} 784 whole numbers from 0 to 15, row by row
 */
export function fromText(text) {
  const levels = new Uint8Array(SIDE * SIDE);
  let [end, read] = [0, 0];
  for (const [run, letter, count = "1"] of text.matchAll(/([a-p])([1-9][0-9]{0,2})?/g)) {
    levels.fill(letter.charCodeAt(0) - BLACK, end, end + Number(count));
    end += Number(count);
    read += run.length;
  }
  return read === text.length && end <= levels.length ? levels : null;
}

/**
 * Paint a round dot of soft edge into a drawing, or wipe one out.
 * @param {Uint8Array} levels changed in place
 * @param {number} row of the dot's centre, in pixels: 0.5 is the middle of the first
 * @param {number} column
 * @param {boolean} wipe
 */
export function dot(levels, row, column, wipe) {
  const radius = wipe ? 2.4 : 1.7;
  for (let r = Math.floor(row - radius); r <= row + radius; r += 1) {
    for (let c = Math.floor(column - radius); c <= column + radius; c += 1) {
      if (r < 0 || c < 0 || r >= SIDE || c >= SIDE) continue;
      const far = Math.hypot(r + 0.5 - row, c + 0.5 - column);
      const cover = Math.round(BRIGHTEST * Math.min(Math.max(radius - far, 0), 1));
      const at = r * SIDE + c;
      levels[at] = wipe ? Math.min(levels[at], BRIGHTEST - cover) : Math.max(levels[at], cover);
    }
  }
}

/**
 * The item at a smaller size, each pixel the mean of an area of the picture.
 * @param {Float64Array} pixels 784 numbers, row by row
 * @param {number} size rows and columns of the result
 * @returns {Float64Array}
 */
export function shrink(pixels, size) {
  // In units that make both the item's pixels and the picture's whole numbers wide.
  const shares = Array.from({ length: size * SIDE }, (_, at) => {
    const [to, from] = [Math.floor(at / SIDE), at % SIDE];
    const end = Math.min((to + 1) * SIDE, (from + 1) * size);
    return Math.max(end - Math.max(to * SIDE, from * size), 0) / SIDE;
  });
  const tall = new Float64Array(size * SIDE);
  const small = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < SIDE; k += 1) {
      const share = shares[i * SIDE + k];
      if (!share) continue;
      for (let c = 0; c < SIDE; c += 1) tall[i * SIDE + c] += share * pixels[k * SIDE + c];
    }
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < SIDE; k += 1) {
        small[i * size + j] += tall[i * SIDE + k] * shares[j * SIDE + k];
      }
    }
  }
  return small;
}

/** Rows above, and columns left of, an item in the middle. @param {number} size */
export function margin(size) {
  return Math.floor((SIDE - size) / 2);
}

/**
 * The frame with the item in it; what leaves the frame is lost.
 * @param {Float64Array} item
 * @param {number} size its rows and columns
 * @param {number} down pixels from the middle
 * @param {number} right
 * @returns {NDArray} [28, 28]
 */
export function place(item, size, down, right) {
  const data = new Float64Array(SIDE * SIDE);
  for (let i = 0; i < size; i += 1) {
    const row = margin(size) + down + i;
    if (row < 0 || row >= SIDE) continue;
    for (let j = 0; j < size; j += 1) {
      const column = margin(size) + right + j;
      if (column >= 0 && column < SIDE) data[row * SIDE + column] = item[i * size + j];
    }
  }
  return { shape: [SIDE, SIDE], data };
}

/**
 * How far an item can be moved up, down, left and right before something of it is cut off.
 * @param {Float64Array} item
 * @param {number} size
 * @returns {number[]}
 */
export function roomOf(item, size) {
  const { data } = place(item, size, 0, 0);
  let [top, bottom, left, right] = [SIDE, -1, SIDE, -1];
  data.forEach((value, at) => {
    if (!(value > 0)) return;
    const [row, column] = [Math.floor(at / SIDE), at % SIDE];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  });
  return bottom < 0 ? [SIDE, SIDE, SIDE, SIDE] : [top, SIDE - 1 - bottom, left, SIDE - 1 - right];
}
