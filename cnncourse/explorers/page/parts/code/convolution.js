/** One line for the convolution that is shown, but for the transposed one, in NumPy, Keras and PyTorch. */

import { arrays, EXPLORER, some } from "./prepared.js";
import { compact, every, options, padPairs, script } from "./source.js";
import { transposed } from "./transposed.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {{weights: NDArray, sides: number[], picture: NDArray, output_shape: number[]}} Results */

/** @type {{[mode: string]: string}} */
const NUMPY_MODES = { zero: "constant", reflect: "reflect", replicate: "edge" };

/** @param {Values} values @param {Results} results */
function numpy(values, results) {
  const { stride, dilation, kind } = values;
  const { sides, weights } = results;
  const mode = NUMPY_MODES[values.padding_mode];
  const prepared = arrays(values, results);
  if (some(sides)) {
    const how = options([["mode", `"${mode}"`, '"constant"']]);
    prepared.push(`padded = np.pad(image, ${padPairs(sides, 0, 1)}${how})`);
  }
  const span = (weights.shape[0] - 1) * dilation + 1;
  const steps = [stride, stride, 1, dilation, dilation].map(every).join(", ");
  const cut = stride > 1 || dilation > 1 ? `[${steps}]` : "";
  const slid = `sliding_window_view(${some(sides) ? "padded" : "image"}, (${span}, ${span}), (0, 1))`;
  prepared.push(`windows = ${slid}${cut}`);
  return script(
    ["import numpy as np", "from numpy.lib.stride_tricks import sliding_window_view", EXPLORER],
    prepared,
    `output = np.einsum("yxcij,ijc->yx${kind === "depthwise" ? "c" : ""}", windows, kernel)`,
  );
}

/** @param {Values} values @param {Results} results */
function torch(values, results) {
  const { stride, dilation, padding_mode: mode } = values;
  const [top, bottom, left, right] = results.sides;
  const prepared = arrays(values, results);
  const apart = values.kind === "depthwise";
  prepared.push("x = torch.tensor(image).permute(2, 0, 1)[None]  # channels first");
  prepared.push(
    apart
      ? "w = torch.tensor(kernel).permute(2, 0, 1)[:, None]  # a filter for each channel"
      : "w = torch.tensor(kernel).permute(2, 0, 1)[None]",
  );
  const own = mode === "zero" && top === bottom && left === right;
  if (!own && some(results.sides)) {
    const how = mode === "zero" ? "" : `, mode="${mode}"`;
    prepared.push(`x = F.pad(x, (${left}, ${right}, ${top}, ${bottom})${how})`);
  }
  const more = options([
    ["stride", String(stride), "1"],
    ["padding", own ? compact([top, left]) : "0", "0"],
    ["dilation", String(dilation), "1"],
    ["groups", apart ? String(results.picture.shape[2]) : "1", "1"],
  ]);
  const maps = apart ? "[0].permute(1, 2, 0)" : "[0, 0]";
  return script(
    ["import numpy as np", "import torch", "import torch.nn.functional as F", EXPLORER],
    prepared,
    `output = F.conv2d(x, w${more})${maps}`,
  );
}

/** @param {Values} values @param {Results} results */
function keras(values, results) {
  const { stride, dilation, padding_kind: kind, padding_mode: mode } = values;
  const prepared = arrays(values, results);
  prepared.push("x, w = image[None], kernel[..., None]");
  // TensorFlow takes no stride together with a dilation.
  const both = stride > 1 && dilation > 1;
  const same = kind === "same" && mode === "zero" && !both;
  if (both)
    prepared.push(
      "# TensorFlow takes no stride with a dilation: all windows, of which some are kept",
    );
  if (!same && some(results.sides)) {
    const pairs = padPairs(results.sides, 1, 1);
    const how = mode === "zero" ? "" : `, mode="${NUMPY_MODES[mode]}"`;
    const pad = mode === "replicate" ? "np.pad" : "keras.ops.pad";
    prepared.push(`x = ${pad}(x, ${pairs}${how})`);
  }
  const more = options([
    ["strides", both ? "1" : String(stride), "1"],
    ["padding", same ? '"same"' : '"valid"', '"valid"'],
    ["dilation_rate", String(dilation), "1"],
  ]);
  const apart = values.kind === "depthwise";
  const rows = both ? `${every(stride)}, ${every(stride)}` : "...";
  const cut = apart ? `[0${both ? `, ${rows}` : ""}]` : `[0, ${rows}, 0]`;
  return script(
    ["import keras", "import numpy as np", EXPLORER],
    prepared,
    `output = keras.ops.${apart ? "depthwise_conv" : "conv"}(x, w${more})${cut}`,
  );
}

/** The writer for a kind. @param {string} framework @param {(v: Values, r: Results) => string} slid
 * @returns {(values: Values, results: Results) => string} */
function byKind(framework, slid) {
  return (values, results) =>
    (values.kind === "transposed" ? transposed[framework] : slid)(values, results);
}

export const convolution = {
  keras: byKind("keras", keras),
  torch: byKind("torch", torch),
  numpy: byKind("numpy", numpy),
};
