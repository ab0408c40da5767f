/** A network that learns while one looks, and whose recipe can be changed meanwhile. */

import "./log.js";
import { compute } from "./results.js";
import { View } from "./view.js";

/** @typedef {import("../core/settings.js").Values} Values */

/** @param {import("../core/frame.js").Host} host */
function mount(host) {
  const view = new View(host);
  return {
    view,
    /** @param {any} results @param {Values} values @param {string[]} names */
    update: (results, values, names) => view.update(results, values, names),
    destroy: () => view.stop(),
  };
}

export default { name: "training", compute, mount };
