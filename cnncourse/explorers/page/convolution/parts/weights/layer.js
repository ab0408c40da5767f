/** Pixels of a map marked all together: those of some rows in some columns, and the others. */

import { element, setAttributes, svg } from "../../../core/drawing/dom.js";

/** @typedef {import("../../../core/drawing/map.js").MapPicture} MapPicture */
/** @typedef {{rows: number[], columns: number[], rest?: boolean}} Marked rest: whether all the
 * other pixels are marked too, in another way */

const SMALL = 64; // rows or columns below which pixels are outlined and crossed out
const FEW = 12; // rows or columns up to which their numbers stand in the pixels
const MET = [11, 98, 168]; // red, green, blue
const REST = [193, 79, 0];

/** A layer over one map. */
export class Layer {
  /** @param {MapPicture} map */
  constructor(map) {
    this.map = map;
    this.canvas = element("canvas", { class: "touched", "aria-hidden": "true" });
    this.met = svg("path", { class: "met" });
    this.under = svg("path", { class: "met under" });
    this.rest = svg("path", { class: "rest" });
    this.over = svg("svg", { class: "touched", "aria-hidden": "true" });
    this.over.append(this.rest, this.under, this.met);
    map.numbers.canvas.before(this.canvas, this.over);
    this.drawn = "";
  }

  /** @param {Marked | null} marked */
  draw(marked) {
    const { height, width, top, bottom, left, right } = this.map.box;
    const key = JSON.stringify([marked, this.map.box]);
    if (key === this.drawn) return;
    this.drawn = key;
    const none = !marked || !height || !width;
    for (const one of [this.canvas, this.over]) one.classList.toggle("off", none);
    if (none) return;
    const [high, wide] = [height + top + bottom, width + left + right];
    setAttributes(this.over, { viewBox: `${-left} ${-top} ${wide} ${high}` });
    Object.assign(this.canvas.style, {
      left: `${(100 * left) / wide}%`,
      top: `${(100 * top) / high}%`,
      width: `${(100 * width) / wide}%`,
      height: `${(100 * height) / high}%`,
    });
    this.paint(marked, height, width);
    const small = Math.max(height, width) < SMALL;
    const outline = outlineOf(marked, small);
    setAttributes(this.met, { d: outline });
    setAttributes(this.under, { d: outline });
    setAttributes(this.rest, { d: small && marked.rest ? crosses(marked, height, width) : "" });
  }

  /** @param {Marked} marked @param {number} height @param {number} width */
  paint({ rows, columns, rest }, height, width) {
    setAttributes(this.canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    const image = context.createImageData(width, height);
    const [down, across] = [new Set(rows), new Set(columns)];
    const opacity = Math.max(height, width) <= FEW ? 60 : 95;
    for (let row = 0, to = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1, to += 4) {
        const met = down.has(row) && across.has(column);
        if (met || rest) image.data.set([...(met ? MET : REST), opacity], to);
      }
    }
    context.putImageData(image, 0, 0);
  }
}

/** One line around neighbours, or around each of few pixels apart.
 * @param {Marked} marked @param {boolean} small */
function outlineOf({ rows, columns }, small) {
  if (!rows.length || !columns.length) return "";
  const close = [rows, columns].every((all) => all[all.length - 1] - all[0] === all.length - 1);
  if (close)
    return `M${columns[0]} ${rows[0]}h${columns.length}v${rows.length}h-${columns.length}z`;
  if (!small) return "";
  return rows
    .map((row) => columns.map((c) => `M${c + 0.1} ${row + 0.1}h.8v.8h-.8z`).join(""))
    .join("");
}

/** @param {Marked} marked @param {number} height @param {number} width */
function crosses({ rows, columns }, height, width) {
  const [down, across] = [new Set(rows), new Set(columns)];
  const few = Math.max(height, width) <= FEW; // then beside the number
  let d = "";
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (down.has(row) && across.has(column)) continue;
      d += few
        ? `M${column + 0.06} ${row + 0.06}l.16 .16m0 -.16l-.16 .16`
        : `M${column + 0.25} ${row + 0.25}l.5 .5m0 -.5l-.5 .5`;
    }
  }
  return d;
}
