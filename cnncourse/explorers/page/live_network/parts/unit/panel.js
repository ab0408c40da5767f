/** One number inside a network: what it reads, times what, and what that adds up to. */

import { element, setAttributes, setText } from "../../../core/drawing/dom.js";
import { figure, MapPicture } from "../../../core/drawing/map.js";
import { exact, parse, where, written } from "../inside/units.js";
import { channelOf, pictured, scaleOf, signed } from "./pictured.js";
import { firstCell, press, windowLook } from "./pointing.js";
import { Sums } from "./sums.js";
import { told, weighed } from "./words.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("./explain.js").Explained} Explained */
/** @typedef {import("../inside/units.js").Outputs} Outputs */
/** @typedef {import("../../../core/drawing/map.js").Look} Look */
/** @typedef {{go: (name: string) => void, forward: (steps: number) => void, close: () => void,
 *   say: (words: string) => void}} Hand */

const HINT =
  "Point at a number that it reads; click it, or press Enter, to look one layer further back. " +
  "Backspace comes forward again, Escape closes.";
const WEIGHTS =
  " Point at a weight for the number that it multiplies; click it, or press Enter, to keep it, " +
  "until Escape.";

export class Panel {
  /** @param {Hand} hand */
  constructor(hand) {
    this.hand = hand;
    this.cell = [0, 0];
    this.channel = 0;
    this.width = 1; // numbers in a row of what is read
    this.unit = "";
    this.held = false; // whether the keys are in here and are to stay
    this.weighs = false; // whether a weight is pointed at, and not the number that it multiplies
    this.kept = false; // and whether that weight stays until it is let go
    this.title = element("p", { class: "title", tabindex: -1 });
    this.trail = element("div", { class: "row trail", role: "group", "aria-label": "Came from" });
    this.said = element("p", { class: "told" });
    this.term = element("p", { class: "term number" });
    this.hint = element("p", { class: "quiet" }, HINT);
    const hands = (/** @type {boolean} */ weighs) => ({
      choose: (/** @type {number} */ row, /** @type {number} */ column, /** @type {string} */ by) =>
        this.point(row, column, weighs, by === "key"),
      hover: (/** @type {number} */ row, /** @type {number} */ column) =>
        this.kept || this.point(row, column, weighs),
    });
    this.inputs = new MapPicture("What it reads", hands(false));
    this.whole = new MapPicture("Layer before");
    this.weights = new MapPicture("Weights", hands(true));
    this.products = new MapPicture("Products");
    this.figures = {
      whole: figure("", this.whole.root),
      inputs: figure("", this.inputs.root),
      weights: figure("", this.weights.root),
      products: figure("", this.products.root),
    };
    const pictures = Object.values(this.figures).map(({ root }) => root);
    this.sums = new Sums((channel) => this.turn(channel), hand.go);
    const close = element("button", { type: "button" }, "Close");
    close.addEventListener("click", () => hand.close());
    this.root = element("section", { class: "unit", "aria-label": "Inside one number" });
    this.root.append(element("div", { class: "row" }, this.title, close), this.trail, this.said);
    this.root.append(element("div", { class: "pictures" }, ...pictures), this.term, this.hint);
    this.root.append(this.sums.root);
    this.listen();
  }

  listen() {
    press(this.inputs.root, (key) => {
      this.held ||= key;
      this.back();
    });
    press(this.weights.root, () => this.keep(!this.kept));
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Backspace") {
        this.held = true;
        this.hand.forward(1);
      } else if (event.key === "Escape" && this.kept) this.keep(false);
      else if (event.key === "Escape") this.hand.close();
      else return;
      event.preventDefault();
    });
  }

  /** @param {Explained} found @param {Outputs} outputs @param {string[]} trail units come from */
  draw(found, outputs, trail) {
    const anew = this.unit !== found.unit;
    this.found = found;
    this.outputs = outputs;
    if (anew) {
      const cell = firstCell(found);
      Object.assign(this, { cell, channel: 0, unit: found.unit, weighs: false, kept: false });
    }
    setText(this.title, found.problem ? found.unit : `${found.unit} = ${exact(found.value)}`);
    setText(this.said, told(found));
    this.follow(trail);
    this.show();
    if (anew) this.hand.say(told(found));
    if (this.held) this.enter();
    this.held = false;
  }

  /** Put the focus where the keys go on. */
  enter() {
    (this.figures.inputs.root.hidden ? this.title : this.inputs.root).focus();
  }

  /** @param {string[]} trail */
  follow(trail) {
    const buttons = trail.map((unit, i) => {
      const made = element("button", { type: "button" }, unit);
      made.addEventListener("click", () => this.hand.forward(trail.length - i));
      return made;
    });
    this.trail.hidden = !trail.length;
    this.trail.replaceChildren("Came from ", ...buttons);
  }

  /** @param {number} channel of the layer before, whose part of a window to show */
  turn(channel) {
    this.channel = channel;
    this.show();
  }

  show() {
    const { found } = this;
    if (!found) return;
    const { inputs, weights, products } = found;
    for (const [name, array] of Object.entries({ inputs, weights, products })) {
      this.figures[/** @type {"inputs"} */ (name)].root.hidden = !array;
    }
    this.figures.whole.root.hidden = !found.rows;
    this.hint.hidden = this.term.hidden = !inputs;
    setText(this.hint, HINT + (weights ? WEIGHTS : ""));
    if (inputs) this.drawInputs(found, inputs);
    this.sums.draw(found, this.channel);
    this.tell(false);
  }

  /** @param {Explained} found @param {NDArray} inputs */
  drawInputs(found, inputs) {
    const { before = "", rows, columns } = found;
    const frames = [this.frame(this.cell[0], this.cell[1])];
    const layer = /** @type {Outputs} */ (this.outputs)[before];
    const scale = scaleOf(before, layer);
    const count = inputs.shape.length === 1 ? inputs.shape[0] : Infinity;
    const hidden = (/** @type {number} */ r, /** @type {number} */ c) =>
      r * this.width + c >= count;
    const flat = (/** @type {NDArray} */ array) => this.slice(array);
    const seen = flat(inputs);
    this.width = seen.shape[1];
    const both = { frames, hidden: count < Infinity ? hidden : undefined };
    const by = seen.shape.join(" × ");
    const reads = `What it reads, ${by}; arrow keys walk, Enter looks further back`;
    this.inputs.draw(seen, { ...both, ...scale, label: reads }, this.place);
    for (const name of /** @type {const} */ (["weights", "products"])) {
      const array = found[name];
      if (array) this[name].draw(flat(array), { ...both, ...signed(array) }, this.place);
    }
    const keeps = this.kept ? "one is kept" : "Enter keeps one";
    setAttributes(this.weights.root, {
      "aria-label": `Weights, ${by}; arrow keys walk, ${keeps}`,
    });
    this.name(found, layer);
    if (!rows || !columns) return;
    const cellFrame = this.frame(rows[this.cell[0]], columns[this.cell[1]]);
    const window = windowLook(layer.shape, rows, columns, cellFrame);
    const label = `The window in ${before}`;
    this.whole.draw(channelOf(layer, this.map()), { ...scale, ...window, label });
  }

  /** Titles of the pictures. @param {Explained} found @param {NDArray} layer */
  name({ before = "", inputs, rows, weights }, layer) {
    const of = layer.shape.length === 3 && layer.shape[2] > 1 ? `, map ${this.map()}` : "";
    const part = inputs?.shape.length === 3 ? `, map ${this.channel}` : "";
    setText(this.figures.whole.caption, `${before}${of}`);
    setText(this.figures.inputs.caption, rows ? `Window${part}` : before);
    const kind = inputs?.shape.length === 3 ? `Kernel${part}` : "Weights";
    setText(this.figures.weights.caption, weights ? `× ${kind}` : "");
    setText(this.figures.products.caption, "= Products");
  }

  /** Which map of the layer before is shown. */
  map() {
    const { inputs, unit } = /** @type {Explained} */ (this.found);
    const { place } = parse(unit);
    return inputs?.shape.length === 3 ? this.channel : place[place.length - 1];
  }

  /** The frame of the cell, where it stands. @param {number} row @param {number} column
   * @returns {import("../../../core/drawing/map.js").Frame} */
  frame(row, column) {
    return { row, column, height: 1, width: 1, kind: this.weighs ? "second" : "pixel" };
  }

  /** What of an array is shown as a picture. @param {NDArray} array */
  slice(array) {
    return pictured(array, this.channel);
  }

  /** @param {number} row @param {number} column @param {boolean} weighs @param {boolean} [key] */
  point(row, column, weighs, key = false) {
    const { inputs } = this.found ?? {};
    if (!inputs) return;
    const { shape } = this.slice(inputs);
    const cell = [
      Math.min(Math.max(row, 0), shape[0] - 1),
      Math.min(Math.max(column, 0), shape[1] - 1),
    ];
    if (inputs.shape.length === 1 && cell[0] * shape[1] + cell[1] >= inputs.shape[0]) return;
    this.kept &&= weighs && String(cell) === String(this.cell);
    Object.assign(this, { cell, weighs });
    this.show();
    this.tell(key);
  }

  /** Keep the weight that is pointed at, or let it go. @param {boolean} kept */
  keep(kept) {
    Object.assign(this, { kept, weighs: true });
    this.show();
    this.tell(true);
  }

  /** @returns {[number, number]} where the arrow keys start from */
  get place() {
    return [this.cell[0], this.cell[1]];
  }

  /** The place in the layer before that the cell shows; null for padding. */
  source() {
    const { rows, columns, source, inputs, before = "" } = /** @type {Explained} */ (this.found);
    const [r, c] = this.cell;
    const { shape } = /** @type {Outputs} */ (this.outputs)[before];
    if (rows && columns) {
      const [row, column] = [rows[r], columns[c]];
      const within = row >= 0 && row < shape[0] && column >= 0 && column < shape[1];
      return within ? [row, column, this.map()] : null;
    }
    const at = r * this.width + c;
    if (!source) return [at];
    return (inputs?.shape[0] ?? 0) > 1 ? [...source.slice(0, -1), at] : source;
  }

  /** Say what the cell holds. @param {boolean} aloud */
  tell(aloud) {
    const { inputs, weights, products, before = "" } = this.found ?? {};
    if (!inputs) return;
    const at = this.cell[0] * this.width + this.cell[1];
    const of = (/** @type {NDArray} */ array) => exact(this.slice(array).data[at]);
    const place = this.source();
    const name = place ? where(before, place) : "padding, which counts as 0";
    const [weight, product] = [weights, products].map((array) => array && of(array));
    const sum = weight && product ? ` × ${weight} = ${product}` : "";
    const words = weighed(inputs.shape, this.cell, at, this.channel, this.kept);
    const begin = this.weighs && sum ? words : "";
    setText(this.term, `${begin}${name}: ${of(inputs)}${sum}`);
    if (aloud) this.hand.say(this.term.textContent ?? "");
  }

  /** One layer back, to what the cell shows. */
  back() {
    const place = this.found?.inputs && this.source();
    if (place) this.hand.go(written({ layer: String(this.found?.before), place }));
  }
}
