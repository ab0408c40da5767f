/** The map: a mark for each image, under a pointer and under the arrow keys. */

import { element, setAttributes, svg } from "../core/drawing/dom.js";
import { grip } from "../core/drawing/hold.js";
import { beside, under } from "./picking.js";

/** @typedef {{
 *   look: (image: number | null) => void,
 *   choose: (image: number) => void,
 *   now: () => {places: number[][], some: number[], point: number},
 * }} Hand look: tries an image, or none; choose: keeps one, or −1; now: the state as it is */

const SIDE = 255;
const MARGIN = 6;
/** @type {{[key: string]: [number, number]}} */
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
/** @type {{[key: string]: number}} */
const STEPS = { PageUp: -1, "[": -1, PageDown: 1, "]": 1 };

/** Marks as one path. @param {number[][]} places @param {string} mark */
const pathOf = (places, mark) => places.map(([x, y]) => `M${x} ${y}${mark}`).join("");

export class Plane {
  /** @param {{path: string, colour: string}[]} marks @param {Hand} hand */
  constructor(marks, hand) {
    this.hand = hand;
    this.marks = marks;
    const box = `${-MARGIN} ${-MARGIN} ${SIDE + 2 * MARGIN} ${SIDE + 2 * MARGIN}`;
    this.picture = svg("svg", { viewBox: box, "aria-hidden": "true" });
    this.classes = marks.map(({ colour }) => svg("path", { fill: colour, class: "marks" }));
    this.lines = svg("path", { class: "lines" });
    this.near = svg("path", { class: "near-marks" });
    this.ring = svg("circle", { class: "ring", r: 6 });
    this.picture.append(...this.classes, this.lines, this.near, this.ring);
    const role = { role: "application", tabindex: 0, "aria-roledescription": "map" };
    this.root = element("div", { class: "plane", ...role }, this.picture);
    this.listen();
  }

  listen() {
    const { root, hand } = this;
    const at = (/** @type {PointerEvent} */ event) => {
      const box = this.picture.getBoundingClientRect();
      const unit = (SIDE + 2 * MARGIN) / box.width;
      const { places, some } = hand.now();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      return under(places, some, x * unit - MARGIN, y * unit - MARGIN);
    };
    grip(root, {
      press: (event) => hand.choose(at(event)),
      drag: (event) => hand.choose(at(event)),
      hover: (event) => hand.look(at(event)),
      leave: () => hand.look(null),
    });
    root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const image = this.byKey(event.key);
      if (image === undefined) return;
      event.preventDefault();
      hand.choose(image);
    });
  }

  /** The image that a key leads to; undefined for a key that leads nowhere. @param {string} key */
  byKey(key) {
    const { places, some, point } = this.hand.now();
    const at = some.indexOf(point);
    if (key === "Escape") return -1;
    if (key === "Home") return some[0];
    if (key === "End") return some[some.length - 1];
    if (!ARROWS[key] && !STEPS[key]) return undefined;
    if (at < 0) return some[0];
    if (STEPS[key]) return some[(at + STEPS[key] + some.length) % some.length];
    const next = beside(places, some, point, ...ARROWS[key]);
    return next < 0 ? point : next;
  }

  /** @param {number[][]} places @param {number[]} labels @param {number} wanted the class that
   * alone is strong, or −1 */
  draw(places, labels, wanted) {
    this.classes.forEach((path, number) => {
      const own = places.filter((_, image) => labels[image] === number);
      setAttributes(path, { d: pathOf(own, this.marks[number].path) });
      path.classList.toggle("faint", wanted >= 0 && wanted !== number);
    });
  }

  /** Ring an image and lead lines to its nearest by the features. @param {number[][]} places
   * @param {number} point @param {number[]} near @param {string} words */
  select(places, point, near, words) {
    const [x, y] = places[point] ?? [0, 0];
    const ends = near.map((image) => places[image]);
    setAttributes(this.lines, { d: ends.map(([a, b]) => `M${x} ${y}L${a} ${b}`).join("") });
    setAttributes(this.near, { d: pathOf(ends, "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z") });
    setAttributes(this.ring, { cx: x, cy: y, visibility: point < 0 ? "hidden" : "visible" });
    setAttributes(this.root, { "aria-label": words });
  }
}
