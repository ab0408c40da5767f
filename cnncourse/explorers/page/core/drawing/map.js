/** A map of numbers as a picture that can be pointed at and walked over. */

import { element, setAttributes, svg } from "./dom.js";
import { grip } from "./hold.js";
import { Numbers } from "./numbers.js";
import { crossing, framing, isCrossed, numbering, outlining, redraw } from "./overlay.js";
import { PALETTES } from "./palette.js";
import { showing, surface } from "./surface.js";

/**
 * @typedef {import("../../arithmetic/arrays.js").NDArray} NDArray
 * @typedef {(row: number, column: number) => boolean} Test
 * @typedef {(row: number, column: number, by: "pointer" | "key") => void} Choose
 * @typedef {{row: number, column: number, height: number, width: number,
 *            kind?: "window" | "second" | "pixel", dashed?: boolean}} Frame
 * @typedef {{
 *   palette?: "grey" | "signed" | "counts" | "colour",
 *   low?: number, high?: number, numbers?: boolean | "auto", digits?: number,
 *   padding?: number[], around?: NDArray, frames?: Frame[],
 *   taps?: {rows: ArrayLike<number>, columns: ArrayLike<number>},
 *   crosses?: Test | NDArray, hidden?: Test, shown?: number,
 *   label?: string,
 * }} Look
 *   padding: top, bottom, left, right; around: the array with its padding, drawn with it;
 *   taps: rows and columns whose crossings are outlined; crosses: what to cross out, or counts
 *   that are 0 there; shown: how many numbers to show in reading order
 * @typedef {{height: number, width: number, top: number, bottom: number, left: number,
 *   right: number}} Box the array's size and its padding
 */

const TINT = [96, 156, 214]; // mixed into the pixels of the padding
const TINTED = 0.4;
const CROSSED = [213, 94, 0]; // mixed into crossed pixels that are too small for a cross
export const LARGE = 64; // rows or columns from which pixels are too small for a cross

/**
 * A picture of one array `[H, W]`, `[H, W, 1]` or, with the palette "colour", `[H, W, 3]`.
 * With `choose` it takes the focus, and a click, dragging and the arrow keys choose a place.
 *
 * What is drawn again is only what differs: an array, and tests given as functions, are
 * compared by identity.
 */
export class MapPicture {
  /**
   * @param {string} label what it shows, for those who do not see it
   * @param {{
   *   choose?: Choose,
   *   step?: (down: number, right: number) => void,
   *   hover?: Choose, leave?: () => void,
   * }} [options]
   *   hover: what pointing alone does, without pressing, and leave what ends it; step: what the
   *   arrow keys do where it is not to choose the next place (Home and End step without bounds)
   */
  constructor(label, { choose, step, hover, leave } = {}) {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    this.cells = svg("g");
    this.frames = svg("g");
    this.over.append(this.cells, this.frames);
    this.root = element("div", { class: "map", role: "img", "aria-label": label });
    this.numbers = new Numbers();
    this.root.append(this.canvas, this.numbers.canvas, this.over);
    /** @type {Box} */
    this.box = { height: 1, width: 1, top: 0, bottom: 0, left: 0, right: 0 };
    this.place = [0, 0];
    /** @type {any[]} */
    this.drawn = [];
    /** @type {Uint8ClampedArray} */
    this.pixels = new Uint8ClampedArray(0);
    this.fitted = "";
    if (choose) this.answer(choose, hover, leave, step);
  }

  /**
   * Draw `array` as `look` says; `place` is where the arrow keys start from.
   * @param {NDArray} array
   * @param {Look} [look]
   * @param {[number, number]} [place]
   */
  draw(array, look = {}, place) {
    const [height, width] = array.shape;
    const [top, bottom, left, right] = look.padding || [0, 0, 0, 0];
    const box = { height, width, top, bottom, left, right };
    this.box = box;
    if (place) this.place = place;
    if (look.label) setAttributes(this.root, { "aria-label": look.label });
    const { palette, low, high, numbers, digits, around, crosses, hidden, shown } = look;
    const drawing = [array, palette, low, high, numbers, digits, around, crosses, hidden, shown];
    drawing.push(top, bottom, left, right);
    if (drawing.some((part, i) => part !== this.drawn[i])) {
      this.drawn = drawing;
      if (height && width) {
        this.pixels = this.paint(array, look);
        const parts = outlining(box);
        this.numbers.draw(numbering(array, look, box, this.pixels), left + width + right);
        if (crosses && Math.max(height, width) < LARGE) parts.push(crossing(crosses, box));
        redraw(this.cells, parts);
      } else {
        setAttributes(this.canvas, { width, height });
        redraw(this.cells, []);
        this.numbers.draw([], 1);
      }
      this.fit(box, Boolean(around));
    }
    redraw(this.frames, height && width ? framing(look) : []);
  }

  /** Give canvas and overlay their places. @param {Box} box @param {boolean} around */
  fit({ height, width, top, bottom, left, right }, around) {
    const [high, wide] = [height + top + bottom, width + left + right];
    const { canvas } = this;
    const size = `${canvas.height} ${canvas.width}`;
    const fitted = String([height, width, top, left, wide, high, around, size]);
    if (fitted === this.fitted) return; // a style that is written again is laid out again
    this.fitted = fitted;
    setAttributes(this.over, { viewBox: `${-left} ${-top} ${wide} ${high}` });
    this.root.style.aspectRatio = String(Math.max(wide, 1) / Math.max(high, 1));
    const [y, x, ...shown] = around ? [0, 0, high, wide] : [top, left, height, width];
    Object.assign(canvas.style, {
      left: `${(100 * x) / wide}%`,
      top: `${(100 * y) / high}%`,
      ...showing(canvas, shown[0], shown[1], high, wide),
    });
  }

  /** Paint the pixels; gives their colours. @param {NDArray} array @param {Look} look */
  paint(array, { palette = "grey", low = 0, high = 1, hidden, shown, around, crosses }) {
    const { shape, data } = around || array;
    const [height, width] = shape;
    const { context, image } = surface(this.canvas, height, width, true);
    const painted = image.data;
    const colours = PALETTES[palette];
    const scale = high > low ? 255 / (high - low) : 0;
    const opaque = shown ?? height * width;
    for (let i = 0, to = 0; i < height * width; i += 1, to += 4) {
      painted[to + 3] = i < opaque ? 255 : 0;
      if (colours) {
        const from = 3 * Math.round(Math.min(Math.max((data[i] - low) * scale, 0), 255));
        painted[to] = colours[from];
        painted[to + 1] = colours[from + 1];
        painted[to + 2] = colours[from + 2];
      } else {
        for (let c = 0; c < 3; c += 1) painted[to + c] = (data[3 * i + c] - low) * scale;
      }
    }
    const [top, left] = around ? [this.box.top, this.box.left] : [0, 0];
    const [last, end] = [top + array.shape[0], left + array.shape[1]];
    const large = Math.max(...array.shape.slice(0, 2)) >= LARGE;
    const crossed = large && crosses ? crosses : undefined;
    if (hidden || crossed || around) {
      for (let r = 0, to = 0; r < height; r += 1) {
        for (let c = 0; c < width; c += 1, to += 4) {
          const inside = r >= top && r < last && c >= left && c < end;
          if (!inside) mix(painted, to, TINT, TINTED);
          else if (crossed && isCrossed(crossed, r - top, c - left)) mix(painted, to, CROSSED, 0.5);
          if (inside && hidden?.(r - top, c - left)) painted[to + 3] = 0;
        }
      }
    }
    context.putImageData(image, 0, 0);
    return painted;
  }

  /**
   * @param {Choose} choose
   * @param {Choose | undefined} hover
   * @param {(() => void) | undefined} leave
   * @param {((down: number, right: number) => void) | undefined} step
   */
  answer(choose, hover, leave, step) {
    const { root } = this;
    setAttributes(root, { role: "application", "aria-roledescription": "map", tabindex: 0 });
    const at =
      (/** @type {Choose | undefined} */ answer) => (/** @type {PointerEvent} */ event) => {
        const place = root.getBoundingClientRect();
        const { height, width, top, bottom, left, right } = this.box;
        const across = (event.clientX - place.left) / place.width;
        const down = (event.clientY - place.top) / place.height;
        const column = Math.floor(across * (width + left + right)) - left;
        answer?.(Math.floor(down * (height + top + bottom)) - top, column, "pointer");
      };
    grip(root, { press: at(choose), drag: at(choose), hover: at(hover), leave });
    root.addEventListener("keydown", (event) => {
      const move = STEPS[event.key];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      if (!step && !Number.isFinite(move[1])) return;
      event.preventDefault();
      if (step) step(move[0], move[1]);
      else choose(this.place[0] + move[0], this.place[1] + move[1], "key");
    });
  }
}

/** @type {{[key: string]: [number, number]}} */
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [-Infinity, -Infinity],
  End: [Infinity, Infinity],
};

/** @param {Uint8ClampedArray} painted @param {number} at @param {number[]} colour
 * @param {number} share */
function mix(painted, at, colour, share) {
  for (let c = 0; c < 3; c += 1) painted[at + c] += share * (colour[c] - painted[at + c]);
}

/** A map under its title. @param {string} title @param {...(Node | string)} content */
export function figure(title, ...content) {
  const caption = element("figcaption", {}, title);
  const made = element("figure", {}, caption, ...content);
  return { root: made, caption };
}
