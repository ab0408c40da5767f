/** What a unit of each layer sees of the image, pixel by pixel. */

import { compute } from "./results.js";
import { StackView } from "./view.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

/** @param {import("../core/frame.js").Host} host */
function mount(host) {
  const view = new StackView(host);
  return {
    /** @param {Results} found @param {Values} _ @param {string[]} names */
    update: (found, _, names) => view.draw(found, names),
  };
}

export default { name: "receptive-field", compute, mount };
