/** The two charts of a run, with the curve that was kept beside them, and the numbers as a table. */

import { element, setText, svg } from "../core/drawing/dom.js";
import { count, percent } from "../core/format.js";
import { Chart, roundUp } from "./chart.js";
import { lossWords } from "./words.js";

/** @typedef {import("./course.js").Course} Course */
/** @typedef {import("./course.js").Curves} Curves */
/** @typedef {{name: string, step: number, loss: Curves, accuracy: Curves}} Kept */

const KINDS = { training: "training images", validation: "validation images", batches: "batches" };
const MOST_LOSS = 8; // beyond it a curve leaves the chart
const PARTS = /** @type {const} */ (["training", "validation"]);

/** A piece of a line as it is drawn, and its name. @param {string} kind @param {string} words */
function sample(kind, words) {
  const line = svg("svg", { class: "sample", viewBox: "0 0 36 10", "aria-hidden": "true" });
  line.append(svg("path", { class: `line ${kind}`, d: "M2 5H34" }));
  return element("li", {}, line, words);
}

export class CurveCharts {
  constructor() {
    this.loss = new Chart("Loss (cross-entropy)", "steps");
    this.accuracy = new Chart("Accuracy (%)", "steps", (v) => String(Math.round(100 * v)));
    const names = Object.entries(KINDS).map(([kind, words]) => sample(kind, words));
    this.keptName = element("span");
    this.keptItem = sample("training kept", "thin: ");
    this.keptItem.append(this.keptName);
    this.keptItem.hidden = true;
    const legend = element("ul", { class: "legend" }, ...names, this.keptItem);
    const charts = element("div", { class: "charts" }, this.loss.root, this.accuracy.root);
    this.rows = PARTS.map((name) => {
      const cells = [0, 1, 2].map(() => element("td"));
      return {
        name,
        cells,
        root: element("tr", {}, element("th", { scope: "row" }, name), ...cells),
      };
    });
    /** The step at which it was measured. */
    this.at = element("td");
    this.root = element("div", { class: "course" }, this.table(), legend, charts);
    /** @type {Kept | null} */
    this.kept = null;
  }

  table() {
    const heads = ["Images", "Loss", "Accuracy"].map((words) =>
      element("th", { scope: "col" }, words),
    );
    const head = element("thead", {}, element("tr", {}, this.at, ...heads));
    const body = element("tbody", {}, ...this.rows.map(({ root }) => root));
    return element("table", { class: "measured", "aria-label": "Measured last" }, head, body);
  }

  /** @param {Kept | null} kept */
  keep(kept) {
    this.kept = kept;
    this.keptItem.hidden = !kept;
    setText(this.keptName, kept?.name ?? "");
  }

  /** @param {Course} course */
  draw(course) {
    const { last } = course;
    setText(this.at, last ? `Step ${count(last.step)}` : "");
    for (const { name, cells } of this.rows) {
      setText(cells[0], last ? count(last[name].count) : "");
      setText(cells[1], last ? lossWords(last[name].loss) : "");
      setText(cells[2], last ? percent(last[name].accuracy) : "");
    }
    const high = roundUp(Math.max(course.step, this.kept?.step ?? 0, 20));
    this.drawOne("loss", course, high);
    this.drawOne("accuracy", course, high);
  }

  /** @param {"loss" | "accuracy"} what @param {Course} course @param {number} high */
  drawOne(what, course, high) {
    const own = course.curves(what);
    const kept = this.kept?.[what];
    const series = ["batches", ...PARTS].map((kind) => ({
      kind,
      points: own[/** @type {keyof Curves} */ (kind)],
    }));
    const beside = PARTS.map((kind) => ({ kind: `${kind} kept`, points: kept?.[kind] ?? [] }));
    const all = [...beside, ...series];
    const top = what === "accuracy" ? 1 : highest(all.flatMap(({ points }) => points));
    const told = (/** @type {Curves} */ one) =>
      PARTS.map((part) => endWords(what, part, one[part]))
        .filter(Boolean)
        .join(", ");
    const beyond = kept ? `. Kept, ${this.kept?.name}: ${told(kept) || "nothing"}` : "";
    this[what].draw(all, { high }, { high: top }, (told(own) || "Nothing yet") + beyond);
  }
}

/** Where the axis of the loss ends. @param {import("./course.js").Points} points */
function highest(points) {
  const most = points.reduce((so, [, value]) => Math.max(so, value), 0.1);
  return Math.min(roundUp(most), MOST_LOSS);
}

/** From where to where a curve goes. @param {string} what @param {string} part
 * @param {import("./course.js").Points} points */
function endWords(what, part, points) {
  if (!points.length) return "";
  const words = (/** @type {number} */ v) => (what === "loss" ? lossWords(v) : percent(v));
  const [first, last] = [points[0], points[points.length - 1]];
  return `${part} from ${words(first[1])} to ${words(last[1])} at step ${count(last[0])}`;
}
