/** What the colours of a map mean: a bar with numbers at its ends. */

import { number } from "../format.js";
import { element, setText } from "./dom.js";
import { PALETTES } from "./palette.js";

/** A bar of a palette's colours from one number to another, zero marked where it is between. */
export class Scale {
  constructor() {
    this.canvas = element("canvas", { width: 256, height: 1, "aria-hidden": "true" });
    this.ends = [0, 1, 2].map(() => element("span", { class: "number" }));
    this.root = element("div", { class: "scale" }, this.canvas, ...this.ends);
    this.palette = "";
  }

  /** @param {string} palette @param {number} low @param {number} high */
  draw(palette, low, high) {
    if (palette !== this.palette) this.paint(PALETTES[palette]);
    this.palette = palette;
    setText(this.ends[0], number(low));
    setText(this.ends[1], low < 0 && low === -high ? "0" : "");
    setText(this.ends[2], number(high));
  }

  /** @param {Uint8ClampedArray} colours */
  paint(colours) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const image = context.createImageData(256, 1);
    for (let i = 0; i < 256; i += 1) {
      image.data.set([...colours.subarray(3 * i, 3 * i + 3), 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }
}
