/** The kernel as cells that can be typed into, a slice for each channel. */

import { element, setAttributes } from "../core/drawing/dom.js";
import { MapPicture } from "../core/drawing/map.js";
import { inkOn, PALETTES } from "../core/drawing/palette.js";
import { number } from "../core/format.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/drawing/map.js").Look} Look */

export const CHANNELS = ["Red", "Green", "Blue"];
const DIGITS = 3; // decimals shown of a weight

/** A filter's weights as number inputs; typing into one says which and what. */
export class KernelCells {
  /** @param {(place: number, value: number) => boolean} type takes a weight's place in the
   *   filter's data and its new value; says whether it was taken */
  constructor(type) {
    this.root = element("div", { class: "slices" });
    this.type = type;
    this.shape = "";
    /** @type {HTMLInputElement[]} in the order of the filter's data */
    this.inputs = [];
    /** @type {{picture: MapPicture}[]} */
    this.channels = [];
    this.root.addEventListener("keydown", (event) => this.walk(event));
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
      const typed = input.value.trim() !== "" && Number(input.value) === weight;
      if (input !== active || !(typed || input.matches(".refused"))) {
        const shown = number(weight, DIGITS).replace("−", "-");
        if (input.value !== shown) input.value = shown;
        accepted(input, true);
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
    this.inputs = [];
    this.channels = [];
    const blocks = Array.from({ length: channels }, (_, c) => this.slice(c, size, channels));
    this.root.replaceChildren(...blocks);
  }

  /** @param {number} channel @param {number} size @param {number} channels */
  slice(channel, size, channels) {
    const grid = element("div", { class: "weights" });
    grid.style.setProperty("--k", String(size));
    const prefix = channels > 1 ? `${CHANNELS[channel]}, ` : "Weight, ";
    for (let at = 0; at < size * size; at += 1) {
      const place = at * channels + channel;
      const label = `${prefix}row ${Math.floor(at / size) + 1}, column ${(at % size) + 1}`;
      const bounds = { type: "number", min: -999, max: 999, step: "any" };
      const cell = { ...bounds, inputmode: "text", "aria-label": label, "data-tap": place };
      const input = element("input", cell);
      input.addEventListener("input", () => this.read(input, place));
      input.addEventListener("focus", () => input.select());
      input.addEventListener("blur", () => this.leave(input));
      this.inputs[place] = input;
      grid.append(input);
    }
    if (channels === 1) return grid;
    const picture = new MapPicture(`The ${CHANNELS[channel].toLowerCase()} channel`);
    this.channels.push({ picture });
    const title = `${CHANNELS[channel]} channel × slice`;
    const name = element("p", { class: `channel c${channel}` }, title);
    return element(
      "div",
      { class: "slice" },
      name,
      element("div", { class: size <= 3 ? "pair beside" : "pair" }, picture.root, grid),
    );
  }

  /** @param {HTMLInputElement} input @param {number} place */
  read(input, place) {
    const whole = input.value.trim() !== "" && !input.validity.badInput;
    accepted(input, whole && this.type(place, Number(input.value)));
  }

  /** What was not a weight is forgotten. @param {HTMLInputElement} input */
  leave(input) {
    if (!input.matches(".refused")) return;
    input.value = input.dataset.shown || "0";
    accepted(input, true);
  }

  /** Enter goes on to the next cell, with Shift to the one before. @param {KeyboardEvent} event */
  walk(event) {
    if (event.key !== "Enter") return;
    const inputs = [...this.root.querySelectorAll("input")];
    const at = inputs.indexOf(/** @type {HTMLInputElement} */ (event.target));
    if (at < 0) return;
    event.preventDefault();
    inputs[(at + (event.shiftKey ? -1 : 1) + inputs.length) % inputs.length].focus();
  }
}

/** @param {HTMLInputElement} input @param {boolean} taken */
function accepted(input, taken) {
  input.classList.toggle("refused", !taken);
  setAttributes(input, {
    "aria-invalid": taken ? null : "true",
    title: taken ? null : "a number from −999 to 999",
  });
  if (taken) input.dataset.shown = input.value;
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
