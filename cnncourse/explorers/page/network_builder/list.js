/** The layers in order, each with what leaves it and what it costs; one of them open to change. */

import { element, setText } from "../core/drawing/dom.js";
import { LayerList, replaced } from "../core/layer_list.js";
import { bytes, LayerCard, metric } from "./card.js";
import { Glyph } from "./glyph.js";
import { changedKind, cureOf, fresh, MOST_LAYERS, plain } from "./layers.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {{
 *   layers: () => LayerEntry[],
 *   results: () => any,
 *   take: (layers: LayerEntry[], words: string) => boolean,
 *   set: (layers: LayerEntry[]) => void,
 * }} Hands as those of a `LayerList`; take is for a step that can be undone
 */

export class NetworkList extends LayerList {
  /** @param {Hands} hands */
  constructor({ layers, results, take, set }) {
    super(
      {
        layers,
        names: () => results().names,
        most: MOST_LAYERS,
        take,
        set,
        makeRow: (at) => new LayerCard(this, at),
      },
      "nb-layers",
    );
    this.found = results;
    this.input = this.makeInput();
    const heads = ["", "layer", "output", "parameters", "multiply-adds", "activations"];
    const head = element("div", { class: "nb-row nb-columns", "aria-hidden": "true" });
    head.append(...heads.map((words) => element("span", {}, words)));
    this.last = element("button", { type: "button" }, "Add layer at the end");
    this.last.addEventListener("click", () => this.add(this.layers.length));
    this.adder = this.last;
    this.root = element("div", { class: "nb-list" }, head, this.input.root, this.list, this.last);
  }

  get results() {
    return this.found();
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

  /** @param {number} at */
  add(at) {
    const before = at ? this.results.shapes[at - 1] : this.results.input_shape;
    this.insert(at, plain(fresh(before)), "kind");
  }

  /** @param {number} at @param {string} kind */
  turn(at, kind) {
    const words = `${this.name(at)} is ${kind} now.`;
    const turned = replaced(this.layers, at, plain(changedKind(this.layers[at], kind)));
    this.step(turned, words, at, "kind", "turn");
  }

  /** @param {number} at */
  mend(at) {
    const cure = cureOf(this.layers[at], this.results.fault);
    if (!cure) return;
    const layers = [...this.layers.slice(0, at), ...cure.layers, ...this.layers.slice(at + 1)];
    this.step(layers, `${cure.words}: done.`, at + cure.layers.length - 1, "toggle", "mend");
  }

  /** @param {number} at @param {string} name @param {any} value */
  changeField(at, name, value) {
    this.change(at, plain({ ...this.layers[at], [name]: value }));
  }

  /** Draw the layers and what is known of them. */
  update() {
    this.fit();
    const { layers, results } = this;
    const most = largest(results);
    const [height, width, channels] = results.input_shape;
    this.input.glyph.show(results.input_shape, most.side);
    this.input.shape.show(`${height} × ${width} × ${channels}`);
    this.input.memory.show(bytes(4 * height * width * channels));
    this.rows.forEach((row, at) =>
      /** @type {LayerCard} */ (row).update(layers[at], results, most, this.open === at),
    );
    const { full, last } = this;
    last.setAttribute("aria-disabled", String(full));
    setText(last, full ? `${MOST_LAYERS} layers are the most here` : "Add layer at the end");
    this.drawn();
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
