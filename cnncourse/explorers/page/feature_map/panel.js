/** Beside the map: the image that is pointed at, and its five nearest by all features. */

import { element, setHidden, setText } from "../core/drawing/dom.js";
import { paint } from "../core/drawing/paint.js";
import { number } from "../core/format.js";

/** @typedef {{images: Uint8Array, side: number}} Pictures */
/** @typedef {{point: number, label: string, words: string, near: number[], names: string[],
 *   distances: number[], kept: boolean[]}} Told */

const HINT =
  "Point at a mark to see its image, and click to keep it; or use the arrow keys, and [ and ] " +
  "(or Page Up and Down) for the images one by one. Escape lets go.";

/** A small grey picture. */
class Thumb {
  constructor() {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.drawn = "";
  }

  /** @param {Pictures | undefined} pictures @param {number} image */
  draw(pictures, image) {
    const key = pictures ? String(image) : "";
    if (key === this.drawn) return;
    this.drawn = key;
    const side = pictures?.side ?? 1;
    const from = image * side * side;
    const value = (/** @type {number} */ at) => pictures?.images[from + at] ?? 0;
    paint(this.canvas, side, side, value, { palette: "grey", low: 0, high: 255 });
  }
}

export class Panel {
  /** @param {(image: number) => void} choose @param {number} count of the nearest */
  constructor(choose, count) {
    this.large = new Thumb();
    this.name = element("strong");
    this.words = element("span");
    this.hint = element("p", { class: "quiet" }, HINT);
    const told = element("p", {}, this.name, element("br"), this.words);
    this.chosen = element("div", { class: "chosen-image" }, this.large.canvas, told);
    this.heading = element("p", { class: "heading" });
    this.near = Array.from({ length: count }, () => this.neighbour(choose));
    this.list = element("ol", { class: "nearest" }, ...this.near.map(({ item }) => item));
    this.said = element("p", { class: "quiet" });
    this.root = element("div", { class: "panel" });
    this.root.append(this.chosen, this.heading, this.list, this.said, this.hint);
  }

  /** @param {(image: number) => void} choose */
  neighbour(choose) {
    const thumb = new Thumb();
    const words = element("span");
    const button = element("button", { type: "button" }, thumb.canvas, words);
    const made = { thumb, words, item: element("li", {}, button), image: -1 };
    button.addEventListener("click", () => choose(made.image));
    return made;
  }

  /** @param {Told} told @param {Pictures | undefined} pictures @param {string} heading */
  draw({ point, label, words, near, names, distances, kept }, pictures, heading) {
    for (const one of [this.chosen, this.heading, this.list]) setHidden(one, point < 0);
    setText(this.hint, HINT);
    if (point < 0) return;
    this.large.draw(pictures, point);
    setText(this.name, `Image ${point}: ${label}`);
    setText(this.words, words);
    setText(this.heading, heading);
    this.near.forEach((one, i) => {
      one.image = near[i];
      one.thumb.draw(pictures, near[i]);
      const far = `${names[i]}, ${number(distances[i], distances[i] < 1 ? 2 : 1)}`;
      setText(one.words, kept[i] ? `${far}, near on the map too` : far);
    });
  }
}
