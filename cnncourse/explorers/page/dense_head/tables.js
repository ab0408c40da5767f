/** The dense head's two tables: the sums that give the logits, and the loss both ways. */

import { element, setText } from "../core/drawing/dom.js";
import { number } from "../core/format.js";
import { bound, CLASSES, capital, FEATURES, share, significant } from "./words.js";

/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("../core/settings.js").Values} Values */

/** @param {string} label @param {...(Node | string)} content */
function scroller(label, ...content) {
  const root = { class: "scroll", role: "region", tabindex: 0, "aria-label": label };
  return element("div", root, ...content);
}

/** @param {string} scope @param {...string} words */
function headings(scope, ...words) {
  return words.map((word) => element("th", { scope }, word));
}

/** Every product of a feature with a weight, and their sums: the logits. */
export class Products {
  constructor() {
    this.heads = headings("col", "Logit of", ...FEATURES, "bias", "sum");
    this.rows = CLASSES.map((name) => {
      const cells = [...FEATURES, "bias", "sum"].map(() => element("td"));
      const head = element("th", { scope: "row" }, capital(name));
      return { root: element("tr", {}, head, ...cells), cells };
    });
    const table = element(
      "table",
      { class: "products" },
      element("thead", {}, element("tr", {}, ...this.heads)),
      element("tbody", {}, ...this.rows.map((row) => row.root)),
    );
    const title = "The dense layer: weight × feature, summed";
    const note = element(
      "p",
      { class: "quiet" },
      "Made up, with named features, so that it can be read; a trained network’s features have " +
        "no names. Dragging a logit below moves its bias.",
    );
    this.root = element(
      "figure",
      {},
      element("figcaption", {}, title),
      scroller(title, table),
      note,
    );
  }

  /** @param {Results} results @param {Values} values */
  draw(results, values) {
    FEATURES.forEach((name, i) => {
      setText(this.heads[1 + i], `${name} ${number(results.features[i], 2)}`);
    });
    this.rows.forEach(({ root, cells }, row) => {
      root.classList.toggle("label", CLASSES[row] === values.label);
      FEATURES.forEach((_, i) => {
        const weight = number(values.weights[i][row], 2);
        setText(cells[i], `${weight} × ${number(results.features[i], 2)}`);
        cells[i].classList.toggle("idle", results.products[i][row] === 0);
      });
      setText(cells[4], number(values.bias[row], 2));
      setText(cells[5], number(results.logits[row], 2));
    });
  }
}

/** The label's probability, loss and gradient with a sigmoid before the softmax and without. */
export class Comparison {
  constructor() {
    this.p = element("th", { scope: "col" });
    const rest = headings("col", "Loss", "Its gradient", "Largest p", "Smallest loss");
    const corner = element("th", { scope: "col" }, "What enters the softmax");
    const shown = (/** @type {string} */ key) => element("td", { "data-result": key });
    const keys = ["probability", "cross_entropy", "gradient"];
    this.ways = ["without_sigmoid", "with_sigmoid"].map((way, i) => {
      const cells = keys.map((key) => shown(`${way}.${key}`));
      const bounds = i
        ? [shown("ceiling"), shown("floor")]
        : ["→ 1", "→ 0"].map((words) => element("td", {}, words));
      const words = i ? "sigmoid(logits): source B" : "logits: as the loss expects";
      const head = element("th", { scope: "row" }, words);
      return { root: element("tr", {}, head, ...cells, ...bounds), cells, bounds };
    });
    const table = element(
      "table",
      {},
      element("thead", {}, element("tr", {}, corner, this.p, ...rest)),
      element("tbody", {}, ...this.ways.map((way) => way.root)),
    );
    this.ten = [
      element("span", { class: "number", "data-result": "ceiling_of_ten" }),
      element("span", { class: "number", "data-result": "floor_of_ten" }),
    ];
    const title = "The same logits, both ways";
    const note = element(
      "p",
      { class: "quiet" },
      "Behind a sigmoid all that enters lies between " +
        "0 and 1, however sure the network is. With ten classes, as in source B, no probability " +
        "exceeds ",
      this.ten[0],
      " at this temperature, and no loss falls below ",
      this.ten[1],
      ".",
    );
    this.root = element(
      "figure",
      {},
      element("figcaption", {}, title),
      scroller(title, table),
      note,
    );
  }

  /** @param {Results} results @param {Values} values */
  draw(results, values) {
    setText(this.p, `p(${capital(values.label)})`);
    const { without_sigmoid, with_sigmoid } = results;
    [without_sigmoid, with_sigmoid].forEach((way, i) => {
      const { root, cells } = this.ways[i];
      root.classList.toggle("label", values.sigmoid === Boolean(i));
      setText(cells[0], share(way.probability));
      setText(cells[1], significant(way.cross_entropy));
      setText(cells[2], significant(way.gradient));
    });
    setText(this.ways[1].bounds[0], bound(results.ceiling));
    setText(this.ways[1].bounds[1], significant(results.floor));
    setText(this.ten[0], bound(results.ceiling_of_ten));
    setText(this.ten[1], significant(results.floor_of_ten));
  }
}
