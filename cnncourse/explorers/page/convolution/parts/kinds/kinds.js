/** What the kinds beside the ordinary convolution show: words, maps apart, copies that meet. */

import { element, setText } from "../../../core/drawing/dom.js";
import { Copies } from "./copies.js";
import { Maps } from "./maps.js";
import { explained, outputLegend } from "./words.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {import("../../index.js").ConvolutionDrawing} Drawing */
/** @typedef {{CHANNELS: string[],
 *   colour: (grids: HTMLElement[], data: Float64Array, cells: HTMLElement[], longest: number) => void,
 *   coloured: (attributes: any) => HTMLElement,
 *   keep: (root: HTMLElement, size: number, child: (at: number) => HTMLElement) => void,
 *   split: (array: any) => any[], scaleOf: (results: Results) => any, around: (sides: number[]) => string}} Given */

const IN_COLOUR = "landscape";

export class Kinds {
  /** @param {Drawing} drawing @param {Given} given what the explorer has, which no part copies */
  constructor(drawing, given) {
    this.drawing = drawing;
    this.given = given;
    this.said = element("span");
    this.colour = element("button", { type: "button" }, "Take an image in colour");
    this.colour.addEventListener("click", () => drawing.state.set({ image: IN_COLOUR }));
    this.note = element("p", { class: "kind" }, this.said, " ", this.colour);
    this.copies = new Copies(given);
    this.maps = new Maps(drawing.hand, given.CHANNELS);
    this.legend = element("p", { class: "legend quiet" });
    drawing.board?.before(this.note);
    drawing.board?.append(this.copies.root);
    drawing.scale.root.before(this.maps.root);
    drawing.scale.root.after(this.legend);
  }

  /** @param {Results} results @param {Values} values */
  update(results, values) {
    const { given } = this;
    const words = explained(results, values);
    const grey = results.picture.shape[2] === 1;
    const transposed = values.kind === "transposed";
    this.note.hidden = !words;
    setText(this.said, words);
    this.colour.hidden = !grey || transposed;
    this.maps.root.hidden = !(results.output.shape[2] > 1);
    if (!this.maps.root.hidden) {
      this.maps.update(results, given.split(results.output), given.scaleOf(results));
    }
    this.copies.root.hidden = !transposed || Boolean(results.problem);
    if (!this.copies.root.hidden) this.copies.update(results, this.drawing.pointing?.chosen ?? -1);
    this.legend.hidden = !transposed;
    if (transposed) setText(this.legend, outputLegend(results, given.around(results.sides)));
  }
}
