/** One line for the pooling that is shown, in NumPy, Keras and PyTorch. */

import { chosen, compact, every, options, padPairs, script } from "./source.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {{sides: number[], input: import("../../arithmetic/arrays.js").NDArray}} Results */

const EXPLORER = "from cnncourse.explorers import Pooling";

/** The image as it is pooled. @param {Values} values @param {Results} results */
function image(values, { input }) {
  const { shift_down, shift_right } = values;
  const shift = options([
    ["shift_down", String(shift_down), "0"],
    ["shift_right", String(shift_right), "0"],
  ]);
  return `image = Pooling(${chosen(values)}${shift}).input  # ${input.shape.join(" x ")}`;
}

/** @param {number[]} sides */
function some(sides) {
  return sides.some((side) => side > 0);
}

/** @param {Values} values @param {Results} results */
function numpy(values, results) {
  const { kind, size, stride } = values;
  const prepared = [image(values, results)];
  const imports = ["import numpy as np"];
  if (kind === "global") {
    return script([EXPLORER], prepared, "output = image.mean(keepdims=True)");
  }
  const padded = some(results.sides);
  if (padded) {
    // What stands outside neither wins nor counts.
    const none = kind === "max" ? "-np.inf" : "np.nan";
    const pairs = padPairs(results.sides);
    prepared.push(`padded = np.pad(image, ${pairs}, constant_values=${none})`);
  }
  const from = padded ? "padded" : "image";
  const cut = stride > 1 ? `[${every(stride)}, ${every(stride)}]` : "";
  prepared.push(`windows = sliding_window_view(${from}, (${size}, ${size}))${cut}`);
  imports.push("from numpy.lib.stride_tricks import sliding_window_view", EXPLORER);
  const mean = padded ? "np.nanmean(windows, axis=(2, 3))" : "windows.mean(axis=(2, 3))";
  const used = imports.slice(padded ? 0 : 1);
  return script(used, prepared, `output = ${kind === "max" ? "windows.max(axis=(2, 3))" : mean}`);
}

/** @param {Values} values @param {Results} results */
function torch(values, results) {
  const { kind, size, stride } = values;
  const [top, bottom, left, right] = results.sides;
  const prepared = [image(values, results), "x = torch.tensor(image)[None, None]"];
  const imports = ["import torch", "import torch.nn.functional as F", EXPLORER];
  if (kind === "global") {
    return script(imports, prepared, "output = F.adaptive_avg_pool2d(x, 1)[0, 0]");
  }
  const fits = top === bottom && left === right && 2 * Math.max(top, left) <= size;
  const call = kind === "max" ? "F.max_pool2d" : "F.avg_pool2d";
  const padding = fits ? compact([top, left]) : "0";
  const counted = kind === "average" && padding !== "0" ? ", count_include_pad=False" : "";
  const more = `, ${size}, ${stride}${options([["padding", padding, "0"]])}${counted}`;
  if (fits) return script(imports, prepared, `output = ${call}(x${more})[0, 0]`);
  const sides = `(${left}, ${right}, ${top}, ${bottom})`;
  if (kind === "max") {
    prepared.push(`x = F.pad(x, ${sides}, value=-torch.inf)`);
    return script(imports, prepared, `output = ${call}(x${more})[0, 0]`);
  }
  // PyTorch pads both ends alike: the sums and the numbers of pixels are taken apart.
  prepared.push(`x = F.pad(torch.stack([x[0], torch.ones_like(x[0])]), ${sides})`);
  prepared.push(`sums, pixels = F.avg_pool2d(x${more})[:, 0]`);
  return script(imports, prepared, "output = sums / pixels");
}

/** @param {Values} values @param {Results} results */
function keras(values, results) {
  const { kind, size, stride, padding_kind } = values;
  const prepared = [image(values, results), "x = image[None, ..., None]"];
  const imports = ["import keras", EXPLORER];
  if (kind === "global") {
    const line = "output = keras.ops.mean(image, keepdims=True)";
    return script(imports, prepared.slice(0, 1), line);
  }
  const numbered = padding_kind === "number" && some(results.sides);
  const call = kind === "max" ? "keras.ops.max_pool" : "keras.ops.average_pool";
  const padding = padding_kind === "same" ? '"same"' : '"valid"';
  const more = `, ${size}, ${stride}${options([["padding", padding, '"valid"']])}`;
  if (!numbered) return script(imports, prepared, `output = ${call}(x${more})[0, ..., 0]`);
  const pairs = padPairs(results.sides, 1, 1);
  if (kind === "max") {
    prepared.push(`x = keras.ops.pad(x, ${pairs}, constant_values=-float("inf"))`);
    return script(imports, prepared, `output = ${call}(x${more})[0, ..., 0]`);
  }
  prepared.push("x = keras.ops.concatenate([x, keras.ops.ones_like(x)], axis=-1)");
  prepared.push(`x = ${call}(keras.ops.pad(x, ${pairs})${more})`);
  return script(imports, prepared, "output = x[0, ..., 0] / x[0, ..., 1]");
}

export const pooling = { keras, torch, numpy };
