/** Where the windows of a convolution or a pooling lie, and images laid out by them. */

/** @typedef {import("./matrices.js").Numbers} Numbers */

/** A number or a pair, as a pair. @param {any} value @param {number[]} [other] */
export function pair(value, other = [1, 1]) {
  if (value === undefined || value === null) return other;
  return Array.isArray(value) ? value : [value, value];
}

/** How many pixels come on at the top, bottom, left and right, the stride being 1.
 * @param {any} padding @param {number[]} size of the kernel */
export function sides(padding, [high, wide]) {
  if (padding === undefined || padding === "valid") return [0, 0, 0, 0];
  if (padding === "same") {
    const [top, left] = [(high - 1) >> 1, (wide - 1) >> 1];
    return [top, high - 1 - top, left, wide - 1 - left];
  }
  if (typeof padding === "number") return [padding, padding, padding, padding];
  const four = padding.length === 2 ? [0, 0, 1, 1].map((i) => padding[i]) : padding;
  return /** @type {number[]} */ (four);
}

/**
 * Lay out what lies under each place of a kernel as one row, for `multiply`.
 * @param {Numbers} image with its padding @param {number} from where it begins
 * @param {number} line numbers in one of its lines @param {number} channels
 * @param {number[]} size of the kernel @param {number[]} out places downwards and across
 * @param {Numbers} rows receives them @param {number} at where the first begins
 */
export function unroll(image, from, line, channels, [high, wide], [down, across], rows, at) {
  const run = wide * channels;
  let to = at;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let read = from + y * line + x * channels;
      for (let i = 0; i < high; i++) {
        for (let j = 0; j < run; j++) rows[to + j] = image[read + j];
        to += run;
        read += line;
      }
    }
  }
}

/**
 * Add rows back to the pixels that they came from: the way back through `unroll`.
 * @param {Numbers} rows @param {Numbers} image grows @param {number} from where it begins
 * @param {number} line @param {number} channels @param {number[]} size @param {number[]} out
 */
export function fold(rows, image, from, line, channels, [high, wide], [down, across]) {
  const run = wide * channels;
  let read = 0;
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let to = from + y * line + x * channels;
      for (let i = 0; i < high; i++) {
        for (let j = 0; j < run; j++) image[to + j] += rows[read + j];
        read += run;
        to += line;
      }
    }
  }
}

/** Copy an image into the middle of a padded one, or (`inwards` false) that back out of it.
 * @param {Numbers} image @param {number} at @param {number[]} shape
 * @param {Numbers} padded @param {number[]} four the padding @param {boolean} inwards */
export function frame(image, at, [height, width, channels], padded, four, inwards) {
  const run = width * channels;
  const line = (width + four[2] + four[3]) * channels;
  let there = four[0] * line + four[2] * channels;
  for (let y = 0; y < height; y++, there += line) {
    const here = at + y * run;
    if (inwards) for (let j = 0; j < run; j++) padded[there + j] = image[here + j];
    else for (let j = 0; j < run; j++) image[here + j] = padded[there + j];
  }
}
