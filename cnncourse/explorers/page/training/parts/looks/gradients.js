/** How large each layer's gradient is, as bars on a logarithmic scale; and which units are dead. */

import { element, setText } from "../../../core/drawing/dom.js";
import { percent } from "../../../core/format.js";

const [LOW, HIGH] = [-7, 1]; // powers of ten at the ends of the bars

/** A size in three digits, small ones by their power of ten. @param {number} size */
function sizeWords(size) {
  if (!size || !Number.isFinite(size)) return size === 0 ? "0" : "not a number";
  if (size >= 0.001 && size < 1000) return String(Number(size.toPrecision(2)));
  return size.toExponential(1).replace("e-", " × 10^−").replace("e+", " × 10^");
}

export class Gradients {
  constructor() {
    this.body = element("tbody");
    const heads = ["Layer", "Gradient", "Step moves", "Always 0"];
    const cells = heads.map((words) => element("th", { scope: "col" }, words));
    const caption = element("caption", {}, "Gradient by layer, root mean square of the last step");
    this.root = element("table", { class: "gradients" }, caption);
    this.root.append(element("thead", {}, element("tr", {}, ...cells)), this.body);
    /** @type {{name: string, share: number}[]} */
    this.dead = [];
    /** @type {Map<string, {root: HTMLElement, bar: HTMLElement, size: HTMLElement,
     *   moves: HTMLElement, dead: HTMLElement}>} */
    this.rows = new Map();
  }

  clear() {
    this.dead = [];
    this.rows.clear();
    this.body.replaceChildren();
  }

  /** No step has led here: the rows stay where they are. */
  blank() {
    this.dead = [];
    for (const { bar, size, moves, dead } of this.rows.values()) {
      bar.style.transform = "scaleX(0)";
      for (const cell of [size, moves, dead]) setText(cell, "");
    }
  }

  /** @param {string} name */
  row(name) {
    const known = this.rows.get(name);
    if (known) return known;
    const bar = element("span", { class: "bar" });
    const size = element("span", { class: "number" });
    const rail = element("span", { class: "rail" }, bar);
    const [moves, dead] = [element("td"), element("td")];
    const cell = element("td", {}, size, rail);
    const root = element("tr", {}, element("th", { scope: "row" }, name), cell, moves, dead);
    const made = { root, bar, size, moves, dead };
    this.rows.set(name, made);
    this.body.append(root);
    return made;
  }

  /** @param {{name: string, size: number}[]} gradients
   * @param {{name: string, share: number}[]} [updates] */
  draw(gradients, updates = []) {
    if (!gradients.length) this.blank();
    for (const { name, size } of gradients) {
      const row = this.row(name);
      setText(row.size, sizeWords(size));
      const share = size > 0 ? (Math.log10(size) - LOW) / (HIGH - LOW) : 0;
      row.bar.style.transform = `scaleX(${Math.min(Math.max(share, 0), 1).toFixed(3)})`;
    }
    for (const { name, share } of updates) {
      setText(this.row(name).moves, Number.isFinite(share) ? percent(share, 2) : "");
    }
    this.tellDead(this.dead);
  }

  /** @param {{name: string, share: number}[]} [dead] */
  tellDead(dead = []) {
    this.dead = dead;
    for (const { name, share } of dead) {
      const row = this.rows.get(name); // those of before the first step come in their order
      if (row) setText(row.dead, percent(share, 0));
    }
  }
}
