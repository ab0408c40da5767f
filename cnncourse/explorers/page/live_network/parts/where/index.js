/** Where a network looks for a class, over the picture as it is moved. */

import { Where } from "./where.js";

/** @type {import("../../../core/registry.js").Part["mount"]} */
function mount({ root, frame }) {
  const where = new Where(root, /** @type {any} */ (frame));
  return () => where.draw();
}

export default { mount };
