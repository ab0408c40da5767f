/** A grey picture that is dragged, drawn on with a pen, or worked with the keys. */

import { element, setAttributes, svg } from "./dom.js";
import { grip } from "./hold.js";
import { rect, redraw } from "./overlay.js";
import { paint } from "./paint.js";

/**
 * @typedef {{row: number, column: number}} Point in pixels from the upper left corner, with
 *   fractions
 * @typedef {{
 *   begin: (point: Point) => void,
 *   drag: (point: Point) => void,
 *   arrow: (rows: number, columns: number, shift: boolean) => void,
 *   press: () => void,
 *   home: () => void,
 * }} Answers what happens when a pointer goes down, and moves while down; when an arrow key is
 *   pressed; Space or Enter; Home
 * @typedef {{row: number, column: number, height: number, width: number, kind: string}} Box
 */

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** A picture under the hand; what the hand does is for others to say. */
export class Pad {
  /** @param {string} label @param {Answers} answers */
  constructor(label, answers) {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    const name = { "aria-label": label, "aria-roledescription": "picture" };
    this.root = element("div", { class: "pad", role: "application", tabindex: 0, ...name });
    this.root.append(this.canvas, this.over);
    this.shape = [1, 1];
    this.listen(answers);
  }

  /**
   * Draw `array` [H, W], from 0 (black) to 1 (white), and outlines over it.
   * @param {import("../../arithmetic/arrays.js").NDArray} array
   * @param {Box[]} boxes
   */
  draw(array, boxes) {
    const [height, width] = array.shape;
    this.shape = array.shape;
    paint(this.canvas, height, width, (at) => array.data[at], { palette: "grey", low: 0, high: 1 });
    setAttributes(this.over, { viewBox: `0 0 ${width} ${height}` });
    const shapes = boxes.flatMap(({ row, column, height: tall, width: wide, kind }) => {
      const box = { x: column, y: row, width: wide, height: tall };
      return [`${kind} under`, kind].map((name) => rect({ ...box, class: name }));
    });
    redraw(this.over, shapes);
  }

  /** @param {Answers} answers */
  listen({ begin, drag, arrow, press, home }) {
    const { root } = this;
    const point = (/** @type {PointerEvent} */ event) => {
      const box = root.getBoundingClientRect();
      const row = ((event.clientY - box.top) / box.height) * this.shape[0];
      return { row, column: ((event.clientX - box.left) / box.width) * this.shape[1] };
    };
    grip(root, {
      press: (event) => begin(point(event)),
      drag: (event) => drag(point(event)),
      free: () => root.dataset.mode !== "move",
    });
    root.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const step = ARROWS[/** @type {keyof typeof ARROWS} */ (event.key)];
      if (step) arrow(step[0], step[1], event.shiftKey);
      else if (event.key === " " || event.key === "Enter") press();
      else if (event.key === "Home") home();
      else return;
      event.preventDefault();
    });
  }

  /** @param {string} label @param {string} mode */
  name(label, mode) {
    setAttributes(this.root, { "aria-label": label, "data-mode": mode });
  }
}
