/** The buttons that move the window, by one place or by themselves. */

import { element, setText } from "./dom.js";
import { whileSeen } from "./seen.js";

const SECONDS = 14; // for a whole map at normal speed, as far as that is not too slow
const SLOWEST = 3; // places in a second
const BETWEEN = 33; // milliseconds at least from one place to the next

/**
 * @typedef {import("../state.js").State} State
 * @typedef {{row: number, column: number, output_shape: number[], problem: string}} Window
 */

/** Moves the window in reading order. */
export class Player {
  /**
   * @param {State} state
   * @param {boolean} still whether motion is unwanted: then a button goes on row by row
   * @param {(playing: boolean) => void} tell
   * @param {() => Window} now where the window is, though it may not be drawn there yet
   */
  constructor(state, still, tell, now) {
    this.state = state;
    this.still = still;
    this.tell = tell;
    this.now = now;
    this.playing = false;
    this.begun = false; // and not yet at the end, though perhaps paused
    this.grew = false; // whether the map was shown only up to the window before
    this.exact = 0; // how far it has come, in places
    this.time = 0; // of the last frame, in milliseconds
    this.set = 0; // when the window was last moved
    this.asked = 0;
    this.rest = () => {};
    this.button = element("button", { type: "button", class: "play" });
    this.speed = element("select", { "aria-label": "Speed of playing" });
    this.row = element("b", { class: "number", "data-result": "row" });
    this.column = element("b", { class: "number", "data-result": "column" });
    this.where = element("span", {}, "row ", this.row, ", column ", this.column);
    this.root = element("div", { class: "player", role: "group", "aria-label": "Window" });
    this.build();
  }

  build() {
    const button = (
      /** @type {string} */ sign,
      /** @type {string} */ label,
      /** @type {() => void} */ act,
    ) => {
      const made = element("button", { type: "button", "aria-label": label, title: label }, sign);
      made.addEventListener("click", act);
      return made;
    };
    const step = (/** @type {number} */ by) => () => {
      this.pause();
      this.go(this.index + by);
    };
    this.button.addEventListener("click", () => this.press());
    for (const [value, words] of [
      ["0.25", "slow"],
      ["1", "normal"],
      ["4", "fast"],
    ]) {
      this.speed.append(element("option", { value }, words));
    }
    this.speed.value = "1";
    this.root.append(
      button("«", "First place", step(-Infinity)),
      button("‹", "One place back", step(-1)),
      this.button,
      button("›", "One place on", step(1)),
      button("»", "Last place", step(Infinity)),
      ...(this.still ? [] : [this.speed]),
      this.where,
    );
    this.show();
  }

  get window() {
    return this.now();
  }

  /** Follow what was computed. @param {Window} window */
  update(window) {
    setText(this.row, String(window.row));
    setText(this.column, String(window.column));
    if (window.problem) this.pause();
    for (const button of this.root.querySelectorAll("button")) {
      button.disabled = Boolean(window.problem);
    }
    this.where.hidden = Boolean(window.problem);
  }

  get last() {
    return this.window.output_shape[0] * this.window.output_shape[1] - 1;
  }

  get index() {
    return this.window.row * this.window.output_shape[1] + this.window.column;
  }

  /** @param {number} index in reading order; beyond the ends it is the end */
  go(index, more = {}) {
    if (this.window.problem) return;
    const width = this.window.output_shape[1];
    const to = Math.min(Math.max(index, 0), this.last);
    this.state.set({ row: Math.floor(to / width), column: to % width, ...more });
  }

  press() {
    if (this.window.problem) return;
    if (this.still) this.nextRow();
    else if (this.playing) this.pause();
    else this.play();
  }

  /** Without motion: to the end of this row, of the next, and from the last to the first. */
  nextRow() {
    const width = this.window.output_shape[1];
    const ended = this.window.column === width - 1;
    const row = (this.window.row + Number(ended)) % this.window.output_shape[0];
    this.go((row + 1) * width - 1, { grow: true });
  }

  play() {
    if (!this.begun || !this.state.values.grow) this.grew = this.state.values.grow;
    this.playing = this.begun = true;
    this.exact = this.index >= this.last ? 0 : this.index;
    this.go(this.exact, { grow: true });
    this.time = this.set = performance.now();
    this.rest = whileSeen(this.root, () => this.pause());
    this.asked = requestAnimationFrame((now) => this.tick(now));
    this.show();
  }

  /** @param {number} now in milliseconds */
  tick(now) {
    if (!this.playing) return;
    const rate = Math.max((this.last + 1) / SECONDS, SLOWEST) * Number(this.speed.value);
    this.exact += (Math.max(now - this.time, 0) / 1000) * rate;
    this.time = now;
    const width = this.window.output_shape[1];
    const stride = rate * (BETWEEN / 1000);
    // Where many places pass between two drawings, whole rows are added at once.
    const reached = Math.floor(this.exact);
    const index = stride < width / 2 ? reached : Math.ceil((reached + 1) / width) * width - 1;
    if (index >= this.last) {
      this.go(this.last, { grow: this.grew });
      this.begun = false;
      this.stop();
      return;
    }
    if (index !== this.index && now - this.set >= BETWEEN) {
      this.set = now;
      this.go(index);
    }
    this.asked = requestAnimationFrame((later) => this.tick(later));
  }

  /** The map stays as far as it has grown. */
  pause() {
    if (this.playing) this.stop();
  }

  stop() {
    this.playing = false;
    this.rest();
    cancelAnimationFrame(this.asked);
    this.show();
  }

  show() {
    const words = this.still ? "Next row" : this.playing ? "❚❚ Pause" : "▶ Play";
    setText(this.button, words);
    this.tell(this.playing);
  }
}
