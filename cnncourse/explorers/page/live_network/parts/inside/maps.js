/** The maps of one layer, any number of which can be pointed at, walked over and looked into. */

import { element, setAttributes, setHidden, setText } from "../../../core/drawing/dom.js";
import { number } from "../../../core/format.js";
import { exact, IMAGE, indexOf, placeOf, where } from "./units.js";

/** @typedef {import("../../../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {typeof import("../../../core/drawing/paint.js").paint} Paint */
/** @typedef {{choose: (layer: string, place: number[], key: boolean) => void,
 *   say: (words: string) => void}} Hand */

const STEPS = {
  ArrowUp: [-1, 0, 0],
  ArrowDown: [1, 0, 0],
  ArrowLeft: [0, -1, 0],
  ArrowRight: [0, 1, 0],
  PageUp: [0, 0, -1],
  PageDown: [0, 0, 1],
};
const MOST = 32; // numbers in a row, twice as many where there are hundreds
const KEYS = "Arrow keys walk, Page Up and Page Down change the map, Enter looks inside.";

/** How many numbers of a vector to put in a row: all of a few, else such that no row is broken.
 * @param {number} length */
function rowOf(length) {
  const most = length > MOST ** 2 / 2 ? 2 * MOST : MOST;
  if (length <= most) return length;
  for (let row = most; row >= most / 2; row -= 1) if (length % row === 0) return row;
  return most;
}

export class LayerMaps {
  /**
   * @param {string} name
   * @param {string} words what the layer does
   * @param {number[]} shape of what leaves it
   * @param {Paint} paint
   * @param {Hand} hand
   * @param {{kernels?: NDArray, names?: string[]}} [more] kernels: of a layer that reads one map,
   *   shown above what they make; names: of the numbers of a vector
   */
  constructor(name, words, shape, paint, hand, { kernels, names = [] } = {}) {
    this.name = name;
    this.names = names;
    this.shape = shape;
    this.paint = paint;
    this.hand = hand;
    this.row = shape.length === 1 ? rowOf(shape[0]) : 0;
    /** Where the keys stand. */
    this.place = shape.map(() => 0);
    /** @type {NDArray} */
    this.array = { shape, data: new Float64Array(0) };
    this.ends = [0, 0]; // its smallest number and its largest
    this.near = true; // in view, or not far from it
    this.stale = false; // whether the canvases show an earlier array
    const pictures = this.row ? 1 : shape[2];
    this.canvases = Array.from({ length: pictures }, () => element("canvas"));
    this.mark = element("span", { class: "mark", hidden: true });
    this.frames = this.canvases.map((canvas) => element("div", { class: "one" }, canvas));
    const above = this.frames.map((frame, i) =>
      element("div", {}, ...(kernels ? [this.kernel(kernels, i)] : []), frame),
    );
    const kind =
      this.row || pictures === 1 ? "vector" : pictures > 6 ? "multiples many" : "multiples";
    const role = { role: "application", "aria-roledescription": "maps", tabindex: 0 };
    this.grid = element("div", { class: `${kind} walked`, ...role }, ...above);
    if (this.row) this.grid.style.maxWidth = `${1.7 * this.row}rem`;
    this.range = element("span", { class: "quiet" });
    this.pointed = element("span", { class: "number" });
    const caption = element(
      "figcaption",
      {},
      element("strong", {}, name),
      ` ${words} `,
      this.range,
      " ",
      this.pointed,
    );
    this.root = element("figure", { class: "layer" }, caption, this.grid);
    if (name === IMAGE) this.root.classList.add("image");
    this.listen();
  }

  /** @param {NDArray} kernels [h, w, 1, filters] @param {number} filter */
  kernel({ shape: [height, width, , filters], data }, filter) {
    const most = data.reduce((so, weight) => Math.max(so, Math.abs(weight)), 0);
    const canvas = element("canvas", { class: "kernel", "aria-hidden": "true" });
    const look = { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    this.paint(canvas, height, width, (at) => data[at * filters + filter], look);
    return canvas;
  }

  listen() {
    this.grid.addEventListener("click", (event) => {
      const place = this.at(event);
      if (place) this.go(place, false);
    });
    this.grid.addEventListener("pointermove", (event) => {
      const place = this.at(event);
      setText(this.pointed, place ? this.words(place) : "");
    });
    this.grid.addEventListener("focus", () => this.speak());
    this.grid.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
      if (step) this.walk(step);
      else if (event.key === "Enter" || event.key === " ") this.go(this.place, true);
      else return;
      event.preventDefault();
    });
  }

  /** The place of the number under the pointer. @param {MouseEvent} event */
  at(event) {
    const i = this.canvases.indexOf(/** @type {HTMLCanvasElement} */ (event.target));
    if (i < 0) return null;
    const box = this.canvases[i].getBoundingClientRect();
    const { width, height } = this.canvases[i];
    const column = Math.min(
      Math.floor(((event.clientX - box.left) / box.width) * width),
      width - 1,
    );
    const row = Math.min(Math.floor(((event.clientY - box.top) / box.height) * height), height - 1);
    if (!this.row) return [Math.max(row, 0), Math.max(column, 0), i];
    const at = row * this.row + column;
    return at < this.shape[0] ? [at] : null;
  }

  /** @param {number[]} place @param {boolean} key */
  go(place, key) {
    this.place = place;
    this.hand.choose(this.name, place, key);
  }

  /** @param {number[]} step */
  walk([down, right, map]) {
    const ends = this.shape;
    if (this.row) {
      const to = this.place[0] + right + map + down * this.row;
      if (to >= 0 && to < ends[0]) this.place = [to];
    } else {
      const to = [down, right, map].map((each, axis) => this.place[axis] + each);
      if (to.every((each, axis) => each >= 0 && each < ends[axis])) this.place = to;
    }
    this.show(this.place);
    this.speak();
  }

  /** What stands at a place. @param {number[]} place */
  words(place) {
    const name = this.row && this.names[place[0]];
    const value = exact(this.array.data[indexOf(this.shape, place)]);
    return `${where(this.name, place)}${name ? `, ${name}` : ""}: ${value}`;
  }

  speak() {
    this.show(this.place);
    setText(this.pointed, this.words(this.place));
    this.hand.say(this.words(this.place));
  }

  /** Mark a place, or none. @param {number[] | null} place */
  show(place) {
    setHidden(this.mark, !place);
    if (!place) return;
    const i = this.row ? 0 : place[2];
    const [row, column] = this.row ? placeOf([Infinity, this.row], place[0]) : place;
    const { width, height } = this.canvases[i];
    this.frames[i].append(this.mark);
    this.mark.style.left = `${(100 * column) / width}%`;
    this.mark.style.top = `${(100 * row) / height}%`;
    this.mark.style.width = `${100 / width}%`;
    this.mark.style.height = `${100 / height}%`;
  }

  /** @param {NDArray} array @param {number[] | null} chosen the place that is looked into */
  draw(array, chosen) {
    if (array !== this.array) {
      this.array = array;
      let [low, high] = [Infinity, -Infinity];
      for (const value of array.data) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
      this.ends = [low, high];
      const range = `${number(low)} to ${number(high)}`;
      setText(this.range, range);
      const label = `${this.name}, ${this.shape.join(" × ")}: ${range}. ${KEYS}`;
      setAttributes(this.grid, { "aria-label": label });
      this.stale = true;
      this.see(this.near);
    }
    if (chosen) this.place = chosen;
    this.show(chosen);
  }

  /** Paint what is in view, or about to be; elsewhere no old map stays. @param {boolean} near */
  see(near) {
    this.near = near;
    if (near && this.stale) this.fill();
    this.root.classList.toggle("unseen", this.stale);
  }

  fill() {
    const { data } = this.array;
    const [low, high] = this.ends;
    const most = Math.max(-low, high);
    const scale =
      this.name === IMAGE
        ? { palette: /** @type {const} */ ("grey"), low: 0, high: 1 }
        : { palette: /** @type {const} */ ("signed"), low: -most, high: most };
    if (this.row) {
      const rows = Math.ceil(this.shape[0] / this.row);
      this.paint(this.canvases[0], rows, this.row, (at) => data[at] ?? 0, scale);
    } else {
      const [height, width, maps] = this.shape;
      this.canvases.forEach((canvas, c) =>
        this.paint(canvas, height, width, (at) => data[at * maps + c], scale),
      );
    }
    this.stale = false;
  }
}
