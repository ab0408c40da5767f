/** A transposed convolution at one place: the copy of one pixel, and the sum of all that meet. */

import { element, setText } from "../../../core/drawing/dom.js";
import { number } from "../../../core/format.js";
import { copyTitle, meetingTitle } from "./words.js";

/** @typedef {import("../../results.js").Results} Results */

const MOST_TERMS = 9; // copies that meet, up to which every product is written as pixel · weight

export class Copies {
  /** @param {import("./kinds.js").Given} given by the explorer */
  constructor(given) {
    this.names = given.CHANNELS;
    this.given = given;
    this.copied = element("p", { class: "heading" });
    this.grid = given.coloured({ class: "products", "aria-hidden": "true" });
    const place = element("div", { class: "fit" }, this.grid);
    this.met = element("p", { class: "heading" });
    this.blocks = element("div", { class: "blocks" });
    this.value = element("strong", { class: "number", "data-result": "value" });
    this.parts = element("span", { class: "number" });
    const total = element("p", { class: "total" }, this.parts, " = ", this.value);
    this.root = element("div", { class: "sums copies" });
    this.root.append(this.copied, place, this.met, this.blocks, total);
    /** @type {HTMLElement[]} a place for each product, in the order of their data */
    this.terms = [];
    /** @type {HTMLElement[]} */
    this.sums = [];
    this.key = "";
  }

  /** @param {Results} results @param {number} chosen the weight that is pointed at, or -1 */
  update(results, chosen) {
    setText(this.copied, copyTitle(results));
    setText(this.met, meetingTitle(results));
    this.drawCopy(results);
    const { products, channel_sums: sums, value } = results;
    if (this.key !== String(products.shape)) this.build(products.shape);
    this.key = String(products.shape);
    this.write(results, chosen);
    this.sums.forEach((one, c) => setText(one, number(sums[c], 3)));
    const several = sums.length > 1 && products.data.length > 0;
    setText(this.parts, several ? sums.map((sum) => inBrackets(sum)).join(" + ") : "");
    setText(this.value, number(Number(value), 3));
  }

  /** The copy: what falls beyond the output is struck out, what falls on the number is framed.
   * @param {Results} results */
  drawCopy({ stamp, stamp_rows: down, stamp_columns: across, output_shape: out, row, column }) {
    const [k] = stamp.shape;
    this.given.keep(this.grid, k * k + 1, () => element("span"));
    const cells = /** @type {HTMLElement[]} */ ([...this.grid.children].slice(1));
    let longest = 4;
    cells.forEach((cell, i) => {
      const [y, x] = [down[Math.floor(i / k)], across[i % k]];
      const inside = y >= 0 && x >= 0 && y < out[0] && x < out[1];
      const words = shortly(stamp.data[i]);
      longest = Math.max(longest, words.length);
      setText(cell, words);
      cell.className = `product${inside ? "" : " cut"}${y === row && x === column ? " here" : ""}`;
    });
    this.given.colour([this.grid], stamp.data, cells, longest);
  }

  /** @param {number[]} shape of the products: rows, columns, channels */
  build([rows, columns, channels]) {
    this.terms = [];
    this.sums = [];
    const blocks = Array.from({ length: rows * columns ? channels : 0 }, (_, c) => {
      const block = element("div", { class: "equation" });
      for (let row = 0; row < rows; row += 1) {
        const line = element("div", { class: "line" });
        for (let column = 0; column < columns; column += 1) {
          const term = element("span", { class: "term" });
          this.terms[(row * columns + column) * channels + c] = term;
          const plus = row + column ? element("span", { class: "plus" }, "+") : "";
          line.append(element("span", { class: "part" }, plus, term));
        }
        block.append(line);
      }
      if (channels > 1) {
        const sum = element("b", { class: "number", "data-result": `channel_sums.${c}` });
        this.sums.push(sum);
        block.append(element("p", { class: "subtotal" }, `${this.names[c]}: sum `, sum));
      }
      return block;
    });
    this.blocks.replaceChildren(...blocks);
  }

  /** The products, one for each copy that meets here.
   * @param {Results} results @param {number} chosen */
  write({ products, patch, weights, tap_rows: down, tap_columns: across }, chosen) {
    const [rows, columns, channels] = products.shape;
    const [k] = weights.shape;
    this.terms.forEach((term, i) => {
      const at = Math.floor(i / channels);
      const tap = down[Math.floor(at / columns)] * k + across[at % columns];
      const place = tap * channels + (i % channels);
      term.dataset.tap = String(place);
      term.classList.toggle("chosen", place === chosen);
      const weight = weights.data[place];
      const few = rows * columns <= MOST_TERMS;
      const whole = few
        ? `${number(patch.data[i])} · ${inBrackets(weight, 2)}`
        : shortly(products.data[i]);
      setText(term, few || !whole.startsWith("−") ? whole : `(${whole})`);
    });
  }
}

/** @param {number} value */
function shortly(value) {
  return number(value, Math.abs(value) < 9.995 ? 2 : 1);
}

/** A number as it stands in a sum: a negative one in brackets.
 * @param {number} value @param {number} [digits] */
function inBrackets(value, digits = 3) {
  const words = number(value, digits);
  return words.startsWith("−") ? `(${words})` : words;
}
