/** The view of each explorer, by its name in a page. */

import outputSize from "../output_size.js";

/** @type {{[name: string]: import("./frame.js").View}} */
export const VIEWS = Object.fromEntries([outputSize].map((view) => [view.name, view]));
