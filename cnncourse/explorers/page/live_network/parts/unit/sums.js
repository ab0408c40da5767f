/** What the products of a number add up to, line by line, as a table that can be checked. */

import { element, setAttributes, setText } from "../../../core/drawing/dom.js";
import { count, plural } from "../../../core/format.js";
import { DIGITS, exact, written } from "../inside/units.js";
import { nameOf } from "./words.js";

/** @typedef {import("./explain.js").Explained} Explained */
/** @typedef {{name: string, press?: () => void, chosen?: boolean, cells: string[]}} Line */

const LARGEST = 10; // products of a dense layer that have a line of their own
const NOTE = `Shown to ${DIGITS} decimals, computed with all: added up by hand, the last one may differ.`;

export class Sums {
  /** @param {(channel: number) => void} turn @param {(name: string) => void} go */
  constructor(turn, go) {
    this.turn = turn;
    this.go = go;
    this.caption = element("caption");
    this.head = element("tr");
    this.body = element("tbody");
    const table = element("table", {}, this.caption, element("thead", {}, this.head), this.body);
    this.note = element("p", { class: "quiet" }, NOTE);
    this.root = element(
      "div",
      { class: "sums" },
      element("div", { class: "scroll" }, table),
      this.note,
    );
    /** @type {{root: HTMLElement, button: HTMLButtonElement, name: HTMLElement, cells: HTMLElement[],
     *   press?: () => void}[]} */
    this.lines = [];
  }

  /** @param {Explained} found @param {number} channel the map whose part is shown */
  draw(found, channel) {
    const { inputs, products } = found;
    this.root.hidden = !products;
    if (!products || !inputs) return;
    const maps = inputs.shape.length === 3;
    setText(this.caption, maps ? "Map by map" : "The largest products");
    const heads = maps
      ? [`Map of ${found.before}`, "Sum of its products", "So far"]
      : [`Of ${found.before}`, "Number × weight", "Product", "So far"];
    if (inputs.shape.length === 2) heads[0] = "Row of the window";
    this.title(heads);
    const lines = maps ? this.byMap(found, channel) : this.byProduct(found);
    this.write([...lines, ...ends(found, heads.length)]);
  }

  /** @param {string[]} heads */
  title(heads) {
    if (this.head.childNodes.length !== heads.length) {
      this.head.replaceChildren(...heads.map(() => element("th", { scope: "col" })));
    }
    heads.forEach((words, i) => {
      setText(/** @type {Element} */ (this.head.children[i]), words);
    });
  }

  /** @param {Explained} found @param {number} channel @returns {Line[]} */
  byMap({ products }, channel) {
    const { shape, data } = /** @type {import("../inside/units.js").Outputs[""]} */ (products);
    const sums = new Float64Array(shape[2]);
    data.forEach((product, i) => {
      sums[i % shape[2]] += product;
    });
    let total = 0;
    return Array.from(sums, (sum, map) => {
      total += sum;
      const press = () => this.turn(map);
      return {
        name: `map ${map}`,
        press,
        chosen: map === channel,
        cells: [exact(sum), exact(total)],
      };
    });
  }

  /** @param {Explained} found @returns {Line[]} */
  byProduct({ products, inputs, weights, before = "", rows, columns, unit }) {
    const all = /** @type {Float64Array} */ (products?.data);
    const order = Array.from(all.keys()).sort((a, b) => Math.abs(all[b]) - Math.abs(all[a]));
    const shown = order.slice(0, LARGEST);
    let total = 0;
    const map = unit.slice(0, -1).split(/[[,]/).pop();
    const lines = shown.map((at) => {
      total += all[at];
      const wide = columns?.length ?? 1;
      const place =
        rows && columns ? [rows[Math.floor(at / wide)], columns[at % wide], Number(map)] : [at];
      const name = written({ layer: before, place });
      const term = `${exact(inputs?.data[at] ?? 0)} × ${exact(weights?.data[at] ?? 0)}`;
      return { name, press: () => this.go(name), cells: [term, exact(all[at]), exact(total)] };
    });
    const rest = order.slice(LARGEST);
    if (!rest.length) return lines;
    const sum = rest.reduce((so, at) => so + all[at], 0);
    const name = rest.length === 1 ? "the other one" : `the other ${count(rest.length)}`;
    return [...lines, { name, cells: ["", exact(sum), exact(total + sum)] }];
  }

  /** @param {Line[]} lines */
  write(lines) {
    while (this.lines.length > lines.length) this.lines.pop()?.root.remove();
    while (this.lines.length < lines.length) {
      const button = element("button", { type: "button" });
      const name = element("th", { scope: "row" });
      const made = { root: element("tr", {}, name), button, name, cells: [] };
      const at = this.lines.length;
      button.addEventListener("click", () => this.lines[at].press?.());
      this.lines.push(made);
      this.body.append(made.root);
    }
    lines.forEach((line, i) => {
      this.fill(this.lines[i], line);
    });
  }

  /** @param {Sums["lines"][0]} made @param {Line} line */
  fill(made, { name, press, chosen, cells }) {
    made.press = press;
    if (press) {
      setText(made.button, name);
      setAttributes(made.button, { "aria-pressed": chosen === undefined ? null : String(chosen) });
      if (made.button.parentNode !== made.name) made.name.replaceChildren(made.button);
    } else if (made.button.parentNode) made.name.replaceChildren(name);
    else setText(made.name, name);
    while (made.cells.length > cells.length) made.cells.pop()?.remove();
    while (made.cells.length < cells.length) {
      const cell = element("td", { class: "number" });
      made.cells.push(cell);
      made.root.append(cell);
    }
    cells.forEach((words, i) => {
      setText(made.cells[i], words);
    });
  }
}

/** The lines below the products. @param {Explained} found @param {number} columns
 * @returns {Line[]} */
function ends({ products, sum = 0, bias, total = 0, activation, value }, columns) {
  const wide = (/** @type {string} */ own, /** @type {string} */ end) =>
    columns === 4 ? ["", own, end] : [own, end];
  const all = `all ${plural(products?.data.length ?? 0, "product")}`;
  /** @type {Line[]} */
  const lines = [{ name: all, cells: wide("", exact(sum)) }];
  if (bias !== null && bias !== undefined)
    lines.push({ name: "bias", cells: wide(exact(bias), exact(total)) });
  if (activation)
    lines.push({ name: `after ${nameOf(activation)}`, cells: wide("", exact(value)) });
  return lines;
}
