/**
 * A network as an `nn.Sequential` written by hand.
 */

import { defaults, LAYERS } from "../layers.js";
import table from "../tables/listings.json" with { type: "json" };
import { fitting } from "./keras_padding.js";
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
import { convolutionPadding, poolingPadding, torchSides } from "./torch_padding.js";

/** @typedef {import("./layout.js").Spec} Spec */
/** @typedef {import("./layout.js").Step} Step */
/** @typedef {import("./layout.js").Call} Call */
/** @typedef {import("./layout.js").Value} Value */
/** @typedef {import("./layout.js").Window} Window */
/** @typedef {import("./layout.js").LayerEntry} LayerEntry */

/** @type {Record<string, string>} */
const ACTIVATIONS = table.torch_activations;

/**
 * Return the source of a module that builds a network in PyTorch; throws what is wrong with it.
 *
 * @param {Spec} spec
 * @param {ReturnType<typeof import("../architecture.js").describe>} [described] where it is known
 * @returns {string}
 */
export function torchListing(spec, described) {
  const { steps, totals } = read(spec, described);
  const model = sequential(steps);
  const classes = named(model, table.classes.torch);
  const imports = ["from torch import nn"];
  if (classes.some((text) => /\btorch\./.test(text))) imports.unshift("import torch");
  const images = channelsFirst(spec.input_shape).join(", ");
  const comments = [
    header(spec, totals),
    `# Images go in as (N, ${images}): PyTorch puts the channels first.`,
  ];
  return moduleText(imports, classes, [...comments, ...assignment(model)]);
}

/**
 * Return the module of layers one after the other; their features end in order.
 *
 * @param {Step[]} steps
 */
function sequential(steps) {
  const { kind, inputShape, flattenedFrom } = steps[steps.length - 1];
  const map = kind === "flatten" && inputShape.length === 3 ? inputShape : flattenedFrom;
  const mixed = kind === "dense" || kind === "residual";
  return call("nn.Sequential", [...steps.flatMap(callsOf), ...reordering(mixed ? null : map)]);
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
    const pool = call("nn.AdaptiveAvgPool2d", [1], {}, [...out, 1, 1]);
    return [pool, call("nn.Flatten", [], {}, out)];
  }
  if (kind === "norm") return [normalisation(layer, shape)];
  if (kind === "residual") {
    const [body, shortcut] = step.paths.map((path) => (path.length ? [sequential(path)] : []));
    /** @type {Call["options"]} */
    const options = shortcut.length ? { shortcut: shortcut[0] } : {};
    // What is added to something else is in order on both sides.
    return [...reordering(step.flattenedFrom), call("Residual", body, options, out)];
  }
  if (kind === "dropout") return [call("nn.Dropout", [layer.rate])];
  if (kind === "flatten") return [call("nn.Flatten", [], {}, out)];
  if (kind === "dense") {
    const bias = given({ bias: [layer.use_bias, true] });
    return [call("nn.Linear", [shape[0], layer.units], bias, out)];
  }
  return [activation(kind, layer)];
}

/** @type {Record<string, Call["options"]>} */
const OPTIONS = { softmax: { dim: 1 }, softplus: { threshold: 40 } };

/**
 * @param {string} kind
 * @param {LayerEntry} layer
 */
function activation(kind, layer) {
  const name = ACTIVATIONS[kind];
  if (kind === "leaky_relu") {
    return call(name, layer.negative_slope === 0.01 ? [] : [layer.negative_slope]);
  }
  if (kind === "elu") return call(name, layer.alpha === 1 ? [] : [layer.alpha]);
  return call(name, [], OPTIONS[kind]);
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
  return call(name, [shape[shape.length - 1]], numbers);
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
function convolution(step, out) {
  if (misread(step)) return unstrided(step, out);
  const { layer, inputShape } = step;
  const said = convolutionPadding(step);
  const before = said ? [] : [padding("nn.ZeroPad2d", step)];
  const options = given({
    stride: [layer.stride, 1],
    padding: [said ? said.padding : 0, 0],
    dilation: [layer.dilation, 1],
    groups: [layer.multiplier ? inputShape[2] : 1, 1],
    bias: [layer.use_bias, true],
  });
  const sizes = [inputShape[2], out[0], compact(layer.kernel_size)];
  return [...before, call("nn.Conv2d", sizes, options, out)];
}

/**
 * Return a convolution that steps by single pixels, and a pooling that strides.
 *
 * @param {Step} step
 * @param {number[]} out
 * @returns {Call[]}
 */
function unstrided(step, out) {
  /** @type {Window} */
  const window = { ...step.window, stride: [1, 1] };
  const [height, width] = fitting(step.inputShape, window);
  const layer = { ...step.layer, stride: [1, 1] };
  const every = { ...step, layer, window, outputShape: [height, width, out[0]] };
  const calls = convolution(every, [out[0], height, width]);
  calls[0].note = table.single_note;
  return [...calls, call("nn.MaxPool2d", [1], given({ stride: [step.layer.stride, 1] }), out)];
}

/**
 * @param {Step} step
 * @param {number[]} out
 * @returns {Call[]}
 */
function pooling(step, out) {
  const { layer, window } = step;
  const [size, stride] = [layer.size, layer.stride].map(compact);
  const largest = layer.layer === "MaxPool2D";
  const said = poolingPadding(step);
  if (!said && !largest) {
    const sides = { sides: torchSides(window.sides) };
    return [call("PaddedAvgPool2d", [size, stride], sides, out)];
  }
  const before = said ? [] : [padding("nn.ConstantPad2d", step, -Infinity)];
  const options = given({
    stride: [stride, size],
    padding: [said ? said.padding : 0, 0],
    ceil_mode: [said?.ceil ?? false, false],
  });
  if (!largest && "padding" in options) options.count_include_pad = false;
  const name = largest ? "nn.MaxPool2d" : "nn.AvgPool2d";
  return [...before, call(name, [size], options, out)];
}

/**
 * Return the module that pads before a layer.
 *
 * @param {string} name
 * @param {Step} step
 * @param {number[]} value
 */
function padding(name, { inputShape: shape, window: { sides } }, ...value) {
  const [top, bottom, left, right] = sides;
  const padded = [shape[2], shape[0] + top + bottom, shape[1] + left + right];
  return call(name, [compact(torchSides(sides)), ...value], {}, padded);
}

/**
 * Return what puts flattened features in order where no dense layer reads them.
 *
 * A dense layer's weights take any order; but at a network's end feature k is the answer's
 * number k, and feature k of a residual is added to feature k.
 *
 * @param {number[] | null} flattened
 * @returns {Call[]}
 */
function reordering(flattened) {
  return flattened === null ? [] : [call("ChannelsLast", channelsFirst(flattened))];
}
