/** The controls of one layer: a slider, a choice or a switch for each of its numbers. */

import { ACTIVATIONS, LAYERS, LIMITS, normaliseLayer } from "../arithmetic/architecture.js";
import { isWhole } from "../arithmetic/whole.js";
import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { chooser, rangeInput, switchInput } from "../core/inputs.js";
import { layerPadding } from "../core/layer_padding.js";
import { refuse, typing } from "../core/typed.js";
import { short } from "./layers.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {{root: HTMLElement, show: (layer: LayerEntry, owner: string) => void}} Field
 *   show takes a layer in full, and its name
 * @typedef {(name: string, value: any) => void} Change
 */

/** @param {number} low @param {number} high */
function range(low, high) {
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** Every number up to 32, then eight between a power of two and the next. @param {number} most */
function octaves(most) {
  const found = range(1, 32);
  for (let step = 4; found[found.length - 1] < most; step *= 2) {
    for (let i = 1; i <= 8; i += 1) found.push(8 * step + i * step);
  }
  return found.filter((one) => one <= most);
}

/**
 * What a slider stops at, by the field's name.
 * @type {{[name: string]: {label: string, steps: number[]}}}
 */
const SLIDERS = {
  filters: { label: "filters", steps: octaves(LIMITS.filters) },
  units: { label: "units", steps: octaves(LIMITS.units) },
  kernel_size: { label: "kernel size", steps: range(1, 11) },
  size: { label: "window size", steps: range(1, 8) },
  stride: { label: "stride", steps: range(1, 6) },
  dilation: { label: "dilation", steps: range(1, 6) },
  multiplier: { label: "kernels a channel", steps: range(1, 8) },
  rate: { label: "rate", steps: range(0, 19).map((i) => i / 20) },
  epsilon: { label: "epsilon", steps: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1] },
  momentum: { label: "momentum (share kept)", steps: [0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.997, 0.999] },
  negative_slope: { label: "negative slope", steps: [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1] },
  alpha: { label: "alpha", steps: [0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2] },
};
const EXACT = ["filters", "units"]; // these may be typed
const MOST_PADDING = 7;

/** @param {any} value */
function words(value) {
  const several = Array.isArray(value) ? value : [value];
  const written = several.map((one) => (one && one < 0.001 ? one.toExponential() : number(one, 4)));
  return written.join(several.length === 4 ? ", " : " × "); // four are top, bottom, left, right
}

/** What the slider of a field stops at that has no stops of its own above.
 * @param {string} name @param {import("../arithmetic/layers.js").Field} rule */
function usual(name, { type, low = 0, high = LIMITS[name] ?? low + 2 }) {
  const label = name.replaceAll("_", " ");
  if (type !== "number") return { label, steps: range(1, Math.min(LIMITS[name] ?? 8, 8)) };
  return { label, steps: range(1, 19).map((i) => low + ((high - low) * i) / 20) };
}

/** @param {string} name @param {string} kind @param {Change} change @returns {Field} */
function slider(name, kind, change) {
  const { label, steps } = SLIDERS[name] ?? usual(name, LAYERS[kind].fields[name]);
  const one = rangeInput({
    label,
    low: 0,
    high: steps.length - 1,
    step: 1,
    set: (at) => change(name, steps[at]),
  });
  const exact = EXACT.includes(name) ? typed(name, label, change) : null;
  if (exact) {
    one.shown.replaceWith(exact.root);
    one.root.append(exact.why);
  }
  return {
    root: one.root,
    show(layer, owner) {
      one.own(owner);
      one.show(nearest(steps, layer[name]), words(short(layer[name])));
      exact?.show(layer, owner);
    },
  };
}

/** The place of the step that is nearest. @param {number[]} steps @param {any} value */
function nearest(steps, value) {
  const one = Array.isArray(value) ? value[0] : value;
  let near = 0;
  steps.forEach((step, i) => {
    if (Math.abs(step - one) < Math.abs(steps[near] - one)) near = i;
  });
  return near;
}

/** A number to type. @param {string} name @param {string} label @param {Change} change */
function typed(name, label, change) {
  const input = element("input", { type: "text", inputmode: "numeric", autocomplete: "off" });
  const why = element("small", { class: "why-not", role: "status" });
  let known = 1; // the number typed here last, or shown
  const take = (/** @type {number} */ value) => {
    if (!isWhole(value, 1, LIMITS[name])) return false;
    known = value;
    input.dataset.shown = String(value);
    change(name, value);
    return true;
  };
  const rule = `${label} are a whole number from 1 to ${LIMITS[name]}`;
  typing(input, take, rule, (words) => setText(why, words));
  return {
    root: input,
    why,
    /** @param {LayerEntry} layer @param {string} owner */
    show(layer, owner) {
      input.setAttribute("aria-label", `${owner} ${label}, typed`);
      input.dataset.shown = String(layer[name]);
      // What is being typed is left alone, unless the number was changed from elsewhere.
      if (input.matches(":focus") && layer[name] === known) return;
      known = layer[name];
      input.value = String(known);
      refuse(input, false);
    },
  };
}

/** @param {Change} change @returns {Field} */
function activation(change) {
  /** @type {[string, string][]} */
  const names = ACTIVATIONS.map((name) => [name, name]);
  const set = (/** @type {string} */ value) => change("activation", value || null);
  const one = chooser({ label: "activation", options: [["", "none"], ...names], set });
  return {
    root: one.root,
    show(layer, owner) {
      one.own(owner);
      one.show(layer.activation ?? "");
    },
  };
}

/** @param {Change} change @returns {Field} */
function bias(change) {
  const one = switchInput({ label: "bias", set: (value) => change("use_bias", value) });
  return {
    root: one.root,
    show(layer, owner) {
      one.own(owner);
      one.show(layer.use_bias);
    },
  };
}

/** @param {Change} change @returns {Field} */
function padding(change) {
  const one = layerPadding(MOST_PADDING, (value) => change("padding", value));
  return {
    root: one.root,
    show(layer, owner) {
      const usual = Math.floor((layer.kernel_size ?? layer.size)[0] / 2);
      const value = short(layer.padding);
      one.show(owner, value, usual, words(value));
    },
  };
}

/** @type {{[name: string]: (change: Change) => Field}} */
const OTHERS = { activation, use_bias: bias, padding };

/**
 * The controls of a kind of layer.
 * @param {string} kind as "Conv2D"
 * @param {Change} change
 * @returns {{root: HTMLElement, show: (layer: LayerEntry, owner: string) => void}}
 */
export function makeFields(kind, change) {
  const names = Object.entries(LAYERS[kind].fields).flatMap(([name, { type }]) =>
    type === "layers" ? [] : [name],
  );
  const fields = names.map((name) =>
    OTHERS[name] ? OTHERS[name](change) : slider(name, kind, change),
  );
  const root = element("div", { class: "controls" }, ...fields.map((field) => field.root));
  return {
    root,
    show(layer, owner) {
      const full = normaliseLayer(layer);
      for (const field of fields) field.show(full, owner);
    },
  };
}
