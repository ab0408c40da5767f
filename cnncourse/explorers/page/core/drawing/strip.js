/** One row of pixels with its padding, and every window that falls on it, each a row below. */

import { windowTaps } from "../../arithmetic/windows.js";
import { setAttributes, svg } from "./dom.js";

const ROW = 0.42; // of a pixel's side, from one window to the next
const SIDE = 20; // units of the picture for a pixel
const PHONE = 320; // CSS pixels that a phone leaves the picture
const MANY = 12; // windows, from which strips stand better side by side
const READ = 9; // CSS pixels that a number must be high to be read

/**
 * @typedef {{size: number, before: number, after: number, starts: number[],
 *   kernel: number, dilation: number}} Windows
 */

/** The few shapes of a strip: what is alike is one path. @type {WeakMap<SVGElement, Shapes>} */
const drawn = new WeakMap();
const NAMES = ["pixel", "padded", "cross", "reach", "tap"];
/** @typedef {{paths: SVGPathElement[], numbers: SVGElement, rows: SVGElement, written: string}}
 *   Shapes paths: by their place in NAMES */

/** @param {SVGElement} root @returns {Shapes} */
function shapesOf(root) {
  const known = drawn.get(root);
  if (known) return known;
  const paths = NAMES.map((name) => svg("path", { class: name }));
  const [numbers, rows] = [svg("g"), svg("g", {}, paths[3], paths[4])];
  root.append(...paths.slice(0, 3), numbers, rows);
  root.setAttribute("role", "img");
  const made = { paths, numbers, rows, written: "" };
  drawn.set(root, made);
  return made;
}

/**
 * Draw a strip; only what differs from the last one is touched.
 * @param {SVGElement} root an `<svg class="strip">`
 * @param {Windows} windows
 * @param {{label: string, second?: boolean, room?: number[]}} look
 *   second: in the second colour; room: padding to leave space for, so that strips align
 */
export function drawStrip(root, windows, { label, second = false, room = [0, 0] }) {
  const { size, before, after, starts } = windows;
  const left = Math.max(before, room[0]);
  const width = left + size + Math.max(after, room[1]);
  const height = 1.25 + ROW * Math.max(starts.length, 1);
  const { paths, rows } = shapesOf(root);
  setAttributes(root, { viewBox: `0 0 ${width * SIDE} ${height * SIDE}`, "aria-label": label });
  root.style.maxWidth = `${width * 1.9}rem`; // a few pixels need not fill the page
  root.classList.toggle("high", starts.length > MANY);
  const reached = new Set(starts.flatMap((start) => tapsOf(start, windows)));
  let [pixels, padded, crosses] = ["", "", ""];
  for (let i = -before; i < size + after; i += 1) {
    const inside = i >= 0 && i < size;
    if (inside) pixels += bar(i + left, 0, 1, 1);
    else padded += bar(i + left, 0, 1, 1);
    if (inside && !reached.has(i)) crosses += cross(i + left);
  }
  write(root, windows, left, width, reached);
  setAttributes(rows, { class: second ? "second" : "" });
  const found = [pixels, padded, crosses, ...rowsOf(windows, left)];
  found.forEach((d, i) => setAttributes(paths[i], { d }));
}

/** The windows, each a row: the line that it reaches along, and its taps.
 * @param {Windows} windows @param {number} left */
function rowsOf(windows, left) {
  let [lines, taps] = ["", ""];
  windows.starts.forEach((start, w) => {
    const y = 1.2 + ROW * w;
    const all = tapsOf(start + left, windows);
    const last = all[all.length - 1];
    lines += `M${(start + left + 0.5) * SIDE} ${(y + 0.13) * SIDE}H${(last + 0.5) * SIDE}`;
    for (const tap of all) taps += bar(tap + 0.08, y, 0.84, 0.26);
  });
  return [lines, taps];
}

/** @param {number} start @param {Windows} windows */
function tapsOf(start, { kernel, dilation }) {
  return windowTaps(start, kernel, dilation);
}

/** The numbers of the pixels that are reached, where there is room to read them.
 * @param {SVGElement} root @param {Windows} windows @param {number} left @param {number} width
 * @param {Set<number>} reached */
function write(root, { size }, left, width, reached) {
  const shapes = shapesOf(root);
  const high = Math.max((READ * width * SIDE) / PHONE, READ);
  const each = width > 16 ? 5 : 1; // pixels too narrow for a number each
  const some = Array.from({ length: high > SIDE ? 0 : size }, (_, i) => i);
  const shown = some.filter((i) => i % each === 0 && reached.has(i));
  const written = `${left} ${high}: ${shown}`;
  if (written === shapes.written) return;
  shapes.written = written;
  shapes.numbers.replaceChildren(...shown.map((i) => index(i, left, high)));
}

/** @param {number} x @param {number} y @param {number} w @param {number} h */
function bar(x, y, w, h) {
  const [left, top, wide, high] = [x, y, w, h].map((n) => Math.round(n * SIDE * 100) / 100);
  return `M${left} ${top}h${wide}v${high}h${-wide}z`;
}
/** The number of a pixel, counted from 0. @param {number} i @param {number} left
 * @param {number} high */
function index(i, left, high) {
  const at = {
    x: (i + left + 0.5) * SIDE,
    y: SIDE / 2,
    "font-size": high,
    "text-anchor": "middle",
    "dominant-baseline": "central",
  };
  return svg("text", at, String(i));
}

/** @param {number} column */
function cross(column) {
  const d = `M${(column + 0.25) * SIDE} ${0.25 * SIDE}l${SIDE / 2} ${SIDE / 2}m0 ${-SIDE / 2}`;
  return `${d}l${-SIDE / 2} ${SIDE / 2}`;
}
