/**
 * What a unit of each layer sees of the image.
 */

import { extent, windowStart } from "./geometry.js";
import { onePlace } from "./shapes.js";

/** @typedef {import("./shapes.js").Pair} Pair */
/** @typedef {import("./shapes.js").Window} Window */
/** @typedef {import("./architecture.js").DescribedLayer} DescribedLayer */
/** @typedef {{size: Pair, stride: Pair, centre: Pair}} ReceptiveField */
/** @typedef {ReceptiveField & {flattened: Pair}} Sight with the map that features are from */

/**
 * Set what one unit of each layer sees (Araujo, Norris & Sim, 2019).
 *
 * Where paths meet, a unit sees what it saw on each of them.
 *
 * @param {DescribedLayer[]} layers
 */
export function setReceptiveFields(layers) {
  follow(layers, { size: [1, 1], stride: [1, 1], centre: [0, 0], flattened: [1, 1] });
}

/**
 * Set the field of every layer of a path up to a mistake; return what its end sees.
 *
 * @param {DescribedLayer[]} steps
 * @param {Sight} sight
 */
function follow(steps, sight) {
  for (const step of steps) {
    const ends = step.paths.map((path) => follow(path, sight));
    const { inputShape, outputShape } = step;
    if (inputShape === null || outputShape === null) break;
    sight = ends.length ? united(ends, outputShape) : through(step, inputShape, sight);
    const { size, stride, centre } = sight;
    step.receptiveField = { size: [...size], stride: [...stride], centre: [...centre] };
  }
  return sight;
}

/**
 * Return what a unit behind a layer sees.
 *
 * @param {DescribedLayer} step
 * @param {number[]} shape that enters
 * @param {Sight} sight of what enters
 * @returns {Sight}
 */
function through({ kind, window }, shape, sight) {
  /** @type {[Pair, Pair, Pair]} */
  const [size, stride, centre] = [[...sight.size], [...sight.stride], [...sight.centre]];
  let { flattened } = sight;
  const vector = shape.length === 1;
  if (kind === "flatten" && !vector) {
    flattened = [shape[0], shape[1]];
  } else if (vector && (kind === "dense" || kind === "softmax")) {
    // A unit fed by the flattened features sees what all pixels of that map saw.
    window = onePlace(flattened);
    flattened = [1, 1];
  }
  for (const i of window === null ? [] : [0, 1]) {
    const { kernel, sides, dilation, stride: own } = /** @type {Window} */ (window);
    const reach = extent(kernel[i], dilation[i]) - 1;
    size[i] += reach * stride[i];
    centre[i] += (windowStart(0, own[i], sides[2 * i]) + reach / 2) * stride[i];
    stride[i] *= own[i];
  }
  return { size, stride, centre, flattened };
}

/**
 * Return what a unit sees that adds those of several paths, on a map of `shape`.
 *
 * Where the paths' strides differ, the units differ too: the size is that of the unit that sees
 * most, the first or the last, and the stride the longest.
 *
 * @param {Sight[]} ends
 * @param {number[]} shape
 * @returns {Sight}
 */
function united(ends, shape) {
  const axes = [0, 1].map((i) => {
    const most = (/** @type {(end: Sight) => number} */ of) => Math.max(...ends.map(of));
    const last = shape.length === 3 ? shape[i] - 1 : 0;
    const spans = [0, last].map((unit) => {
      const middle = (/** @type {Sight} */ end) => end.centre[i] + unit * end.stride[i];
      const high = most((end) => middle(end) + (end.size[i] - 1) / 2);
      return [-most((end) => (end.size[i] - 1) / 2 - middle(end)), high];
    });
    const size = Math.max(...spans.map(([low, high]) => Math.trunc(high - low) + 1));
    const stride = most((end) => end.stride[i]);
    // What all flattened features together saw stays what they saw.
    const whole = most((end) => end.size[i] + (end.flattened[i] - 1) * end.stride[i]);
    const centre = (spans[0][0] + spans[0][1]) / 2;
    return { size, stride, centre, flattened: 1 - Math.floor((size - whole) / stride) };
  });
  const pair = (/** @type {keyof Sight} */ key) =>
    /** @type {Pair} */ (axes.map((axis) => axis[key]));
  return {
    size: pair("size"),
    stride: pair("stride"),
    centre: pair("centre"),
    flattened: pair("flattened"),
  };
}
