/** The view of each explorer, by its name in a page. */

import denseHead from "../dense_head.js";
import outputSize from "../output_size.js";

/** @type {{[name: string]: import("./frame.js").View}} */
export const VIEWS = Object.fromEntries(
  [outputSize, denseHead].map((view) => [view.name, view]),
);
