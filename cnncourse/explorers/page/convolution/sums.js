/** The products of one window and their sum, written out. */

import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { CHANNELS, paint } from "./cells.js";

/** @typedef {import("./results.js").Results} Results */

const MOST_TERMS = 3; // kernel size up to which every product is written as pixel · weight

/** What the window sees times the weights: as a sum in words of numbers, or as tables. */
export class Sums {
  constructor() {
    this.root = element("div", { class: "sums" });
    this.key = "";
    /** @type {HTMLElement[]} a place for each product, in the order of the filter's data */
    this.terms = [];
    /** @type {HTMLElement[]} each channel's sum, below its products */
    this.totals = [];
    /** @type {HTMLElement[]} the same once more, added up */
    this.parts = [];
    this.value = element("strong", { class: "number", "data-result": "value" });
  }

  /** @param {Results} results */
  update(results) {
    const { weights, patch, products, channel_sums: sums, value } = results;
    this.root.hidden = value === null;
    if (value === null) return;
    const key = String(weights.shape);
    if (key !== this.key) this.build(weights.shape);
    this.key = key;
    if (weights.shape[0] <= MOST_TERMS) {
      patch.data.forEach((pixel, i) =>
        setText(this.terms[i], `${number(pixel)} · ${inSum(weights.data[i], 2)}`),
      );
    } else {
      let most = 0;
      for (const product of products.data) most = Math.max(most, Math.abs(product));
      let longest = 4;
      products.data.forEach((product, i) => {
        const words = number(product, Math.abs(product) < 9.995 ? 2 : 1);
        longest = Math.max(longest, words.length);
        setText(this.terms[i], words);
        paint(this.terms[i], most ? product / most : 0);
      });
      this.root.style.setProperty("--chars", String(longest));
    }
    this.totals.forEach((total, c) => setText(total, number(sums[c], 3)));
    this.parts.forEach((part, c) => setText(part, c ? inSum(sums[c], 3) : number(sums[c], 3)));
    setText(this.value, number(value, 3));
  }

  /** @param {number[]} shape */
  build([size, , channels]) {
    this.terms = [];
    this.totals = [];
    this.parts = [];
    const make = size <= MOST_TERMS ? this.equation : this.table;
    const blocks = Array.from({ length: channels }, (_, c) => make.call(this, c, size, channels));
    const rows = element("div", { class: "blocks" }, ...blocks);
    const heading = element(
      "p",
      { class: "heading" },
      size <= MOST_TERMS ? "Pixel · weight, summed" : "The products, pixel · weight",
    );
    this.root.replaceChildren(heading, rows, this.total(channels, size));
  }

  /** @param {number} channel @param {number} size @param {number} channels */
  equation(channel, size, channels) {
    const block = element("div", { class: "equation" });
    for (let row = 0; row < size; row += 1) {
      const line = element("div", { class: "line" });
      for (let column = 0; column < size; column += 1) {
        const place = (row * size + column) * channels + channel;
        this.terms[place] = element("span", { class: "term", "data-tap": place });
        const plus = row + column ? element("span", { class: "plus" }, "+") : "";
        line.append(element("span", { class: "part" }, plus, this.terms[place]));
      }
      block.append(line);
    }
    if (channels > 1) block.append(this.subtotal(channel));
    return block;
  }

  /** @param {number} channel @param {number} size @param {number} channels */
  table(channel, size, channels) {
    const grid = element("div", { class: "products" });
    grid.style.setProperty("--k", String(size));
    for (let at = 0; at < size * size; at += 1) {
      const place = at * channels + channel;
      this.terms[place] = element("span", { class: "product", "data-tap": place });
      grid.append(this.terms[place]);
    }
    return channels > 1 ? element("div", {}, grid, this.subtotal(channel)) : grid;
  }

  /** @param {number} channel */
  subtotal(channel) {
    const total = element("b", { class: "number" });
    this.totals.push(total);
    return element("p", { class: "subtotal" }, `${CHANNELS[channel]}: sum `, total);
  }

  /** @param {number} channels @param {number} size */
  total(channels, size) {
    const words = element("p", { class: "total" });
    if (channels > 1) {
      this.parts = Array.from({ length: channels }, () => element("span", { class: "number" }));
      this.parts.forEach((part, c) => words.append(c ? " + " : "", part));
    } else if (size > MOST_TERMS) {
      words.append(`sum of the ${size * size} products`);
    }
    words.append(" = ", this.value);
    return words;
  }
}

/** A number as it stands in a sum or a product: a negative one in brackets.
 * @param {number} value @param {number} digits */
function inSum(value, digits) {
  const words = number(value, digits);
  return words.startsWith("−") ? `(${words})` : words;
}
