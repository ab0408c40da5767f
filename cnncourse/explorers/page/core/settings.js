/** The rules of an explorer's settings: which values each takes, from wherever they come. */

import { isWhole } from "../arithmetic/whole.js";
import { readNumbers } from "./typed.js";

/**
 * @typedef {number | string | boolean | null | any[] | {[key: string]: any}} Value
 * @typedef {{[name: string]: any}} Values
 * @typedef {{
 *   name: string, kind: string, label: string, default: any,
 *   low?: number, high?: number, step?: number, whole?: boolean, unit?: string,
 *   options?: {value: string, label: string}[], stops?: number[], shapes?: number[][], names?: string[], pixels?: string,
 * }} Setting
 * @typedef {{title: string, data: string[], parts: string[], settings: Setting[]}} Description
 */

/** @type {{[kind: string]: (setting: Setting, raw: any) => any}} */
const RULES = {
  slider: number,
  place: number,
  choice: (setting, raw) =>
    (setting.options || []).some((option) => option.value === raw) ? raw : undefined,
  toggle: (_, raw) => (typeof raw === "boolean" ? raw : undefined),
  numbers: (setting, raw) => {
    const shape = shapeOf(raw);
    const known = (setting.shapes || []).some((one) => String(one) === String(shape));
    if (!known) return undefined;
    const read = readNumbers(raw);
    return flat(read).every((each) => within(setting, each)) ? read : undefined;
  },
};

/**
 * Let an explorer check a kind of setting of its own.
 * @param {string} kind
 * @param {(setting: Setting, raw: any) => any} rule gives the value, or undefined to refuse it
 */
export function addRule(kind, rule) {
  RULES[kind] = rule;
}

/**
 * The value that a setting takes for `raw`, or undefined where it refuses it.
 * @param {Setting} setting
 * @param {any} raw
 */
export function accept(setting, raw) {
  try {
    return RULES[setting.kind]?.(setting, raw);
  } catch {
    return undefined; // from an address comes anything: brackets within brackets, without end
  }
}

/**
 * Values for all settings: what is acceptable of `raw`, the defaults for the rest.
 * @param {Description} description
 * @param {Values} raw
 * @returns {{values: Values, refused: string[]}} refused: the names whose value was not taken
 */
export function acceptAll(description, raw) {
  /** @type {Values} */
  const values = {};
  const names = new Set(description.settings.map((setting) => setting.name));
  const refused = Object.keys(raw).filter((name) => !names.has(name));
  for (const setting of description.settings) {
    const given = Object.hasOwn(raw, setting.name);
    const value = given ? accept(setting, raw[setting.name]) : undefined;
    if (given && value === undefined) refused.push(setting.name);
    values[setting.name] = value === undefined ? setting.default : value;
  }
  return { values, refused };
}

/**
 * Whether two values are the same, tables compared number by number.
 * @param {any} a
 * @param {any} b
 */
export function same(a, b) {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** @param {Setting} setting @param {any} raw */
function number(setting, raw) {
  const good = within(setting, raw) && (!setting.whole || isWhole(raw));
  return good ? raw : undefined;
}

/** @param {Setting} setting @param {any} raw */
function within({ low = -Infinity, high = Infinity }, raw) {
  return typeof raw === "number" && Number.isFinite(raw) && raw >= low && raw <= high;
}

/** @param {any} raw @returns {number[] | null} */
function shapeOf(raw) {
  if (!Array.isArray(raw)) return [];
  const shapes = raw.map(shapeOf);
  const alike = shapes.every((one) => one && String(one) === String(shapes[0]));
  return raw.length && alike ? [raw.length, ...(shapes[0] || [])] : null;
}

/** @param {any} raw @returns {any[]} */
function flat(raw) {
  return Array.isArray(raw) ? raw.flat(Infinity) : [raw];
}

/**
 * The padding that two settings say together: a name, or a number of pixels.
 * @param {Values} values
 * @returns {string | number}
 */
export function chosenPadding({ padding_kind: kind, padding }) {
  return kind === "number" ? padding : kind;
}
