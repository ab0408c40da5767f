/**
 * Windows along one direction: how many fit, where they start, what they read.
 */

/**
 * Return how many pixels a dilated kernel spans in one direction.
 *
 * @param {number} kernel
 * @param {number} [dilation]
 */
export function extent(kernel, dilation = 1) {
  return (kernel - 1) * dilation + 1;
}

/**
 * Return how many windows of `span` pixels fit in `length`, each a stride on.
 *
 * @param {number} length
 * @param {number} span
 * @param {number} [stride]
 */
export function windowCount(length, span, stride = 1) {
  return Math.max(Math.floor((length - span) / stride) + 1, 0);
}

/**
 * Return the position of one window's first pixel in one direction; in padding it is negative.
 *
 * @param {number} window which one, from 0
 * @param {number} [stride]
 * @param {number} [before] padding before the first pixel
 */
export function windowStart(window, stride = 1, before = 0) {
  return window * stride - before;
}

/**
 * Return the positions of the pixels that a window starting at `start` reads.
 *
 * @param {number} start
 * @param {number} kernel
 * @param {number} [dilation]
 */
export function windowTaps(start, kernel, dilation = 1) {
  return Array.from({ length: kernel }, (_, tap) => start + tap * dilation);
}

/**
 * Return where a window's pixels begin and end within `size`, padding left out.
 *
 * @param {number} start
 * @param {number} kernel
 * @param {number} size
 * @returns {[from: number, to: number]}
 */
export function windowInside(start, kernel, size) {
  return [Math.max(start, 0), Math.min(start + kernel, size)];
}

/**
 * Return in how many windows each of `size` pixels takes part.
 *
 * @param {number} size
 * @param {number[]} starts
 * @param {number} kernel
 * @param {number} [dilation]
 */
export function windowCoverage(size, starts, kernel, dilation = 1) {
  /** @type {number[]} */
  const counts = new Array(size).fill(0);
  for (const start of starts) {
    for (const pixel of windowTaps(start, kernel, dilation)) {
      if (pixel >= 0 && pixel < size) counts[pixel] += 1;
    }
  }
  return counts;
}

/**
 * Return the position of every window's first pixel, as `windowStart` does of one.
 *
 * @param {number} count
 * @param {number} [stride]
 * @param {number} [before]
 */
export function windowStarts(count, stride = 1, before = 0) {
  return Array.from({ length: count }, (_, window) => windowStart(window, stride, before));
}

/**
 * Return the window whose middle is nearest to a pixel; there need not be so many.
 *
 * @param {number} pixel
 * @param {number} span of the kernel, as `extent` says it
 * @param {number} [stride]
 * @param {number} [before]
 */
export function nearestWindow(pixel, span, stride = 1, before = 0) {
  return Math.round((pixel + before - (span - 1) / 2) / stride);
}
