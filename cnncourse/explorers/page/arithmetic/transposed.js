/**
 * Convolution turned round: the counterpart of `cnncourse.ops.conv2d_transpose`, for one image
 * and one filter.
 */

import { zeros } from "./arrays.js";
import { extent, samePadding } from "./geometry.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {{stride: number, dilation: number, padding: string | number}} Settings */

/**
 * How long the output is along one direction, and what is cut off before and after it.
 * @param {number} size
 * @param {number} kernel
 * @param {Settings} settings
 */
export function transposedSize(size, kernel, { stride, dilation, padding }) {
  if (padding === "same") {
    const [before, after] = samePadding(size * stride, kernel, stride, dilation);
    return { out: size * stride, before, after };
  }
  const cut = Number(padding) || 0;
  const full = (size - 1) * stride + extent(kernel, dilation);
  if (2 * cut >= full) {
    throw new Error(
      `padding (=${cut} and ${cut}) cuts off all of the ${full} pixels that a ` +
        "transposed convolution makes here; use less padding or a larger stride",
    );
  }
  return { out: full - 2 * cut, before: cut, after: cut };
}

/**
 * Lay the kernel down at every pixel, times the pixel, and add up where copies overlap.
 * @param {NDArray} image [H, W, C]
 * @param {NDArray} weights [k, k, C], of one filter
 * @param {Settings} settings
 * @returns {{full: NDArray, output: NDArray, sides: number[]}} full: with what is cut off
 */
export function conv2dTranspose(image, weights, settings) {
  const [height, width, channels] = image.shape;
  const [k] = weights.shape;
  const { stride, dilation } = settings;
  const down = transposedSize(height, k, settings);
  const across = transposedSize(width, k, settings);
  const sides = [down.before, down.after, across.before, across.after];
  const full = zeros([
    down.before + down.out + down.after,
    across.before + across.out + across.after,
  ]);
  const wide = full.shape[1];
  for (let tap = 0; tap < k * k; tap++) {
    const first = Math.floor(tap / k) * dilation * wide + (tap % k) * dilation;
    const slice = weights.data.subarray(tap * channels, (tap + 1) * channels);
    for (let y = 0, from = 0; y < height; y++) {
      let to = first + y * stride * wide;
      for (let x = 0; x < width; x++, to += stride) {
        for (let c = 0; c < channels; c++, from++) full.data[to] += image.data[from] * slice[c];
      }
    }
  }
  return { full, output: sides.some(Boolean) ? cropped(full, sides) : full, sides };
}

/** @param {NDArray} full [H, W] @param {number[]} sides */
function cropped(full, [top, bottom, left, right]) {
  const [height, width] = full.shape;
  const found = zeros([height - top - bottom, width - left - right]);
  const wide = found.shape[1];
  for (let row = 0; row < found.shape[0]; row++) {
    const from = (row + top) * width + left;
    found.data.set(full.data.subarray(from, from + wide), row * wide);
  }
  return found;
}

/** @typedef {{size: number, before: number, after: number, kernel: number, stride: number,
 *   dilation: number, count: number}} Along along one direction; count: what comes out */

/** How long the output is along one direction, with what it follows from.
 * @param {Along} along
 * @param {boolean} same whether the padding is "same", which leaves the stride times the size */
export function copiesFormula({ size, before, after, kernel, stride, dilation, count }, same) {
  if (same) return `${size} · ${stride} = ${count}`;
  const span = dilation > 1 ? `${dilation} · (${kernel} − 1) + 1` : kernel;
  return `(${size} − 1) · ${stride} + ${span} − ${before} − ${after} = ${count}`;
}

/** Where the copies of a kernel fall along one direction. */
export class Copies {
  /** @param {number} size @param {number} kernel @param {Settings} settings */
  constructor(size, kernel, settings) {
    const { stride, dilation } = settings;
    const { out, before } = transposedSize(size, kernel, settings);
    this.size = size;
    this.out = out;
    this.before = before;
    this.stride = stride;
    this.middle = Math.floor((kernel - 1) / 2); // the tap there
    this.steps = Array.from({ length: kernel }, (_, tap) => tap * dilation);
  }

  /** The places of the output under a pixel's copy; some may be cut off. @param {number} pixel */
  fallsOn(pixel) {
    return this.steps.map((step) => pixel * this.stride + step - this.before);
  }

  /** The pixels whose copies reach a place, and the tap of each that falls there.
   * @param {number} at */
  meeting(at) {
    /** @type {number[]} */
    const pixels = [];
    /** @type {number[]} */
    const taps = [];
    for (let pixel = 0; pixel < this.size; pixel++) {
      const tap = this.fallsOn(pixel).indexOf(at);
      if (tap < 0) continue;
      pixels.push(pixel);
      taps.push(tap);
    }
    return { pixels, taps };
  }

  /** The pixel whose copy has its middle nearest to a place, among those that reach it; where none
   * does, the nearest of all. @param {number} at */
  pixel(at) {
    const { pixels, taps } = this.meeting(at);
    const far = taps.map((tap) => Math.abs(tap - this.middle));
    if (far.length) return pixels[far.indexOf(Math.min(...far))];
    const nearest = at + this.before - this.steps[this.middle] + Math.floor(this.stride / 2);
    return Math.min(Math.max(Math.floor(nearest / this.stride), 0), this.size - 1);
  }

  /** The place under the middle of a pixel's copy. @param {number} pixel */
  place(pixel) {
    return pixel * this.stride + this.steps[this.middle] - this.before;
  }

  /** How many places each pixel reaches, and how many copies meet at each place. */
  counts() {
    const reached = new Float64Array(this.size);
    const met = new Float64Array(this.out);
    for (let pixel = 0; pixel < this.size; pixel++) {
      for (const at of this.fallsOn(pixel)) {
        if (at < 0 || at >= this.out) continue;
        reached[pixel] += 1;
        met[at] += 1;
      }
    }
    return { reached, met };
  }
}
