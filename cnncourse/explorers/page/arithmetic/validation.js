/**
 * A network from outside, such as a page's address, checked before anything is made of it.
 */

import { inner, LAYERS, normaliseLayer, placed } from "./layers.js";
import { repr } from "./repr.js";
import table from "./tables/networks.json" with { type: "json" };
import { isWhole } from "./whole.js";

/** @typedef {import("./architecture.js").Spec} Spec */

export const INITIALIZERS = table.initializers;
const { fields: FIELDS, format: FORMAT, version: VERSION } = table;

/**
 * The largest values that the explorers take, by the name of a layer's field.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const LIMITS = Object.freeze(table.limits);

/**
 * Return what is wrong with a description beside its layers, or null.
 *
 * @param {any} spec
 * @returns {string | null}
 */
export function specFault(spec) {
  if (typeof spec !== "object" || spec === null || Array.isArray(spec)) {
    return `an architecture must be an object, got ${repr(spec)}`;
  }
  if (!Array.isArray(spec.layers)) return `layers must be a list, got ${repr(spec.layers)}`;
  if (typeof spec.name !== "string" || spec.name === "") {
    return `name must be a non-empty string, got ${repr(spec.name)}`;
  }
  const shape = spec.input_shape;
  if (!Array.isArray(shape) || shape.length !== 3 || !shape.every((side) => isWhole(side, 1))) {
    return shapeFault(shape);
  }
  const initializer = spec.initializer ?? INITIALIZERS[0];
  if (!INITIALIZERS.includes(initializer)) {
    return `initializer must be one of ${INITIALIZERS.join(", ")}, got ${repr(initializer)}`;
  }
  return null;
}

/** @param {unknown} shape */
function shapeFault(shape) {
  const rule = "input_shape must be (height, width, channels), whole numbers >= 1, got ";
  if (!Array.isArray(shape)) return rule + repr(shape);
  let cure = shape.length === 4 ? "; leave the batch out" : "";
  if (shape.length === 2) {
    cure = `; grey images have one channel: (${shape.map(repr).join(", ")}, 1)`;
  }
  return `${rule}[${shape.map(repr).join(", ")}]${cure}`;
}

/**
 * Return a description with every field in its plain form, or what is wrong with it.
 *
 * A network whose shapes do not fit is taken: `describe` tells the mistake at its layer.
 *
 * @param {unknown} raw
 * @returns {{spec: Spec, problem: null} | {spec: null, problem: string}}
 */
export function validateSpec(raw) {
  try {
    return { spec: read(raw), problem: null };
  } catch (error) {
    return { spec: null, problem: /** @type {Error} */ (error).message };
  }
}

/**
 * @param {any} raw
 * @returns {Spec}
 */
function read(raw) {
  const fault = specFault(raw);
  if (fault !== null) throw new Error(fault);
  for (const key of Object.keys(raw)) {
    if (!FIELDS.includes(key)) throw new Error(`unknown field ${repr(key)} in an architecture`);
  }
  const { format = FORMAT, version = VERSION } = raw;
  if (format !== FORMAT) {
    throw new Error(`not an architecture: the JSON must say "format": "${FORMAT}"`);
  }
  if (version !== VERSION) {
    throw new Error(
      `architecture version must be ${VERSION}, got ${repr(version)}; ` +
        "update cnncourse to read a newer file",
    );
  }
  atMost(raw.name.length, LIMITS.name, "the length of name");
  const [height, width, channels] = raw.input_shape;
  atMost(Math.max(height, width), LIMITS.input_side, "input_shape's height and width");
  atMost(channels, LIMITS.input_channels, "input_shape's channels");
  const layers = raw.layers.map(readLayer);
  atMost(countAll(layers), LIMITS.layers, "the number of layers");
  const { name, initializer = INITIALIZERS[0] } = raw;
  return { format, version, name, input_shape: [height, width, channels], initializer, layers };
}

/**
 * Count layers, those in them as well.
 *
 * @param {import("./layers.js").LayerEntry[]} layers
 * @returns {number}
 */
export function countAll(layers) {
  return layers.reduce(
    (all, one) => inner(one).reduce((sum, [, inside]) => sum + countAll(inside), all + 1),
    0,
  );
}

/**
 * @param {unknown} entry
 * @param {number} index
 */
function readLayer(entry, index) {
  try {
    const layer = normaliseLayer(entry);
    checkLimits(layer);
    return layer;
  } catch (error) {
    throw new Error(placed(index + 1, error));
  }
}

/** @param {import("./layers.js").LayerEntry} layer */
function checkLimits(layer) {
  for (const field of Object.keys(LAYERS[layer.layer].fields)) {
    const value = [layer[field]].flat();
    if (Object.hasOwn(LIMITS, field) && value.every(Number.isFinite)) {
      atMost(Math.max(...value), LIMITS[field], `${layer.layer}: ${field}`);
    }
  }
  for (const [, inside] of inner(layer)) inside.forEach(checkLimits);
}

/**
 * @param {number} value
 * @param {number} limit
 * @param {string} what
 */
function atMost(value, limit, what) {
  if (value > limit) {
    throw new Error(`${what} must be at most ${limit} in the explorers, got ${repr(value)}`);
  }
}
