/**
 * Activations, the layers of a head and batch normalisation, each as in `cnncourse.ops`.
 */

import { array, needImage, needShape, size, zeros } from "./arrays.js";
import { repr } from "./repr.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */

/**
 * Apply a function to every number by itself.
 *
 * @param {NDArray} given
 * @param {(x: number) => number} activation
 * @returns {NDArray}
 */
function elementwise(given, activation) {
  return { shape: [...given.shape], data: given.data.map((x) => activation(x)) };
}

/**
 * Return max(0, x).
 *
 * @param {NDArray} given any shape, as for every activation
 */
export function relu(given) {
  return elementwise(given, (x) => Math.max(x, 0));
}

/**
 * Return min(max(0, x), 6).
 *
 * @param {NDArray} given
 */
export function relu6(given) {
  return elementwise(given, (x) => Math.min(Math.max(x, 0), 6));
}

/**
 * Return x where it is positive and `negativeSlope * x` elsewhere.
 *
 * @param {NDArray} given
 * @param {number} [negativeSlope] PyTorch's default; Keras's layer has 0.3
 */
export function leakyRelu(given, negativeSlope = 0.01) {
  return elementwise(given, (x) => (x > 0 ? x : x * negativeSlope));
}

/**
 * Return x where it is positive and `alpha * (exp(x) - 1)` elsewhere.
 *
 * @param {NDArray} given
 * @param {number} [alpha]
 */
export function elu(given, alpha = 1) {
  return elementwise(given, (x) => (x > 0 ? x : alpha * Math.expm1(x)));
}

/**
 * Return the complementary error function: the series where it converges fast, else the
 * continued fraction.
 *
 * @param {number} x
 * @returns {number}
 */
function erfc(x) {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  // Beyond 27.3 the result is smaller than any number.
  if (x > 28) return 0;
  const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x >= 2) {
    let below = x;
    for (let k = 120; k > 0; k--) below = x + k / 2 / below;
    return scale / below;
  }
  let term = 2 * x;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 1 - scale * sum;
}

/**
 * Return x times the share of the standard normal distribution below x: the exact form.
 *
 * @param {NDArray} given
 */
export function gelu(given) {
  // The share is halved before it is multiplied, or the largest numbers would overflow.
  return elementwise(given, (x) => farLeftIsZero(x, erfc(x * -Math.SQRT1_2) / 2));
}

/**
 * Return x times a share; where the share has vanished it is 0, also for minus infinity.
 *
 * @param {number} x
 * @param {number} share
 */
function farLeftIsZero(x, share) {
  return Math.max(x, -Number.MAX_VALUE) * share;
}

/** @param {number} x */
function logistic(x) {
  const small = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
}

/**
 * Return 1 / (1 + exp(-x)), without overflow at either end.
 *
 * @param {NDArray} given
 */
export function sigmoid(given) {
  return elementwise(given, logistic);
}

/**
 * Return `x * sigmoid(x)`, also known as swish.
 *
 * @param {NDArray} given
 */
export function silu(given) {
  return elementwise(given, (x) => farLeftIsZero(x, logistic(x)));
}

/**
 * Return log(1 + exp(x)), a smooth `relu`, without overflow.
 *
 * @param {NDArray} given
 */
export function softplus(given) {
  return elementwise(given, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
}

/**
 * Return the hyperbolic tangent.
 *
 * @param {NDArray} given
 */
export function tanh(given) {
  return elementwise(given, Math.tanh);
}

/**
 * Return `vector @ weights + bias`: every unit sums every feature, weighted.
 *
 * @param {NDArray} vector [features]
 * @param {NDArray} weights [features, units]
 * @param {NDArray | null} [bias] [units]
 * @returns {NDArray} [units]
 */
export function dense(vector, weights, bias = null) {
  const [features, units] = [vector.shape[0], weights.shape[1]];
  if (vector.shape.length !== 1) {
    throw new Error(`vector must have shape (features,), got ${repr(vector.shape)}; flatten it`);
  }
  if (weights.shape.length !== 2 || weights.shape[0] !== features) {
    const turned = weights.shape.length === 2 && units === features;
    const cure = turned ? "; they look transposed (PyTorch keeps them so): use weights.T" : "";
    throw new Error(
      `weights must have shape (${features}, units) for ${features} features, ` +
        `got ${repr(weights.shape)}${cure}`,
    );
  }
  if (bias) needShape("bias", bias, [units], "one number per unit");
  const output = zeros([units]);
  const [sums, table] = [output.data, weights.data];
  for (let i = 0, at = 0; i < features; i++) {
    const x = vector.data[i];
    for (let unit = 0; unit < units; unit++, at++) sums[unit] += x * table[at];
  }
  if (bias) bias.data.forEach((added, unit) => (output.data[unit] += added));
  return output;
}

/**
 * Lay out an image as a vector in Keras's order: height, width, channel.
 *
 * @param {NDArray} image [H, W, C]
 * @returns {NDArray} [H * W * C]
 */
export function flatten(image) {
  return array([image.data.length], image.data);
}

/**
 * Return which place of Keras's vector each place of PyTorch's takes its number from.
 *
 * `pytorchVector[i] = kerasVector[p[i]]`, for maps of shape [H, W, C].
 *
 * @param {number[]} shape [H, W, C]
 * @returns {Int32Array}
 */
export function permutation(shape) {
  const channels = shape[2];
  const pixels = shape[0] * shape[1];
  return Int32Array.from(
    { length: size(shape) },
    (_, i) => (i % pixels) * channels + Math.floor(i / pixels),
  );
}

/**
 * Lay out an image as a vector in PyTorch's order: channel, height, width.
 *
 * @param {NDArray} image [H, W, C]
 * @returns {NDArray} [C * H * W]
 */
export function flattenChannelsFirst(image) {
  needImage(image);
  const order = permutation(image.shape);
  return array(
    [order.length],
    Float64Array.from(order, (from) => image.data[from]),
  );
}

/**
 * Normalise each channel by kept statistics, then scale and shift it.
 *
 * It is `(image - mean) / sqrt(variance + epsilon) * scale + shift`.
 *
 * @param {NDArray} image [H, W, C], or any shape whose last axis is the channels
 * @param {NDArray} scale [C], as the next three
 * @param {NDArray} shift
 * @param {NDArray} mean
 * @param {NDArray} variance
 * @param {number} [epsilon] Keras's default is 1e-3, PyTorch's 1e-5
 * @returns {NDArray} of the image's shape
 */
export function batchNorm(image, scale, shift, mean, variance, epsilon = 1e-3) {
  const channels = image.shape.slice(-1);
  for (const [name, given] of Object.entries({ scale, shift, mean, variance })) {
    needShape(name, given, channels, "one number per channel");
  }
  const roots = variance.data.map((value) => Math.sqrt(value + epsilon));
  const data = image.data.map((x, i) => {
    const c = i % channels[0];
    return ((x - mean.data[c]) / roots[c]) * scale.data[c] + shift.data[c];
  });
  return { shape: [...image.shape], data };
}
