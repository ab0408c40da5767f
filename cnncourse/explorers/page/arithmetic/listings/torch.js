/**
 * A network as an `nn.Sequential` written by hand.
 */

import { extent } from "../geometry.js";
import { defaults, LAYERS } from "../layers.js";
import { repr } from "../repr.js";
import table from "../tables/listings.json" with { type: "json" };
import { call, entries, given, header, moduleText, read, source } from "./layout.js";

/** @typedef {import("./layout.js").Spec} Spec */
/** @typedef {import("./layout.js").Step} Step */
/** @typedef {import("./layout.js").Call} Call */
/** @typedef {import("./layout.js").Window} Window */
/** @typedef {import("./layout.js").LayerEntry} LayerEntry */

/** What PyTorch has no module for, by the name it is called. @type {Record<string, string>} */
const CLASSES = table.classes.torch;

/** @type {Record<string, string>} */
const ACTIVATIONS = table.torch_activations;

/**
 * Return the source of a module that builds a network in PyTorch; throws what is wrong with it.
 *
 * @param {Spec} spec
 * @returns {string}
 */
export function torchListing(spec) {
  const { steps, totals } = read(spec);
  const calls = [...steps.flatMap(callsOf), ...reordering(steps[steps.length - 1])];
  const used = calls.map((entry) => entry.name);
  const classes = Object.keys(CLASSES).filter((name) => used.includes(name));
  const imports = ["from torch import nn"];
  if (used.includes("PaddedAvgPool2d")) imports.unshift("import torch");
  const images = channelsFirst(spec.input_shape).join(", ");
  const model = [
    header(spec, totals),
    `# Images go in as (N, ${images}): PyTorch puts the channels first.`,
    "model = nn.Sequential(",
    ...entries(calls, " ".repeat(4)),
    ")",
  ];
  return moduleText(
    imports,
    classes.map((name) => CLASSES[name]),
    model,
  );
}

/** @param {number[]} shape */
function channelsFirst(shape) {
  return [shape[shape.length - 1], ...shape.slice(0, -1)];
}

/**
 * Return the modules of one described layer.
 *
 * @param {Step} step
 * @returns {Call[]}
 */
function callsOf(step) {
  const calls = own(step);
  if (step.layer.activation) {
    const named = Object.keys(LAYERS).find((key) => LAYERS[key].kind === step.layer.activation);
    calls.push(activation(step.layer.activation, defaults(String(named))));
  }
  return calls;
}

/**
 * @param {Step} step
 * @returns {Call[]}
 */
function own(step) {
  const { kind, layer, inputShape: shape } = step;
  const out = channelsFirst(step.outputShape);
  if (layer.kernel_size) return convolution(step, out);
  if (kind === "pool") return pooling(step, out);
  if (kind === "globalpool") {
    return [call("nn.AdaptiveAvgPool2d", ["1"], [...out, 1, 1]), call("nn.Flatten", [], out)];
  }
  if (kind === "norm") return [normalisation(layer, shape)];
  if (kind === "dropout") return [call("nn.Dropout", [source(layer.rate)])];
  if (kind === "flatten") return [call("nn.Flatten", [], out)];
  if (kind === "dense") {
    const sizes = [source(shape[0]), source(layer.units)];
    return [call("nn.Linear", [...sizes, ...given({ bias: [layer.use_bias, true] })], out)];
  }
  return [activation(kind, layer)];
}

/**
 * @param {string} kind
 * @param {LayerEntry} layer
 */
function activation(kind, layer) {
  /** @type {string[]} */
  let values = [];
  if (kind === "leaky_relu" && layer.negative_slope !== 0.01) {
    values = [source(layer.negative_slope)];
  } else if (kind === "elu" && layer.alpha !== 1) {
    values = [source(layer.alpha)];
  } else if (kind === "softmax") {
    values = ["dim=1"];
  } else if (kind === "softplus") {
    values = ["threshold=40"];
  }
  return call(ACTIVATIONS[kind], values);
}

/**
 * Return a normalisation; PyTorch's momentum is the share of the *new* statistics.
 *
 * @param {LayerEntry} layer
 * @param {number[]} shape
 */
function normalisation(layer, shape) {
  const name = shape.length === 3 ? "nn.BatchNorm2d" : "nn.BatchNorm1d";
  const momentum = complement(layer.momentum);
  const numbers = given({ eps: [layer.epsilon, 1e-5], momentum: [momentum, 0.1] });
  return call(name, [source(shape[shape.length - 1]), ...numbers]);
}

/**
 * Return 1 - `share`, in decimals as written: 1 - 0.99 is 0.01, not 0.010000000000000009.
 *
 * @param {number} share in [0, 1)
 */
function complement(share) {
  const [mantissa, exponent] = share.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const places = digits.length - 1 - Number(exponent);
  return Number(`${10n ** BigInt(places) - BigInt(digits)}e-${places}`);
}

/**
 * @param {Step} step
 * @param {number[]} out
 * @returns {Call[]}
 */
function convolution({ layer, inputShape, outputShape, window }, out) {
  const own = isOut(fitting(inputShape, window), outputShape);
  const before = own ? [] : [padding("nn.ZeroPad2d", inputShape, window.sides)];
  const options = given({
    stride: [layer.stride, 1],
    padding: [own ? firstSides(window) : 0, 0],
    dilation: [layer.dilation, 1],
    groups: [layer.multiplier ? inputShape[2] : 1, 1],
    bias: [layer.use_bias, true],
  });
  const sizes = [inputShape[2], outputShape[2], layer.kernel_size].map(source);
  return [...before, call("nn.Conv2d", [...sizes, ...options], out)];
}

/**
 * @param {Step} step
 * @param {number[]} out
 * @returns {Call[]}
 */
function pooling({ layer, inputShape, outputShape, window }, out) {
  const { size, stride } = layer;
  const largest = layer.layer === "MaxPool2D";
  const sides = firstSides(window);
  // PyTorch pads a pooling by at most half a window.
  const fits = sides.every((side, i) => 2 * side <= size[i]);
  const own = fits && isOut(fitting(inputShape, window), outputShape);
  const ceil = fits && !own && isOut(fitting(inputShape, window, true), outputShape);
  if (!own && !ceil && !largest) {
    const named = `sides=${repr(torchSides(window.sides))}`;
    return [call("PaddedAvgPool2d", [source(size), source(stride), named], out)];
  }
  const padded = own || ceil ? sides : 0;
  const before = [];
  if (padded === 0) {
    before.push(padding("nn.ConstantPad2d", inputShape, window.sides, 'float("-inf")'));
  }
  const options = given({
    stride: [stride, size],
    padding: [padded, 0],
    ceil_mode: [ceil, false],
  });
  if (!largest && source(padded) !== "0") options.push("count_include_pad=False");
  const name = largest ? "nn.MaxPool2d" : "nn.AvgPool2d";
  return [...before, call(name, [source(size), ...options], out)];
}

/** @param {Window} window */
function firstSides({ sides }) {
  return [sides[0], sides[2]];
}

/**
 * @param {number[]} fit
 * @param {number[]} shape
 */
function isOut(fit, shape) {
  return fit[0] === shape[0] && fit[1] === shape[1];
}

/**
 * Return how many windows PyTorch fits in when it pads both ends as much as the first.
 *
 * @param {number[]} shape
 * @param {Window} window
 * @param {boolean} [ceil]
 */
function fitting(shape, { kernel, stride, sides, dilation }, ceil = false) {
  return [0, 1].map((i) => {
    const before = sides[2 * i];
    const room = shape[i] + 2 * before - extent(kernel[i], dilation[i]);
    const count = Math.floor((room + (ceil ? stride[i] - 1 : 0)) / stride[i]) + 1;
    // A window that would start beyond the image is left out.
    return ceil && (count - 1) * stride[i] >= shape[i] + before ? count - 1 : count;
  });
}

/**
 * Bring [top, bottom, left, right] to PyTorch's order [left, right, top, bottom].
 *
 * @param {number[]} sides
 */
function torchSides(sides) {
  return [...sides.slice(2), ...sides.slice(0, 2)];
}

/**
 * @param {string} name
 * @param {number[]} shape
 * @param {number[]} sides
 * @param {string[]} value
 */
function padding(name, shape, sides, ...value) {
  const [top, bottom, left, right] = sides;
  const padded = [shape[2], shape[0] + top + bottom, shape[1] + left + right];
  return call(name, [source(torchSides(sides)), ...value], padded);
}

/**
 * Return what puts the features in order where a network ends in a flattened map.
 *
 * A dense layer's weights take any order; but here feature k is the answer's number k.
 *
 * @param {Step} last
 * @returns {Call[]}
 */
function reordering({ kind, inputShape, flattenedFrom }) {
  const flattened = kind === "flatten" && inputShape.length === 3 ? inputShape : flattenedFrom;
  if (flattened === null || kind === "dense") return [];
  return [call("ChannelsLast", channelsFirst(flattened).map(source))];
}
