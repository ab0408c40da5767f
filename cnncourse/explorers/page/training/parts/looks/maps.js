/** What leaves each layer for one picture, and what the network says of it. */

import { element, setAttributes, setText } from "../../../core/drawing/dom.js";
import { paint } from "../../../core/drawing/paint.js";
import { number, percent } from "../../../core/format.js";

/** @typedef {{name: string, kind: string, shape: number[], values: Float32Array}} Layer */

const MOST = 32; // maps of a layer that are drawn
const ROW = 32; // numbers of a vector in a row

/** One layer: its name, its maps or its numbers. */
class Row {
  /** @param {Layer} layer */
  constructor({ name, shape }) {
    const maps = shape.length === 3 ? Math.min(shape[2], MOST) : 1;
    this.canvases = Array.from({ length: maps }, () => element("canvas"));
    this.range = element("span", { class: "quiet" });
    this.grid = element("div", { class: shape.length === 3 ? "maps-row" : "vector", role: "img" });
    this.grid.append(...this.canvases);
    const words = ` ${shape.join(" × ")} `;
    const caption = element("figcaption", {}, element("strong", {}, name), words, this.range);
    this.root = element("figure", {}, caption, this.grid);
  }

  /** @param {Layer} layer */
  draw({ name, shape, values }) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
    const most = Math.max(-low, high, 1e-9);
    const look = { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    const [height, width, channels] = shape;
    if (shape.length === 3) {
      this.canvases.forEach((canvas, c) =>
        paint(canvas, height, width, (at) => values[at * channels + c], look),
      );
    } else {
      const wide = Math.min(values.length, ROW);
      this.grid.style.maxWidth = `${1.3 * wide}rem`;
      const rows = Math.ceil(values.length / wide);
      paint(this.canvases[0], rows, wide, (at) => values[at] ?? 0, look);
    }
    const finite = Number.isFinite(high - low);
    const words = finite ? `${number(low)} to ${number(high)}` : "not finite any more";
    setText(this.range, words);
    const label = `${name}, ${shape.join(" × ")}: ${words}`;
    setAttributes(this.grid, { "aria-label": label });
  }
}

export class LayerMaps {
  /** @param {string[]} classes */
  constructor(classes) {
    this.classes = classes;
    this.says = element("p", { class: "says" });
    this.place = element("div", { class: "layers" });
    this.root = element("div", {}, this.says, this.place);
    /** @type {Row[]} */
    this.rows = [];
    this.key = "";
  }

  clear() {
    this.key = "";
    this.rows = [];
    this.place.replaceChildren();
    setText(this.says, "");
  }

  /** @param {{layers: Layer[], probabilities: Float32Array, predicted: number}} message predicted: -1
   *   where its numbers are not finite any more
   * @param {string} label the picture's class, or none */
  draw({ layers, probabilities, predicted }, label) {
    const shown = layers.filter(({ kind }) => !["Flatten", "Dropout"].includes(kind));
    const key = JSON.stringify(shown.map(({ name, shape }) => [name, shape]));
    if (key !== this.key) {
      this.key = key;
      this.rows = shown.map((layer) => new Row(layer));
      this.place.replaceChildren(...this.rows.map(({ root }) => root));
    }
    this.rows.forEach((row, i) => row.draw(shown[i]));
    if (!(predicted >= 0)) {
      setText(this.says, "It says nothing: its numbers are not finite any more.");
      return;
    }
    const says = this.classes[predicted];
    const verdict = label ? (says === label ? ", which is right" : `; it is ${label}`) : "";
    setText(this.says, `It says ${says} with ${percent(probabilities[predicted])}${verdict}.`);
  }
}
