/** The range test: the loss against the learning rate, drawn while it is tried. */

import { element, setText } from "../core/drawing/dom.js";
import { Chart, roundUp } from "./chart.js";
import { written } from "./log.js";
import { lossWords } from "./words.js";

const BEYOND = 2; // times the first loss: there a curve leaves the chart

const KEPT = 0.9; // of the running mean by each step, as in the engine

/** The rate at which the smoothed loss is lowest. @param {import("./course.js").Points} points */
function lowest(points) {
  let [mean, least, best] = [0, Number.POSITIVE_INFINITY, 0];
  points.forEach(([rate, loss], i) => {
    mean = KEPT * mean + (1 - KEPT) * loss;
    const smooth = mean / (1 - KEPT ** (i + 1));
    if (smooth < least) [least, best] = [smooth, rate];
  });
  return best;
}

export class RangeTest {
  /** @param {(rate: number) => void} take sets the learning rate */
  constructor(take) {
    this.chart = new Chart("Range test: loss against learning rate", "learning rate");
    this.said = element("p");
    this.button = element("button", { type: "button", hidden: true });
    this.button.addEventListener("click", () => take(this.best));
    this.best = 0;
    this.done = true;
    const row = element("div", { class: "row" }, this.button);
    this.root = element("div", { class: "rates", hidden: true }, this.chart.root, this.said, row);
  }

  /** @param {any} message of the engine */
  draw({ rates, losses, done, words }) {
    this.root.hidden = false;
    this.done = done;
    /** @type {import("./course.js").Points} */
    const points = Array.from(rates, (rate, i) => [rate, losses[i]]);
    const finite = points.filter(([, loss]) => Number.isFinite(loss));
    if (!finite.length) return;
    const high = roundUp(BEYOND * finite[0][1]);
    const [last] = finite.slice(-1);
    const told = `From rate ${written(finite[0][0])} to ${written(last[0])}, loss ${lossWords(last[1])}`;
    const x = { low: 1e-4, high: 10, log: true };
    this.chart.draw([{ kind: "training", points: finite }], x, { high }, done ? words : told);
    setText(
      this.said,
      done ? words : "Trying one rate after the other, on a copy of the network …",
    );
    // Beyond the lowest loss it runs away: a tenth of that rate is one to begin with.
    this.best = Number((lowest(finite) / 10).toPrecision(2));
    this.button.hidden = !done || !(this.best >= x.low && this.best <= x.high);
    setText(this.button, `Set a tenth of the lowest: ${written(this.best)}`);
  }

  /** It goes no further. */
  end() {
    if (!this.done) setText(this.said, "Stopped before its end.");
    this.done = true;
  }

  forget() {
    this.root.hidden = true;
  }
}
