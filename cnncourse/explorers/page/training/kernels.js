/** The kernels of the first layer, as they form. */

import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { paint } from "../core/drawing/paint.js";
import { number } from "../core/format.js";

/** @typedef {{name: string, height: number, width: number, channels: number, filters: number,
 *   values: Float32Array}} Message */

export class Kernels {
  constructor() {
    this.caption = element("figcaption", {}, "Kernels of the first layer");
    this.grid = element("div", { class: "kernels", role: "img" });
    this.range = element("p", { class: "quiet" });
    this.root = element("figure", {}, this.caption, this.grid, this.range);
    /** @type {HTMLCanvasElement[]} */
    this.canvases = [];
    /** What came last and is not drawn yet. @type {Message | undefined} */
    this.next = undefined;
  }

  /** Draw what came last, if it is new. */
  show() {
    if (this.next) this.draw(this.next);
    this.next = undefined;
  }

  /** @param {Message} message */
  draw({ name, height, width, channels, filters, values }) {
    if (this.canvases.length !== filters) {
      this.canvases = Array.from({ length: filters }, () => element("canvas"));
      this.grid.replaceChildren(...this.canvases);
    }
    let most = 1e-9;
    for (const value of values) most = Math.max(most, Math.abs(value));
    const look = { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    this.canvases.forEach((canvas, filter) => {
      paint(canvas, height, width, (at) => values[at * channels * filters + filter], look);
    });
    const dense = name.startsWith("dense");
    const what = dense ? `Weights of ${name}: the first ${filters} units` : `Kernels of ${name}`;
    setText(this.caption, `${what}, ${height} × ${width}`);
    const ends = Number.isFinite(most)
      ? `purple ${number(-most)}, white 0, orange ${number(most)}`
      : "not finite any more";
    setText(this.range, ends);
    setAttributes(this.grid, { "aria-label": `${what}, ${filters} pictures: ${ends}` });
  }
}
