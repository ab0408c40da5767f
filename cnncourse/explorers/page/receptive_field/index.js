/** What a unit of each layer sees of the image, pixel by pixel. */

import { compute } from "./results.js";
import { StackView } from "./view.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

/** @param {import("../core/frame.js").Host} host */
function mount({ root, state, results }) {
  const view = new StackView(root, state, results);
  return {
    /** @param {Results} results @param {Values} values @param {string[]} names */
    update: (results, values, names) => view.draw(results, values, names),
  };
}

export default { name: "receptive-field", compute, mount };
