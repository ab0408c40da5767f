/**
 * Any architecture run on one image from its weights: the counterpart of `cnncourse.reference`.
 */

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
  sigmoid,
  silu,
  softplus,
  tanh,
} from "./features.js";
import { avgPool2d, globalAvgPool2d, maxPool2d } from "./pooling.js";
import { repr } from "./repr.js";

/** @typedef {import("./arrays.js").NDArray} NDArray */
/** @typedef {{layer: string, [field: string]: any}} LayerSpec */
/**
 * @typedef {object} NetworkSpec the plain form of an architecture, as Python's `to_json` writes it
 * @property {string} name
 * @property {number[]} input_shape [H, W, C]
 * @property {LayerSpec[]} layers
 */
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
  leaky_relu: (given) => leakyRelu(given),
  elu: (given) => elu(given),
  gelu,
  silu,
  softplus,
  sigmoid,
  tanh,
  softmax: softmaxChannels,
};

/** @param {NDArray} output @param {LayerSpec} layer */
function activated(output, { activation = null }) {
  if (activation === null) return output;
  if (!Object.hasOwn(ACTIVATIONS, activation)) {
    const known = Object.keys(ACTIVATIONS).join(", ");
    throw new Error(`activation must be None or one of ${known}, got ${repr(activation)}`);
  }
  return ACTIVATIONS[activation](output);
}

/** @param {LayerSpec} layer @param {Own} own */
function biasOf({ use_bias = true }, own) {
  return use_bias ? own("bias") : null;
}

/** @param {LayerSpec} layer */
function slidingOf({ size, stride, padding }) {
  return { size, stride, padding };
}

/** @typedef {{kind: string, run: (x: NDArray, layer: LayerSpec, own: Own) => NDArray}} Step */

/** @type {Record<string, Step>} what a layer's name begins with, and its arithmetic */
const LAYERS = {
  Conv2D: {
    kind: "conv",
    run: (x, layer, own) => {
      const { stride, padding, dilation } = layer;
      const settings = { bias: biasOf(layer, own), stride, padding, dilation };
      return activated(conv2d(x, own("kernels"), settings), layer);
    },
  },
  Dense: {
    kind: "dense",
    run: (x, layer, own) => activated(dense(x, own("weights"), biasOf(layer, own)), layer),
  },
  BatchNorm: {
    kind: "norm",
    run: (x, { epsilon }, own) =>
      batchNorm(x, own("scale"), own("shift"), own("mean"), own("variance"), epsilon),
  },
  MaxPool2D: { kind: "pool", run: (x, layer) => maxPool2d(x, slidingOf(layer)) },
  AvgPool2D: { kind: "pool", run: (x, layer) => avgPool2d(x, slidingOf(layer)) },
  GlobalAvgPool2D: { kind: "globalpool", run: globalAvgPool2d },
  Flatten: { kind: "flatten", run: flatten },
  // Nothing is dropped outside training.
  Dropout: { kind: "dropout", run: (x) => x },
  ReLU: { kind: "relu", run: relu },
  LeakyReLU: { kind: "leaky_relu", run: (x, layer) => leakyRelu(x, layer.negative_slope) },
  ELU: { kind: "elu", run: (x, layer) => elu(x, layer.alpha) },
  GELU: { kind: "gelu", run: gelu },
  SiLU: { kind: "silu", run: silu },
  Softplus: { kind: "softplus", run: softplus },
  Sigmoid: { kind: "sigmoid", run: sigmoid },
  Tanh: { kind: "tanh", run: tanh },
  Softmax: { kind: "softmax", run: softmaxChannels },
};

/**
 * Run a network on one image, as it predicts: nothing dropped, statistics as kept.
 *
 * @param {NetworkSpec} spec
 * @param {Record<string, NDArray>} weights every array by name, such as "conv1/kernels"
 * @param {NDArray} image of the network's input shape, values in [0, 1]
 * @returns {{layers: LayerOutput[], logits: NDArray}} what leaves every layer, after its
 *   activation, and what leaves the last
 */
export function forward(spec, weights, image) {
  if (repr(image.shape) !== repr(spec.input_shape)) {
    throw new Error(
      `image must have shape ${repr(spec.input_shape)} for ${repr(spec.name)}, ` +
        `got ${repr(image.shape)}`,
    );
  }
  /** @type {Record<string, number>} */
  const counts = {};
  /** @type {LayerOutput[]} */
  const layers = [];
  let output = image;
  for (const layer of spec.layers) {
    if (!Object.hasOwn(LAYERS, layer.layer)) {
      const known = Object.keys(LAYERS).join(", ");
      throw new Error(`unknown layer ${repr(layer.layer)}; known layers: ${known}`);
    }
    const { kind, run } = LAYERS[layer.layer];
    counts[kind] = (counts[kind] ?? 0) + 1;
    const name = `${kind}${counts[kind]}`;
    output = run(output, layer, (key) => find(spec, weights, `${name}/${key}`));
    layers.push({ name, output });
  }
  return { layers, logits: output };
}

/**
 * @param {NetworkSpec} spec
 * @param {Record<string, NDArray>} weights
 * @param {string} name
 */
function find(spec, weights, name) {
  if (!Object.hasOwn(weights, name)) {
    throw new Error(`weights do not fit ${repr(spec.name)}: ${name} is missing`);
  }
  return weights[name];
}
