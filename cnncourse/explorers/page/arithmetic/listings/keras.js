/**
 * A network as a `keras.Sequential` written by hand.
 */

import { resolvePadding } from "../geometry.js";
import { defaults } from "../layers.js";
import { repr } from "../repr.js";
import table from "../tables/listings.json" with { type: "json" };
import { call, entries, fitting, given, header, moduleText, read, source } from "./layout.js";

/** @typedef {import("./layout.js").Spec} Spec */
/** @typedef {import("./layout.js").Step} Step */
/** @typedef {import("./layout.js").Call} Call */
/** @typedef {import("./layout.js").Window} Window */
/** @typedef {import("./layout.js").LayerEntry} LayerEntry */

/** What Keras has no layer for, by the name it is called. @type {Record<string, string>} */
const CLASSES = table.classes.keras;

/**
 * Return the source of a module that builds a network in Keras; throws what is wrong with it.
 *
 * @param {Spec} spec
 * @returns {string}
 */
export function kerasListing(spec) {
  const { steps, totals } = read(spec);
  const calls = [
    call("keras.Input", [repr(spec.input_shape)]),
    ...steps.flatMap(callsOf),
    ...answer(steps[steps.length - 1]),
  ];
  const used = calls.map((entry) => (typeof entry === "string" ? "" : entry.name));
  const classes = Object.keys(CLASSES).filter((name) => used.includes(name));
  const layers = `from keras import layers${classes.length ? ", ops" : ""}`;
  const imports = ["import keras", layers, "", table.set_channels_last];
  const model = [
    header(spec, totals),
    "model = keras.Sequential(",
    "    [",
    ...entries(calls, " ".repeat(8)),
    "    ],",
    `    name=${source(scopeName(spec.name))},`,
    ")",
  ];
  return moduleText(
    imports,
    classes.map((name) => CLASSES[name]),
    model,
  );
}

/**
 * Return what keeps Keras's losses from seeing behind the answer of a last layer.
 *
 * @param {Step} last
 * @returns {(Call | string)[]}
 */
function answer({ kind, layer }) {
  const last = layer.activation === undefined ? kind : layer.activation;
  if (last !== "sigmoid" && last !== "softmax") return [];
  const note = table.answer_note.replace("{}", last);
  return [note, call("layers.Rescaling", ["1"])];
}

/**
 * Return what TensorFlow takes as a scope's name.
 *
 * @param {string} name
 */
function scopeName(name) {
  const plain = name.replace(/[^A-Za-z0-9_.-]/gu, "_");
  return /^[A-Za-z0-9]/.test(plain) ? plain : `model${plain}`;
}

/**
 * Return the Keras layers of one described layer.
 *
 * @param {Step} step
 * @returns {(Call | string)[]}
 */
function callsOf(step) {
  const { kind, layer, outputShape: shape } = step;
  if (layer.kernel_size) return convolution(step);
  if (kind === "pool") return pooling(step);
  if (kind === "globalpool") return [call("layers.GlobalAveragePooling2D", [], shape)];
  if (kind === "norm") {
    const { momentum, epsilon } = layer;
    const numbers = given({ momentum: [momentum, 0.99], epsilon: [epsilon, 0.001] });
    return [call("layers.BatchNormalization", numbers)];
  }
  if (kind === "dropout") return [call("layers.Dropout", [source(layer.rate)])];
  if (kind === "flatten") return [call("layers.Flatten", [], shape)];
  if (kind === "dense") {
    const { named, after } = activated(layer);
    const rest = given({ activation: [named, null], use_bias: [layer.use_bias, true] });
    return [call("layers.Dense", [source(layer.units), ...rest], shape), ...after];
  }
  return [activation(kind, layer)];
}

/**
 * Return the layer of an activation that stands by itself.
 *
 * @param {string} kind
 * @param {LayerEntry} layer
 */
function activation(kind, layer) {
  if (kind === "relu") return call("layers.ReLU");
  if (kind === "leaky_relu") {
    const slope = given({ negative_slope: [layer.negative_slope, 0.3] });
    return call("layers.LeakyReLU", slope);
  }
  if (kind === "elu") return call("layers.ELU", given({ alpha: [layer.alpha, 1] }));
  if (kind === "softmax") return call("layers.Softmax");
  return call("layers.Activation", [source(kind)]);
}

/**
 * Return what `activation=` says, and the layers that follow where it cannot.
 *
 * Keras's own "leaky_relu" has a slope of 0.2.
 *
 * @param {LayerEntry} layer
 * @returns {{named: string | null, after: Call[]}}
 */
function activated(layer) {
  if (layer.activation === "leaky_relu") {
    return { named: null, after: [activation("leaky_relu", defaults("LeakyReLU"))] };
  }
  return { named: layer.activation, after: [] };
}

/**
 * @param {Step} step
 * @returns {(Call | string)[]}
 */
function convolution(step) {
  const { layer, inputShape, outputShape, window: own } = step;
  if (Math.max(...layer.kernel_size) === 1 && Math.max(...layer.stride) > 1) return pixels(step);
  const filters = outputShape[2];
  const uneven = layer.multiplier && layer.stride[0] !== layer.stride[1];
  let [height, width] = outputShape;
  /** @type {Window} */
  let window = own;
  const dilated = Math.max(...layer.stride) > 1 && Math.max(...layer.dilation) > 1;
  const split = dilated || uneven;
  if (split) {
    window = { ...own, stride: [1, 1] };
    [height, width] = [0, 1].map((i) => fitting(inputShape, window, i));
  }
  let word = layer.padding;
  if (split || typeof word !== "string") word = wordOf(inputShape, window, [height, width]);
  const { named, after } = activated(layer);
  /** @type {(Call | string)[]} */
  const calls = split ? [dilated ? table.stride_note : table.uneven_note] : [];
  if (word === null) calls.push(padding("layers.ZeroPadding2D", inputShape, window.sides));
  const options = given({
    strides: [window.stride, 1],
    padding: [word ?? "valid", "valid"],
    dilation_rate: [layer.dilation, 1],
    activation: [named, null],
    use_bias: [layer.use_bias, true],
  });
  calls.push(kernels(layer, options, [height, width, filters]));
  if (split) {
    const stride = given({ strides: [layer.stride, null] });
    calls.push(call("layers.MaxPooling2D", ["1", ...stride], outputShape));
  }
  return [...calls, ...after];
}

/**
 * Return a convolution of single pixels, some of them left out before.
 *
 * @param {Step} step
 * @returns {(Call | string)[]}
 */
function pixels({ layer, inputShape, outputShape, window: { sides } }) {
  const [height, width] = outputShape;
  const before = Math.max(...sides) ? [padding("layers.ZeroPadding2D", inputShape, sides)] : [];
  const stride = given({ strides: [layer.stride, 1] });
  const pool = call("layers.MaxPooling2D", ["1", ...stride], [height, width, inputShape[2]]);
  const { named, after } = activated(layer);
  const options = given({ activation: [named, null], use_bias: [layer.use_bias, true] });
  return [table.pixel_note, ...before, pool, kernels(layer, options, outputShape), ...after];
}

/**
 * Return the layer of a convolution, of all channels at once or of each alone.
 *
 * @param {LayerEntry} layer
 * @param {string[]} options
 * @param {number[]} shape that leaves
 */
function kernels(layer, options, shape) {
  const size = source(layer.kernel_size);
  if (!layer.multiplier) return call("layers.Conv2D", [source(shape[2]), size, ...options], shape);
  const depth = given({ depth_multiplier: [layer.multiplier, 1] });
  return call("layers.DepthwiseConv2D", [size, ...options, ...depth], shape);
}

/**
 * @param {Step} step
 * @returns {Call[]}
 */
function pooling({ layer, inputShape, outputShape: shape, window }) {
  const { size, stride } = layer;
  const largest = layer.layer === "MaxPool2D";
  let word = layer.padding;
  if (typeof word !== "string") word = wordOf(inputShape, window, shape.slice(0, 2));
  if (word === null && !largest) {
    const sides = `padding=${nested(window.sides)}`;
    return [call("PaddedAveragePooling2D", [source(size), source(stride), sides], shape)];
  }
  const before = word === null ? [padding("LowestPadding2D", inputShape, window.sides)] : [];
  const options = given({ strides: [stride, size], padding: [word ?? "valid", "valid"] });
  const name = largest ? "layers.MaxPooling2D" : "layers.AveragePooling2D";
  return [...before, call(name, [source(size), ...options], shape)];
}

/**
 * Return the name of the padding that puts `out` windows in the same places, if any.
 *
 * Where the windows start and how many there are is all that counts: what is padded beyond
 * the last of them is seen by none.
 *
 * @param {number[]} shape
 * @param {Window} window
 * @param {number[]} out
 * @returns {string | null}
 */
function wordOf(shape, window, out) {
  const { kernel, stride, dilation } = window;
  for (const word of ["valid", "same"]) {
    const sides = resolvePadding(word, shape.slice(0, 2), kernel, stride, dilation);
    const named = { ...window, sides };
    const same = [0, 1].every(
      (i) => sides[2 * i] === window.sides[2 * i] && fitting(shape, named, i) === out[i],
    );
    if (same) return word;
  }
  return null;
}

/** @param {number[]} sides */
function nested(sides) {
  return `(${repr(sides.slice(0, 2))}, ${repr(sides.slice(2))})`;
}

/**
 * Return a padding layer, its argument in the shortest form that Keras takes.
 *
 * @param {string} name
 * @param {number[]} shape
 * @param {number[]} sides
 */
function padding(name, shape, sides) {
  const [top, bottom, left, right] = sides;
  const symmetric = top === bottom && left === right;
  const argument = symmetric ? source([top, left]) : nested(sides);
  return call(name, [argument], [shape[0] + top + bottom, shape[1] + left + right, shape[2]]);
}
