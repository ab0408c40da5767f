/** The products of one window and their sum, written out. */

import { element, setAttributes, setHidden, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { CHANNELS, colour, coloured, keep } from "./cells.js";

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
    /** @type {HTMLElement[]} the products of each channel, where they are many */
    this.grids = [];
    this.count = element("span");
    this.whole = element("p", { class: "total" });
    this.value = element("strong", { class: "number", "data-result": "value" });
  }

  /** @param {Results} results */
  update(results) {
    const { weights, patch, products, channel_sums: sums, value } = results;
    // Copies that meet are not one for each weight: the part of that kind writes them.
    setHidden(this.root, value === null || Boolean(results.copies));
    if (this.root.hidden) return;
    this.build(weights.shape);
    if (weights.shape[0] <= MOST_TERMS) {
      patch.data.forEach((pixel, i) =>
        setText(this.terms[i], `${number(pixel)} · ${inSum(weights.data[i], 2)}`),
      );
    } else {
      let longest = 4;
      products.data.forEach((product, i) => {
        const words = number(product, Math.abs(product) < 9.995 ? 2 : 1);
        longest = Math.max(longest, words.length);
        setText(this.terms[i], words);
      });
      colour(this.grids, products.data, this.terms, longest);
    }
    this.totals.forEach((total, c) => setText(total, number(sums[c], 3)));
    this.parts.forEach((part, c) => setText(part, c ? inSum(sums[c], 3) : number(sums[c], 3)));
    const [sum, ...more] = [value].flat();
    setHidden(this.whole, more.length > 0); // depthwise: one sum for each channel
    setAttributes(this.value, { "data-result": Array.isArray(value) ? "value.0" : "value" });
    setText(this.value, number(sum, 3));
  }

  /** @param {number[]} shape */
  build([size, , channels]) {
    const few = size <= MOST_TERMS;
    const key = String([few && size, channels]);
    if (key !== this.key) {
      [this.key, this.terms, this.totals, this.parts, this.grids] = [key, [], [], [], []];
      const block = (/** @type {number} */ c) =>
        few ? this.equation(c, size, channels) : this.table(c, channels);
      const blocks = Array.from({ length: channels }, (_, c) => block(c));
      const heading = few ? "Pixel · weight, summed" : "The products, pixel · weight";
      this.root.replaceChildren(
        element("p", { class: "heading" }, heading),
        element("div", { class: "blocks" }, ...blocks),
        this.total(channels, few),
      );
    }
    setText(this.count, String(size * size));
    this.grids.forEach((grid, c) => {
      keep(grid, size * size + 1, (at) => {
        const place = (at - 1) * channels + c;
        this.terms[place] ??= element("span", { class: "product", "data-tap": place });
        return this.terms[place];
      });
    });
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

  /** @param {number} channel @param {number} channels */
  table(channel, channels) {
    const grid = coloured({ class: "products" });
    this.grids.push(grid);
    const sum = channels > 1 ? [this.subtotal(channel)] : [];
    return element("div", {}, element("div", { class: "fit" }, grid), ...sum);
  }

  /** @param {number} channel */
  subtotal(channel) {
    const total = element("b", { class: "number", "data-result": `channel_sums.${channel}` });
    this.totals.push(total);
    return element("p", { class: "subtotal" }, `${CHANNELS[channel]}: sum `, total);
  }

  /** @param {number} channels @param {boolean} few */
  total(channels, few) {
    const words = this.whole;
    words.replaceChildren();
    if (channels > 1) {
      this.parts = Array.from({ length: channels }, () => element("span", { class: "number" }));
      this.parts.forEach((part, c) => words.append(c ? " + " : "", part));
    } else if (!few) {
      words.append("sum of the ", this.count, " products");
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
