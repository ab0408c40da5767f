/** A few named numbers, each on its colour. */

import { number } from "../format.js";
import { element, setText } from "./dom.js";
import { reach } from "./multiples.js";
import { inkOn, PALETTES } from "./palette.js";

/** Logits side by side, with what each stands for. */
export class Scores {
  /** @param {string} title @param {string} meaning @param {string[]} names */
  constructor(title, meaning, names) {
    this.cells = names.map((name) => {
      const value = element("span", { class: "number" });
      return { value, root: element("li", {}, value, element("span", {}, name)) };
    });
    const caption = element("figcaption", {}, element("strong", {}, title), ` ${meaning}`);
    const list = element("ul", { class: "scores" }, ...this.cells.map(({ root }) => root));
    this.root = element("figure", { class: "layer" }, caption, list);
  }

  /** @param {import("../../arithmetic/arrays.js").NDArray} array */
  draw(array) {
    const most = reach(array) || 1;
    this.cells.forEach(({ root, value }, i) => {
      setText(value, number(array.data[i]));
      const colour = 3 * Math.round(((array.data[i] / most + 1) / 2) * 255);
      const [r, g, b] = PALETTES.signed.subarray(colour, colour + 3);
      root.style.backgroundColor = `rgb(${r} ${g} ${b})`;
      root.style.color = inkOn(r, g, b);
    });
  }
}
