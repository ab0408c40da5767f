/**
 * What a residual adds: the shapes of both sides, and what to do where they differ.
 */

import { faulty } from "./fault.js";
import { layerRepr, normaliseLayer } from "./layers.js";
import { repr } from "./repr.js";

/** @typedef {import("./layers.js").LayerEntry} LayerEntry */

/**
 * Throw where what leaves the layers of a residual cannot be added to what goes around them.
 *
 * @param {number[]} shape that enters
 * @param {number[]} out what leaves the layers
 * @param {number[] | undefined} shortcut what leaves the shortcut, where there is one
 */
export function checkSum(shape, out, shortcut) {
  const around = shortcut ?? shape;
  if (String(out) === String(around)) return;
  const other = shortcut ? "what leaves its shortcut" : "its input";
  const cure = projection(shape, out, around);
  const made = typeof cure === "string" ? null : normaliseLayer(cure);
  const words = made ? `project the input with shortcut=[${layerRepr(made)}]` : cure;
  throw faulty(
    `Residual adds ${other}, ${repr(around)}, to what leaves its layers, ${repr(out)}, and the ` +
      `two shapes must be equal; ${words}`,
    "paths-differ",
    "shortcut",
    made && { set: { shortcut: [cure] } },
  );
}

/**
 * Return the layer that makes of the input what can be added, or what else to do.
 *
 * @param {number[]} shape
 * @param {number[]} out
 * @param {number[]} around
 * @returns {LayerEntry | string}
 */
function projection(shape, out, around) {
  if (shape.length === 1 && out.length === 1) return { layer: "Dense", units: out[0] };
  if (shape.length !== 3 || out.length !== 3) return "let both end in a map, or both in a vector";
  const stride = [0, 1].map((i) => Math.ceil(shape[i] / out[i]));
  if (stride.some((step, i) => Math.ceil(shape[i] / step) !== out[i])) {
    return 'give the layers padding="same", or the shortcut the same windows';
  }
  if (out[2] === around[2] && Math.max(...stride) === 1) {
    return "give both the same strides and padding";
  }
  const conv = { layer: "Conv2D", filters: out[2], kernel_size: 1 };
  const [down, right] = stride;
  if (down !== right) return { ...conv, stride };
  return down === 1 ? conv : { ...conv, stride: down };
}
