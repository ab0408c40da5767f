/** The weight that is pointed at, or kept: by pointing, by a click or Enter, until Escape. */

import { Weights } from "./weights.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {import("../../index.js").ConvolutionDrawing} Drawing */

export class Pointing {
  /** @param {Drawing} drawing @param {import("../../../core/frame.js").Host} host
   * @param {string[]} names of the channels */
  constructor(drawing, { state, results, say }, names) {
    this.drawing = drawing;
    this.state = state;
    this.now = results;
    this.say = say;
    this.tap = -1; // the product that is pointed at, by its place in the filter
    this.marked = ""; // what is marked as chosen, and in a kernel of which shape
    this.weights = new Weights(this, names);
  }

  /** What the hand did. @param {Event} event @param {number} tap where, or -1 */
  take(event, tap) {
    const { type, defaultPrevented } = event;
    const { key } = /** @type {KeyboardEvent} */ (event);
    if (type === "click") {
      if (tap >= 0) this.pin(tap);
    } else if (type === "keydown") {
      if (defaultPrevented) return; // the keys are a cell's
      if (key === "Escape") this.pin(-1);
      else if (key === "Enter" && tap >= 0) this.pin(tap);
    } else {
      this.point(["pointerleave", "focusout"].includes(type) ? -1 : tap);
    }
  }

  /** @param {number} tap */
  point(tap) {
    if (tap === this.tap) return;
    this.tap = tap;
    this.redraw();
  }

  redraw() {
    const { results } = this.drawing;
    if (results) this.draw(results, this.state.values);
  }

  /** Keep a weight, or let it go. @param {number} tap none is -1 */
  pin(tap) {
    const [size, , channels] = this.now().weights.shape;
    const at = Math.floor(tap / channels);
    const weight = String([Math.floor(at / size), at % size, tap % channels]);
    this.state.set({ weight: tap < 0 || weight === this.state.values.weight ? "" : weight });
  }

  /** The weight that is kept, by its place in the filter; -1 where it has none such. */
  get pinned() {
    const [size, , channels] = this.now().weights.shape;
    const [row, column, channel] = this.state.values.weight.split(",").map(Number);
    const there = row < size && column < size && channel < channels;
    return there ? (row * size + column) * channels + channel : -1;
  }

  /** The weight that is pointed at, or else kept. */
  get chosen() {
    return this.tap < 0 ? this.pinned : this.tap;
  }

  /** Show the chosen weight, its pixel and its term, and all that it touches.
   * @param {Results} results @param {Values} values */
  draw(results, values) {
    const { chosen, drawing } = this;
    const marked = `${chosen} ${results.weights.shape}`;
    if (marked !== this.marked) {
      for (const one of drawing.board?.querySelectorAll("[data-tap]") || []) {
        const same = Number(/** @type {HTMLElement} */ (one).dataset.tap) === chosen;
        one.classList.toggle("chosen", same);
      }
    }
    this.marked = marked;
    drawing.drawInput(results);
    this.weights.update(results, values);
  }
}
