/** The layers in order, each with what leaves it and what it costs; one of them open to change. */

import { element, setText } from "../core/drawing/dom.js";
import { bytes, LayerCard, metric } from "./card.js";
import { Glyph } from "./glyph.js";
import { changedKind, cureOf, fresh, inserted, MOST_LAYERS, moved, replaced } from "./layers.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {{
 *   layers: () => LayerEntry[],
 *   results: () => any,
 *   take: (layers: LayerEntry[], words: string) => boolean,
 *   set: (layers: LayerEntry[]) => void,
 * }} Hands layers and results are those of now, though they may not be drawn yet: a change starts
 *   from them; take is for a step that can be undone and tells whether it changed anything, set for
 *   a slider on its way
 * @typedef {"up" | "down" | "duplicate" | "remove" | "after" | "kind" | "toggle"} Part
 */

export class LayerList {
  /** @param {Hands} hands */
  constructor(hands) {
    this.hands = hands;
    this.open = 0;
    /** @type {LayerCard[]} */
    this.cards = [];
    /** Where the focus goes once the list is drawn. @type {{at: number, part: Part} | null} */
    this.next = null;
    this.input = this.makeInput();
    const heads = ["", "layer", "output", "parameters", "multiply-adds", "activations"];
    const head = element("div", { class: "nb-row nb-columns", "aria-hidden": "true" });
    head.append(...heads.map((words) => element("span", {}, words)));
    this.list = element("ol", { class: "nb-layers" });
    this.last = element("button", { type: "button" }, "Add layer at the end");
    this.last.addEventListener("click", () => this.add(this.layers.length));
    this.root = element("div", { class: "nb-list" }, head, this.input.root, this.list, this.last);
  }

  get layers() {
    return this.hands.layers();
  }

  get results() {
    return this.hands.results();
  }

  makeInput() {
    const glyph = new Glyph();
    const shape = metric("output", "");
    const memory = metric("activations", "");
    const add = element("button", { type: "button" }, "Add layer first");
    add.addEventListener("click", () => this.add(0));
    const name = element("span", { class: "nb-name" }, element("strong", {}, "image"));
    const gap = () => element("span", { class: "nb-gap" });
    const root = element("div", { class: "nb-row nb-input" }, glyph.root, name, shape.root);
    root.append(gap(), gap(), memory.root);
    name.append(add);
    return { root, glyph, shape, memory };
  }

  /**
   * Change the list; the focus goes to a part of the layer that is open then.
   * @param {LayerEntry[]} layers
   * @param {string} words
   * @param {number} open
   * @param {Part} part
   */
  step(layers, words, open, part) {
    this.open = open;
    this.next = { at: open, part };
    // Two equal layers change places without a change of the network.
    if (!this.hands.take(layers, words)) this.update();
  }

  /** @param {number} at */
  add(at) {
    if (this.layers.length >= MOST_LAYERS) return;
    const before = at ? this.results.shapes[at - 1] : this.results.input_shape;
    const layers = inserted(this.layers, at, fresh(before));
    this.step(layers, `Added layer ${at + 1}.`, at, "kind");
  }

  /** @param {number} at */
  duplicate(at) {
    if (this.layers.length >= MOST_LAYERS) return;
    const layers = inserted(this.layers, at + 1, this.layers[at]);
    this.step(layers, `Duplicated ${this.results.names[at]}.`, at + 1, "duplicate");
  }

  /** @param {number} at */
  remove(at) {
    const rest = this.layers.filter((_, i) => i !== at);
    const words = `Removed ${this.results.names[at]}.`;
    this.step(rest, words, Math.min(at, rest.length - 1), "remove");
  }

  /** @param {number} from @param {number} to @param {Part} part keeps the focus */
  move(from, to, part) {
    if (to < 0 || to >= this.layers.length) return;
    const words = `Moved ${this.results.names[from]} to place ${to + 1} of ${this.layers.length}.`;
    this.step(moved(this.layers, from, to), words, to, part);
  }

  /** @param {number} at @param {string} kind */
  turn(at, kind) {
    const words = `${this.results.names[at]} is ${kind} now.`;
    this.step(replaced(this.layers, at, changedKind(this.layers[at], kind)), words, at, "kind");
  }

  /** @param {number} at */
  mend(at) {
    const cure = cureOf(this.layers[at], this.results.fault);
    if (!cure) return;
    const layers = [...this.layers.slice(0, at), ...cure.layers, ...this.layers.slice(at + 1)];
    this.step(layers, `${cure.words}: done.`, at + cure.layers.length - 1, "toggle");
  }

  /** @param {number} at @param {string} name @param {any} value */
  change(at, name, value) {
    const { layers } = this;
    this.hands.set(replaced(layers, at, { ...layers[at], [name]: value }));
  }

  /** @param {number} at */
  toggle(at) {
    this.open = this.open === at ? -1 : at;
    this.update();
  }

  /** Draw the layers and what is known of them. */
  update() {
    const { layers, results } = this;
    if (this.open >= layers.length) this.open = layers.length - 1;
    while (this.cards.length < layers.length) {
      this.cards.push(new LayerCard(this, this.cards.length));
      this.list.append(this.cards[this.cards.length - 1].root);
    }
    while (this.cards.length > layers.length) this.cards.pop()?.root.remove();
    const most = largest(results);
    const [height, width, channels] = results.input_shape;
    this.input.glyph.show(results.input_shape, most.side);
    this.input.shape.show(`${height} × ${width} × ${channels}`);
    this.input.memory.show(bytes(4 * height * width * channels));
    this.cards.forEach((card, at) => card.update(layers[at], results, most, this.open === at));
    const full = layers.length >= MOST_LAYERS;
    this.last.setAttribute("aria-disabled", String(full));
    setText(this.last, full ? `${MOST_LAYERS} layers are the most here` : "Add layer at the end");
    this.focusNext();
  }

  focusNext() {
    if (!this.next) return;
    const { at, part } = this.next;
    this.next = null;
    (this.cards[at]?.part(part) ?? this.last).focus();
  }
}

/** The largest of each number in the network, to draw the others beside. @param {any} results */
function largest({ input_shape, shapes, ...rest }) {
  const sides = [input_shape, ...shapes].filter((shape) => shape.length === 3);
  return {
    side: Math.max(...sides.map(([height, width]) => Math.max(height, width))),
    parameters: Math.max(1, ...rest.layer_parameters),
    multiplyAdds: Math.max(1, ...rest.layer_multiply_adds),
    activations: Math.max(1, ...rest.layer_activation_bytes),
  };
}
