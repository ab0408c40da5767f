/** Class maps: the counterpart of `cnncourse.inspection.class_maps`, for one image. */

import { array } from "./arrays.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {{shape: number[], data: ArrayLike<number>}} Maps [h, w, K] */
/** @typedef {import("./receptive.js").ReceptiveField} ReceptiveField */

/**
 * The maps added up, each with its weight.
 * @param {Maps} maps
 * @param {ArrayLike<number>} weights one for each map
 * @returns {NDArray} [h, w]
 */
function weighed({ shape: [height, width, count], data }, weights) {
  const found = array([height, width]);
  for (let at = 0; at < found.data.length; at += 1) {
    let sum = 0;
    for (let k = 0; k < count; k += 1) sum += data[at * count + k] * weights[k];
    found.data[at] = sum;
  }
  return found;
}

/**
 * What each map is worth: the sum over its places of what `one` makes of each slope.
 * @param {Maps} slopes
 * @param {(slope: number, map: number) => number} one
 */
function worth({ shape, data }, one) {
  const count = shape[2];
  const found = new Float64Array(count);
  for (let at = 0; at < data.length; at += 1) found[at % count] += one(data[at], at % count);
  return found;
}

/** CAM. @param {Maps} maps @param {NDArray} weights of the dense layer, [K, classes]
 * @param {number} unit */
export function classActivationMap(maps, { shape: [count, classes], data }, unit) {
  return weighed(
    maps,
    Float64Array.from({ length: count }, (_, k) => data[k * classes + unit]),
  );
}

/** Grad-CAM. @param {Maps} maps @param {Maps} slopes */
export function gradCam(maps, slopes) {
  const places = maps.shape[0] * maps.shape[1];
  const found = weighed(
    maps,
    worth(slopes, (slope) => slope / places),
  );
  found.data.forEach((value, at) => (found.data[at] = Math.max(value, 0)));
  return found;
}

/** Grad-CAM++. @param {Maps} maps none of them negative @param {Maps} slopes */
export function gradCamPlusPlus(maps, slopes) {
  const sums = worth(maps, (value) => value);
  const up = (/** @type {number} */ slope) => Math.max(slope, 0);
  return weighed(
    maps,
    worth(slopes, (slope, k) => up(slope) / (2 + up(slope) * sums[k])),
  );
}

/** The size of each pixel's slope, the largest over the channels. @param {Maps} slopes */
export function gradientMap({ shape: [height, width, channels], data }) {
  const found = array([height, width]);
  for (let at = 0; at < data.length; at += 1) {
    const pixel = Math.floor(at / channels);
    found.data[pixel] = Math.max(found.data[pixel], Math.abs(data[at]));
  }
  return found;
}

/**
 * Where the pixels along one direction lie among the numbers of a map.
 * @param {number} length pixels @param {number} count numbers @param {number} centre of the first
 * @param {number} stride
 */
function along(length, count, centre, stride) {
  return Array.from({ length }, (_, pixel) => {
    const place = (pixel - centre) / stride;
    const at = Math.min(Math.max(place, 0), count - 1);
    const before = Math.floor(at);
    const beyond = place < -0.5 || place > count - 0.5;
    return { before, after: Math.min(before + 1, count - 1), share: at - before, beyond };
  });
}

/**
 * A map laid on the picture: each number in the middle of what its unit sees, nothing where no
 * unit's middle is near; as `cnncourse.explorers.looking.place`.
 * @param {NDArray} map [h, w]
 * @param {Pick<ReceptiveField, "stride" | "centre">} field
 * @param {number[]} size height and width of the picture
 */
export function placeMap({ shape: [rows, columns], data }, { stride, centre }, [height, width]) {
  const found = array([height, width]);
  const down = along(height, rows, centre[0], stride[0]);
  const across = along(width, columns, centre[1], stride[1]);
  for (let y = 0; y < height; y += 1) {
    const { before, after, share, beyond } = down[y];
    if (beyond) continue;
    const [upper, lower] = [before * columns, after * columns];
    for (let x = 0; x < width; x += 1) {
      const { before: left, after: right, share: part, beyond: out } = across[x];
      if (out) continue;
      const above = data[upper + left] * (1 - part) + data[upper + right] * part;
      const below = data[lower + left] * (1 - part) + data[lower + right] * part;
      found.data[y * width + x] = above * (1 - share) + below * share;
    }
  }
  return found;
}
