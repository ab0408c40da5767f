/** The picture under the hand: dragged, drawn on, wiped, or sent into a corner. */

import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { Pad } from "../core/drawing/pad.js";
import { BRIGHTEST, dot, fromText, margin, REACH, SIDE, toText } from "./item.js";

/** @typedef {import("../core/drawing/pad.js").Point} Point */
/** @typedef {"move" | "draw" | "wipe"} Mode */

const MODES = /** @type {const} */ ({ move: "Move", draw: "Draw", wipe: "Erase" });
const HINTS = {
  move: "Drag the picture, or focus it and press the arrow keys; Home brings it back.",
  draw:
    "Draw with the pointer, or move the cursor by the arrow keys: Space makes a dot, Shift " +
    "with an arrow a line.",
  wipe: "Erase with the pointer, or by Space and the arrow keys with Shift.",
};
const PLACES = [
  ["↖", "Upper left corner", -1, -1],
  ["↗", "Upper right corner", -1, 1],
  ["↙", "Lower left corner", 1, -1],
  ["↘", "Lower right corner", 1, 1],
  ["Middle", "Middle", 0, 0],
];

/** Where the hand works: the picture, what dragging does, and quick moves. */
export class Hand {
  /** @param {import("../core/state.js").State} state
   * @param {() => {room: number[]}} now what follows from it, though it may not be drawn yet */
  constructor(state, now) {
    this.state = state;
    this.now = now;
    /** @type {Mode} */
    this.mode = "move";
    this.cursor = { row: SIDE / 2, column: SIDE / 2 };
    this.from = { row: 0, column: 0, down: 0, right: 0 };
    this.pad = new Pad("Picture", {
      begin: (point) => this.begin(point),
      drag: (point) => this.drag(point),
      arrow: (rows, columns, shift) => this.arrow(rows, columns, shift),
      press: () => this.mode !== "move" && this.stroke([this.cursor]),
      home: () => this.goTo(0, 0),
    });
    this.modes = Object.entries(MODES).map(([mode, words]) => {
      const made = element("button", { type: "button", "data-mode": mode }, words);
      made.addEventListener("click", () => this.enter(/** @type {Mode} */ (mode)));
      return made;
    });
    const clear = element("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => {
      this.enter("draw");
      state.set({ sketch: "" });
    });
    const tools = element("div", { class: "row", role: "group", "aria-label": "The pointer" });
    tools.append(...this.modes, clear);
    const places = element("div", { class: "row", role: "group", "aria-label": "Move to" });
    for (const [sign, label, down, right] of PLACES) {
      // U+FE0E asks for the plain arrow, where a telephone would show a coloured picture.
      const words = label === sign ? String(sign) : `${sign}\uFE0E`;
      const made = element("button", { type: "button", "aria-label": label }, words);
      made.addEventListener("click", () => this.goTo(Number(down), Number(right)));
      places.append(made);
    }
    this.hint = element("p", { class: "quiet" });
    this.caption = element("figcaption", {}, "The picture, 28 × 28");
    this.root = element("figure", { class: "hand" }, this.caption, this.pad.root);
    this.root.append(tools, places, this.hint);
  }

  /** Put the item into a corner without cutting it. @param {number} down @param {number} right */
  goTo(down, right) {
    const [up, below, left, far] = this.now().room.map((pixels) => Math.min(pixels, REACH));
    const shift_down = down < 0 ? 0 - up : down * below;
    const shift_right = right < 0 ? 0 - left : right * far;
    this.state.set({ shift_down, shift_right });
  }

  /** @param {Mode} mode */
  enter(mode) {
    this.mode = mode;
    if (mode !== "move") this.state.set({ image: "drawn" });
    this.show();
  }

  /** @param {Point} point */
  begin(point) {
    const { shift_down: down, shift_right: right } = this.state.values;
    this.from = { ...point, down, right };
    if (this.mode !== "move") this.stroke([this.within(point)]);
  }

  /** @param {Point} point */
  drag(point) {
    const { row, column, down, right } = this.from;
    if (this.mode === "move") {
      this.move(down + Math.round(point.row - row), right + Math.round(point.column - column));
      return;
    }
    const far = Math.hypot(point.row - row, point.column - column);
    const steps = Math.ceil(2 * far);
    const line = Array.from({ length: steps }, (_, i) => ({
      row: row + ((point.row - row) * (i + 1)) / steps,
      column: column + ((point.column - column) * (i + 1)) / steps,
    }));
    this.from = { ...this.from, ...point };
    this.stroke(line.map((each) => this.within(each)));
  }

  /** @param {number} rows @param {number} columns @param {boolean} shift */
  arrow(rows, columns, shift) {
    const { shift_down, shift_right } = this.state.values;
    if (this.mode === "move") {
      this.move(shift_down + rows, shift_right + columns);
      return;
    }
    const keep = (/** @type {number} */ n) => Math.min(Math.max(n, 0), SIDE - 1);
    if (shift) this.stroke([this.cursor]);
    this.cursor = { row: keep(this.cursor.row + rows), column: keep(this.cursor.column + columns) };
    if (shift) this.stroke([this.cursor]);
    this.outline();
  }

  /** @param {number} down @param {number} right */
  move(down, right) {
    const keep = (/** @type {number} */ n) => Math.min(Math.max(n, -REACH), REACH);
    this.state.set({ shift_down: keep(down), shift_right: keep(right) });
  }

  /** Where in the item a point of the frame lies. @param {Point} point @returns {Point} */
  within({ row, column }) {
    const { size, shift_down, shift_right } = this.state.values;
    const scale = SIDE / size;
    return {
      row: (row - margin(size) - shift_down) * scale,
      column: (column - margin(size) - shift_right) * scale,
    };
  }

  /** @param {Point[]} points in the item */
  stroke(points) {
    const levels = /** @type {Uint8Array} */ (fromText(this.state.values.sketch));
    for (const { row, column } of points) dot(levels, row, column, this.mode === "wipe");
    this.state.set({ image: "drawn", sketch: toText(levels) });
  }

  /** A picture instead of a drawing. @param {Float64Array} levels from 0 to 1 */
  take(levels) {
    const sketch = toText(levels.map((level) => Math.round(level * BRIGHTEST)));
    this.state.set({ image: "drawn", sketch });
  }

  /**
   * @param {import("../arithmetic/arrays.js").NDArray} frame
   * @param {boolean} chosen whether another picture was chosen
   */
  draw(frame, chosen) {
    this.frame = frame;
    const { image, sketch } = this.state.values;
    if (chosen && image !== "drawn") this.mode = "move";
    else if (chosen && this.mode === "move" && !sketch) this.mode = "draw";
    this.show();
  }

  show() {
    for (const made of this.modes) {
      setAttributes(made, { "aria-pressed": String(made.dataset.mode === this.mode) });
    }
    setText(this.hint, HINTS[this.mode]);
    const empty = this.state.values.image === "drawn" && !this.state.values.sketch;
    setText(this.caption, empty ? "The picture, 28 × 28: draw here" : "The picture, 28 × 28");
    this.pad.name(`Picture, ${MODES[this.mode].toLowerCase()}. ${HINTS[this.mode]}`, this.mode);
    this.outline();
  }

  outline() {
    if (!this.frame) return;
    const { size, shift_down, shift_right } = this.state.values;
    const boxes = [];
    const [top, left] = [margin(size) + shift_down, margin(size) + shift_right];
    if (size < SIDE || shift_down || shift_right) {
      boxes.push({ row: top, column: left, height: size, width: size, kind: "item" });
    }
    if (this.mode !== "move") {
      const side = Math.max(size / SIDE, 0.6);
      const row = top + (this.cursor.row * size) / SIDE - side / 2;
      const column = left + (this.cursor.column * size) / SIDE - side / 2;
      boxes.push({ row, column, height: side, width: side, kind: "cursor" });
    }
    this.pad.draw(this.frame, boxes);
  }
}
