/** All maps of the convolutional network at a glance, until one is looked into. */

import { element } from "../core/drawing/dom.js";
import { Multiples } from "../core/drawing/multiples.js";
import { Scores } from "../core/drawing/scores.js";
import { networks } from "./run.js";

/** @type {[string, string, {pictures: number, row?: number}][]} */
const LAYERS = [
  ["conv1", "6 maps of 24 × 24, each under its kernel of 5 × 5:", { pictures: 6 }],
  ["pool1", "6 maps of 12 × 12, the largest of each 2 × 2:", { pictures: 6 }],
  ["conv2", "10 maps of 8 × 8, kernels of 5 × 5 × 6:", { pictures: 10 }],
  ["pool2", "10 maps of 4 × 4, the largest of each 2 × 2:", { pictures: 10 }],
  ["flatten1", "the same 160 numbers, pixel by pixel:", { pictures: 1, row: 40 }],
  ["dense1", "56 units, negative sums set to 0:", { pictures: 1, row: 28 }],
];

export class Layers {
  /** @param {any} data @param {(unit: string) => void} look into a number that was clicked */
  constructor(data, look) {
    const [{ weights, classes }] = networks(data);
    this.layers = LAYERS.map(([name, meaning, make]) => {
      const all = name === "conv1" ? { ...make, kernels: weights["conv1/kernels"] } : make;
      return new Multiples(name, meaning, all);
    });
    this.scores = new Scores("dense2", "10 logits:", classes);
    const key = element("p", { class: "quiet legend" });
    key.append(
      "Purple is negative, white 0, orange positive ",
      element("span", { class: "swatch", "aria-hidden": "true" }),
      "; every layer has its own scale, whose ends are written beside it. Click a number in a " +
        "map to see what it is made of.",
    );
    this.root = element("section", { class: "layers", "aria-label": "The convolutional network" });
    const title = "Through the convolutional network, layer by layer";
    this.root.append(element("p", { class: "title" }, title), key);
    this.root.append(...this.layers.map((layer) => layer.root), this.scores.root);
    this.root.addEventListener("click", (event) => {
      const unit = this.at(event);
      if (unit) look(unit);
    });
  }

  /** The name of the number under the pointer. @param {MouseEvent} event */
  at({ target, clientX, clientY }) {
    for (const { canvases, title, row: wide } of this.layers) {
      const map = canvases.indexOf(/** @type {HTMLCanvasElement} */ (target));
      if (map < 0) continue;
      const { left, top, width, height } = canvases[map].getBoundingClientRect();
      const column = Math.floor(((clientX - left) / width) * canvases[map].width);
      const row = Math.floor(((clientY - top) / height) * canvases[map].height);
      return `${title}[${wide ? row * wide + column : `${row},${column},${map}`}]`;
    }
    return "";
  }

  /** @param {import("./results.js").Found} results */
  draw({ maps, logits }) {
    for (const layer of this.layers) layer.draw(maps[layer.title]);
    this.scores.draw(logits);
  }
}
