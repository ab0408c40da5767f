/**
 * The layers of `cnncourse.architecture`: their fields, defaults, checks and how they are shown.
 *
 * A layer is the plain entry of `Architecture.to_json()`, as
 * `{layer: "Conv2D", filters: 32, kernel_size: [3, 3], ...}`.
 */

import { checkPadding, pair } from "./geometry.js";
import { repr } from "./repr.js";
import table from "./tables/layers.json" with { type: "json" };
import { isWhole } from "./whole.js";

/** @typedef {{layer: string} & Record<string, any>} LayerEntry */
/** @typedef {"whole" | "activation" | "flag" | "pair" | "padding" | "number" | "layers"} FieldType */
/**
 * `fallback` is the default and missing where a value is required; `low` and `high` bound a
 * number.
 *
 * @typedef {{type: FieldType, fallback?: any, low?: number, high?: number, open?: boolean,
 *   cure?: string}} Field
 */
/** @typedef {{kind: string, fields: Record<string, Field>}} LayerType */

/** What `activation` may be; each is the kind of a layer of its own too. */
export const ACTIVATIONS = table.activations;

/** @type {Record<string, LayerType>} */
export const LAYERS = /** @type {any} */ (table.layers);

/** In which order Python's checks run, and so which of two errors is told. */
const CHECKED = ["whole", "activation", "flag", "pair", "padding", "number"];

/**
 * Return a new layer of the kind that `name` names, every field at its default.
 *
 * @param {string} name
 * @returns {LayerEntry}
 */
export function defaults(name) {
  const fields = Object.keys(typeOf({ layer: name }).fields);
  const required = Object.entries(table.starting).filter(([key]) => fields.includes(key));
  return normaliseLayer({ layer: name, ...Object.fromEntries(required) });
}

/**
 * Return the fields and the kind of an entry's layer.
 *
 * @param {unknown} entry
 * @returns {LayerType}
 */
function typeOf(entry) {
  const name = /** @type {any} */ (entry).layer;
  if (typeof name !== "string" || !Object.hasOwn(LAYERS, name)) {
    const known = Object.keys(LAYERS).join(", ");
    throw new Error(`unknown layer ${repr(name)}; known layers: ${known}`);
  }
  return LAYERS[name];
}

/**
 * Return an entry with every field in its plain form: pairs, names or four sides, defaults.
 *
 * Throws what Python's layer raises; the error of a layer in it has the `place` that it is in.
 *
 * @param {unknown} entry
 * @returns {LayerEntry}
 */
export function normaliseLayer(entry) {
  if (typeof entry !== "object" || entry === null || !Object.hasOwn(entry, "layer")) {
    throw new Error(`a layer must be an object with a "layer" name, got ${repr(entry)}`);
  }
  const given = /** @type {LayerEntry} */ (entry);
  const { fields } = typeOf(given);
  for (const key of Object.keys(given)) {
    if (key !== "layer" && !Object.hasOwn(fields, key)) {
      throw new Error(`${given.layer} has no field ${repr(key)}`);
    }
  }
  /** @type {LayerEntry} */
  const result = { layer: given.layer };
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(given, name) && field.fallback === undefined) {
      throw new Error(`${given.layer} lacks its field ${repr(name)}`);
    }
    result[name] = Object.hasOwn(given, name) ? given[name] : field.fallback;
  }
  if (result.stride === null && Object.hasOwn(result, "size")) result.stride = result.size;
  const inside = Object.entries(fields).filter(([, field]) => field.type === "layers");
  for (const [name] of inside) result[name] = normaliseAll(result[name], name);
  for (const [name, field] of inside) checkInside(result[name], name, field);
  const order = Object.entries(fields).sort(
    ([, a], [, b]) => CHECKED.indexOf(a.type) - CHECKED.indexOf(b.type),
  );
  for (const [name, field] of order) {
    try {
      result[name] = checked(result[name], name, field);
    } catch (error) {
      throw new Error(`${given.layer}: ${/** @type {Error} */ (error).message}`);
    }
  }
  return result;
}

/**
 * Return the layers in another in their plain form; what is no list stays.
 *
 * @param {any} entries
 * @param {string} name of the field
 */
function normaliseAll(entries, name) {
  if (!Array.isArray(entries)) return entries;
  return entries.map((entry, i) => {
    try {
      return normaliseLayer(entry);
    } catch (error) {
      const { message, place = "" } = /** @type {Error & {place?: string}} */ (error);
      throw Object.assign(new Error(message), { place: `, ${name} ${i + 1}${place}` });
    }
  });
}

/**
 * Return what is wrong with a layer among others, from the error and its place among them.
 *
 * @param {number} number
 * @param {unknown} error
 */
export function placed(number, error) {
  const { message, place = "" } = /** @type {Error & {place?: string}} */ (error);
  return `layer ${number}${place}: ${message}`;
}

/**
 * @param {unknown} layers
 * @param {string} name
 * @param {Field} field
 */
function checkInside(layers, name, { fallback }) {
  if (fallback === null && layers === null) return;
  if (!Array.isArray(layers)) {
    const rule = `Residual: ${name} must be a list of layers, in order, got ${repr(layers)}`;
    throw new Error(`${rule}; write [Flatten(), Dense(10)]`);
  }
  if (layers.length) return;
  const cure =
    fallback === null
      ? "leave shortcut out to add the input itself"
      : "write Residual([Conv2D(16, 3, padding='same')])";
  throw new Error(`Residual's ${name} must be at least one layer, got none; ${cure}`);
}

/**
 * Return the lists of layers in a layer by the field that they are in; most have none.
 *
 * @param {LayerEntry} layer
 * @returns {[field: string, layers: LayerEntry[]][]}
 */
export function inner(layer) {
  const names = Object.entries(typeOf(layer).fields).filter(([, { type }]) => type === "layers");
  return names.map(([name]) => [name, layer[name] ?? []]);
}

/**
 * Return a field's value in its plain form, or throw what is wrong with it.
 *
 * @param {any} value
 * @param {string} name
 * @param {Field} field
 */
function checked(value, name, field) {
  if (field.type === "pair") return pair(value, name);
  if (field.type === "padding") return checkPadding(value);
  if (field.type === "number") return number(value, name, field);
  if (field.type === "whole" && !isWhole(value, 1)) {
    throw new Error(`${name} must be a whole number of at least 1, got ${repr(value)}`);
  }
  if (field.type === "activation" && value !== null && !ACTIVATIONS.includes(value)) {
    const known = ACTIVATIONS.join(", ");
    throw new Error(`activation must be None or one of ${known}, got ${repr(value)}`);
  }
  if (field.type === "flag" && typeof value !== "boolean") {
    throw new Error(`${name} must be True or False, got ${repr(value)}`);
  }
  return value;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {Field} field
 */
function number(value, name, { low = 0, high = Infinity, open = false, cure }) {
  const good = typeof value === "number" && low <= value && value < high;
  if (!good || (open && value === low)) {
    throw new Error(
      `${name} must be a number in ${open ? "(" : "["}${low}, ${repr(high)}), ` +
        `got ${repr(value)}${cure ? `; ${cure}` : ""}`,
    );
  }
  return value;
}

/**
 * Return a layer as Python shows it: `Conv2D(32, 3, padding='same')`.
 *
 * @param {LayerEntry} entry in its plain form, as `normaliseLayer` returns it
 * @param {boolean} [brief] what is in a residual is left out
 * @returns {string}
 */
export function layerRepr(entry, brief = false) {
  const { fields } = typeOf(entry);
  const shown = [];
  for (const [name, field] of Object.entries(fields)) {
    if (field.type === "layers") {
      const all = entry[name]?.map((/** @type {LayerEntry} */ one) => layerRepr(one)).join(", ");
      const before = name === "layers" ? "" : `${name}=`;
      if (all) shown.push(`${before}[${brief ? "..." : all}]`);
      continue;
    }
    const text = written(entry[name], field);
    if (table.unnamed.includes(name)) shown.push(text);
    else if (name === "stride" && text === written(entry.size ?? 1, field)) continue;
    else if (text !== written(field.fallback, field)) shown.push(`${name}=${text}`);
  }
  return `${entry.layer}(${shown.join(", ")})`;
}

/**
 * Return a value as Python writes it: (3, 3) as 3, and a number with its point.
 *
 * @param {any} value
 * @param {Field} field
 */
function written(value, field) {
  const equal = Array.isArray(value) && value.every((entry) => entry === value[0]);
  const text = repr(equal ? value[0] : value);
  return field.type === "number" && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
