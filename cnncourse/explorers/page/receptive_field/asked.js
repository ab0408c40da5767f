/** What is loaded only when it is asked for: how much each pixel of the field counts. */

import { element } from "../core/drawing/dom.js";
import { asker } from "../core/offered.js";
import description from "./description.json" with { type: "json" };

/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("../core/settings.js").Values} Values */

const HIDDEN = "none";
const FIRST = "max"; // how a pooling passes the gradient on, where nothing else is set

export class Asked {
  /** @param {import("../core/frame.js").Host} host */
  constructor(host) {
    this.host = host;
    this.description = description;
    /** What was drawn last, or is tried by pointing. @type {[found: Results, values: Values]} */
    this.now = [host.results(), host.state.values];
    this.stop = () => {};
    this.button = element("button", { type: "button" }, "How much each pixel counts");
    this.button.addEventListener("click", () =>
      host.state.set({ gradient: this.open ? HIDDEN : FIRST }),
    );
    this.root = element("section", {}, this.button);
    this.ask = asker("effective", this.root, /** @type {any} */ (this));
  }

  get open() {
    return this.now[1].gradient !== HIDDEN;
  }

  /** @param {Results} found @param {Values} values */
  draw(found, values) {
    const before = this.open;
    this.now = [found, values];
    this.button.setAttribute("aria-expanded", String(this.open));
    if (this.open || before) this.ask();
  }
}
