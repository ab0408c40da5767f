/** A network's layers as the setting has them, and what can be done to them. */

import {
  defaults,
  LAYERS,
  LIMITS,
  layerRepr,
  normaliseLayer,
  validateSpec,
} from "../arithmetic/architecture.js";
import { addRule } from "../core/settings.js";
import description from "./description.json" with { type: "json" };

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {import("../core/settings.js").Values} Values
 * @typedef {{name: string, label: string, input_shape: number[], layers: LayerEntry[]}} Preset
 */

/** The name of a network that is none of the presets. */
export const OWN = description.constants.own_name;

/** The largest number of layers. */
export const MOST_LAYERS = LIMITS.layers;

/** (3, 3) as 3, and (1, 1, 2, 2) as (1, 2). @param {any} value */
export function short(value) {
  if (!Array.isArray(value)) return value;
  if (value.every((one) => one === value[0])) return value[0];
  const [top, bottom, left, right] = value;
  return value.length === 4 && top === bottom && left === right ? [top, left] : value;
}

/**
 * A layer without what is at its default, as `network_layers.plain` in Python.
 * @param {LayerEntry} layer
 * @returns {LayerEntry}
 */
export function plain(layer) {
  const full = normaliseLayer(layer);
  /** @type {LayerEntry} */
  const entry = { layer: full.layer };
  for (const [name, { fallback, type }] of Object.entries(LAYERS[full.layer].fields)) {
    if (type === "layers") {
      if (full[name]) entry[name] = full[name].map(plain);
      continue;
    }
    const own = name === "stride" && fallback === null ? short(full.size) : fallback;
    const value = short(full[name]);
    if (JSON.stringify(value) !== JSON.stringify(own)) entry[name] = value;
  }
  return entry;
}

addRule("network-layers", (setting, raw) => {
  if (typeof raw === "string") return setting.names?.includes(raw) ? raw : undefined;
  if (!Array.isArray(raw)) return undefined;
  const { spec } = validateSpec({ name: OWN, input_shape: [1, 1, 1], layers: raw });
  return spec ? spec.layers.map(plain) : undefined;
});

/**
 * The preset of this name or with these very layers, if there is one.
 * @param {Preset[]} presets
 * @param {string | LayerEntry[]} value of the setting
 */
export function presetOf(presets, value) {
  const text = typeof value !== "string" && JSON.stringify(value);
  return presets.find((one) => (text ? JSON.stringify(one.layers) === text : one.name === value));
}

/** The name of the preset with these very layers, or the layers: a short address.
 * @param {Preset[]} presets @param {LayerEntry[]} layers */
export function named(presets, layers) {
  return presetOf(presets, layers)?.name ?? layers;
}

/**
 * The network that the settings make, as `describe` takes it.
 * @param {Values} values
 * @param {Preset[]} presets
 */
export function specOf({ layers, input_size, input_channels }, presets) {
  const input_shape = [input_size, input_size, input_channels];
  const known = presetOf(presets, layers);
  const same = known && String(known.input_shape) === String(input_shape);
  return { name: same ? known.name : OWN, input_shape, layers: known ? known.layers : layers };
}

/** The settings that start from a preset. @param {Preset} preset @returns {Values} */
export function settingsOf({ name, input_shape: [size, , channels] }) {
  return { layers: name, input_size: size, input_channels: channels };
}

/** A layer to put where a shape leaves the one before. @param {number[] | undefined} shape */
export function fresh(shape) {
  return shape && shape.length === 1
    ? { layer: "Dense", units: 64, activation: "relu" }
    : { layer: "Conv2D", filters: 32, kernel_size: 3, padding: "same", activation: "relu" };
}

/**
 * A layer that leads from a shape to another, in steps where the map becomes smaller.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} [size] of the kernel
 * @returns {LayerEntry}
 */
export function leading(from, to, size = 3) {
  const many = to[to.length - 1];
  if (to.length === 1) return { layer: "Dense", units: many };
  const stride = [0, 1].map((i) => Math.ceil((from.length === 3 ? from[i] : 1) / to[i]));
  const padding = size > 1 ? "same" : "valid";
  return { layer: "Conv2D", filters: many, kernel_size: size, stride, padding };
}

/**
 * A layer of another kind that keeps what both have.
 * @param {LayerEntry} layer
 * @param {string} kind
 * @param {number[] | undefined} shape that enters, where it is known
 */
export function changedKind(layer, kind, shape) {
  if (kind === "Residual" && shape) {
    // Two layers around which what enters can be led as it is (He et al., 2015).
    const last = leading(shape, shape);
    return { layer: kind, layers: [{ ...last, activation: "relu" }, last] };
  }
  const old = normaliseLayer(layer);
  const alikeKind = LAYERS[old.layer].kind === LAYERS[kind].kind;
  const kept = Object.keys(LAYERS[kind].fields).filter(
    (name) =>
      Object.hasOwn(old, name) && (alikeKind || name === "activation" || name === "use_bias"),
  );
  return { ...defaults(kind), ...Object.fromEntries(kept.map((name) => [name, old[name]])) };
}

/**
 * What would mend a layer, where one thing would: layers in its place, and words for a button.
 * @param {LayerEntry} layer
 * @param {import("../arithmetic/fault.js").Fault | null} fault
 * @returns {{words: string, layers: LayerEntry[]} | null}
 */
export function cureOf(layer, fault) {
  const { set = {}, before = [] } = fault?.cure ?? {};
  const put = before.map((one) => `Put ${layerRepr(normaliseLayer(one))} before it`);
  const use = Object.entries(set).map(
    ([name, value]) => `Use ${name.replaceAll("_", " ")} ${written(name, value)}`,
  );
  if (!put.length && !use.length) return null;
  return { words: [...put, ...use].join(", "), layers: [...before, { ...layer, ...set }] };
}

/** A field's value in words. @param {string} name @param {any} value */
function written(name, value) {
  if (name !== "shortcut") return typeof value === "string" ? `“${value}”` : value;
  return `[${value.map((/** @type {LayerEntry} */ one) => layerRepr(normaliseLayer(one)))}]`;
}
