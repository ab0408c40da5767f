/** One row of pixels with its padding, and every window that falls on it, each a row below. */

import { windowTaps } from "../../arithmetic/windows.js";
import { svg } from "./dom.js";

const ROW = 0.42; // of a pixel's side, from one window to the next
const SIDE = 20; // units of the picture for a pixel
const PHONE = 320; // CSS pixels that a phone leaves the picture
const READ = 9; // CSS pixels that a number must be high to be read

/**
 * @typedef {{size: number, before: number, after: number, starts: number[],
 *   kernel: number, dilation: number}} Windows
 */

/**
 * A strip, drawn anew for each change.
 * @param {SVGElement} root an `<svg class="strip">`
 * @param {Windows} windows
 * @param {{label: string, second?: boolean, room?: number[]}} look
 *   second: in the second colour; room: padding to leave space for, so that strips align
 */
export function drawStrip(root, windows, { label, second = false, room = [0, 0] }) {
  const { size, before, after, starts, kernel, dilation } = windows;
  const left = Math.max(before, room[0]);
  const width = left + size + Math.max(after, room[1]);
  const height = 1.25 + ROW * Math.max(starts.length, 1);
  root.setAttribute("viewBox", `0 0 ${width * SIDE} ${height * SIDE}`);
  root.style.maxWidth = `${width * 1.9}rem`; // a few pixels need not fill the page
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", label);
  const parts = [];
  const high = Math.max((READ * width * SIDE) / PHONE, READ);
  const each = width > 16 ? 5 : 1; // pixels too narrow for a number each
  for (let i = -before; i < size + after; i += 1) {
    const inside = i >= 0 && i < size;
    parts.push(bar(i + left, 0, 1, 1, inside ? "pixel" : "padded"));
    if (inside && !reached(i, windows)) parts.push(cross(i + left));
    else if (inside && i % each === 0 && high <= SIDE) parts.push(index(i, left, high));
  }
  const rows = svg("g", { class: second ? "second" : "" });
  for (let w = 0; w < starts.length; w += 1) {
    const y = 1.2 + ROW * w;
    const first = starts[w] + left;
    const taps = windowTaps(first, kernel, dilation);
    const last = taps[kernel - 1];
    const middle = (y + 0.13) * SIDE;
    const line = { x1: (first + 0.5) * SIDE, x2: (last + 0.5) * SIDE, y1: middle, y2: middle };
    rows.append(svg("line", { ...line, class: "reach" }));
    rows.append(...taps.map((tap) => bar(tap + 0.08, y, 0.84, 0.26, "tap")));
  }
  root.replaceChildren(...parts, rows);
}

/** @param {number} pixel @param {Windows} windows */
function reached(pixel, { starts, kernel, dilation }) {
  return starts.some((start) => windowTaps(start, kernel, dilation).includes(pixel));
}

/** @param {number} x @param {number} y @param {number} w @param {number} h @param {string} name */
function bar(x, y, w, h, name) {
  const box = { x: x * SIDE, y: y * SIDE, width: w * SIDE, height: h * SIDE };
  return svg("rect", { ...box, class: name });
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
  return svg("path", { d: `${d}l${-SIDE / 2} ${SIDE / 2}`, class: "cross" });
}
