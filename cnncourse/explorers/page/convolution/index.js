/** A kernel slid over an image: by hand, by hovering over the map that it makes, or by itself. */

import { array, toNested } from "../arithmetic/arrays.js";
import { extent, nearestWindow } from "../arithmetic/geometry.js";
import { element, setText } from "../core/drawing/dom.js";
import { idle } from "../core/drawing/idle.js";
import { figure, MapPicture } from "../core/drawing/map.js";
import { Scale } from "../core/drawing/scale.js";
import { number } from "../core/format.js";
import { KernelCells } from "./cells.js";
import { Player } from "./player.js";
import { by, compute } from "./results.js";
import { Sums } from "./sums.js";
import { effectOf, ends, keepsBrightness, legend, outputTitle, withoutEffect } from "./words.js";

/** @typedef {import("../arithmetic/arrays.js").NDArray} NDArray */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {import("./results.js").Results} Results */

class ConvolutionDrawing {
  /** @param {import("../core/frame.js").Host} host */
  constructor({ root, state, still, results, preview, say }) {
    this.root = root;
    this.state = state;
    /** @type {() => Results} */
    this.now = results;
    /** What was drawn last. @type {Results | undefined} */
    this.results = undefined;
    this.tap = -1; // the product that is pointed at, by its place in the filter
    const busy = (/** @type {boolean} */ playing) =>
      root.closest(".explorer")?.setAttribute("aria-busy", String(playing));
    this.player = new Player(state, still, busy, results);
    const step = (/** @type {number} */ down, /** @type {number} */ right) =>
      this.step(down, right);
    this.input = new MapPicture("Input", { choose: (r, c) => this.centre(r, c), step });
    this.output = new MapPicture("Output", {
      choose: (r, c) => this.choose(r, c),
      step,
      hover: (r, c) => this.player.playing || preview(this.within(r, c)),
      leave: () => preview(null),
    });
    this.cells = new KernelCells((place, value) => this.type(place, value), say);
    this.sums = new Sums();
    this.scale = new Scale();
    this.build();
    queueMicrotask(() => this.mark()); // the page's controls are made after the drawing
  }

  build() {
    this.notes = element("p", { class: "legend quiet" });
    this.total = element("span", { "data-result": "total" });
    this.effect = element("span");
    const total = ["The weights add up to ", this.total, this.effect];
    this.figures = [
      figure("Input", this.input.root, this.notes),
      figure("Kernel", this.cells.root, element("p", { class: "total-weights quiet" }, ...total)),
      figure("Output", this.output.root, this.scale.root),
    ];
    const [input, kernel, output] = this.figures.map((one) => one.root);
    input.classList.add("input");
    kernel.classList.add("kernel");
    output.classList.add("output");
    this.board = element("div", { class: "board" }, input, kernel, output, this.sums.root);
    const hint =
      "Drag the window over the input, point at the output (a click keeps the place), or use " +
      "the arrow keys; type into the kernel.";
    const words = element("p", { class: "hint quiet" }, hint);
    this.box = element("div", { class: "convolution" }, this.player.root, words, this.board);
    this.root.append(this.box);
    for (const part of [this.cells.root, this.sums.root]) {
      const point = (/** @type {Event} */ event) => {
        const target = /** @type {Element} */ (event.target).closest("[data-tap]");
        this.point(target ? Number(/** @type {HTMLElement} */ (target).dataset.tap) : -1);
      };
      part.addEventListener("pointerover", point);
      part.addEventListener("focusin", point);
      for (const end of ["pointerleave", "focusout"]) {
        part.addEventListener(end, () => this.point(-1));
      }
    }
  }

  /** Point at one product: its pixel, its weight and its term. @param {number} tap */
  point(tap) {
    if (tap === this.tap) return;
    this.tap = tap;
    for (const one of this.board?.querySelectorAll("[data-tap]") || []) {
      const same = Number(/** @type {HTMLElement} */ (one).dataset.tap) === tap;
      one.classList.toggle("chosen", same);
    }
    if (this.results) this.drawInput(this.results, this.state.values);
  }

  /** The window's place nearest to one of the output. @param {number} row
   * @param {number} column */
  within(row, column) {
    const [height, width] = this.now().output_shape;
    const nearest = (/** @type {number} */ at, /** @type {number} */ end) =>
      Math.min(Math.max(at, 0), end - 1);
    return height ? { row: nearest(row, height), column: nearest(column, width) } : {};
  }

  /** @param {number} row @param {number} column */
  choose(row, column) {
    this.player.pause();
    this.state.set(this.within(row, column));
  }

  /** Move the window by places of the output. @param {number} down @param {number} right */
  step(down, right) {
    const { row, column } = this.now();
    this.choose(row + down, column + right);
  }

  /** Take the window whose middle is nearest to an input pixel.
   * @param {number} row @param {number} column */
  centre(row, column) {
    const { kernel_size, dilation, stride } = this.state.values;
    const span = extent(kernel_size, dilation);
    const { sides } = this.now();
    const place = (/** @type {number} */ at, /** @type {number} */ before) =>
      nearestWindow(at, span, stride, before);
    this.choose(place(row, sides[0]), place(column, sides[2]));
  }

  /** @param {number} place in the filter's data @param {number} value */
  type(place, value) {
    const { shape, data } = this.now().weights;
    const weights = array(shape, data);
    weights.data[place] = value;
    const plain = shape[2] === 1 ? { shape: shape.slice(0, 2), data: weights.data } : weights;
    const taken = !this.state.set({ cells: toNested(plain) }).length;
    if (taken) this.state.set({ kernel: "typed" });
    return taken;
  }

  /** @param {Results} results @param {Values} values */
  update(results, values) {
    this.results = results;
    this.player.update(results);
    const colour = results.picture.shape[2] > 1;
    this.box?.classList.toggle("colour", colour);
    this.cells.update(results.weights);
    this.drawInput(results, values);
    this.drawOutput(results);
    this.sums.update(results);
    this.write(results, values);
    this.mark();
  }

  /** @param {Results} results @param {Values} values */
  drawInput(results, values) {
    const { picture, padded, sides, rows, columns, weights } = results;
    const colour = picture.shape[2] > 1;
    const fits = !results.problem;
    const span = extent(values.kernel_size, values.dilation);
    const [row, column] = [rows[0], columns[0]];
    const loose = values.dilation > 1 && values.kernel_size > 1;
    const window = { row, column, height: span, width: span };
    /** @type {import("../core/drawing/map.js").Frame[]} */
    const frames = fits && !loose ? [window] : [];
    const [, size, channels] = weights.shape;
    if (fits && this.tap >= 0 && this.tap < weights.data.length) {
      const at = Math.floor(this.tap / channels);
      const [r, c] = [rows[Math.floor(at / size)], columns[at % size]];
      frames.push({ row: r, column: c, height: 1, width: 1, kind: "second" });
    }
    /** @type {import("../core/drawing/map.js").Look} */
    const common = {
      palette: "grey",
      high: results.scale,
      frames,
      taps: loose && fits ? { rows, columns } : undefined,
      padding: fits ? sides : [0, 0, 0, 0],
      around: fits && padded !== picture ? padded : undefined,
    };
    const place = fits ? `the window is at rows ${ends(rows)}, columns ${ends(columns)}` : "";
    this.input.draw(picture, {
      ...common,
      palette: colour ? "colour" : "grey",
      crosses: fits && results.unreached ? results.reached : undefined,
      label: `Input: ${results.alt}, ${by(picture.shape)} pixels; ${place}; arrow keys move it`,
    });
    if (colour) this.cells.drawChannels(split(picture, padded), common);
  }

  /** @param {Results} results */
  drawOutput(results) {
    const { output, low, high, row, column, value } = results;
    // Weights that add up to 1 keep the brightness: their map is a picture, and looks like one.
    const signed = low < -1e-9 && !keepsBrightness(results);
    const most = signed ? Math.max(-low, high) : Math.max(results.scale, high);
    const least = signed ? -most : Math.min(low, 0);
    const palette = signed ? "signed" : "grey";
    const frames = [{ row, column, height: 1, width: 1, kind: /** @type {"pixel"} */ ("pixel") }];
    const words = value === null ? "none" : `row ${row}, column ${column} is ${number(value, 3)}`;
    this.output.draw(output, {
      palette,
      low: least,
      high: most,
      frames,
      shown: results.shown,
      label: `Output, ${by(output.shape)}: ${words}; arrow keys move the window`,
    });
    this.scale.draw(palette, least, most);
    this.scale.root.hidden = value === null;
  }

  /** Titles and legends. @param {Results} results @param {Values} values */
  write(results, values) {
    const [input, kernel, output] = this.figures || [];
    const { weights } = results;
    setText(input.caption, `Input, ${by(results.picture.shape)}`);
    const size = weights.shape.slice(0, weights.shape[2] > 1 ? 3 : 2);
    setText(kernel.caption, `Kernel, ${by(size)}`);
    if (this.total) setText(this.total, number(results.total, 3));
    if (this.effect) setText(this.effect, effectOf(results));
    setText(output.caption, outputTitle(results));
    if (this.notes) setText(this.notes, legend(results, values));
  }

  /** Say which controls change nothing now. */
  mark() {
    if (!this.results) return;
    const found = withoutEffect(this.results, this.state.values);
    for (const [name, why] of Object.entries(found)) idle(this.root, name, why);
  }

  destroy() {
    this.player.pause();
  }
}

/** @type {WeakMap<NDArray, NDArray[]>} */
const channels = new WeakMap();

/** The three channels of a picture, and then those of the padded one, taken apart once.
 * @param {NDArray} picture @param {NDArray} padded @returns {NDArray[]} */
function split(picture, padded) {
  return [picture, padded].flatMap((one) => {
    const known = channels.get(one);
    if (known) return known;
    const [height, width, deep] = one.shape;
    const apart = Array.from({ length: deep }, (_, c) => ({
      shape: [height, width],
      data: Float64Array.from({ length: height * width }, (_, i) => one.data[deep * i + c]),
    }));
    channels.set(one, apart);
    return apart;
  });
}

/** @param {import("../core/frame.js").Host} host */
function mount(host) {
  return new ConvolutionDrawing(host);
}

export default { name: "convolution", compute, mount };
