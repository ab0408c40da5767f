/** The weight that is pointed at: its pixels, its outputs, its part in one sum. */

import { element, setAttributes, setText } from "../../../core/drawing/dom.js";
import { Layer } from "./layer.js";
import { touched } from "./touched.js";
import { HINT, told } from "./words.js";

/** @typedef {import("../../results.js").Results} Results */
/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {import("../../../core/drawing/map.js").MapPicture} MapPicture */
/** @typedef {import("./pointing.js").Pointing} Pointing */

export class Weights {
  /** @param {Pointing} pointing @param {string[]} names of the channels */
  constructor(pointing, names) {
    this.pointing = pointing;
    /** @type {any} */
    this.drawing = pointing.drawing;
    this.names = names;
    /** @type {Map<MapPicture, Layer>} */
    this.layers = new Map();
    this.said = element("p", { class: "weight-said" }, HINT);
    this.drawing.cells.root.after(this.said);
    /** Which weight was spoken of last; what comes with the page is there to be read. */
    this.spoken = pointing.tap < 0 ? `${pointing.pinned} ${pointing.pinned}` : "";
  }

  /** @param {Results} results @param {Values} values */
  update(results, values) {
    const { chosen, pinned } = this.pointing;
    const [size, , channels] = results.weights.shape;
    const none = results.problem || chosen < 0 || chosen >= size * size * channels;
    const at = Math.floor(chosen / channels);
    const place = [Math.floor(at / size), at % size, chosen % channels];
    const found = none ? null : touched(results, values, place);
    this.mark(found, place[2]);
    const how = { names: this.names, kind: values.kind, pinned: pinned === chosen };
    const words = found ? told(found, results, place, how) : HINT;
    setText(this.said, words);
    this.label(pinned);
    const which = found ? `${chosen} ${pinned}` : "";
    if (which && which !== this.spoken) this.pointing.say(words);
    this.spoken = which;
  }

  /** @param {import("./touched.js").Touched | null} found @param {number} channel */
  mark(found, channel) {
    const { input, cells, output } = this.drawing;
    const inputs = [input, cells.channels[channel]?.picture];
    const outputs = [this.drawing.kinds?.maps?.pictures[channel], output];
    const shown = outputs.find((map) => map && !map.root.closest("[hidden]"));
    /** @type {Map<MapPicture, import("./layer.js").Marked>} */
    const marks = new Map();
    if (found) {
      const pixels = { rows: found.rows, columns: found.columns };
      for (const map of inputs) if (map) marks.set(map, pixels);
      const rest = found.padded > 0;
      if (shown) marks.set(shown, { rows: found.output_rows, columns: found.output_columns, rest });
    }
    for (const map of marks.keys()) if (!this.layers.has(map)) this.layers.set(map, new Layer(map));
    for (const [map, layer] of this.layers) layer.draw(marks.get(map) ?? null);
  }

  /** Which cell is kept. @param {number} pinned */
  label(pinned) {
    /** @type {HTMLInputElement[]} */
    const inputs = this.drawing.cells.inputs;
    inputs.forEach((cell, at) => {
      const kept = at === pinned;
      cell.classList.toggle("pinned", kept);
      if (cell.parentElement)
        setAttributes(cell.parentElement, { "aria-selected": kept ? "true" : null });
    });
  }
}
