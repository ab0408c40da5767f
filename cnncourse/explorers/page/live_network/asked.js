/** What is loaded only when it is asked for: the insides of a network, and every position tried. */

import { part } from "../core/data.js";
import { element, setText } from "../core/drawing/dom.js";
import { paint } from "../core/drawing/paint.js";
import { asker } from "../core/offered.js";
import description from "./description.json" with { type: "json" };
import { place, roomOf } from "./item.js";
import { itemOf, labelOf, networks, run, take } from "./run.js";

/** @typedef {import("../core/settings.js").Values} Values */

const HIDDEN = "none";
const NEAR = "50%"; // of the screen: how far from being seen the insides are loaded

export class Asked {
  /**
   * @param {import("../core/frame.js").Host} host
   * @param {import("./hand.js").Hand} hand
   */
  constructor(host, hand) {
    this.host = host;
    this.hand = hand;
    this.run = run;
    this.take = take;
    /** The parts whose style is there. @type {Set<string>} */
    this.brought = new Set();
    /** @type {import("./parts/inside/inside.js").Inside | undefined} */
    this.inside = undefined;
    /** @type {import("./parts/positions/sweep.js").Sweep | undefined} */
    this.trying = undefined;
    const button = (/** @type {string} */ words, /** @type {() => void} */ answer) => {
      const made = element("button", { type: "button" }, words);
      made.addEventListener("click", answer);
      return made;
    };
    /** Whether it is shown where a network looks. */
    this.looking = false;
    this.asking = button("Where does it look?", () =>
      host.state.set({ look: this.looking ? HIDDEN : "grad-cam" }),
    );
    this.looks = element("section", { class: "looks" }, this.asking);
    this.where = asker("where", this.looks, /** @type {any} */ (this));
    const look = button("Look inside the network", () => this.open(true));
    /** What the insides stand for, once they are there. */
    this.place = element("section", { class: "layers" }, look);
    this.near = new IntersectionObserver(
      (entries) => entries.some((one) => one.isIntersecting) && this.open(),
      { rootMargin: NEAR },
    );
    this.near.observe(this.place);
    this.said = element("p", { class: "found" });
    this.root = element("section", { class: "sweep", "aria-label": "Every position" });
    const every = button("Try every position", () => this.sweep());
    this.root.append(element("div", { class: "row" }, every, this.said));
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
    const found = await this.bring("positions");
    if (!found) return;
    this.trying ??= found.trying(this, { itemOf, labelOf, networks, place, roomOf, run });
    this.trying?.begin();
  }

  /** Look inside. @param {boolean} [focus] whether the keys go along */
  async open(focus = false) {
    const [found, unit] = await Promise.all(["inside", "unit"].map((one) => this.bring(one)));
    if (!found || !unit || this.inside) return;
    const { state, data, more, say, results: now } = this.host;
    const first = description.constants.networks[0];
    const bring = (/** @type {string} */ one) => this.bring(one);
    const used = () => this.looking && this.where();
    const given = { state, data, more, say, now, first, take, run, paint, bring, unit, used };
    /** @type {import("./parts/inside/inside.js").Inside} */
    const inside = new found.Inside(given);
    this.inside = inside;
    this.near.disconnect();
    this.place.replaceWith(inside.root);
    inside.update(state.values, []);
    if (focus) inside.networks.choice.select.focus();
  }

  /** Take a file that is no picture: a network of one's own. @param {File} file */
  file(file) {
    if (file.type.startsWith("image/")) return false;
    this.open().then(() => this.inside?.networks.open(file));
    return true;
  }

  /** @param {Values} values @param {string[]} names of what is new */
  update(values, names) {
    if (names.some((name) => ["image", "size", "sketch"].includes(name))) this.trying?.forget();
    this.trying?.follow(values);
    const before = this.looking;
    this.looking = values.look !== HIDDEN;
    this.asking.setAttribute("aria-expanded", String(this.looking));
    if (this.looking || before) this.where();
    if (this.inside) this.inside.update(values, names);
    else if (values.unit || values.network !== "B") this.open();
  }

  stop() {
    this.near.disconnect();
    this.trying?.stop();
    this.inside?.stop();
  }
}
