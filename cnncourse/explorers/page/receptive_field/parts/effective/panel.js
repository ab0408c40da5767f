/** Beside which pixels can count: how much each does, as maps and in numbers. */

import { array } from "../../../arithmetic/arrays.js";
import { element, setText } from "../../../core/drawing/dom.js";
import { MapPicture } from "../../../core/drawing/map.js";
import { number, percent } from "../../../core/format.js";
import { chooser, rangeInput } from "../../../core/inputs.js";
import { draws } from "./draws.js";
import { effective } from "./shares.js";

/** @typedef {import("./shares.js").Found} Found */
/** @typedef {import("./shares.js").Effective} Shares */
/** @typedef {import("../../../core/settings.js").Values} Values */
/** @typedef {import("../../asked.js").Asked} Asked */

const PATIENCE = 6; // milliseconds of work for each frame of the screen
const PALE = 0.2; // of the largest share, below none: so that a small one is no white
/** @type {("window" | "equal" | "random")[]} */
const MAPS = ["window", "equal", "random"];
const NAMES = ["Can count: all alike", "All weights equal", "Weights at random"];
const HEADS = ["Gradient", "In the middle half", "Spread, rows × columns", "Largest pixel"];

const RULES =
  "Each map shows the gradient of the unit for every pixel as a share of its total: darker counts " +
  "for more, on one scale. The dashed middle half is half as high and half as wide as the field; " +
  "the spread is the standard deviation. All weights equal: a pixel has as many shares as there " +
  "are paths, counted exactly; a pooling adds up its window. Weights at random: every weight is " +
  "drawn, uniform from −1 to 1, and so is a picture of noise, with no activation between the " +
  "layers; shown is the mean of the gradient without its sign. With every further convolution " +
  "of one kind the field grows, and what counts in it grows more slowly (Luo, Li, Urtasun and " +
  "Zemel, 2016: Understanding the Effective Receptive Field in Deep Convolutional Neural Networks).";

/** The maps, the numbers, and what they are drawn from. */
export class Effective {
  /** @param {Asked} asked */
  constructor(asked) {
    this.asked = asked;
    this.draws = /** @type {any} */ (asked.description).constants.draws;
    const [seed, rule] = this.makeControls();
    this.seed = seed;
    this.rule = rule;
    this.pictures = NAMES.map((name) => new Picture(name));
    this.words = element("p", { class: "found" });
    this.body = element("tbody");
    this.maps = element("div", { class: "maps" }, ...this.pictures.map(({ root }) => root));
    const heads = HEADS.map((words) => element("th", { scope: "col" }, words));
    const head = element("thead", {}, element("tr", {}, ...heads));
    this.table = element("div", { class: "scroll" }, element("table", {}, head, this.body));
    const notes = element("p", { class: "quiet" }, RULES);
    const { maps, words, table } = this;
    const chosen = element("div", { class: "chosen-by" }, seed.root, rule.root);
    this.root = element("div", { class: "effective" }, chosen, maps, words, table, notes);
    this.next = 0; // the frame of the screen that is asked for
    this.key = ""; // what the maps follow from
    this.said = "";
    this.kept = false; // whether they are of what is set, and not only tried by pointing
    this.done = 0; // draws
    /** @type {Found | null} */
    this.found = null;
    /** @type {Generator<Float64Array, Float64Array> | null} */
    this.work = null;
    const print = () => this.go(Infinity);
    addEventListener("beforeprint", print);
    asked.stop = () => {
      this.rest();
      removeEventListener("beforeprint", print);
    };
  }

  /** @returns {[ReturnType<typeof rangeInput>, ReturnType<typeof chooser>]} */
  makeControls() {
    const { description, host } = this.asked;
    const of = (/** @type {string} */ wanted) =>
      /** @type {any} */ (description.settings.find(({ name }) => name === wanted));
    const set = (/** @type {string} */ name) => (/** @type {any} */ value) =>
      host.state.set({ [name]: value });
    const { low, high, step } = of("seed");
    const seed = { label: "Weights drawn from seed", low, high, step };
    const { options } = of("gradient");
    const rules = options.slice(1).map((/** @type {any} */ { value, label }) => [value, label]);
    const label = "A pooling passes the gradient on";
    return [
      rangeInput({ ...seed, set: set("seed"), stem: "seed" }),
      chooser({ label, options: rules, set: set("gradient"), stem: "rule" }),
    ];
  }

  draw() {
    const [found, values] = this.asked.now;
    this.root.hidden = !this.asked.open;
    if (this.root.hidden) return this.close();
    const { layers, seed, gradient } = values;
    this.seed.show(seed, String(seed));
    this.rule.show(gradient);
    const used = layers.slice(0, found.layer);
    this.rule.root.hidden = !used.some((/** @type {any} */ [kind]) => kind === "pool");
    const key = JSON.stringify([used, found.map_sizes[0], found.row, found.column, seed, gradient]);
    this.kept = values === this.asked.host.state.values;
    if (key === this.key) return this.speak();
    this.rest();
    [this.key, this.found] = [key, found];
    const { constants } = /** @type {any} */ (this.asked.description);
    this.work = draws({ layers, seed, gradient }, found, constants);
    this.done = 0;
    this.go(PATIENCE);
  }

  /** Draw weights for so long, and show what they gave. @param {number} patience */
  go(patience) {
    const { work, draws: all } = this;
    if (!work) return;
    const end = performance.now() + patience;
    let total = work.next().value;
    for (this.done += 1; this.done < all && performance.now() < end; this.done += 1) {
      total = work.next().value;
    }
    if (this.done < all) this.next = requestAnimationFrame(() => this.go(PATIENCE));
    else this.rest();
    this.show(effective(/** @type {Found} */ (this.found), total));
  }

  /** @param {Shares} shares */
  show(shares) {
    const found = /** @type {Found} */ (this.found);
    const seen = found.paths.data.some(Boolean);
    for (const one of [this.maps, this.table]) one.hidden = !seen;
    const high = Math.max(...MAPS.map((name) => most(shares[name].data)));
    this.pictures.forEach((picture, i) =>
      picture.draw(shares[MAPS[i]], shares.middle[i], found, high),
    );
    const all = `${this.draws} draws`;
    const drawing = this.work ? `${this.done} of ${all}` : all;
    setText(this.pictures[2].more, drawing);
    this.body.replaceChildren(...MAPS.map((_, i) => this.row(shares, i)));
    const words = seen ? told(shares) : "The unit sees no pixel of the image: none counts.";
    setText(this.words, words);
    this.speak();
  }

  /** Speak of what is set, once all is drawn. */
  speak() {
    const words = this.words.textContent ?? "";
    if (this.work || !this.kept || words === this.said) return;
    this.said = words;
    this.asked.host.say(words);
  }

  /** @param {Shares} shares @param {number} i */
  row(shares, i) {
    const [down, across] = shares.spread[i];
    const cells = [
      ["middle", percent(shares.middle[i])],
      ["spread", `${number(down)} × ${number(across)} pixels`],
      ["most", percent(most(shares[MAPS[i]].data), 2)],
    ];
    const made = cells.map(([key, words]) =>
      element("td", { "data-gradient": `${MAPS[i]}.${key}` }, words),
    );
    return element("tr", {}, element("th", { scope: "row" }, NAMES[i]), ...made);
  }

  /** What is not seen is not drawn, and begins anew. */
  close() {
    this.rest();
    [this.key, this.said] = ["", ""];
  }

  /** No more draws. */
  rest() {
    cancelAnimationFrame(this.next);
    this.work = null;
  }
}

/** @param {Float64Array} data */
function most(data) {
  return data.reduce((so, value) => Math.max(so, value), 0);
}

/** @param {Shares} shares */
function told({ middle: [alike, equal, random] }) {
  return (
    `In the middle half of the field lies ${percent(equal)} of the gradient with all weights ` +
    `equal, and ${percent(random)} with weights at random. If all pixels that can count did so ` +
    `alike, it would be ${percent(alike)}.`
  );
}

/** A map of shares: the part of the image that the field lies on. */
class Picture {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    this.map = new MapPicture(name);
    this.map.root.classList.add("fieldmap");
    this.more = element("span");
    const caption = element("figcaption", {}, element("strong", {}, name), " ", this.more);
    this.root = element("figure", {}, caption, this.map.root);
  }

  /** @param {import("../../../arithmetic/arrays.js").NDArray} shares
   * @param {number} middle @param {Found} found @param {number} high */
  draw({ shape, data }, middle, { first, last }, high) {
    const [top, left] = first.map((at) => Math.max(at, 0));
    const [bottom, right] = last.map((at) => Math.min(at, shape[0] - 1));
    const [height, width] = [bottom - top + 1, right - left + 1];
    if (height < 1 || width < 1) return;
    const part = array([height, width]);
    for (let at = 0; at < part.data.length; at += 1) {
      const row = top + Math.floor(at / width);
      part.data[at] = data[row * shape[1] + left + (at % width)];
    }
    const hidden = (/** @type {number} */ row, /** @type {number} */ column) =>
      part.data[row * width + column] === 0;
    this.map.draw(part, {
      palette: "counts",
      low: -PALE * high,
      high,
      numbers: false,
      hidden,
      frames: [middleHalf(first, last, [top, left], [height, width])],
      label: `${this.name}: ${percent(middle)} in the middle half`,
    });
  }
}

/** The frame of a field's middle half, as far as it lies on the image.
 * @param {number[]} first @param {number[]} last @param {number[]} from @param {number[]} sizes */
function middleHalf(first, last, from, sizes) {
  const [[row, height], [column, width]] = [0, 1].map((axis) => {
    const [centre, reach] = [
      (first[axis] + last[axis] + 1) / 2,
      (last[axis] - first[axis] + 1) / 4,
    ];
    const start = Math.max(centre - reach - from[axis], 0);
    return [start, Math.max(Math.min(centre + reach - from[axis], sizes[axis]) - start, 0)];
  });
  return { row, column, height, width, kind: /** @type {const} */ ("window"), dashed: true };
}
