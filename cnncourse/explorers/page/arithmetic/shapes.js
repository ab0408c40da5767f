/**
 * What one layer makes of the shape that enters it: shapes, windows, parameters, operations.
 *
 * Shapes are [height, width, channels] for maps and [features] for vectors.
 */

import { faulty } from "./fault.js";
import { checkPoolPadding, windowGrid } from "./geometry.js";
import { LAYERS } from "./layers.js";

/** @typedef {import("./layers.js").LayerEntry} LayerEntry */
/** @typedef {[number, number]} Pair */
/** @typedef {{kernel: Pair, stride: Pair, sides: number[], dilation: Pair}} Window */
/** @typedef {{total: number, trainable: number, fixed: number}} Parameters */

/**
 * Return the numbers multiplied.
 *
 * @param {number[]} numbers
 */
export function product(numbers) {
  return numbers.reduce((all, next) => all * next, 1);
}

/**
 * Return the shape that leaves a layer, or throw why it cannot take this one.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 * @returns {number[]}
 */
export function outputShape(layer, shape) {
  const { kind } = LAYERS[layer.layer];
  if (kind === "dense") {
    if (shape.length !== 1) {
      throw faulty(
        `Dense needs a vector but receives a map of ${shape.join(" x ")}; ` +
          "put Flatten() or GlobalAvgPool2D() before it",
        "needs-vector",
        null,
        { before: [{ layer: "Flatten" }] },
      );
    }
    return [layer.units];
  }
  if (kind === "flatten") return [product(shape)];
  if (!["conv", "depthwise", "pool", "globalpool"].includes(kind)) return [...shape];
  if (shape.length !== 3) {
    throw faulty(
      `${layer.layer} needs a (height, width, channels) map but receives a vector of ` +
        `${shape[0]} features; move it before Flatten() or GlobalAvgPool2D()`,
      "needs-map",
      null,
    );
  }
  if (kind === "globalpool") return [shape[2]];
  const { out, sides } = grid(layer, shape);
  if (layer.kernel_size) return [...out, channelsOut(layer, shape)];
  checkPoolPadding(sides, layer.size);
  return [...out, shape[2]];
}

/**
 * Return the channels that leave a convolution.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 */
export function channelsOut(layer, shape) {
  return layer.filters ?? shape[2] * layer.multiplier;
}

/**
 * Return how many numbers each unit of a layer takes in.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 */
function fanIn(layer, shape) {
  const channels = layer.multiplier ? 1 : shape[shape.length - 1];
  return channels * product(layer.kernel_size ?? []);
}

/**
 * @param {LayerEntry} layer a convolution or a pooling
 * @param {number[]} shape
 */
function grid(layer, shape) {
  const { kernel_size: kernel, size, stride, padding, dilation } = layer;
  const what = kernel ? "kernel" : "window";
  return windowGrid(shape.slice(0, 2), kernel ?? size, stride, padding, dilation, what);
}

/**
 * Return the layer's sliding window on an input of `shape`, if it has one.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 * @returns {Window | null}
 */
export function windowOf(layer, shape) {
  const { kind } = LAYERS[layer.layer];
  if (kind === "globalpool") return onePlace([shape[0], shape[1]]);
  if (!layer.kernel_size && kind !== "pool") return null;
  const { sides } = grid(layer, shape);
  const { kernel_size: kernel, size, stride, dilation } = layer;
  return { kernel: kernel ?? size, stride, sides, dilation: dilation ?? [1, 1] };
}

/**
 * Return a window that has one place only.
 *
 * @param {Pair} kernel
 * @returns {Window}
 */
export function onePlace(kernel) {
  return { kernel, stride: [1, 1], sides: [0, 0, 0, 0], dilation: [1, 1] };
}

/**
 * Count the numbers a layer owns.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 * @returns {Parameters}
 */
export function parametersOf(layer, shape) {
  const { kind } = LAYERS[layer.layer];
  const channels = shape[shape.length - 1];
  if (kind === "norm") {
    return { total: 4 * channels, trainable: 2 * channels, fixed: 2 * channels };
  }
  const outputs = layer.kernel_size ? channelsOut(layer, shape) : (layer.units ?? 0);
  const total = outputs * (fanIn(layer, shape) + (layer.use_bias ? 1 : 0));
  return { total, trainable: total, fixed: 0 };
}

/**
 * Count the multiply-adds of one image, biases left out.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape that enters
 * @param {number[]} out the shape that leaves
 */
export function multiplyAddsOf(layer, shape, out) {
  const { kind } = LAYERS[layer.layer];
  if (layer.kernel_size) return product(out) * fanIn(layer, shape);
  return kind === "dense" ? shape[0] * layer.units : 0;
}
