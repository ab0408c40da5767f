/** The setting that is a stack of layers with windows, and what `describe` makes of it. */

import { describe } from "../arithmetic/architecture.js";
import { isWhole } from "../arithmetic/whole.js";
import { addRule } from "../core/settings.js";

/** @typedef {[kind: "conv" | "pool", size: number, stride: number, padding: number | string,
 *   dilation: number]} WindowLayer */
/** @typedef {{[field: string]: [low: number, high: number]}} Bounds */

/** @param {{kinds: string[], fields: Bounds}} setting
 * @param {any} entry */
function good(setting, entry) {
  if (!Array.isArray(entry) || entry.length !== 5) return false;
  if (!setting.kinds.includes(entry[0])) return false;
  return Object.entries(setting.fields).every(([field, [low, high]], i) => {
    const value = entry[i + 1];
    if (field === "padding" && (value === "valid" || value === "same")) return true;
    if (field === "dilation" && entry[0] === "pool") return value === 1;
    return isWhole(value, low, high);
  });
}

addRule("window-layers", (setting, raw) => {
  const { most } = /** @type {any} */ (setting);
  const taken =
    Array.isArray(raw) &&
    raw.length <= most &&
    raw.every((one) => good(/** @type {any} */ (setting), one));
  return taken ? raw : undefined;
});

/**
 * What `cnncourse.architecture` says of such layers, with one filter each.
 * @param {number} size of the input, both ways
 * @param {WindowLayer[]} layers
 */
export function describeStack(size, layers) {
  const entries = layers.map(([kind, window, stride, padding, dilation]) =>
    kind === "conv"
      ? { layer: "Conv2D", filters: 1, kernel_size: window, stride, padding, dilation }
      : { layer: "MaxPool2D", size: window, stride, padding },
  );
  const { layers: all, problem } = describe({
    name: "stack",
    input_shape: [size, size, 1],
    layers: entries,
  });
  const fault = all.findIndex((step) => step.problem !== null);
  // No layer at all is no network in Python, but here an input to look at.
  return {
    steps: fault < 0 ? all : all.slice(0, fault),
    fault: fault + 1,
    problem: layers.length ? problem || "" : "",
  };
}
