/** What leaves a layer as a small picture: a map as a box, a vector as a bar. */

import { setAttributes, svg } from "../core/drawing/dom.js";

const HEIGHT = 40; // units of the picture
const WIDTH = 52;
const SIDE = 26; // of the largest map

export class Glyph {
  constructor() {
    this.front = svg("path", { class: "front" });
    this.sides = svg("path", { class: "side" });
    const box = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "nb-glyph", "aria-hidden": "true" };
    this.root = svg("svg", box, this.sides, this.front);
    this.key = "";
  }

  /**
   * Draw a shape; sides are to scale with the image's, channels and features by their logarithm.
   * @param {number[] | undefined} shape
   * @param {number} largest side of a map of the network
   */
  show(shape, largest) {
    const key = `${shape} ${largest}`;
    if (key === this.key) return;
    this.key = key;
    if (!shape) {
      setAttributes(this.front, { d: `M${WIDTH / 2 - 5} ${HEIGHT / 2}h10` });
      setAttributes(this.sides, { d: null });
      return;
    }
    const vector = shape.length === 1;
    const deep = Math.log2(shape[shape.length - 1] + 1);
    // In halves of what is a pixel on a screen: most stay as they are when the image grows.
    const halves = (/** @type {number} */ n) => Math.round(2 * n) / 2;
    const side = (/** @type {number} */ n) => Math.max(halves((SIDE * n) / largest), 2);
    const tall = vector ? halves(4 + 2.4 * deep) : side(shape[0]);
    const wide = vector ? 4 : side(shape[1]);
    const depth = vector ? 0 : halves(deep * 1.3); // of 512 channels: 12
    const x = (WIDTH - wide - depth) / 2;
    const y = (HEIGHT - tall + depth) / 2;
    setAttributes(this.front, { d: `M${x} ${y}h${wide}v${tall}h${-wide}z` });
    const over = `M${x} ${y}l${depth} ${-depth}h${wide}l${-depth} ${depth}z`;
    const beside = `M${x + wide} ${y}l${depth} ${-depth}v${tall}l${-depth} ${depth}z`;
    setAttributes(this.sides, { d: depth ? over + beside : null });
  }
}
