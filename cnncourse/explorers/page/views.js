/** The view of each explorer, by its name in a page. */

import convolution from "../convolution.js";
import denseHead from "../dense_head.js";
import flatten from "../flatten.js";
import liveNetwork from "../live_network.js";
import networkBuilder from "../network_builder.js";
import outputSize from "../output_size.js";
import pooling from "../pooling.js";
import receptiveField from "../receptive_field.js";

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

/** @type {{[name: string]: import("./frame.js").View}} */
export const VIEWS = Object.fromEntries(ALL.map((view) => [view.name, view]));
