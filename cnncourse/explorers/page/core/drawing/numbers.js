/** The numbers of a map, written over its pixels: as a picture, since a text of each is laid out. */

import { element, setHidden } from "./dom.js";

/** @typedef {{words: string, x: number, y: number, size: number, fill: string}} Written
 *   x, y: the middle, and size: the height, in cells of the map */

/** A picture of numbers, as sharp as the screen is. */
export class Numbers {
  constructor() {
    this.canvas = element("canvas", { class: "numbers", "aria-hidden": "true", hidden: true });
    this.size = [0, 0]; // of the canvas on the screen, in its pixels
    /** @type {Written[]} */
    this.written = [];
    this.across = 1; // cells from left to right
    const observer = new ResizeObserver((entries) => this.fit(entries[entries.length - 1]));
    observer.observe(this.canvas);
  }

  /** @param {Written[]} written @param {number} across cells from left to right */
  draw(written, across) {
    if (!written.length && !this.written.length) return;
    this.written = written;
    this.across = across;
    setHidden(this.canvas, !written.length);
    this.paint();
  }

  /** @param {ResizeObserverEntry} entry */
  fit({ contentRect: { width, height } }) {
    const size = [width, height].map((side) => Math.round(side * devicePixelRatio));
    if (String(size) === String(this.size)) return;
    this.size = size;
    this.paint();
  }

  paint() {
    const { canvas, size, written } = this;
    if (!size[0] || !written.length) return;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    if (canvas.width === size[0] && canvas.height === size[1])
      context.clearRect(0, 0, size[0], size[1]);
    else [canvas.width, canvas.height] = size; // which wipes it as well
    const cell = size[0] / this.across;
    context.textAlign = "center";
    context.textBaseline = "middle";
    let font = "";
    for (const { words, x, y, size: high, fill } of written) {
      const wanted = `${(high * cell).toFixed(1)}px system-ui, sans-serif`;
      if (wanted !== font) context.font = wanted;
      font = wanted;
      context.fillStyle = fill;
      context.fillText(words, x * cell, y * cell);
    }
  }
}
