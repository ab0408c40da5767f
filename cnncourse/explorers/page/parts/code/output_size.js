/** One line for the windows that are shown along one direction, in NumPy, Keras and PyTorch. */

import { every, options, script } from "./source.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {{before: number, after: number, output_size: number}} Results */

/** Each pixel's number, and a kernel that adds up what it sees. @param {Values} values */
function arrays({ size, kernel_size }) {
  return [`x = np.arange(${size}.0)  # each pixel its number`, `w = np.ones(${kernel_size})`];
}

/** @param {Values} values @param {Results} results */
function numpy(values, { before, after }) {
  const { kernel_size, stride, dilation } = values;
  const prepared = arrays(values);
  if (before || after) prepared.push(`x = np.pad(x, (${before}, ${after}))`);
  const span = (kernel_size - 1) * dilation + 1;
  const cut = stride > 1 || dilation > 1 ? `[${every(stride)}, ${every(dilation)}]` : "";
  prepared.push(`windows = sliding_window_view(x, ${span})${cut}`);
  return script(
    ["import numpy as np", "from numpy.lib.stride_tricks import sliding_window_view"],
    prepared,
    "output = windows @ w",
  );
}

/** @param {Values} values @param {Results} results */
function torch({ size, kernel_size, stride, dilation }, { before, after }) {
  const prepared = [
    `x = torch.arange(${size}.0)[None, None]  # each pixel its number`,
    `w = torch.ones(1, 1, ${kernel_size})`,
  ];
  const alike = before === after;
  if (!alike) prepared.push(`x = F.pad(x, (${before}, ${after}))`);
  const more = options([
    ["stride", String(stride), "1"],
    ["padding", alike ? String(before) : "0", "0"],
    ["dilation", String(dilation), "1"],
  ]);
  const imports = ["import torch", "import torch.nn.functional as F"];
  return script(imports, prepared, `output = F.conv1d(x, w${more})[0, 0]`);
}

/** @param {Values} values @param {Results} results */
function keras(values, { before, after }) {
  const { stride, dilation, padding_kind: kind } = values;
  const both = stride > 1 && dilation > 1;
  const prepared = arrays(values);
  prepared.push("x, w = x[None, :, None], w[:, None, None]");
  const same = kind === "same" && !both;
  if (both)
    prepared.push(
      "# TensorFlow takes no stride with a dilation: all windows, of which some are kept",
    );
  if (!same && (before || after)) {
    prepared.push(`x = keras.ops.pad(x, ((0, 0), (${before}, ${after}), (0, 0)))`);
  }
  const more = options([
    ["strides", both ? "1" : String(stride), "1"],
    ["padding", same ? '"same"' : '"valid"', '"valid"'],
    ["dilation_rate", String(dilation), "1"],
  ]);
  const cut = `[0, ${both ? every(stride) : ":"}, 0]`;
  const imports = ["import keras", "import numpy as np"];
  return script(imports, prepared, `output = keras.ops.conv(x, w${more})${cut}`);
}

export const outputSize = { keras, torch, numpy };
