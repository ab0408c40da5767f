/** The controls of one layer: a slider, a choice or a switch for each of its numbers. */

import { ACTIVATIONS, LAYERS, LIMITS, normaliseLayer } from "../arithmetic/architecture.js";
import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
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
  rate: { label: "rate", steps: range(0, 19).map((i) => i / 20) },
  epsilon: { label: "epsilon", steps: [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1] },
  momentum: { label: "momentum (share kept)", steps: [0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.997, 0.999] },
  negative_slope: { label: "negative slope", steps: [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 1] },
  alpha: { label: "alpha", steps: [0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2] },
};
const EXACT = ["filters", "units"]; // these may be typed
const MOST_PADDING = 7;

let made = 0;
const newId = () => `nb-field-${++made}`;

/** @param {any} value */
function words(value) {
  const several = Array.isArray(value) ? value : [value];
  const written = several.map((one) => (one && one < 0.001 ? one.toExponential() : number(one, 4)));
  return written.join(several.length === 4 ? ", " : " × "); // four are top, bottom, left, right
}

/**
 * A slider that stops at given numbers; another number is shown at the nearest of them.
 * @param {string} label
 * @param {number[]} steps
 * @param {(value: number) => void} set
 */
function stepSlider(label, steps, set) {
  const id = newId();
  const input = element("input", { type: "range", id, min: 0, max: steps.length - 1, step: 1 });
  input.addEventListener("input", () => set(steps[Number(input.value)]));
  const shown = element("output", { for: id });
  const root = element("div", { class: "control slider" });
  root.append(element("label", { for: id }, label), shown, input);
  return {
    root,
    shown,
    /** @param {any} value @param {string} owner */
    show(value, owner) {
      const one = Array.isArray(value) ? value[0] : value;
      let near = 0;
      steps.forEach((step, i) => {
        if (Math.abs(step - one) < Math.abs(steps[near] - one)) near = i;
      });
      if (Number(input.value) !== near) input.value = String(near);
      input.setAttribute("aria-label", `${owner} ${label}`);
      input.setAttribute("aria-valuetext", words(value));
      if (!shown.firstElementChild) setText(shown, words(value));
    },
  };
}

/** @param {string} name @param {Change} change @returns {Field} */
function slider(name, change) {
  const { label, steps } = SLIDERS[name];
  const made = stepSlider(label, steps, (value) => change(name, value));
  const exact = element("input", { type: "number", min: 1, max: LIMITS[name], step: 1 });
  if (EXACT.includes(name)) made.shown.replaceWith(exact);
  let known = 1; // the number typed here last, or shown
  exact.addEventListener("input", () => {
    const value = exact.valueAsNumber;
    if (!Number.isInteger(value) || value < 1 || value > LIMITS[name]) return;
    known = value;
    change(name, value);
  });
  exact.addEventListener("change", () => (exact.value = String(known)));
  return {
    root: made.root,
    show(layer, owner) {
      made.show(short(layer[name]), owner);
      exact.setAttribute("aria-label", `${owner} ${label}, typed`);
      // What is being typed is left alone, unless the number was changed from elsewhere.
      if (!exact.matches(":focus") || layer[name] !== known) exact.value = String(layer[name]);
      known = layer[name];
    },
  };
}

/**
 * @param {string} label
 * @param {[string, string][]} options
 * @param {(value: string) => void} set
 */
export function chooser(label, options, set) {
  const id = newId();
  const select = element("select", { id });
  for (const [value, said] of options) select.append(element("option", { value }, said));
  select.addEventListener("change", () => set(select.value));
  const root = element("div", { class: "control choice" });
  root.append(element("label", { for: id }, label), select);
  return { root, select };
}

/** @param {Change} change @returns {Field} */
function activation(change) {
  /** @type {[string, string][]} */
  const options = ACTIVATIONS.map((name) => [name, name]);
  const set = (/** @type {string} */ value) => change("activation", value || null);
  const { root, select } = chooser("activation", [["", "none"], ...options], set);
  return {
    root,
    show(layer, owner) {
      select.value = layer.activation ?? "";
      select.setAttribute("aria-label", `${owner} activation`);
    },
  };
}

/** @param {Change} change @returns {Field} */
function bias(change) {
  const id = newId();
  const input = element("input", { type: "checkbox", id });
  input.addEventListener("change", () => change("use_bias", input.checked));
  const root = element("div", { class: "control toggle" }, input);
  root.append(element("label", { for: id }, "bias"));
  return {
    root,
    show(layer, owner) {
      input.checked = layer.use_bias;
      input.setAttribute("aria-label", `${owner} bias`);
    },
  };
}

/** A name, or a number of pixels on a slider of its own. @param {Change} change @returns {Field} */
function padding(change) {
  let usual = 1;
  /** @type {[string, string][]} */
  const kinds = [
    ["valid", "valid (none)"],
    ["same", "same"],
    ["number", "a number"],
  ];
  const { root: choice, select } = chooser("padding", kinds, (kind) =>
    change("padding", kind === "number" ? usual : kind),
  );
  const pixels = stepSlider("padding, pixels", range(0, MOST_PADDING), (value) =>
    change("padding", value),
  );
  return {
    root: element("div", { class: "nb-padding" }, choice, pixels.root),
    show(layer, owner) {
      usual = Math.floor((layer.kernel_size ?? layer.size)[0] / 2);
      const value = short(layer.padding);
      const named = typeof value === "string";
      select.value = named ? value : "number";
      select.setAttribute("aria-label", `${owner} padding`);
      pixels.root.hidden = named;
      if (!named) pixels.show(value, owner);
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
  const fields = Object.keys(LAYERS[kind].fields).map((name) =>
    OTHERS[name] ? OTHERS[name](change) : slider(name, change),
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
