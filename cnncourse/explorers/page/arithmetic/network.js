/**
 * Any architecture run on one image from its weights: the counterpart of `cnncourse.reference`.
 */

import { describe } from "./architecture.js";
import { softmax } from "./classification.js";
import { conv2d } from "./convolution.js";
import {
  batchNorm,
  dense,
  elu,
  flatten,
  gelu,
  leakyRelu,
  relu,
  relu6,
  sigmoid,
  silu,
  softplus,
  tanh,
} from "./features.js";
import { avgPool2d, globalAvgPool2d, maxPool2d } from "./pooling.js";
import { repr } from "./repr.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {import("./architecture.js").Spec} Spec */
/** @typedef {import("./layers.js").LayerEntry} LayerEntry */
/** @typedef {{name: string, output: NDArray}} LayerOutput */
/** @typedef {(key: string) => NDArray} Own gives an array of a layer by its key */

/**
 * Return softmax along the last axis: of a vector, or of every pixel's channels.
 *
 * @param {NDArray} given
 * @returns {NDArray}
 */
function softmaxChannels({ shape, data }) {
  const classes = shape[shape.length - 1];
  const result = new Float64Array(data.length);
  for (let start = 0; start < data.length; start += classes) {
    const logits = { shape: [classes], data: data.subarray(start, start + classes) };
    result.set(softmax(logits).data, start);
  }
  return { shape: [...shape], data: result };
}

/** @type {Record<string, (given: NDArray) => NDArray>} */
const ACTIVATIONS = {
  relu,
  relu6,
  leaky_relu: (given) => leakyRelu(given),
  elu: (given) => elu(given),
  gelu,
  silu,
  softplus,
  sigmoid,
  tanh,
  softmax: softmaxChannels,
};

/** @param {NDArray} output @param {LayerEntry} layer */
function activated(output, { activation }) {
  return activation === null ? output : ACTIVATIONS[activation](output);
}

/** @param {LayerEntry} layer */
function slidingOf({ size, stride, padding }) {
  return { size, stride, padding };
}

/** @type {Record<string, (x: NDArray, layer: LayerEntry, own: Own) => NDArray>} */
const RUN = {
  Conv2D: (x, layer, own) => {
    const { stride, padding, dilation } = layer;
    const bias = layer.use_bias ? own("bias") : null;
    return activated(conv2d(x, own("kernels"), { bias, stride, padding, dilation }), layer);
  },
  Dense: (x, layer, own) =>
    activated(dense(x, own("weights"), layer.use_bias ? own("bias") : null), layer),
  BatchNorm: (x, { epsilon }, own) =>
    batchNorm(x, own("scale"), own("shift"), own("mean"), own("variance"), epsilon),
  MaxPool2D: (x, layer) => maxPool2d(x, slidingOf(layer)),
  AvgPool2D: (x, layer) => avgPool2d(x, slidingOf(layer)),
  GlobalAvgPool2D: globalAvgPool2d,
  Flatten: flatten,
  Dropout: (x) => x, // nothing is dropped outside training
  ReLU: relu,
  ReLU6: relu6,
  LeakyReLU: (x, layer) => leakyRelu(x, layer.negative_slope),
  ELU: (x, layer) => elu(x, layer.alpha),
  GELU: gelu,
  SiLU: silu,
  Softplus: softplus,
  Sigmoid: sigmoid,
  Tanh: tanh,
  Softmax: softmaxChannels,
};

/** What describes each network that was run; one that runs is not changed any more.
 * @type {WeakMap<Spec, Pick<ReturnType<typeof describe>, "layers" | "problem">>} */
const known = new WeakMap();

/**
 * Run a network on one image, as it predicts: nothing dropped, statistics as kept.
 *
 * @param {Spec} spec
 * @param {Record<string, NDArray>} weights every array by name, such as "conv1/kernels"
 * @param {NDArray} image of the network's input shape, values in [0, 1]
 * @returns {{layers: LayerOutput[], logits: NDArray}} what leaves every layer, after its
 *   activation, and what leaves the last
 */
export function forward(spec, weights, image) {
  const { layers: described, problem } = known.get(spec) ?? describe(spec);
  known.set(spec, { layers: described, problem });
  if (problem !== null) throw new Error(problem);
  if (repr(image.shape) !== repr(spec.input_shape)) {
    throw new Error(
      `image must have shape ${repr(spec.input_shape)} for ${repr(spec.name)}, ` +
        `got ${repr(image.shape)}`,
    );
  }
  /** @type {LayerOutput[]} */
  const layers = [];
  let output = image;
  for (const { name, layer } of described) {
    output = RUN[layer.layer](output, layer, (key) => find(spec, weights, `${name}/${key}`));
    layers.push({ name, output });
  }
  return { layers, logits: output };
}

/**
 * @param {Spec} spec
 * @param {Record<string, NDArray>} weights
 * @param {string} name
 */
function find(spec, weights, name) {
  if (!Object.hasOwn(weights, name)) {
    throw new Error(`weights do not fit ${repr(spec.name)}: ${name} is missing`);
  }
  return weights[name];
}
