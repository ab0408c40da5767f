/**
 * Arrays of numbers in C order: the counterpart of NumPy's, always float64.
 *
 * One image is `[height, width, channels]`, kernels are `[kernel height, kernel width,
 * channels in, filters]`, a vector is `[length]`.
 */

import { repr } from "./repr.js";
import { isWhole } from "./whole.js";

/** @typedef {{shape: number[], data: Float64Array}} NDArray */
/** @typedef {number | unknown[]} NestedNumbers a number, or lists of lists of numbers */
/** @typedef {{shape: number[], dtype: string, base64: string}} EncodedArray */

/** @typedef {{bytes: number, read: (view: DataView, offset: number) => number}} Format */

/** @type {Record<string, Format>} */
const FORMATS = {
  uint8: { bytes: 1, read: (view, offset) => view.getUint8(offset) },
  float16: { bytes: 2, read: (view, offset) => fromHalf(view.getUint16(offset, true)) },
  float32: { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
};

/**
 * Return how many numbers an array of this shape holds.
 *
 * @param {number[]} shape
 */
export function size(shape) {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Return an array of zeros.
 *
 * @param {number[]} shape
 * @returns {NDArray}
 */
export function zeros(shape) {
  if (!shape.every((length) => isWhole(length, 0))) {
    throw new Error(`shape must hold whole numbers >= 0, got ${repr(shape)}`);
  }
  return { shape: [...shape], data: new Float64Array(size(shape)) };
}

/**
 * Return an array of this shape with a copy of `values`, or with zeros.
 *
 * @param {number[]} shape
 * @param {ArrayLike<number>} [values] in C order, as many as the shape holds
 * @returns {NDArray}
 */
export function array(shape, values) {
  const result = zeros(shape);
  if (values !== undefined) {
    if (values.length !== result.data.length) {
      throw new Error(
        `an array of shape ${repr(shape)} holds ${result.data.length} values, ` +
          `got ${values.length}`,
      );
    }
    result.data.set(values);
  }
  return result;
}

/**
 * Return the array that nested lists of numbers spell out.
 *
 * @param {NestedNumbers} nested lists of equal length at every level
 * @returns {NDArray}
 */
export function fromNested(nested) {
  /** @type {number[]} */
  const shape = [];
  /** @type {unknown} */
  let level = nested;
  while (Array.isArray(level)) {
    shape.push(level.length);
    if (level.length === 0) break;
    level = level[0];
  }
  /** @type {number[]} */
  const values = [];
  gather(nested, shape, 0, values);
  return array(shape, values);
}

/**
 * Push the numbers of one level, which `shape` says how to read, onto `values`.
 *
 * @param {unknown} nested
 * @param {number[]} shape
 * @param {number} axis
 * @param {number[]} values
 */
function gather(nested, shape, axis, values) {
  if (axis === shape.length && typeof nested === "number") {
    values.push(nested);
  } else if (Array.isArray(nested) && nested.length === shape[axis]) {
    nested.forEach((item) => gather(item, shape, axis + 1, values));
  } else {
    throw new Error(
      "nested lists must hold numbers and be equally long at every level, " +
        `${repr(shape)} by the first of each, got ${repr(nested)} at level ${axis}`,
    );
  }
}

/**
 * Return an array's numbers as nested lists; a number by itself for an empty shape.
 *
 * @param {NDArray} given
 * @returns {NestedNumbers}
 */
export function toNested(given) {
  let next = 0;
  /** @param {number} axis @returns {NestedNumbers} */
  const nest = (axis) =>
    axis === given.shape.length
      ? given.data[next++]
      : Array.from({ length: given.shape[axis] }, () => nest(axis + 1));
  return nest(0);
}

/**
 * Return the number that 16 bits of IEEE 754 half precision stand for, exactly.
 *
 * @param {number} bits
 */
function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * Return an array as the data files store it: little-endian bytes in base64.
 *
 * @param {EncodedArray} encoded dtype "uint8" (raw values 0 to 255), "float16" or "float32"
 * @returns {NDArray}
 */
export function decode({ shape, dtype, base64 }) {
  if (!Object.hasOwn(FORMATS, dtype)) {
    throw new Error(`dtype must be "uint8", "float16" or "float32", got ${repr(dtype)}`);
  }
  const { bytes, read } = FORMATS[dtype];
  const text = atob(base64);
  const result = zeros(shape);
  const count = result.data.length;
  if (text.length !== count * bytes) {
    throw new Error(
      `${dtype} values of shape ${repr(shape)} take ${count * bytes} bytes, got ${text.length}`,
    );
  }
  const view = new DataView(new ArrayBuffer(text.length));
  for (let i = 0; i < text.length; i++) view.setUint8(i, text.charCodeAt(i));
  for (let i = 0; i < count; i++) result.data[i] = read(view, i * bytes);
  return result;
}

/**
 * Throw unless `image` has the three axes (H, W, C).
 *
 * @param {NDArray} image
 */
export function needImage(image) {
  if (image.shape.length !== 3) {
    throw new Error(
      `image must have shape (H, W, C), got ${repr(image.shape)}; ` +
        "a grey image has one channel, a batch is one image after another",
    );
  }
}

/**
 * Throw unless an array has exactly this shape, which means `meaning`.
 *
 * @param {string} name
 * @param {NDArray} given
 * @param {number[]} shape
 * @param {string} meaning
 */
export function needShape(name, given, shape, meaning) {
  if (repr(given.shape) !== repr(shape)) {
    throw new Error(`${name} must have shape ${repr(shape)}, ${meaning}, got ${repr(given.shape)}`);
  }
}
