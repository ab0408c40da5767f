/** One line for the convolution that is shown, in NumPy, Keras and PyTorch. */

import { compact, every, options, padPairs, script, weightsAs } from "./source.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {{weights: import("../../arithmetic/arrays.js").NDArray, sides: number[],
 *   picture: import("../../arithmetic/arrays.js").NDArray}} Results */

const EXPLORER = "from cnncourse.explorers import Convolution";
/** @type {{[mode: string]: string}} */
const NUMPY_MODES = { zero: "constant", reflect: "reflect", replicate: "edge" };

/** The image and the kernel as arrays. @param {Values} values @param {Results} results */
function arrays({ image }, { picture, weights }) {
  const size = `  # ${picture.shape.join(" x ")}`;
  return [`image = Convolution(image="${image}").picture${size}`, weightsAs("kernel", weights)];
}

/** @param {number[]} sides */
function some(sides) {
  return sides.some((side) => side > 0);
}

/** @param {Values} values @param {Results} results */
function numpy(values, results) {
  const { stride, dilation, kernel_size: size } = values;
  const { sides } = results;
  const mode = NUMPY_MODES[values.padding_mode];
  const prepared = arrays(values, results);
  if (some(sides)) {
    const how = options([["mode", `"${mode}"`, '"constant"']]);
    prepared.push(`padded = np.pad(image, ${padPairs(sides, 0, 1)}${how})`);
  }
  const span = (size - 1) * dilation + 1;
  const steps = [stride, stride, 1, dilation, dilation].map(every).join(", ");
  const cut = stride > 1 || dilation > 1 ? `[${steps}]` : "";
  const slid = `sliding_window_view(${some(sides) ? "padded" : "image"}, (${span}, ${span}), (0, 1))`;
  prepared.push(`windows = ${slid}${cut}`);
  return script(
    ["import numpy as np", "from numpy.lib.stride_tricks import sliding_window_view", EXPLORER],
    prepared,
    'output = np.einsum("yxcij,ijc->yx", windows, kernel)',
  );
}

/** @param {Values} values @param {Results} results */
function torch(values, results) {
  const { stride, dilation, padding_mode: mode } = values;
  const [top, bottom, left, right] = results.sides;
  const prepared = arrays(values, results);
  prepared.push("x = torch.tensor(image).permute(2, 0, 1)[None]  # channels first");
  prepared.push("w = torch.tensor(kernel).permute(2, 0, 1)[None]");
  const own = mode === "zero" && top === bottom && left === right;
  if (!own && some(results.sides)) {
    const how = mode === "zero" ? "" : `, mode="${mode}"`;
    prepared.push(`x = F.pad(x, (${left}, ${right}, ${top}, ${bottom})${how})`);
  }
  const more = options([
    ["stride", String(stride), "1"],
    ["padding", own ? compact([top, left]) : "0", "0"],
    ["dilation", String(dilation), "1"],
  ]);
  return script(
    ["import numpy as np", "import torch", "import torch.nn.functional as F", EXPLORER],
    prepared,
    `output = F.conv2d(x, w${more})[0, 0]`,
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
  const cut = both ? `[0, ${every(stride)}, ${every(stride)}, 0]` : "[0, ..., 0]";
  return script(
    ["import keras", "import numpy as np", EXPLORER],
    prepared,
    `output = keras.ops.conv(x, w${more})${cut}`,
  );
}

export const convolution = { keras, torch, numpy };
