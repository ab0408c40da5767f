/** How much each pixel of a field counts: the gradient of its unit. */

import { Effective } from "./panel.js";

/** @type {import("../../../core/registry.js").Part["mount"]} */
function mount({ root, frame }) {
  const panel = new Effective(/** @type {any} */ (frame));
  root.append(panel.root);
  return () => panel.draw();
}

export default { mount };
