/** Gradients, the maps of one picture, and the images that are most wrong, beside the kernels. */

import { element } from "../../../core/drawing/dom.js";
import { Gradients } from "./gradients.js";
import { LayerMaps } from "./maps.js";
import { Picture } from "./picture.js";
import { Wrong } from "./wrong.js";

/** @typedef {import("../../images.js").Data} Data */
/**
 * @typedef {{state: import("../../../core/state.js").State, say: (words: string) => void, data: Data,
 *   look: (image: Uint8Array) => void, root: HTMLElement, kernels: HTMLElement}} Given root: of the
 *   drawing; kernels: those of the first layer
 */

export class Looks {
  /** @param {Given} given */
  constructor(given) {
    const { data, kernels } = given;
    this.gradients = new Gradients();
    this.picture = new Picture(given);
    this.layers = new LayerMaps(data.classes);
    this.wrong = new Wrong(data, (index) => this.picture.choose(index));
    const looked = element("section", { class: "looked", "aria-label": "One picture" });
    looked.append(this.picture.root, this.layers.root);
    const inside = element("div", { class: "inside" }, kernels, this.gradients.root);
    this.root = element("div", {}, inside, looked, this.wrong.root);
    /** What is drawn with the next frame: the newest of each name. @type {Map<string, () => void>} */
    this.waiting = new Map();
  }

  /** Another picture, or another network. */
  show() {
    this.picture.show();
  }

  clear() {
    this.waiting.clear();
    this.layers.clear();
    this.gradients.clear();
  }

  /** @param {any} message */
  report({ gradients, updates }) {
    if (gradients) this.later("gradients", () => this.gradients.draw(gradients, updates));
  }

  /** @param {any} message */
  measured({ wrong, right, dead }) {
    this.later("wrong", () => this.wrong.draw(wrong, right));
    this.later("dead", () => this.gradients.tellDead(dead));
  }

  /** @param {any} message */
  maps(message) {
    this.later("maps", () => this.layers.draw(message, this.picture.label));
  }

  /** @param {string} name @param {() => void} draw */
  later(name, draw) {
    this.waiting.set(name, draw);
  }

  draw() {
    for (const draw of this.waiting.values()) draw();
    this.waiting.clear();
  }
}
