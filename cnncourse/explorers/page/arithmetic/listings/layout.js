/**
 * How a listing is laid out: values as source, calls on lines, shapes in a column.
 */

import { describe } from "../architecture.js";
import { extent } from "../geometry.js";
import { repr } from "../repr.js";

/** @typedef {import("../architecture.js").Spec} Spec */
/** @typedef {import("../architecture.js").Totals} Totals */
/** @typedef {import("../layers.js").LayerEntry} LayerEntry */
/** @typedef {import("../shapes.js").Window} Window */
/** @typedef {import("../shapes.js").Pair} Pair */
/**
 * A layer of a network without mistakes, in its place.
 *
 * @typedef {object} Step
 * @property {string} kind
 * @property {LayerEntry} layer
 * @property {number[]} inputShape
 * @property {number[]} outputShape
 * @property {number[] | null} flattenedFrom
 * @property {Window} window of a convolution or a pooling
 */
/**
 * One entry of a model: what is called, with what, and the shape that leaves it. An empty shape
 * writes no comment: the layer keeps the shape it receives.
 *
 * @typedef {{name: string, arguments: string[], shape: number[]}} Call
 */

/** Columns of the longest line, but for a header with a long name. */
const WIDTH = 88;

// What would end a comment, hide in it, or keep the text from being saved as UTF-8.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Return the layers and totals of a network, or throw what is wrong with it.
 *
 * @param {Spec} spec
 * @returns {{steps: Step[], totals: Totals}}
 */
export function read(spec) {
  const { layers, totals, problem } = describe(spec);
  if (totals === null) throw new Error(String(problem));
  return { steps: /** @type {Step[]} */ (layers), totals };
}

/**
 * Return a call; `shape` is what leaves it.
 *
 * @param {string} name
 * @param {string[]} [given]
 * @param {number[]} [shape]
 * @returns {Call}
 */
export function call(name, given = [], shape = []) {
  return { name, arguments: given, shape };
}

/**
 * Return a value as source: whole numbers that are all equal as one.
 *
 * @param {unknown} value
 */
export function source(value) {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) {
    return repr(value.every((number) => number === value[0]) ? value[0] : value);
  }
  return repr(value).replace("e-0", "e-");
}

/**
 * Return `name=value` for every name whose [value, default] differ as source.
 *
 * @param {Record<string, [unknown, unknown]>} values
 */
export function given(values) {
  return Object.entries(values)
    .filter(([, [value, fallback]]) => source(value) !== source(fallback))
    .map(([name, [value]]) => `${name}=${source(value)}`);
}

/**
 * Return how many windows fit along direction `i`.
 *
 * @param {number[]} shape
 * @param {Window} window
 * @param {number} i
 */
export function fitting(shape, { kernel, stride, sides, dilation }, i) {
  const padded = shape[i] + sides[2 * i] + sides[2 * i + 1];
  return Math.floor((padded - extent(kernel[i], dilation[i])) / stride[i]) + 1;
}

/**
 * Return the comment that names the network and counts its parameters.
 *
 * @param {Spec} spec
 * @param {Totals} totals
 */
export function header(spec, { parameters }) {
  const { total, trainable, fixed } = parameters;
  const trained = fixed > 0 ? ` (${trainable.toLocaleString("en-US")} trainable)` : "";
  const name = spec.name.replace(UNPRINTABLE, " ");
  return `# ${name}: ${total.toLocaleString("en-US")} parameters${trained}`;
}

/**
 * Return the lines of a model's entries; a text among them is a comment of its own.
 *
 * @param {(Call | string)[]} calls
 * @param {string} indent
 */
export function entries(calls, indent) {
  const comments = calls.map(comment);
  const room = WIDTH - 2 - Math.max(...comments.map((text) => text.length));
  const blocks = calls.map((entry) => linesOf(entry, indent, room));
  const widths = blocks.map((block, k) => (comments[k] ? block[block.length - 1].length : 0));
  const column = Math.max(...widths);
  for (const [k, block] of blocks.entries()) {
    const last = block.length - 1;
    if (comments[k]) block[last] = `${block[last].padEnd(column)}  ${comments[k]}`;
  }
  return blocks.flat();
}

/** @param {Call | string} entry */
function comment(entry) {
  if (typeof entry === "string" || entry.shape.length === 0) return "";
  return `# ${entry.shape.join(" x ")}`;
}

/**
 * One line where it fits, else the arguments on a line of their own, else on one each.
 *
 * @param {Call | string} entry
 * @param {string} indent
 * @param {number} room
 */
function linesOf(entry, indent, room) {
  if (typeof entry === "string") return [`${indent}# ${entry}`];
  const together = entry.arguments.join(", ");
  const line = `${indent}${entry.name}(${together}),`;
  if (line.length <= room) return [line];
  const inner = `${indent}    `;
  const body =
    inner.length + together.length <= WIDTH
      ? [inner + together]
      : entry.arguments.map((argument) => `${inner}${argument},`);
  return [`${indent}${entry.name}(`, ...body, `${indent}),`];
}

/**
 * Return the text of a module: imports, the classes it needs, and the model.
 *
 * @param {string[]} imports
 * @param {string[]} classes
 * @param {string[]} model
 */
export function moduleText(imports, classes, model) {
  const gap = classes.length > 0 ? "\n\n\n" : "\n\n";
  return `${[imports.join("\n"), ...classes, model.join("\n")].join(gap)}\n`;
}
