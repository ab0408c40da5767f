/** Curves over steps or over learning rates, as SVG: they follow the page's colours and paper. */

import { element, setAttributes, setText, svg } from "../core/drawing/dom.js";
import { count, number } from "../core/format.js";

/** @typedef {import("./course.js").Points} Points */
/**
 * @typedef {{kind: string, points: Points}} Series kind: the class that its line has
 * @typedef {{high: number, low?: number, log?: boolean}} Axis
 */

const [WIDTH, HEIGHT] = [340, 200];
const [LEFT, RIGHT, TOP, BOTTOM] = [42, 10, 8, 36]; // around the curves

const BEYOND = 20; // times the frame's height: what rises further is drawn so far

/** Round steps of an axis, about so many. @param {number} high @param {number} [about] */
export function ticks(high, about = 4) {
  const rough = high / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough * 0.999);
  return Array.from(
    { length: Math.floor(high / Number(step) + 1e-9) + 1 },
    (_, i) => i * Number(step),
  );
}

/** The powers of ten within bounds. @param {number} low @param {number} high */
function decades(low, high) {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  return Array.from({ length: to - from + 1 }, (_, i) => 10 ** (from + i));
}

/** The end of an axis on which a number fits. @param {number} value */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value)) * power;
}

export class Chart {
  /** @param {string} title @param {string} across what the axis from left to right counts
   * @param {(value: number) => string} [up] words of a number at the upright axis */
  constructor(title, across, up = (value) => number(value)) {
    this.up = up;
    this.grid = svg("path", { class: "grid" });
    this.words = svg("g", { class: "ticks" });
    // What leaves the frame is cut off at it: by half a line above, so that its edge is seen whole.
    const frame = { y: TOP - 2, viewBox: `0 ${TOP - 2} ${WIDTH} ${HEIGHT}`, overflow: "hidden" };
    this.lines = svg("svg", { ...frame, width: WIDTH, height: HEIGHT });
    const name = { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 5, "text-anchor": "middle" };
    this.svg = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.svg.append(this.grid, this.words, this.lines, svg("text", name, across));
    this.caption = element("figcaption", {}, title);
    this.root = element("figure", {}, this.caption, this.svg);
    this.title = title;
    this.drawn = "";
    /** @type {Map<string, SVGPathElement>} */
    this.paths = new Map();
  }

  /** @param {Series[]} series @param {Axis} x @param {Axis} y @param {string} words for a reader
   * who does not see it */
  draw(series, x, y, words) {
    const [low, high] = x.log ? [Math.log10(x.low ?? 1), Math.log10(x.high)] : [0, x.high];
    const across = (/** @type {number} */ value) =>
      LEFT + ((x.log ? Math.log10(value) : value) - low) * ((WIDTH - LEFT - RIGHT) / (high - low));
    const up = (/** @type {number} */ value) =>
      HEIGHT - BOTTOM - Math.min(value / y.high, BEYOND) * (HEIGHT - TOP - BOTTOM);
    this.axes(x, y, across, up);
    const left = new Set(this.paths.keys());
    for (const { kind, points } of series) {
      left.delete(kind);
      this.line(
        kind,
        points.map(([at, value]) => [across(at), up(value)]),
      );
    }
    for (const kind of left) this.line(kind, []);
    setAttributes(this.svg, { "aria-label": `${this.title}. ${words}` });
  }

  /** @param {string} kind @param {number[][]} points */
  line(kind, points) {
    let path = this.paths.get(kind);
    if (!path) {
      path = svg("path", { class: `line ${kind}` });
      this.paths.set(kind, path);
      this.lines.append(path);
    }
    const d = points.map(([a, b], i) => `${i ? "L" : "M"}${a.toFixed(1)} ${b.toFixed(1)}`).join("");
    // One point alone is a dot: a line of no length with round ends.
    setAttributes(path, { d: points.length === 1 ? `${d}h0.01` : d });
  }

  /** @param {Axis} x @param {Axis} y @param {(value: number) => number} across
   * @param {(value: number) => number} up */
  axes(x, y, across, up) {
    const key = JSON.stringify([x, y]);
    if (key === this.drawn) return;
    this.drawn = key;
    const columns = x.log ? decades(x.low ?? 1, x.high) : ticks(x.high);
    const rows = ticks(y.high);
    const upright = columns.map(
      (value) => `M${across(value).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}`,
    );
    const level = rows.map((value) => `M${LEFT} ${up(value).toFixed(1)}H${WIDTH - RIGHT}`);
    setAttributes(this.grid, { d: [...upright, ...level].join("") });
    const below = { y: HEIGHT - BOTTOM + 14, "text-anchor": "middle" };
    const words = (/** @type {number} */ value) => (x.log ? number(value, 6) : count(value));
    this.words.replaceChildren(
      ...columns.map((value) => svg("text", { x: across(value), ...below }, words(value))),
      ...rows.map((value) =>
        svg("text", { x: LEFT - 5, y: up(value) + 4, "text-anchor": "end" }, this.up(value)),
      ),
    );
  }

  /** @param {string} words */
  entitle(words) {
    setText(this.caption, words);
    this.title = words;
  }
}
