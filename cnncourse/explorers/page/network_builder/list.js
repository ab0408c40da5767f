/** The layers in order, each with what leaves it and what it costs; one of them open to change. */

import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { inserted, LayerList, replaced, without } from "../core/layer_list.js";
import { bytes, LayerCard, metric } from "./card.js";
import { Glyph } from "./glyph.js";
import { changedKind, cureOf, fresh, leading, MOST_LAYERS, plain } from "./layers.js";
import { beside, edited, last, rowAt, rowsOf } from "./rows.js";

/**
 * @typedef {import("../arithmetic/layers.js").LayerEntry} LayerEntry
 * @typedef {import("./rows.js").Path} Path
 * @typedef {{
 *   layers: () => LayerEntry[],
 *   results: () => any,
 *   take: (layers: LayerEntry[], words: string) => boolean,
 *   set: (layers: LayerEntry[]) => void,
 * }} Hands as those of a `LayerList`; take is for a step that can be undone
 */

/** Every layer has a row, those in a residual as well; rows are counted as they stand. */
export class NetworkList extends LayerList {
  /** @param {Hands} hands */
  constructor({ layers, results, take, set }) {
    super(
      {
        layers: () => rowsOf(layers()).map((row) => row.layer),
        names: () => this.places.map((row) => results().names[row.place]),
        most: MOST_LAYERS,
        take,
        set,
        makeRow: (at) => new LayerCard(this, at),
      },
      "nb-layers",
    );
    this.found = results;
    this.tree = layers;
    this.set = set;
    this.input = this.makeInput();
    const heads = ["", "layer", "output", "parameters", "multiply-adds", "activations"];
    const head = element("div", { class: "nb-row nb-columns", "aria-hidden": "true" });
    head.append(...heads.map((words) => element("span", {}, words)));
    this.last = element("button", { type: "button" }, "Add layer at the end");
    this.last.addEventListener("click", () => this.addLast());
    this.block = element("button", { type: "button" }, "Add residual block at the end");
    this.block.addEventListener("click", () => this.addBlock());
    this.adder = this.last;
    const adders = element("div", { class: "row" }, this.last, this.block);
    this.root = element("div", { class: "nb-list" }, head, this.input.root, this.list, adders);
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

  /** Every layer's place, in the order of the rows. */
  get places() {
    return rowsOf(this.tree());
  }

  /** What enters the layer at a path, as far as it is known. @param {Path} path
   * @returns {number[] | undefined} */
  entering(path) {
    const { places, results } = this;
    if (last(path))
      return results.shapes[places[rowAt(places, beside(path, last(path) - 1))].place];
    return path.length === 1 ? results.input_shape : this.entering(path.slice(0, -2));
  }

  /**
   * Change the list that a layer is in; the focus goes to the layer at the path `to`.
   * @param {Path} path @param {(list: LayerEntry[], at: number) => LayerEntry[]} change
   * @param {string} words @param {Path} to @param {string} part
   * @param {import("../core/layer_list.js").Step} step
   */
  edit(path, change, words, to, part, step) {
    const layers = edited(this.tree(), path, change);
    this.step(layers, words, rowAt(rowsOf(layers), to), part, step);
  }

  /** @param {Path} path @param {LayerEntry} layer @param {string} words @param {string} part
   * @param {import("../core/layer_list.js").Step} [step] */
  put(path, layer, words, part, step = "add") {
    if (this.layers.length + rowsOf([layer]).length > MOST_LAYERS) return;
    this.edit(path, (list, at) => inserted(list, at, layer), words, path, part, step);
  }

  /** @param {number} at where the row comes */
  add(at) {
    const path = this.places[at - 1]?.path;
    this.addAt(path ? beside(path, last(path) + 1) : [0]);
  }

  addLast() {
    this.addAt([this.tree().length]);
  }

  addBlock() {
    const path = [this.tree().length];
    const shape = this.entering(path) ?? this.results.input_shape;
    const block = plain(changedKind(fresh(shape), "Residual", shape));
    this.put(path, block, `Added layer ${path[0] + 1}.`, "kind");
  }

  /** @param {Path} path */
  addAt(path) {
    const words = path.length > 1 ? "Added a layer." : `Added layer ${last(path) + 1}.`;
    this.put(path, plain(fresh(this.entering(path))), words, "kind");
  }

  /** What leaves a path in a residual, as far as it is known. @param {Path} path of the residual
   * @param {string} field */
  leaving(path, field) {
    const { layer } = this.places[rowAt(this.places, path)];
    return this.entering([...path, field, (layer[field] ?? []).length]);
  }

  /** Add a layer that fits to the end of a path in a residual. @param {number} at
   * @param {string} field */
  addInside(at, field) {
    const { path, layer } = this.places[at];
    const image = this.results.input_shape;
    const to = this.leaving(path, "layers") ?? this.entering(path) ?? image;
    const from = this.leaving(path, field) ?? to;
    const one = field === "shortcut" ? leading(from, to, 1) : leading(to, to);
    const words = `Added a layer to the ${field} of ${this.name(at)}.`;
    this.put([...path, field, (layer[field] ?? []).length], plain(one), words, "kind");
  }

  /** @param {number} at */
  duplicate(at) {
    const { path, layer } = this.places[at];
    const words = `Duplicated ${this.name(at)}.`;
    this.put(beside(path, last(path) + 1), layer, words, "duplicate", "duplicate");
  }

  /** @param {number} at */
  remove(at) {
    const { path, count } = this.places[at];
    const whole = count === 1 && path.at(-2) === "layers" ? ", the only layer of its residual" : "";
    const words = `Removed ${this.name(at)}${whole}.`;
    const layers = edited(this.tree(), path, without);
    // The focus stays in the list as long as a layer is in it.
    const next = count > 1 ? beside(path, Math.min(last(path), count - 2)) : path.slice(0, -2);
    const rows = rowsOf(layers);
    const to = rowAt(rows, next);
    this.step(layers, words, to < 0 ? Math.min(at, rows.length - 1) : to, "remove", "remove");
  }

  /** @param {number} at @param {number} to @param {string} part */
  move(at, to, part) {
    const { path, layer, count } = this.places[at];
    const place = last(path) + to - at;
    if (place < 0 || place >= count) return;
    const words = `Moved ${this.name(at)} to place ${place + 1} of ${count}.`;
    this.edit(
      path,
      (list, from) => inserted(without(list, from), place, layer),
      words,
      beside(path, place),
      part,
      "move",
    );
  }

  /** @param {number} at @param {LayerEntry} layer */
  change(at, layer) {
    this.set(edited(this.tree(), this.places[at].path, (list, i) => replaced(list, i, layer)));
  }

  /** @param {number} at @param {string} kind */
  turn(at, kind) {
    const { path, layer } = this.places[at];
    const words = `${this.name(at)} is ${kind} now.`;
    const turned = plain(changedKind(layer, kind, this.entering(path)));
    this.edit(path, (list, i) => replaced(list, i, turned), words, path, "kind", "turn");
  }

  /** @param {number} at */
  mend(at) {
    const { path, layer } = this.places[at];
    const cure = cureOf(layer, this.results.fault);
    if (!cure) return;
    const to = beside(path, last(path) + cure.layers.length - 1);
    const mended = cure.layers.map(plain);
    const change = (/** @type {LayerEntry[]} */ list, /** @type {number} */ i) =>
      list.flatMap((one, k) => (k === i ? mended : [one]));
    this.edit(path, change, `${cure.words}: done.`, to, "toggle", "mend");
  }

  /** @param {number} at @param {string} name @param {any} value */
  changeField(at, name, value) {
    this.change(at, plain({ ...this.layers[at], [name]: value }));
  }

  /** Draw the layers and what is known of them. */
  update() {
    this.fit();
    const { places, results } = this;
    const most = largest(results);
    const [height, width, channels] = results.input_shape;
    this.input.glyph.show(results.input_shape, most.side);
    this.input.shape.show(`${height} × ${width} × ${channels}`);
    this.input.memory.show(bytes(4 * height * width * channels));
    this.rows.forEach((row, at) =>
      /** @type {LayerCard} */ (row).update(places[at], results, most, this.open === at),
    );
    const { last } = this;
    const full = places.length >= MOST_LAYERS;
    setAttributes(last, { "aria-disabled": String(full) });
    setAttributes(this.block, { "aria-disabled": String(places.length + 3 > MOST_LAYERS) });
    setText(last, full ? `${MOST_LAYERS} layers are the most here` : "Add layer at the end");
    this.drawn();
  }
}

/** The largest of each number in the network, to draw the others beside. @param {any} results */
function largest(results) {
  const sides = [results.input_shape, ...results.shapes].filter((shape) => shape.length === 3);
  return {
    side: Math.max(...sides.map(([height, width]) => Math.max(height, width))),
    parameters: Math.max(1, ...results.layer_parameters),
    multiplyAdds: Math.max(1, ...results.layer_multiply_adds),
    activations: Math.max(1, ...results.layer_activation_bytes),
  };
}
