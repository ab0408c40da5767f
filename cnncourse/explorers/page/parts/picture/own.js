/** Choosing, photographing, dropping or pasting a picture, and what is said of it. */

import { element, setText } from "../../core/drawing/dom.js";
import { count } from "../../core/format.js";
import { grey, square } from "./square.js";

const MOST_BYTES = 50 * 2 ** 20;
const MOST_PIXELS = 100e6;
const FINE = 1024; // rows or columns that are looked at, at most

export class Own {
  /** @param {import("../../core/drawing/own_picture.js").Wanted} wanted */
  constructor(wanted) {
    this.wanted = wanted;
    /** @type {Float64Array | null} */
    this.levels = null;
    const choose = this.input("Choose a picture …", {});
    const photograph = this.input("Take a photo …", { capture: "environment" });
    this.invert = element("button", { type: "button", "aria-pressed": "false" }, "Invert");
    this.invert.addEventListener("click", () => {
      const inverted = this.invert.getAttribute("aria-pressed") !== "true";
      this.invert.setAttribute("aria-pressed", String(inverted));
      this.give();
    });
    this.said = element("p", { class: "quiet", role: "status" });
    const paste = "Or drop a file here, or paste one while the keys are in this explorer. ";
    const words = element("p", { class: "quiet" }, paste + wanted.words);
    const row = element("div", { class: "row" }, ...choose, ...photograph, this.invert);
    this.root = element("div", { class: "own-picture" }, row, this.said, words);
  }

  /** A button, and the input that it opens. @param {string} words
   * @param {import("../../core/drawing/dom.js").Attributes} attributes */
  input(words, attributes) {
    const input = element("input", {
      type: "file",
      accept: "image/*",
      hidden: true,
      ...attributes,
    });
    input.addEventListener("change", () => {
      if (input.files?.[0]) this.read(input.files[0]);
      input.value = "";
    });
    const button = element("button", { type: "button" }, words);
    button.addEventListener("click", () => input.click());
    return [button, input];
  }

  /** Read a file, and say what is wrong with it. @param {File} file */
  async read(file) {
    setText(this.said, "Reading …");
    try {
      this.levels = await this.small(file);
      const { side } = this.wanted;
      setText(this.said, `${file.name}: its middle, at ${side} × ${side} pixels.`);
      this.give();
    } catch (error) {
      setText(this.said, `${file.name}: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {File} file */
  async small(file) {
    if (file.size > MOST_BYTES) {
      throw new Error(`${count(file.size)} bytes are too many; ${count(MOST_BYTES)} are the most.`);
    }
    const bitmap = await createImageBitmap(file).catch(() => {
      throw new Error("this browser reads no picture in it; choose a PNG, JPEG or WebP file.");
    });
    const { width, height } = bitmap;
    if (width * height > MOST_PIXELS) throw new Error(`${width} × ${height} pixels are too many.`);
    const scale = Math.min(1, FINE / Math.min(width, height));
    const [wide, high] = [width, height].map((pixels) => Math.max(Math.round(pixels * scale), 1));
    const canvas = element("canvas", { width: wide, height: high });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, wide, high);
    bitmap.close();
    const colours = square(context.getImageData(0, 0, wide, high), this.wanted.side);
    return this.wanted.colour ? colours : grey(colours);
  }

  /** Hand it over as it is, or dark for light. */
  give() {
    const inverted = this.invert.getAttribute("aria-pressed") === "true";
    if (this.levels) this.wanted.take(this.levels.map((level) => (inverted ? 1 - level : level)));
  }
}
