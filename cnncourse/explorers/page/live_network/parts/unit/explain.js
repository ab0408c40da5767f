/**
 * How one number inside a network comes about: the counterpart of `cnncourse.explorers.inside`.
 */

import { describe } from "../../../arithmetic/architecture.js";
import { size, zeros } from "../../../arithmetic/arrays.js";
import { windowStart, windowTaps } from "../../../arithmetic/windows.js";
import { IMAGE, indexOf, missing, parse, placeOf, written } from "../inside/units.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../../../arithmetic/architecture.js").DescribedLayer} DescribedLayer */
/** @typedef {{spec: any, weights: Record<string, NDArray>}} Network */
/** @typedef {import("../inside/units.js").Outputs} Outputs */
/**
 * @typedef {object} Explained as in Python; what does not apply is left out
 * @property {string} problem
 * @property {string} unit
 * @property {string} layer as Python shows it
 * @property {string} [before] the name of what the unit is made of
 * @property {number} value
 * @property {NDArray} [inputs]
 * @property {NDArray} [weights]
 * @property {NDArray} [products]
 * @property {number} [sum]
 * @property {number | null} [bias]
 * @property {number} [total]
 * @property {string | null} [activation]
 * @property {number[]} [rows]
 * @property {number[]} [columns]
 * @property {number[]} [winner]
 * @property {number[]} [source]
 * @property {Record<string, number>} [statistics]
 */
/** @typedef {{step: DescribedLayer, before: NDArray, own: (key: string) => NDArray,
 *   place: number[]}} Asked */

/**
 * What makes up one number inside a network.
 * @param {Network} network
 * @param {Outputs} outputs of a run
 * @param {string} name of the unit
 * @returns {Explained}
 */
export function explain({ spec, weights }, outputs, name) {
  const unit = parse(name);
  const nothing = { unit: written(unit), layer: "", value: NaN };
  const problem = missing(unit, spec.name, outputs);
  if (problem) return { problem, ...nothing };
  const output = outputs[unit.layer];
  const value = output.data[indexOf(output.shape, unit.place)];
  if (unit.layer === IMAGE) return { problem, ...nothing, layer: IMAGE, value };
  const { layers } = describe(spec);
  const at = layers.findIndex((step) => step.name === unit.layer);
  const before = at ? layers[at - 1].name : IMAGE;
  const asked = {
    step: layers[at],
    before: outputs[before],
    own: (/** @type {string} */ key) => weights[`${unit.layer}/${key}`],
    place: unit.place,
  };
  const known = { unit: written(unit), layer: layers[at].repr, before, value };
  return { problem, ...known, ...(MADE[layers[at].layer.layer] ?? changed)(asked) };
}

/** @type {Record<string, (asked: Asked) => Partial<Explained>>} */
const MADE = {
  Conv2D: convolved,
  Dense: (asked) => {
    const { before, own, place, step } = asked;
    const units = step.layer.units;
    const weights = before.data.map((_, i) => own("weights").data[i * units + place[0]]);
    return summed(before, weights, biasOf(asked, place[0]), step.layer.activation);
  },
  MaxPool2D: pooled,
  AvgPool2D: pooled,
  GlobalAvgPool2D: ({ before, place }) => {
    const [rows, columns] = [0, 1].map((axis) =>
      Array.from({ length: before.shape[axis] }, (_, i) => i),
    );
    return { rows, columns, ...averaged(windowOf(before, rows, columns, place[0])) };
  },
  Flatten: ({ before, place }) => {
    const source = placeOf(before.shape, place[0]);
    return { inputs: one(before, source), source };
  },
  BatchNorm: ({ before, own, place, step }) => {
    const names = ["scale", "shift", "mean", "variance"];
    const channel = place[place.length - 1];
    const kept = names.map((key) => [key, own(key).data[channel]]);
    const statistics = { ...Object.fromEntries(kept), epsilon: step.layer.epsilon };
    return { inputs: one(before, place), source: place, statistics };
  },
};

/** A number that is passed on, or changed by itself. @param {Asked} asked */
function changed({ before, place, step }) {
  if (step.kind === "softmax") {
    const start = indexOf(before.shape, [...place.slice(0, -1), 0]);
    const n = before.shape[before.shape.length - 1];
    const inputs = { shape: [n], data: before.data.slice(start, start + n) };
    return { inputs, source: place, activation: "softmax" };
  }
  const activation = step.kind === "dropout" ? null : step.kind;
  return { inputs: one(before, place), source: place, activation };
}

/** @param {NDArray} array @param {number[]} place @returns {NDArray} */
function one({ shape, data }, place) {
  return { shape: [1], data: Float64Array.of(data[indexOf(shape, place)]) };
}

/** @param {Asked} asked @param {number} channel */
function biasOf({ own, step }, channel) {
  return step.layer.use_bias ? own("bias").data[channel] : null;
}

/**
 * A weighted sum in its parts.
 * @param {NDArray} inputs
 * @param {Float64Array} weights
 * @param {number | null} bias
 * @param {string | null} activation
 */
function summed(inputs, weights, bias, activation) {
  const { shape } = inputs;
  const products = inputs.data.map((input, i) => input * weights[i]);
  const sum = products.reduce((all, each) => all + each, 0);
  return {
    inputs,
    weights: { shape, data: weights },
    products: { shape, data: products },
    sum,
    bias,
    total: sum + (bias ?? 0),
    activation,
  };
}

/** @param {NDArray} inputs */
function averaged(inputs) {
  const count = size(inputs.shape);
  return summed(inputs, new Float64Array(count).fill(1 / count), null, null);
}

/** The rows and columns before that one window reads, padding included. @param {Asked} asked */
function tapsOf({ step, place }) {
  const window = /** @type {import("../../../arithmetic/shapes.js").Window} */ (step.window);
  return [0, 1].map((axis) => {
    const start = windowStart(place[axis], window.stride[axis], window.sides[2 * axis]);
    return windowTaps(start, window.kernel[axis], window.dilation[axis]);
  });
}

/** @param {Asked} asked */
function convolved(asked) {
  const { before, own, place, step } = asked;
  const [rows, columns] = tapsOf(asked);
  const [height, width, channels] = before.shape;
  const inputs = zeros([rows.length, columns.length, channels]);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      const from = (row * width + column) * channels;
      if (inside) inputs.data.set(before.data.subarray(from, from + channels), to);
      to += channels;
    }
  }
  const { filters } = step.layer;
  const weights = inputs.data.map((_, tap) => own("kernels").data[tap * filters + place[2]]);
  const bias = biasOf(asked, place[2]);
  return { rows, columns, ...summed(inputs, weights, bias, step.layer.activation) };
}

/** @param {Asked} asked */
function pooled(asked) {
  const { before, place, step } = asked;
  const [rows, columns] = tapsOf(asked).map((taps, axis) =>
    taps.filter((tap) => tap >= 0 && tap < before.shape[axis]),
  );
  const inputs = windowOf(before, rows, columns, place[2]);
  if (step.layer.layer === "AvgPool2D") return { rows, columns, ...averaged(inputs) };
  const best = inputs.data.reduce((so, value, i) => (value > inputs.data[so] ? i : so), 0);
  const [row, column] = placeOf(inputs.shape, best);
  return { rows, columns, inputs, winner: [rows[row], columns[column]] };
}

/** Some rows and columns of one channel. @param {NDArray} map @param {number[]} rows
 * @param {number[]} columns @param {number} channel @returns {NDArray} */
function windowOf(map, rows, columns, channel) {
  const data = rows.flatMap((row) =>
    columns.map((column) => map.data[indexOf(map.shape, [row, column, channel])]),
  );
  return { shape: [rows.length, columns.length], data: Float64Array.from(data) };
}
