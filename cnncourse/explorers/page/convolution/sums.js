/** The products of one window and their sum, written out. */

import { element, setAttributes, setHidden, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { CHANNELS, colour, coloured, keep } from "./cells.js";

/** @typedef {import("./results.js").Results} Results */

const MOST_TERMS = 3; // kernel size up to which every product is written as pixel · weight

/** The places of a form: of a sum that is written out, or of tables.
 * @typedef {{terms: HTMLElement[], totals: HTMLElement[], parts: HTMLElement[],
 *   grids: HTMLElement[], count: HTMLElement, whole: HTMLElement, value: HTMLElement,
 *   nodes: HTMLElement[]}} Form
 *   terms: for each product, in the order of the filter's data; totals: each channel's sum, below
 *   its products; parts: the same once more, added up; grids: the products of each channel, where
 *   they are many
 */

/** What the window sees times the weights: as a sum in words of numbers, or as tables. */
export class Sums {
  constructor() {
    this.root = element("div", { class: "sums" });
    this.key = "";
    /** Those that were needed by now; a slider comes back to them. @type {{[key: string]: Form}} */
    this.forms = {};
    this.form = this.empty();
  }

  /** @returns {Form} */
  empty() {
    return {
      terms: [],
      totals: [],
      parts: [],
      grids: [],
      count: element("span"),
      whole: element("p", { class: "total" }),
      value: element("strong", { class: "number", "data-result": "value" }),
      nodes: [],
    };
  }

  /** @param {Results} results */
  update(results) {
    const { weights, patch, products, channel_sums: sums, value } = results;
    // Copies that meet are not one for each weight: the part of that kind writes them.
    setHidden(this.root, value === null || Boolean(results.copies));
    if (this.root.hidden) return;
    const { terms, totals, parts, grids, ...places } = this.build(weights.shape);
    if (weights.shape[0] <= MOST_TERMS) {
      patch.data.forEach((pixel, i) =>
        setText(terms[i], `${number(pixel)} · ${inSum(weights.data[i], 2)}`),
      );
    } else {
      let longest = 4;
      products.data.forEach((product, i) => {
        const words = number(product, Math.abs(product) < 9.995 ? 2 : 1);
        longest = Math.max(longest, words.length);
        setText(terms[i], words);
      });
      colour(grids, products.data, terms, longest);
    }
    totals.forEach((total, c) => setText(total, number(sums[c], 3)));
    parts.forEach((part, c) => setText(part, c ? inSum(sums[c], 3) : number(sums[c], 3)));
    const [sum, ...more] = [value].flat();
    setHidden(places.whole, more.length > 0); // depthwise: one sum for each channel
    setAttributes(places.value, { "data-result": Array.isArray(value) ? "value.0" : "value" });
    setText(places.value, number(sum, 3));
  }

  /** @param {number[]} shape */
  build([size, , channels]) {
    const few = size <= MOST_TERMS;
    const key = String([few && size, channels]);
    if (key !== this.key) {
      this.key = key;
      this.form = this.forms[key] ??= this.make(size, channels, few);
      this.root.replaceChildren(...this.form.nodes);
    }
    const { terms, grids, count } = this.form;
    setText(count, String(size * size));
    grids.forEach((grid, c) => {
      keep(grid, size * size + 1, (at) => {
        const place = (at - 1) * channels + c;
        terms[place] ??= element("span", { class: "product", "data-tap": place });
        return terms[place];
      });
    });
    return this.form;
  }

  /** @param {number} size @param {number} channels @param {boolean} few */
  make(size, channels, few) {
    this.form = this.empty();
    const block = (/** @type {number} */ c) =>
      few ? this.equation(c, size, channels) : this.table(c, channels);
    const blocks = Array.from({ length: channels }, (_, c) => block(c));
    const heading = few ? "Pixel · weight, summed" : "The products, pixel · weight";
    this.form.nodes = [
      element("p", { class: "heading" }, heading),
      element("div", { class: "blocks" }, ...blocks),
      this.total(channels, few),
    ];
    return this.form;
  }

  /** @param {number} channel @param {number} size @param {number} channels */
  equation(channel, size, channels) {
    const block = element("div", { class: "equation" });
    for (let row = 0; row < size; row += 1) {
      const line = element("div", { class: "line" });
      for (let column = 0; column < size; column += 1) {
        const place = (row * size + column) * channels + channel;
        const term = element("span", { class: "term", "data-tap": place });
        this.form.terms[place] = term;
        const plus = row + column ? element("span", { class: "plus" }, "+") : "";
        line.append(element("span", { class: "part" }, plus, term));
      }
      block.append(line);
    }
    if (channels > 1) block.append(this.subtotal(channel));
    return block;
  }

  /** @param {number} channel @param {number} channels */
  table(channel, channels) {
    const grid = coloured({ class: "products" });
    this.form.grids.push(grid);
    const sum = channels > 1 ? [this.subtotal(channel)] : [];
    return element("div", {}, element("div", { class: "fit" }, grid), ...sum);
  }

  /** @param {number} channel */
  subtotal(channel) {
    const total = element("b", { class: "number", "data-result": `channel_sums.${channel}` });
    this.form.totals.push(total);
    return element("p", { class: "subtotal" }, `${CHANNELS[channel]}: sum `, total);
  }

  /** @param {number} channels @param {boolean} few */
  total(channels, few) {
    const { whole, count, value } = this.form;
    if (channels > 1) {
      this.form.parts = Array.from({ length: channels }, () =>
        element("span", { class: "number" }),
      );
      this.form.parts.forEach((part, c) => whole.append(c ? " + " : "", part));
    } else if (!few) {
      whole.append("sum of the ", count, " products");
    }
    whole.append(" = ", value);
    return whole;
  }
}

/** A number as it stands in a sum or a product: a negative one in brackets.
 * @param {number} value @param {number} digits */
function inSum(value, digits) {
  const words = number(value, digits);
  return words.startsWith("−") ? `(${words})` : words;
}
