/** The picture whose maps are shown: a validation image, one's own, or one drawn by hand. */

import { element, setText } from "../../../core/drawing/dom.js";
import { ownPicture } from "../../../core/drawing/own_picture.js";
import { Pad } from "../../../core/drawing/pad.js";
import { plural } from "../../../core/format.js";
import { rangeInput } from "../../../core/inputs.js";
import { moved } from "./moved.js";

/** @typedef {import("../../../core/drawing/pad.js").Point} Point */

const RADIUS = 1.7; // pixels of the pen
const OWN =
  "It becomes 28 × 28 grey pixels and stays in this page: it is sent nowhere, and no link holds " +
  "it. The network learns from clothes that are light on black.";
const HINT = "Draw with the pointer, or move the cursor by the arrow keys; Space makes a dot.";

export class Picture {
  /** @param {import("./looks.js").Given} given */
  constructor({ state, data, look, root }) {
    this.state = state;
    this.data = data;
    this.look = look;
    /** What was brought or drawn, from 0 to 1. @type {Float64Array | null} */
    this.own = null;
    this.drawing = false;
    const { side } = data;
    this.side = side;
    this.cursor = { row: side / 2, column: side / 2 };
    this.from = this.cursor;
    this.pad = new Pad("Picture", {
      begin: (point) => this.drawing && this.line(point, point),
      drag: (point) => this.drawing && this.line(this.from, point),
      arrow: (rows, columns, shift) => this.move(rows, columns, shift),
      press: () => this.drawing && this.line(this.cursor, this.cursor),
      home: () => {},
    });
    const count = data.validation.labels.length;
    const range = { label: "Validation image", low: 0, high: count - 1, step: 1 };
    this.slider = rangeInput({ ...range, set: (index) => this.choose(index) });
    this.pen = element("button", { type: "button", "aria-pressed": "false" }, "Draw");
    this.pen.addEventListener("click", () => this.take(!this.drawing));
    const clear = element("button", { type: "button" }, "Clear");
    clear.addEventListener("click", () => {
      this.own = new Float64Array(side * side);
      this.take(true);
    });
    this.caption = element("figcaption");
    this.hint = element("p", { class: "quiet" }, HINT);
    const row = element("div", { class: "row" }, this.pen, clear);
    const take = (/** @type {Float64Array} */ levels) => {
      this.own = levels;
      this.show();
    };
    const forget = () => this.choose(this.state.values.image);
    const own = ownPicture({ root, state }, { side, words: OWN, take, forget });
    this.root = element("figure", { class: "picked" }, this.caption, this.pad.root);
    this.root.append(this.slider.root, row, this.hint, own);
  }

  /** The class of the picture, or none. */
  get label() {
    const { labels } = this.data.validation;
    return this.own ? "" : this.data.classes[labels[this.state.values.image]];
  }

  /** @param {number} index of a validation image */
  choose(index) {
    this.own = null;
    this.drawing = false;
    this.state.set({ image: index });
    this.show();
  }

  /** Begin or end to draw. @param {boolean} drawing */
  take(drawing) {
    this.drawing = drawing;
    this.own ??= this.levels();
    this.show();
  }

  /** The picture as it is now, from 0 to 1: as the network is measured on it. */
  levels() {
    if (this.own) return this.own;
    const { image, validation_shift } = this.state.values;
    const levels = moved(this.data.validation.images, image, this.side, validation_shift);
    return Float64Array.from(levels, (level) => level / 255);
  }

  show() {
    const { image, validation_shift: shift } = this.state.values;
    const levels = this.levels();
    this.slider.show(image, String(image));
    this.pen.setAttribute("aria-pressed", String(this.drawing));
    this.hint.hidden = !this.drawing;
    const by = shift ? `, moved by ${plural(shift, "pixel")}` : "";
    const what = this.own ? "Your own picture" : `Validation image ${image}: ${this.label}${by}`;
    setText(this.caption, what);
    this.pad.name(`${what}.${this.drawing ? ` ${HINT}` : ""}`, this.drawing ? "draw" : "move");
    const { row, column } = this.cursor;
    const cursor = { row: row - 0.5, column: column - 0.5, height: 1, width: 1, kind: "cursor" };
    this.pad.draw({ shape: [this.side, this.side], data: levels }, this.drawing ? [cursor] : []);
    this.look(Uint8Array.from(levels, (level) => Math.round(255 * level)));
  }

  /** @param {number} rows @param {number} columns @param {boolean} shift */
  move(rows, columns, shift) {
    if (!this.drawing) {
      const last = this.data.validation.labels.length - 1;
      this.choose(Math.min(Math.max(this.state.values.image + rows + columns, 0), last));
      return;
    }
    const keep = (/** @type {number} */ n) => Math.min(Math.max(n, 0.5), this.side - 0.5);
    const from = this.cursor;
    this.cursor = { row: keep(from.row + rows), column: keep(from.column + columns) };
    if (shift) this.line(from, this.cursor);
    else this.show();
  }

  /** A stroke of the pen, soft at its edge. @param {Point} from @param {Point} to */
  line(from, to) {
    const levels = Float64Array.from(this.levels());
    const steps = Math.max(
      Math.ceil(2 * Math.hypot(to.row - from.row, to.column - from.column)),
      1,
    );
    for (let i = 0; i <= steps; i += 1) {
      const row = from.row + ((to.row - from.row) * i) / steps;
      this.dot(levels, row, from.column + ((to.column - from.column) * i) / steps);
    }
    this.from = to;
    this.cursor = to;
    this.own = levels;
    this.show();
  }

  /** @param {Float64Array} levels @param {number} row @param {number} column */
  dot(levels, row, column) {
    for (let r = Math.floor(row - RADIUS); r <= row + RADIUS; r += 1) {
      for (let c = Math.floor(column - RADIUS); c <= column + RADIUS; c += 1) {
        if (r < 0 || c < 0 || r >= this.side || c >= this.side) continue;
        const far = Math.hypot(r + 0.5 - row, c + 0.5 - column);
        const level = Math.min(Math.max(RADIUS + 0.5 - far, 0), 1);
        levels[r * this.side + c] = Math.max(levels[r * this.side + c], level);
      }
    }
  }
}
