/** What is loaded only when it is asked for: the insides of a network, and every position tried. */

import { part } from "../core/data.js";
import { element, setText } from "../core/drawing/dom.js";
import { paint } from "../core/drawing/multiples.js";
import description from "./description.json" with { type: "json" };
import { REACH } from "./item.js";
import { run, sweep, take } from "./run.js";

/** @typedef {import("../core/settings.js").Values} Values */

export class Asked {
  /**
   * @param {import("../core/frame.js").Host} host
   * @param {import("./hand.js").Hand} hand
   * @param {HTMLElement} place what the insides stand for, once they are there
   */
  constructor(host, hand, place) {
    this.host = host;
    this.hand = hand;
    this.place = place;
    /** The parts whose style is there. @type {Set<string>} */
    this.brought = new Set();
    /** @type {import("./parts/inside/inside.js").Inside | undefined} */
    this.inside = undefined;
    /** @type {import("./parts/positions/sweep.js").Sweep | undefined} */
    this.trying = undefined;
    const button = element("button", { type: "button" }, "Try every position");
    button.addEventListener("click", () => this.sweep());
    this.look = element("button", { type: "button" }, "Look inside, or choose another network");
    this.look.addEventListener("click", () => this.open(true));
    place.firstChild?.after(this.look);
    this.said = element("p", { class: "found" });
    this.root = element("section", { class: "sweep", "aria-label": "Every position" });
    this.root.append(element("div", { class: "row" }, button, this.said));
  }

  /** A script with its style; what went wrong is said. @param {string} name
   * @returns {Promise<any>} */
  async bring(name) {
    try {
      const found = await part(name);
      const shadow = /** @type {ShadowRoot} */ (this.root.getRootNode());
      if (!this.brought.has(name)) shadow.append(element("style", {}, found.style));
      this.brought.add(name);
      return found;
    } catch (error) {
      setText(this.said, /** @type {Error} */ (error).message);
    }
  }

  async sweep() {
    const { host, hand } = this;
    const found = await this.bring("positions");
    if (!found) return;
    if (!this.trying) {
      const start = () => {
        host.settle(); // drawing another picture ends a search, so that is done before
        return sweep(host.state.values, host.data);
      };
      /** @type {import("./parts/positions/sweep.js").Sweep} */
      const trying = new found.Sweep(REACH, this.said, start, hand.move.bind(hand), host.say);
      this.root.append(trying.root);
      trying.follow(host.state.values);
      this.trying = trying;
    }
    this.trying.begin();
  }

  /** Look inside. @param {boolean} [focus] whether the keys go along */
  async open(focus = false) {
    const [found, unit] = await Promise.all(["inside", "unit"].map((one) => this.bring(one)));
    if (!found || !unit || this.inside) return;
    const { state, data, more, results: now } = this.host;
    const first = description.constants.networks[0];
    const bring = (/** @type {string} */ one) => this.bring(one);
    const given = { state, data, more, now, first, take, run, paint, bring, unit };
    /** @type {import("./parts/inside/inside.js").Inside} */
    const inside = new found.Inside(given);
    this.inside = inside;
    this.place.replaceWith(inside.root);
    inside.update(state.values, []);
    if (focus) inside.networks.choice.select.focus();
  }

  /** @param {Values} values @param {string[]} names of what is new */
  update(values, names) {
    if (names.some((name) => ["image", "size", "sketch"].includes(name))) this.trying?.forget();
    this.trying?.follow(values);
    if (this.inside) this.inside.update(values, names);
    else if (values.unit || values.network !== "B") this.open();
  }

  stop() {
    this.trying?.stop();
    this.inside?.stop();
  }
}
