/**
 * A network as a `keras.Sequential` written by hand.
 */

import { defaults } from "../layers.js";
import table from "../tables/listings.json" with { type: "json" };
import { fitting, nestedSides, paddingWord, shortestSides } from "./keras_padding.js";
import {
  assignment,
  call,
  compact,
  given,
  header,
  misread,
  moduleText,
  named,
  read,
} from "./layout.js";

/** @typedef {import("./layout.js").Spec} Spec */
/** @typedef {import("./layout.js").Step} Step */
/** @typedef {import("./layout.js").Call} Call */
/** @typedef {import("./layout.js").Window} Window */
/** @typedef {import("./layout.js").LayerEntry} LayerEntry */

/**
 * Return the source of a module that builds a network in Keras; throws what is wrong with it.
 *
 * @param {Spec} spec
 * @param {ReturnType<typeof import("../architecture.js").describe>} [described] where it is known
 * @returns {string}
 */
export function kerasListing(spec, described) {
  const { steps, totals } = read(spec, described);
  const calls = [
    call("keras.Input", [spec.input_shape]),
    ...steps.flatMap(callsOf),
    ...answer(steps[steps.length - 1]),
  ];
  const model = call("keras.Sequential", [calls], { name: scopeName(spec.name) });
  const classes = named(model, table.classes.keras);
  const operations = classes.some((text) => text.includes("ops.")) ? ", ops" : "";
  const imports = [
    "import keras",
    `from keras import layers${operations}`,
    "",
    table.set_channels_last,
  ];
  return moduleText(imports, classes, [header(spec, totals), ...assignment(model)]);
}

/**
 * Return what keeps Keras's losses from seeing behind the answer of a last layer.
 *
 * @param {Step} last
 * @returns {Call[]}
 */
function answer({ kind, layer }) {
  const { activation: last = kind } = layer;
  if (last !== "sigmoid" && last !== "softmax") return [];
  return [call("layers.Rescaling", [1], {}, [], table.answer_note.replace("{}", last))];
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
 * @returns {Call[]}
 */
function callsOf(step) {
  const { kind, layer, outputShape: shape } = step;
  if (layer.kernel_size) return convolution(step);
  if (kind === "pool") return pooling(step);
  if (kind === "globalpool") return [call("layers.GlobalAveragePooling2D", [], {}, shape)];
  if (kind === "norm") {
    const { momentum, epsilon } = layer;
    const numbers = given({ momentum: [momentum, 0.99], epsilon: [epsilon, 0.001] });
    return [call("layers.BatchNormalization", [], numbers)];
  }
  if (kind === "residual") return [residual(step)];
  if (kind === "dropout") return [call("layers.Dropout", [layer.rate])];
  if (kind === "flatten") return [call("layers.Flatten", [], {}, shape)];
  if (kind === "dense") {
    const { word, after } = activated(layer);
    const rest = given({ activation: [word, null], use_bias: [layer.use_bias, true] });
    return [call("layers.Dense", [layer.units], rest, shape), ...after];
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
    return call("layers.LeakyReLU", [], slope);
  }
  if (kind === "elu") return call("layers.ELU", [], given({ alpha: [layer.alpha, 1] }));
  if (kind === "softmax") return call("layers.Softmax");
  return call("layers.Activation", [kind]);
}

/**
 * Return what `activation=` says, and the layers that follow where it cannot.
 *
 * Keras's own "leaky_relu" has a slope of 0.2.
 *
 * @param {LayerEntry} layer
 * @returns {{word: string | null, after: Call[]}}
 */
function activated(layer) {
  if (layer.activation === "leaky_relu") {
    return { word: null, after: [activation("leaky_relu", defaults("LeakyReLU"))] };
  }
  return { word: layer.activation, after: [] };
}

/**
 * @param {Step} step
 * @returns {Call[]}
 */
function convolution(step) {
  const { layer, inputShape, outputShape, window: own } = step;
  if (Math.max(...layer.kernel_size) === 1 && Math.max(...layer.stride) > 1) return pixels(step);
  const filters = outputShape[2];
  let [height, width] = outputShape;
  const dilated = Math.max(...layer.stride) > 1 && Math.max(...layer.dilation) > 1;
  const uneven = layer.multiplier && layer.stride[0] !== layer.stride[1];
  const split = dilated || uneven || misread(step);
  /** @type {Window} */
  const window = split ? { ...own, stride: [1, 1] } : own;
  if (split) [height, width] = fitting(inputShape, window);
  const said = split ? window.sides : layer.padding;
  const word = paddingWord(said, inputShape, window, [height, width]);
  const { word: name, after } = activated(layer);
  const calls = word === null ? [padding("layers.ZeroPadding2D", inputShape, window.sides)] : [];
  const options = given({
    strides: [window.stride, 1],
    padding: [word ?? "valid", "valid"],
    dilation_rate: [layer.dilation, 1],
    activation: [name, null],
    use_bias: [layer.use_bias, true],
  });
  calls.push(kernels(layer, options, [height, width, filters]));
  if (split) {
    const note = uneven ? table.uneven_note : table.single_note;
    calls[0].note = dilated ? table.stride_note : note;
    const stride = given({ strides: [layer.stride, 1] });
    calls.push(call("layers.MaxPooling2D", [1], stride, outputShape));
  }
  return [...calls, ...after];
}

/**
 * Return a convolution of single pixels, some of them left out before.
 *
 * @param {Step} step
 * @returns {Call[]}
 */
function pixels({ layer, inputShape, outputShape, window: { sides } }) {
  const [height, width] = outputShape;
  const calls = Math.max(...sides) ? [padding("layers.ZeroPadding2D", inputShape, sides)] : [];
  const stride = given({ strides: [layer.stride, 1] });
  calls.push(call("layers.MaxPooling2D", [1], stride, [height, width, inputShape[2]]));
  calls[0].note = table.pixel_note;
  const { word, after } = activated(layer);
  const options = given({ activation: [word, null], use_bias: [layer.use_bias, true] });
  return [...calls, kernels(layer, options, outputShape), ...after];
}

/**
 * Return the layer of a convolution, of all channels at once or of each alone.
 *
 * @param {LayerEntry} layer
 * @param {Call["options"]} options
 * @param {number[]} shape that leaves
 */
function kernels(layer, options, shape) {
  const size = compact(layer.kernel_size);
  if (!layer.multiplier) return call("layers.Conv2D", [shape[2], size], options, shape);
  const depth = given({ depth_multiplier: [layer.multiplier, 1] });
  return call("layers.DepthwiseConv2D", [size], { ...options, ...depth }, shape);
}

/**
 * Return the layer that adds what leaves two paths, the second of them often none.
 *
 * @param {Step} step
 */
function residual({ paths, outputShape }) {
  const [body, shortcut] = paths.map((path) => path.flatMap(callsOf));
  /** @type {Call["options"]} */
  const options = shortcut.length ? { shortcut } : {};
  return call("Residual", [body], options, outputShape);
}

/**
 * @param {Step} step
 * @returns {Call[]}
 */
function pooling({ layer, inputShape, outputShape: shape, window }) {
  const [size, stride] = [layer.size, layer.stride].map(compact);
  const largest = layer.layer === "MaxPool2D";
  const word = paddingWord(layer.padding, inputShape, window, shape.slice(0, 2));
  if (word === null && !largest) {
    const sides = { padding: nestedSides(window.sides) };
    return [call("PaddedAveragePooling2D", [size, stride], sides, shape)];
  }
  const before = word === null ? [padding("LowestPadding2D", inputShape, window.sides)] : [];
  const options = given({ strides: [stride, size], padding: [word ?? "valid", "valid"] });
  const name = largest ? "layers.MaxPooling2D" : "layers.AveragePooling2D";
  return [...before, call(name, [size], options, shape)];
}

/**
 * Return the layer that pads before another.
 *
 * @param {string} name
 * @param {number[]} shape
 * @param {number[]} sides
 */
function padding(name, shape, sides) {
  const [top, bottom, left, right] = sides;
  const padded = [shape[0] + top + bottom, shape[1] + left + right, shape[2]];
  return call(name, [shortestSides(sides)], {}, padded);
}
