/** The view of each explorer, by its name in a page. */

import convolution from "./convolution/index.js";
import denseHead from "./dense_head/index.js";
import flatten from "./flatten/index.js";
import liveNetwork from "./live_network/index.js";
import networkBuilder from "./network_builder/index.js";
import outputSize from "./output_size/index.js";
import pooling from "./pooling/index.js";
import receptiveField from "./receptive_field/index.js";

const ALL = [
  convolution,
  outputSize,
  denseHead,
  liveNetwork,
  pooling,
  flatten,
  receptiveField,
  networkBuilder,
];

/** @type {{[name: string]: import("./core/frame.js").View}} */
export const VIEWS = Object.fromEntries(ALL.map((view) => [view.name, view]));
