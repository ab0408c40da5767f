/** The view of each explorer, by its name in a page. */

import denseHead from "../dense_head.js";
import outputSize from "../output_size.js";
import receptiveField from "../receptive_field.js";

/** @type {{[name: string]: import("./frame.js").View}} */
export const VIEWS = Object.fromEntries(
  [outputSize, denseHead, receptiveField].map((view) => [view.name, view]),
);
