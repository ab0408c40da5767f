/** The kernel as cells that can be typed into, a slice for each channel. */

import { channelOf } from "../arithmetic/depthwise.js";
import { element, setHidden, setText } from "../core/drawing/dom.js";
import { MapPicture } from "../core/drawing/map.js";
import { paint } from "../core/drawing/paint.js";
import { inkOn, PALETTES } from "../core/drawing/palette.js";
import { rove } from "../core/drawing/roving.js";
import { showing } from "../core/drawing/surface.js";
import { number } from "../core/format.js";
import { readNumber, refuse, typing } from "../core/typed.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/drawing/map.js").Look} Look */
/** @typedef {{name: string, root: HTMLElement, grid: HTMLElement, lines: HTMLElement[],
 *   cells: HTMLElement[][], pair?: HTMLElement, picture?: MapPicture}} Slice
 *   lines, cells: its rows, and their cells, as many as there were at most; pair: the grid beside
 *   its channel's picture, where there are several */

export const CHANNELS = ["Red", "Green", "Blue"];
const DIGITS = 3; // decimals shown of a weight

/** A filter's weights as inputs of a grid; typing into one says which and what. */
export class KernelCells {
  /** @param {(place: number, value: number) => boolean} type takes a weight's place in the
   *   filter's data and its new value; says whether it was taken
   * @param {(words: string) => void} say */
  constructor(type, say) {
    this.slices = element("div", { class: "slices" });
    this.why = element("p", { class: "why-not", hidden: true });
    this.root = element("div", {}, this.slices, this.why);
    this.type = type;
    this.say = say;
    this.shape = "";
    /** The slices of a grey filter and of one for colours, by how many those are.
     * @type {{[channels: number]: Slice[]}} */
    this.of = {};
    /** @type {Slice[]} */
    this.channels = [];
    /** @type {HTMLInputElement[]} in the order of the filter's data */
    this.inputs = [];
    const grid = () => ({ inputs: this.inOrder, width: Number(this.shape.split(",")[0]) });
    this.settle = rove(this.root, grid);
  }

  /** The inputs as they stand, slice by slice. */
  get inOrder() {
    return [...this.slices.querySelectorAll("input")];
  }

  /** @param {string} words why what was typed is no weight, or nothing */
  tell(words) {
    if (words) this.say(words);
    setHidden(this.why, !words);
    setText(this.why, words);
  }

  /**
   * Show a filter; what is being typed is left as it is.
   * @param {NDArray} weights [k, k, channels]
   */
  update(weights) {
    if (String(weights.shape) !== this.shape) this.build(weights.shape);
    const { activeElement } = /** @type {ShadowRoot} */ (this.root.getRootNode());
    let longest = 3;
    this.inputs.forEach((input, place) => {
      const weight = weights.data[place];
      const shown = number(weight, DIGITS);
      if (input.dataset.shown !== shown) input.dataset.shown = shown;
      const refused = input.classList.contains("refused");
      if (input !== activeElement || !(refused || readNumber(input.value) === weight)) {
        if (input.value !== shown) input.value = shown;
        if (refused) refuse(input, false);
      }
      longest = Math.max(longest, input.value.length);
    });
    const grids = this.channels.map(({ grid }) => grid);
    colour(grids, weights.data, this.inputs, longest);
  }

  /** Draw each channel of the picture beside its slice.
   * @param {NDArray} whole @param {NDArray} padded @param {Look} look */
  drawChannels(whole, padded, look) {
    const [maps, surrounded] = [split(whole), split(padded)];
    this.channels.forEach(({ picture }, c) => {
      picture?.draw(maps[c], { ...look, around: look.around && surrounded[c] });
    });
  }

  /** Another size takes cells from the edges or puts some there: those of both stay.
   * @param {number[]} shape */
  build(shape) {
    const [size, , channels] = shape;
    this.shape = String(shape);
    this.of[channels] ??= Array.from({ length: channels }, (_, c) => this.slice(c, channels));
    this.inputs = [];
    if (this.channels !== this.of[channels]) {
      this.channels = this.of[channels];
      this.slices.replaceChildren(...this.channels.map(({ root }) => root));
    }
    this.channels.forEach((slice, c) => {
      if (slice.pair) slice.pair.className = size <= 3 ? "pair beside" : "pair";
      keep(slice.grid, size + 1, (at) => (slice.lines[at - 1] ??= element("div", { role: "row" })));
      for (let row = 0; row < size; row += 1) {
        slice.cells[row] ??= [];
        const cell = (/** @type {number} */ column) =>
          (slice.cells[row][column] ??= this.cell(`${slice.name}, row ${row}, column ${column}`));
        keep(slice.lines[row], size, cell);
        slice.cells[row].slice(0, size).forEach(({ firstChild }, column) => {
          const place = (row * size + column) * channels + c;
          this.inputs[place] = /** @type {HTMLInputElement} */ (firstChild);
          if (this.inputs[place].dataset.tap !== String(place)) {
            this.inputs[place].dataset.tap = String(place);
          }
        });
      }
    });
    this.settle();
    this.tell("");
  }

  /** @param {number} channel @param {number} channels @returns {Slice} */
  slice(channel, channels) {
    const name = channels > 1 ? CHANNELS[channel] : "Weight";
    const grid = coloured({ class: "weights", role: "grid", "aria-label": `${name}, cells` });
    const place = element("div", { class: "fit" }, grid);
    const slice = { name, grid, lines: [], cells: [] };
    if (channels === 1) return { ...slice, root: place };
    const picture = new MapPicture(`The ${name.toLowerCase()} channel`);
    const pair = element("div", {}, picture.root, place);
    const heading = element("p", { class: `channel c${channel}` }, `${name} channel × slice`);
    return { ...slice, root: element("div", { class: "slice" }, heading, pair), pair, picture };
  }

  /** @param {string} label */
  cell(label) {
    const input = element("input", { type: "text", autocomplete: "off", "aria-label": label });
    const take = (/** @type {number} */ value) => this.type(Number(input.dataset.tap), value);
    typing(input, take, "a weight is from −999 to 999", (words) => this.tell(words));
    return element("div", { role: "gridcell" }, input);
  }
}

/** @type {WeakMap<NDArray, NDArray[]>} */
const apart = new WeakMap();

/** The channels of an array, taken apart once. @param {NDArray} whole [H, W, C] */
export function split(whole) {
  const known = apart.get(whole);
  if (known) return known;
  const channels = Array.from({ length: whole.shape[2] }, (_, c) => channelOf(whole, c));
  apart.set(whole, channels);
  return channels;
}

/** Let a row or a grid have so many children, the first ones as they are.
 * @param {HTMLElement} root @param {number} size @param {(at: number) => HTMLElement} child */
export function keep(root, size, child) {
  while (root.children.length > size) root.lastChild?.remove();
  for (let at = root.children.length; at < size; at += 1) root.append(child(at));
}

/** A grid with a picture of its cells' colours behind them: it is drawn faster than they are
 * styled. @param {import("../core/drawing/dom.js").Attributes} attributes */
export function coloured(attributes) {
  return element("div", attributes, element("canvas", { "aria-hidden": "true" }));
}

/**
 * Colour the cells of square grids by their numbers, and fit their text.
 * @param {HTMLElement[]} grids one for each channel
 * @param {Float64Array} data their numbers, channel by channel within each cell
 * @param {HTMLElement[]} cells
 * @param {number} longest number, in letters
 */
export function colour(grids, data, cells, longest) {
  const size = Math.sqrt(data.length / grids.length);
  let most = 0;
  for (const value of data) most = Math.max(most, Math.abs(value));
  // The strongest colours would leave little contrast between neighbours: three quarters do.
  const high = (most || 1) / 0.75;
  grids.forEach((grid, c) => {
    const value = (/** @type {number} */ at) => data[at * grids.length + c];
    const canvas = /** @type {HTMLCanvasElement} */ (grid.firstChild);
    paint(canvas, size, size, value, { palette: "signed", low: -high, high }, true);
    grid.style.fontSize = `min(0.85rem, ${4 / longest}rem, ${150 / size / longest}cqi)`;
    grid.style.gridTemplateColumns = `repeat(${size}, minmax(0, 1fr))`;
    grid.style.maxWidth = `${2.7 * size}rem`;
    Object.assign(canvas.style, showing(canvas, size, size));
  });
  const { signed } = PALETTES;
  data.forEach((value, place) => {
    const at = 3 * Math.round(127.5 + (127.5 * value) / high);
    const light = inkOn(signed[at], signed[at + 1], signed[at + 2]) === "#fff";
    const { classList } = cells[place];
    if (classList.contains("light") !== light) classList.toggle("light", light);
  });
}
