/**
 * How a listing is laid out: values as source, calls on lines, shapes in a column.
 */

import { describe } from "../architecture.js";
import { repr } from "../repr.js";
import { grouped } from "../whole.js";

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
 * @property {Step[][]} paths in a residual: its layers, and its shortcut's, maybe none
 * @property {Window} window of a convolution or a pooling
 */
/**
 * One call: what is called and with what; a whole model is one call with calls in it. An empty
 * shape writes no comment: the layer keeps the shape it receives. A note is printed before it.
 *
 * @typedef {object} Call
 * @property {string} name
 * @property {Value[]} arguments
 * @property {Record<string, Value>} options by name, those that are not the default
 * @property {number[]} shape
 * @property {string} note
 */
/** @typedef {string | number | boolean | null | number[] | number[][] | Call | Call[]} Value */

/** Columns of the longest line, but for a header with a long name. */
const WIDTH = 88;

/** Columns of a note, however deep it stands. */
const NARROWEST = 20;

// What would end a comment, hide in it, or keep the text from being saved as UTF-8.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Return the layers and totals of a network, or throw what is wrong with it.
 *
 * @param {Spec} spec
 * @param {ReturnType<typeof describe>} [described] where it is known
 * @returns {{steps: Step[], totals: Totals}}
 */
export function read(spec, { layers, totals, problem } = describe(spec)) {
  if (totals === null) throw new Error(String(problem));
  return { steps: /** @type {Step[]} */ (layers), totals };
}

/**
 * Return a call.
 *
 * @param {string} name
 * @param {Value[]} [values]
 * @param {Record<string, Value>} [options]
 * @param {number[]} [shape] of what leaves it
 * @param {string} [note]
 * @returns {Call}
 */
export function call(name, values = [], options = {}, shape = [], note = "") {
  return { name, arguments: values, options, shape, note };
}

/**
 * Return whether a value is a call.
 *
 * @param {unknown} value
 * @returns {value is Call}
 */
function isCall(value) {
  return typeof value === "object" && value !== null && "arguments" in value;
}

/**
 * Return the calls among a call's arguments, those in a list included.
 *
 * @param {Call} outer
 * @returns {Call[]}
 */
function inner(outer) {
  return [...outer.arguments, ...Object.values(outer.options)].flat().filter(isCall);
}

/**
 * Return a call and every call in it, outer ones first.
 *
 * @param {Call} outer
 * @returns {Call[]}
 */
function walk(outer) {
  return [outer, ...inner(outer).flatMap(walk)];
}

/**
 * Return the texts of the classes that a model names, in the order of the table.
 *
 * @param {Call} model
 * @param {Record<string, string>} classes
 */
export function named(model, classes) {
  const used = new Set(walk(model).map((each) => each.name));
  return Object.entries(classes).flatMap(([name, text]) => (used.has(name) ? [text] : []));
}

/**
 * Return a plain value as source.
 *
 * @param {unknown} value
 */
function source(value) {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value === "number" && !Number.isFinite(value)) return `float("${repr(value)}")`;
  return repr(value).replace("e-0", "e-");
}

/**
 * Return [3, 3] as 3, as it is usually written; what is no array stays.
 *
 * @param {any} value
 */
export function compact(value) {
  return Array.isArray(value) && value.every((one) => one === value[0]) ? value[0] : value;
}

/**
 * Return, by name, every value that is not its default, from [value, default] pairs.
 *
 * @param {Record<string, [any, any]>} values
 * @returns {Record<string, Value>}
 */
export function given(values) {
  const short = Object.entries(values).map(([name, pair]) => [name, ...pair.map(compact)]);
  const changed = short.filter(([, value, usual]) => source(value) !== source(usual));
  return Object.fromEntries(changed.map(([name, value]) => [name, value]));
}

/**
 * Return the comment that names the network and counts its parameters.
 *
 * @param {Spec} spec
 * @param {Totals} totals
 */
export function header(spec, { parameters }) {
  const { total, trainable, fixed } = parameters;
  const trained = fixed > 0 ? ` (${grouped(trainable)} trainable)` : "";
  const name = spec.name.replace(UNPRINTABLE, " ");
  return `# ${name}: ${grouped(total)} parameters${trained}`;
}

/** @typedef {[code: string, comment: string]} Line */

/**
 * Return the lines of `model = ...`, every call in it on lines of its own.
 *
 * @param {Call} model
 */
export function assignment(model) {
  const room = WIDTH - 2 - Math.max(...walk(model).map((each) => comment(each).length));
  const lines = linesOf(model, "", room, "model = ", "");
  const column = Math.max(0, ...lines.map(([code, text]) => (text ? code.length : 0)));
  return lines.map(([code, text]) => (text ? `${code.padEnd(column)}  ${text}` : code));
}

/** @param {Call} entry */
function comment({ shape }) {
  return shape.length === 0 ? "" : `# ${shape.join(" x ")}`;
}

/**
 * One line where it fits, else the arguments on lines of their own.
 *
 * @param {Call} entry
 * @param {string} indent
 * @param {number} room
 * @param {string} [before]
 * @param {string} [after]
 * @returns {Line[]}
 */
function linesOf(entry, indent, room, before = "", after = ",") {
  /** @type {[string, Value][]} */
  const values = [
    ...entry.arguments.map((value) => /** @type {[string, Value]} */ (["", value])),
    ...Object.entries(entry.options).map(
      ([name, value]) => /** @type {[string, Value]} */ ([`${name}=`, value]),
    ),
  ];
  /** @type {Line[]} */
  const note = wrapped(entry.note, Math.max(WIDTH - indent.length - 2, NARROWEST)).map((text) => [
    `${indent}# ${text}`,
    "",
  ]);
  const start = `${indent}${before}${entry.name}(`;
  const deeper = `${indent}    `;
  /** @type {Line} */
  const end = [`${indent})${after}`, comment(entry)];
  if (inner(entry).length > 0) {
    const nested = values.flatMap(([name, value]) => nestedLines(value, deeper, room, name));
    return [...note, [start, ""], ...nested, end];
  }
  const texts = values.map(([name, value]) => name + source(value));
  const together = texts.join(", ");
  const line = `${start}${together})${after}`;
  if (line.length <= room) return [...note, [line, comment(entry)]];
  const fits = deeper.length + together.length <= WIDTH;
  const body = fits ? [together] : texts.map((text) => `${text},`);
  return [
    ...note,
    [start, ""],
    ...body.map((text) => /** @type {Line} */ ([deeper + text, ""])),
    end,
  ];
}

/**
 * Return a text in lines of at most so many characters.
 *
 * @param {string} text
 * @param {number} most
 */
function wrapped(text, most) {
  return text.match(new RegExp(`\\S(?:.{0,${most - 1}})(?=\\s|$)`, "g")) ?? [];
}

/**
 * The lines of an argument of a call that holds calls.
 *
 * @param {Value} value
 * @param {string} indent
 * @param {number} room
 * @param {string} name
 * @returns {Line[]}
 */
function nestedLines(value, indent, room, name) {
  if (isCall(value)) return linesOf(value, indent, room, name);
  if (Array.isArray(value) && value.some(isCall)) {
    const calls = /** @type {Call[]} */ (value);
    const lines = calls.flatMap((each) => linesOf(each, `${indent}    `, room));
    return [[`${indent}${name}[`, ""], ...lines, [`${indent}],`, ""]];
  }
  return [[`${indent}${name}${source(value)},`, ""]];
}

/**
 * Return whether processors misread a convolution: of one channel, its windows in one column,
 * with a stride along the width alone.
 *
 * @param {Step} step
 */
export function misread({ layer, inputShape, outputShape }) {
  const [high, wide] = layer.stride;
  return inputShape[2] === 1 && outputShape[1] === 1 && high === 1 && wide > 1;
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
