/** Two orders of the same numbers, one above the other, each number joined to itself. */

import { element, setAttributes, setText, svg } from "./dom.js";

const HEIGHT = 100;

/** Lines from every place above to the same number's place below, one of them thick. */
export class Crossing {
  constructor() {
    this.all = svg("path", { class: "all" });
    this.one = svg("path", { class: "one" });
    const attributes = { preserveAspectRatio: "none", "aria-hidden": "true" };
    this.lines = svg("svg", attributes, this.all, this.one);
    this.above = element("span", { class: "above number" });
    this.below = element("span", { class: "below number" });
    this.root = element("div", { class: "crossing", "aria-hidden": "true" });
    this.root.append(this.lines, this.above, this.below);
    /** @type {ArrayLike<number>} */
    this.to = [];
  }

  /** @param {ArrayLike<number>} to the place below of each number above */
  draw(to) {
    this.to = to;
    const paths = Array.from(to, (below, above) => line(above, below));
    this.all.setAttribute("d", paths.join(""));
    setAttributes(this.lines, { viewBox: `0 0 ${to.length} ${HEIGHT}` });
    this.root.style.setProperty("--count", String(to.length));
  }

  /** @param {number} above */
  select(above) {
    const below = this.to[above];
    this.one.setAttribute("d", line(above, below));
    mark(this.above, above, this.to.length);
    mark(this.below, below, this.to.length);
  }
}

/** @param {number} above @param {number} below */
function line(above, below) {
  return `M${above + 0.5} 0L${below + 0.5} ${HEIGHT}`;
}

/** Write a number beside its end of the line, never past the edge.
 * @param {HTMLElement} label @param {number} index @param {number} count */
function mark(label, index, count) {
  const share = (100 * (index + 0.5)) / count;
  label.style.left = `${share}%`;
  label.style.transform = `translateX(-${share}%)`;
  setText(label, `place ${index}`);
}
