/** The kernel as cells that can be typed into, a slice for each channel. */

import { element, setText } from "../core/drawing/dom.js";
import { MapPicture } from "../core/drawing/map.js";
import { inkOn, PALETTES } from "../core/drawing/palette.js";
import { rove } from "../core/drawing/roving.js";
import { number } from "../core/format.js";
import { readNumber, refuse, typing } from "../core/typed.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/drawing/map.js").Look} Look */

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
    /** The cells of each shape: as a slider comes back to a size, so do they.
     * @type {{[shape: string]: [HTMLInputElement[], {picture: MapPicture}[], HTMLElement[]]}} */
    this.of = {};
    /** @type {HTMLInputElement[]} in the order of the filter's data */
    this.inputs = [];
    /** @type {{picture: MapPicture}[]} */
    this.channels = [];
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
    this.why.hidden = !words;
    setText(this.why, words);
  }

  /**
   * Show a filter; what is being typed is left as it is.
   * @param {NDArray} weights [k, k, channels]
   */
  update(weights) {
    if (String(weights.shape) !== this.shape) this.build(weights.shape);
    let most = 0;
    for (const weight of weights.data) most = Math.max(most, Math.abs(weight));
    let longest = 3;
    weights.data.forEach((weight, place) => {
      const input = this.inputs[place];
      const active = /** @type {ShadowRoot} */ (this.root.getRootNode()).activeElement;
      const shown = number(weight, DIGITS);
      input.dataset.shown = shown;
      if (input !== active || !(input.matches(".refused") || readNumber(input.value) === weight)) {
        if (input.value !== shown) input.value = shown;
        refuse(input, false);
      }
      longest = Math.max(longest, input.value.length);
      paint(input, most ? weight / most : 0);
    });
    this.root.style.setProperty("--chars", String(longest));
  }

  /** Draw each channel of the picture beside its slice.
   * @param {NDArray[]} maps the channels, then those of the padded picture
   * @param {Look} look */
  drawChannels(maps, look) {
    this.channels.forEach(({ picture }, c) => {
      picture.draw(maps[c], { ...look, around: look.around && maps[c + 3] });
    });
  }

  /** @param {number[]} shape */
  build(shape) {
    this.shape = String(shape);
    const [size, , channels] = shape;
    this.of[this.shape] ??= [[], [], []];
    let blocks;
    [this.inputs, this.channels, blocks] = this.of[this.shape];
    for (let c = blocks.length; c < channels; c += 1) blocks.push(this.slice(c, size, channels));
    this.slices.replaceChildren(...blocks);
    this.settle();
    this.tell("");
  }

  /** @param {number} channel @param {number} size @param {number} channels */
  slice(channel, size, channels) {
    const name = channels > 1 ? CHANNELS[channel] : "Weight";
    const grid = element("div", { class: "weights", role: "grid", "aria-label": `${name}, cells` });
    grid.style.setProperty("--k", String(size));
    for (let row = 0; row < size; row += 1) {
      const line = element("div", { role: "row" });
      for (let column = 0; column < size; column += 1) {
        const place = (row * size + column) * channels + channel;
        line.append(this.cell(place, `${name}, row ${row}, column ${column}`));
      }
      grid.append(line);
    }
    if (channels === 1) return grid;
    const picture = new MapPicture(`The ${CHANNELS[channel].toLowerCase()} channel`);
    this.channels.push({ picture });
    const title = `${CHANNELS[channel]} channel × slice`;
    const heading = element("p", { class: `channel c${channel}` }, title);
    return element(
      "div",
      { class: "slice" },
      heading,
      element("div", { class: size <= 3 ? "pair beside" : "pair" }, picture.root, grid),
    );
  }

  /** @param {number} place @param {string} label */
  cell(place, label) {
    const attributes = { type: "text", autocomplete: "off", "aria-label": label };
    const input = element("input", { ...attributes, "data-tap": place });
    const take = (/** @type {number} */ value) => this.type(place, value);
    typing(input, take, "a weight is from −999 to 999", (words) => this.tell(words));
    this.inputs[place] = input;
    return element("div", { role: "gridcell" }, input);
  }
}

/** @param {HTMLElement} cell @param {number} share of the strongest weight, from -1 to 1 */
export function paint(cell, share) {
  // The strongest colours would leave little contrast between neighbours: three quarters do.
  const at = 3 * Math.round(127.5 + 127.5 * 0.75 * share);
  const [r, g, b] = PALETTES.signed.subarray(at, at + 3);
  const colour = `rgb(${r}, ${g}, ${b})`;
  if (cell.style.backgroundColor === colour) return;
  cell.style.backgroundColor = colour;
  cell.style.color = inkOn(r, g, b);
}
