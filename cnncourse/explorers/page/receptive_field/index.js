/** What a unit of each layer sees of the image, pixel by pixel. */

import { compute } from "./results.js";
import { StackView } from "./view.js";

/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

/** @param {import("../core/frame.js").Host} host */
function mount(host) {
  const view = new StackView(host);
  return {
    /** @param {Results} found @param {Values} values @param {string[]} names */
    update: (found, values, names) => view.draw(found, values, names),
    destroy: () => view.asked.stop(),
  };
}

export default { name: "receptive-field", compute, mount };
