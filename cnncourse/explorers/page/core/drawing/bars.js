/** The probabilities of several networks beside one another: a table whose cells are bars. */

import { percent } from "../format.js";
import { element, setAttributes, setText } from "./dom.js";

/**
 * @typedef {{probabilities: Float64Array, prediction: string, right: boolean | null}} Answer
 * @typedef {{name: string, detail: string, key: string}} Column
 *   key: what the results call its prediction
 */

/** A row for each class, a column for each network, and above them what each network says. */
export class Bars {
  /** @param {string} caption @param {string[]} classes @param {Column[]} columns */
  constructor(caption, classes, columns) {
    this.classes = classes;
    this.says = columns.map(({ key }) => ({
      name: element("strong", { "data-result": key }),
      verdict: element("span", { class: "verdict" }),
    }));
    const heads = columns.map(({ name, detail }, i) => {
      const { name: says, verdict } = this.says[i];
      const small = element("span", { class: "quiet" }, detail);
      const spoken = element("span", { class: "says" }, says, " ", verdict);
      return element("th", { scope: "col" }, name, small, spoken);
    });
    const head = element("tr", {}, element("th", { scope: "col" }, "Class"), ...heads);
    this.rows = classes.map((name) => this.row(name, columns.length));
    const body = element("tbody", {}, ...this.rows.map(({ root }) => root));
    this.root = element("table", { class: "shares" });
    this.root.append(element("caption", {}, caption), element("thead", {}, head), body);
  }

  /** @param {string} name @param {number} columns */
  row(name, columns) {
    const tag = element("span", { class: "tag" });
    const cells = Array.from({ length: columns }, (_, i) => {
      const bar = element("span", { class: i ? "share second" : "share" });
      const track = element("span", { class: "rail" }, bar);
      const share = element("span", { class: "number" });
      return { root: element("td", {}, element("div", {}, share, track)), bar, share };
    });
    const head = element("th", { scope: "row" }, name, " ", tag);
    return { root: element("tr", {}, head, ...cells.map(({ root }) => root)), tag, cells };
  }

  /** @param {Answer[]} answers one for each column @param {string} label the right class, or "" */
  draw(answers, label) {
    answers.forEach(({ prediction, right }, i) => {
      const { name, verdict } = this.says[i];
      setText(name, prediction);
      setText(verdict, right === null ? "" : right ? "✓ right" : "✗ wrong");
      setAttributes(verdict, { "data-right": right === null ? null : String(right) });
    });
    this.rows.forEach(({ tag, cells }, row) => {
      setText(tag, this.classes[row] === label ? "label" : "");
      cells.forEach(({ root, bar, share }, i) => {
        const fraction = answers[i].probabilities[row];
        setText(share, percent(fraction));
        bar.style.transform = `scaleX(${fraction.toFixed(4)})`;
        root.classList.toggle("most", this.classes[row] === answers[i].prediction);
      });
    });
  }
}
