/** A kernel slid over an image: by hand, by hovering over the map that it makes, or by itself. */

import { array, toNested } from "../arithmetic/arrays.js";
import { extent, nearestWindow } from "../arithmetic/geometry.js";
import { part } from "../core/data.js";
import { element, setText } from "../core/drawing/dom.js";
import { idle } from "../core/drawing/idle.js";
import { figure, MapPicture } from "../core/drawing/map.js";
import { ownPicture } from "../core/drawing/own_picture.js";
import { Player } from "../core/drawing/player.js";
import { Scale } from "../core/drawing/scale.js";
import { placeWithin } from "../core/drawing/within.js";
import { number } from "../core/format.js";
import { addRule } from "../core/settings.js";
import { CHANNELS, colour, coloured, KernelCells, keep, split } from "./cells.js";
import { inputLook, outputLook, scaleOf } from "./looks.js";
import { compute } from "./results.js";
import { by } from "./summary.js";
import { Sums } from "./sums.js";
import * as words from "./words.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

addRule("weight", (_, raw) =>
  typeof raw === "string" && /^([0-6],[0-6],[0-2])?$/.test(raw) ? raw : undefined,
);
const POINTED = ["pointerover", "focusin", "pointerleave", "focusout", "click", "keydown"];

export class ConvolutionDrawing {
  /** @param {import("../core/frame.js").Host} host */
  constructor(host) {
    const { root, state, still, results, preview, say } = host;
    this.own = ownPicture(host);
    this.root = root;
    this.state = state;
    /** @type {() => Results} */
    this.now = results;
    /** What was drawn last. @type {Results | undefined} */
    this.results = undefined;
    this.host = host;
    /** @type {import("./parts/weights/pointing.js").Pointing | undefined} */
    this.pointing = undefined;
    const busy = (/** @type {boolean} */ playing) =>
      root.closest(".explorer")?.setAttribute("aria-busy", String(playing));
    this.player = new Player(state, still, busy, results);
    const step = (/** @type {number} */ down, /** @type {number} */ right) =>
      this.step(down, right);
    this.input = new MapPicture("Input", {
      choose: (r, c) => this.centre(r, c),
      step: (down, right) => step(down * this.pace, right * this.pace),
    });
    /** What the hand does on a map of the output. */
    this.hand = {
      choose: (/** @type {number} */ r, /** @type {number} */ c) => this.choose(r, c),
      step,
      hover: (/** @type {number} */ r, /** @type {number} */ c) =>
        this.player.playing || preview(this.within(r, c)),
      leave: () => preview(null),
    };
    this.output = new MapPicture("Output", this.hand);
    this.cells = new KernelCells((place, value) => this.type(place, value), say);
    this.sums = new Sums();
    this.scale = new Scale();
    /** @type {{update: (results: Results, values: Values) => void} | undefined} */
    this.kinds = undefined;
    /** @type {Promise<void> | undefined} */
    this.coming = undefined;
    this.marked = "";
    this.build();
    queueMicrotask(() => this.mark()); // the page's controls are made after the drawing
  }

  build() {
    this.notes = element("p", { class: "legend quiet" });
    this.total = element("span", { "data-result": "total" });
    this.effect = element("span");
    const total = ["The weights add up to ", this.total, this.effect];
    this.figures = [
      figure("Input", this.input.root, this.notes),
      figure("Kernel", this.cells.root, element("p", { class: "total-weights quiet" }, ...total)),
      figure("Output", this.output.root, this.scale.root),
    ];
    const [input, kernel, output] = this.figures.map((one) => one.root);
    input.classList.add("input");
    kernel.classList.add("kernel");
    output.classList.add("output");
    this.board = element("div", { class: "board" }, input, kernel, output, this.sums.root);
    this.hint = element("p", { class: "hint quiet" });
    this.cost = element("p", { class: "cost quiet" });
    this.box = element("div", { class: "convolution" }, this.player.root, this.hint, this.board);
    this.box.append(this.cost);
    this.root.append(this.own, this.box);
    for (const type of POINTED) {
      this.box.addEventListener(type, (event) => {
        const target = /** @type {Element} */ (event.target).closest("[data-tap]");
        const tap = target ? Number(/** @type {HTMLElement} */ (target).dataset.tap) : -1;
        if (this.pointing || tap >= 0) this.point(event, tap);
      });
    }
  }

  /** What a weight touches is loaded with the first that is pointed at.
   * @param {Event} [event] @param {number} [tap] the product, by its place in the filter */
  async point(event, tap = -1) {
    try {
      if (!this.pointing) {
        const { Pointing, style } = /** @type {any} */ (await part("weights"));
        if (!this.pointing) this.root.append(element("style", {}, style));
        this.pointing ??= new Pointing(this, this.host, CHANNELS);
      }
      if (event) this.pointing?.take(event, tap);
      else this.pointing?.redraw();
    } catch (error) {
      if (this.notes) setText(this.notes, /** @type {Error} */ (error).message);
    }
  }

  /** How far an arrow key on the input leads: where copies are laid, from one to the next. */
  get pace() {
    return this.now().copies ? this.state.values.stride : 1;
  }

  /** The window's place nearest to one of the output. @param {number} row
   * @param {number} column */
  within(row, column) {
    const { output_shape: shape } = this.now();
    return shape[0] ? placeWithin(shape, row, column) : {};
  }

  /** @param {number} row @param {number} column */
  choose(row, column) {
    this.player.pause();
    this.state.set(this.within(row, column));
  }

  /** Move the window by places of the output. @param {number} down @param {number} right */
  step(down, right) {
    const { row, column } = this.now();
    this.choose(row + down, column + right);
  }

  /** Take the window, or the copy, whose middle is nearest to an input pixel.
   * @param {number} row @param {number} column */
  centre(row, column) {
    const { dilation, stride } = this.state.values;
    const { sides, weights, copies } = this.now();
    const span = extent(weights.shape[0], dilation);
    const [y, x] = [row, column].map((at, i) =>
      copies ? copies[i].place(at) : nearestWindow(at, span, stride, sides[2 * i]),
    );
    this.choose(y, x);
  }

  /** @param {number} place in the filter's data @param {number} value */
  type(place, value) {
    const { shape, data } = this.now().weights;
    const weights = array(shape, data);
    weights.data[place] = value;
    const plain = shape[2] === 1 ? { shape: shape.slice(0, 2), data: weights.data } : weights;
    const taken = !this.state.set({ cells: toNested(plain) }).length;
    if (taken) this.state.set({ kernel: "typed" });
    return taken;
  }

  /** @param {Results} results @param {Values} values */
  update(results, values) {
    this.results = results;
    this.player.update(results);
    this.box?.classList.toggle("colour", results.picture.shape[2] > 1);
    this.cells.update(results.weights);
    this.drawOutput(results);
    this.sums.update(results);
    this.write(results, values);
    this.mark();
    if (this.kinds) this.kinds.update(results, values);
    else if (values.kind !== "ordinary") this.bring();
    // Last, over maps that are as large as they are now.
    if (this.pointing) this.pointing.draw(results, values);
    else {
      this.drawInput(results);
      if (values.weight) this.point();
    }
  }

  /** What the other kinds show besides is loaded with the first of them. */
  bring() {
    this.coming ??= part("kinds").then(
      (/** @type {any} */ found) => {
        this.root.append(element("style", {}, found.style));
        this.kinds = new found.Kinds(this, {
          CHANNELS,
          colour,
          coloured,
          keep,
          split,
          scaleOf,
          around: words.around,
        });
        if (this.results) this.update(this.results, this.state.values);
      },
      (error) => {
        this.coming = undefined;
        if (this.notes) setText(this.notes, error.message);
      },
    );
  }

  /** @param {Results} results */
  drawInput(results) {
    const look = inputLook(results, this.pointing?.chosen ?? -1);
    this.input.draw(results.picture, look);
    if (look.palette !== "colour") return;
    const each = { ...look, palette: /** @type {const} */ ("grey"), crosses: undefined, label: "" };
    this.cells.drawChannels(results.picture, results.padded, each);
  }

  /** @param {Results} results */
  drawOutput(results) {
    const { palette, low, high } = scaleOf(results);
    this.scale.draw(palette, low, high);
    this.scale.root.hidden = Boolean(results.problem);
    this.output.root.hidden = results.output.shape[2] > 1; // each channel has a map of its own
    if (!this.output.root.hidden) this.output.draw(results.output, outputLook(results));
  }

  /** Titles and legends. @param {Results} results @param {Values} values */
  write(results, values) {
    const [input, kernel, output] = this.figures || [];
    const { weights } = results;
    setText(input.caption, `Input, ${by(results.picture.shape)}`);
    const size = weights.shape.slice(0, weights.shape[2] > 1 ? 3 : 2);
    setText(kernel.caption, `Kernel, ${by(size)}`);
    if (this.total) setText(this.total, number(results.total, 3));
    if (this.effect) setText(this.effect, words.effectOf(results));
    setText(output.caption, words.outputTitle(results));
    if (this.notes) setText(this.notes, words.legend(results, values));
    if (this.cost) setText(this.cost, words.cost(results));
    if (this.hint) setText(this.hint, words.hint(values.kind));
  }

  /** Say which controls change nothing now, and what it costs where kinds can be compared. */
  mark() {
    if (!this.results) return;
    const { kind } = this.state.values;
    const choice = this.root.closest(".explorer")?.querySelector('[data-control="kind"]');
    if (this.cost) this.cost.hidden = kind === "ordinary" && !choice;
    const found = words.withoutEffect(this.results, this.state.values);
    const marked = choice ? JSON.stringify(found) : ""; // to look for controls takes longer
    if (marked && marked === this.marked) return;
    this.marked = marked;
    for (const [name, why] of Object.entries(found)) idle(this.root, name, why);
  }

  destroy() {
    this.player.pause();
  }
}

/** @param {import("../core/frame.js").Host} host */
function mount(host) {
  return new ConvolutionDrawing(host);
}

export default { name: "convolution", compute, mount };
