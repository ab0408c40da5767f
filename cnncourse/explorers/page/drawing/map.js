/** A map of numbers as a picture that can be pointed at and walked over. */

import { number } from "../format.js";
import { element, setAttributes, svg } from "./dom.js";
import { PALETTES, inkOn } from "./palette.js";

/**
 * @typedef {import("../arithmetic/arrays.js").NDArray} NDArray
 * @typedef {{row: number, column: number, height: number, width: number,
 *            kind?: "window" | "second" | "pixel", dashed?: boolean}} Frame
 * @typedef {{
 *   palette?: "grey" | "signed" | "counts" | "colour",
 *   low?: number, high?: number, numbers?: boolean, digits?: number,
 *   padding?: number[], frames?: Frame[], crosses?: (row: number, column: number) => boolean,
 *   hidden?: (row: number, column: number) => boolean,
 *   label?: string,
 * }} Look
 */

const MOST_NUMBERS = 12; // rows and columns up to which the numbers are written

/**
 * A picture of one array `[H, W]`, `[H, W, 1]` or, with the palette "colour", `[H, W, 3]`.
 * With `choose` it takes the focus, and pointing, dragging and the arrow keys choose a place.
 */
export class MapPicture {
  /**
   * @param {string} label what it shows, for those who do not see it
   * @param {{choose?: (row: number, column: number) => void, hover?: boolean}} [options]
   *   hover: whether pointing alone chooses, without pressing
   */
  constructor(label, { choose, hover = false } = {}) {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.over = svg("svg", { "aria-hidden": "true" });
    this.root = element("div", { class: "map", role: "img", "aria-label": label });
    this.root.append(this.canvas, this.over);
    this.shape = [1, 1];
    this.padding = [0, 0, 0, 0];
    this.place = [0, 0];
    this.key = "";
    if (choose) this.answer(choose, hover);
  }

  /**
   * Draw `array` as `look` says; `place` is where the arrow keys start from.
   * @param {NDArray} array
   * @param {Look} [look]
   * @param {[number, number]} [place]
   */
  draw(array, look = {}, place) {
    const [height, width] = array.shape;
    const [top, bottom, left, right] = (this.padding = look.padding || [0, 0, 0, 0]);
    const box = [-left, -top, width + left + right, height + top + bottom];
    this.shape = [height, width];
    if (place) this.place = place;
    if (look.label) this.root.setAttribute("aria-label", look.label);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      setAttributes(this.canvas, { width, height });
    }
    const key = box.join(" ");
    if (key !== this.key) {
      this.key = key;
      this.over.setAttribute("viewBox", key);
      this.root.style.aspectRatio = `${Math.max(box[2], 1)} / ${Math.max(box[3], 1)}`;
      Object.assign(this.canvas.style, {
        left: `${(100 * left) / box[2]}%`,
        top: `${(100 * top) / box[3]}%`,
        width: `${(100 * width) / box[2]}%`,
        height: `${(100 * height) / box[3]}%`,
      });
    }
    if (!height || !width) {
      this.over.replaceChildren();
      return;
    }
    const pixels = this.paint(array, look);
    this.annotate(array, look, pixels);
  }

  /** @param {NDArray} array @param {Look} look */
  paint({ shape, data }, { palette = "grey", low = 0, high = 1, hidden }) {
    const [height, width] = shape;
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const image = context.createImageData(width, height);
    const colours = PALETTES[palette];
    const scale = high > low ? 255 / (high - low) : 0;
    for (let i = 0; i < height * width; i += 1) {
      const shown = !hidden || !hidden(Math.floor(i / width), i % width);
      image.data[4 * i + 3] = shown ? 255 : 0;
      for (let c = 0; c < 3; c += 1) {
        image.data[4 * i + c] = colours
          ? colours[3 * Math.round(Math.min(Math.max((data[i] - low) * scale, 0), 255)) + c]
          : (data[3 * i + c] - low) * scale;
      }
    }
    context.putImageData(image, 0, 0);
    return image.data;
  }

  /** @param {NDArray} array @param {Look} look @param {Uint8ClampedArray} pixels */
  annotate({ shape, data }, look, pixels) {
    const [height, width] = shape;
    const { numbers = "auto", digits = 2, frames = [], crosses, hidden } = look;
    const [top, bottom, left, right] = this.padding;
    const parts = [];
    if (top + bottom + left + right) {
      const box = { x: -left, y: -top, width: width + left + right, height: height + top + bottom };
      parts.push(svg("rect", { ...box, class: "padding" }));
      parts.push(svg("rect", { x: 0, y: 0, width, height, class: "edge" }));
    }
    const few = Math.max(height, width) <= MOST_NUMBERS && look.palette !== "colour";
    const written = numbers === true || (numbers === "auto" && few);
    for (let row = 0; row < height; row += 1) {
      if (!written && !crosses) break;
      for (let column = 0; column < width; column += 1) {
        const i = row * width + column;
        if (crosses && crosses(row, column)) {
          const d = `M${column + 0.2} ${row + 0.2}l.6 .6m0 -.6l-.6 .6`;
          parts.push(svg("path", { d, class: "cross" }));
        }
        if (written && !(hidden && hidden(row, column))) {
          const words = number(data[i], digits);
          const size = Math.min(0.42, 1.5 / words.length);
          const ink = inkOn(pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2]);
          const at = { x: column + 0.5, y: row + 0.5, fill: ink, "font-size": size };
          parts.push(svg("text", at, words));
        }
      }
    }
    for (const { row, column, kind = "window", dashed, ...size } of frames) {
      const name = `frame ${kind}${dashed ? " dashed" : ""}`;
      parts.push(svg("rect", { x: column, y: row, ...size, class: `${name} under` }));
      parts.push(svg("rect", { x: column, y: row, ...size, class: name }));
    }
    this.over.replaceChildren(...parts);
  }

  /** @param {(row: number, column: number) => void} choose @param {boolean} hover */
  answer(choose, hover) {
    const { root } = this;
    setAttributes(root, { role: "application", "aria-roledescription": "map", tabindex: 0 });
    const point = (/** @type {PointerEvent} */ event) => {
      const box = root.getBoundingClientRect();
      const [top, bottom, left, right] = this.padding;
      const width = this.shape[1] + left + right;
      const height = this.shape[0] + top + bottom;
      const column = Math.floor(((event.clientX - box.left) / box.width) * width) - left;
      const row = Math.floor(((event.clientY - box.top) / box.height) * height) - top;
      choose(row, column);
    };
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      point(event);
    });
    root.addEventListener("pointermove", (event) => {
      if (hover || event.buttons) point(event);
    });
    root.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const move = step[/** @type {keyof typeof step} */ (event.key)];
      if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      choose(this.place[0] + move[0], this.place[1] + move[1]);
    });
  }
}

/** A map under its title. @param {string} title @param {...(Node | string)} content */
export function figure(title, ...content) {
  const caption = element("figcaption", {}, title);
  const made = element("figure", {}, caption, ...content);
  return { root: made, caption };
}
