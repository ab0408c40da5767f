/** One line for a transposed convolution, in NumPy, Keras and PyTorch. */

import { arrays, EXPLORER, some } from "./prepared.js";
import { options, script } from "./source.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {{weights: NDArray, sides: number[], picture: NDArray, output_shape: number[]}} Results */

/** What is left of rows and columns, as slices. @param {Results} results */
function left({ sides: [top, , side], output_shape: [height, width] }) {
  return `${top}:${top + height}, ${side}:${side + width}`;
}

/** The kernel with zeros between its weights, where a framework does not spread it.
 * @param {number} dilation @param {Results} results */
function spread(dilation, { weights: { shape } }) {
  const span = (shape[0] - 1) * dilation + 1;
  return [
    "# TensorFlow spreads no kernel here: zeros between its weights do",
    `spread = np.zeros((${span}, ${span}, ${shape[2]}))`,
    `spread[::${dilation}, ::${dilation}] = kernel`,
  ];
}

/** @param {Values} values @param {Results} results */
function numpy(values, results) {
  const { stride: s, dilation: d } = values;
  const { sides, output_shape: out, picture, weights } = results;
  const [height, width] = picture.shape;
  const whole = [sides[0] + out[0] + sides[1], sides[2] + out[1] + sides[3]];
  const place = (/** @type {string} */ tap, /** @type {number} */ n) => {
    const first = d > 1 ? `${d} * ${tap}` : tap;
    return `${first} : ${first} + ${(n - 1) * s + 1}${s > 1 ? ` : ${s}` : ""}`;
  };
  const [k] = weights.shape;
  const prepared = [
    ...arrays(values, results),
    `full = np.zeros((${whole.join(", ")}))`,
    `for i, j in np.ndindex(${k}, ${k}):  # a weight meets every pixel`,
    `    full[${place("i", height)}, ${place("j", width)}] += image @ kernel[i, j]`,
  ];
  const cut = some(sides) ? `[${left(results)}]` : "";
  return script(["import numpy as np", EXPLORER], prepared, `output = full${cut}`);
}

/** @param {Values} values @param {Results} results */
function torch(values, results) {
  const { stride, dilation } = values;
  const { sides, output_shape: out, picture, weights } = results;
  const [top, bottom, before, after] = sides;
  const alike = top === bottom && before === after && top === before;
  const span = (weights.shape[0] - 1) * dilation + 1;
  // Keras's "same" adds rows that no copy reaches where the kernel is smaller than the stride.
  const more = Math.max(out[0] + top + bottom - (picture.shape[0] - 1) * stride - span, 0);
  const prepared = [
    ...arrays(values, results),
    "x = torch.tensor(image).permute(2, 0, 1)[None]  # channels first",
    "w = torch.tensor(kernel).permute(2, 0, 1)[:, None]  # channels in, filters",
  ];
  const asked = options([
    ["stride", String(stride), "1"],
    ["padding", alike ? String(top) : "0", "0"],
    ["output_padding", String(more), "0"],
    ["dilation", String(dilation), "1"],
  ]);
  const cut = alike ? "[0, 0]" : `[0, 0, ${left(results)}]`;
  return script(
    ["import numpy as np", "import torch", "import torch.nn.functional as F", EXPLORER],
    prepared,
    `output = F.conv_transpose2d(x, w${asked})${cut}`,
  );
}

/** @param {Values} values @param {Results} results */
function keras(values, results) {
  const { stride, dilation, padding_kind: kind } = values;
  const { weights, sides } = results;
  const wide = dilation > 1 && weights.shape[0] > 1;
  const span = (weights.shape[0] - 1) * dilation + 1;
  const same = kind === "same";
  const prepared = arrays(values, results);
  if (wide) prepared.push(...spread(dilation, results));
  prepared.push(
    `x, w = image[None], ${wide ? "spread" : "kernel"}[:, :, None]  # filters, channels in`,
  );
  const asked = options([
    ["strides", String(stride), "1"],
    ["padding", same ? '"same"' : '"valid"', '"valid"'],
  ]);
  // Its "valid" ends in rows that no copy reaches where the kernel is smaller than the stride.
  const whole = same || (!some(sides) && span >= stride);
  const cut = whole ? "[0, ..., 0]" : `[0, ${left(results)}, 0]`;
  return script(
    ["import keras", "import numpy as np", EXPLORER],
    prepared,
    `output = keras.ops.conv_transpose(x, w${asked})${cut}`,
  );
}

/** @type {{[framework: string]: (values: Values, results: Results) => string}} */
export const transposed = { keras, torch, numpy };
