/** Choosing, photographing, dropping or pasting a picture, and what is said of it. */

import { inPage } from "../../core/data.js";
import { element, setText } from "../../core/drawing/dom.js";
import { count } from "../../core/format.js";
import { read } from "./read.js";
import { clearPart, grey, square, toText } from "./square.js";

/** @typedef {import("../../core/settings.js").Values} Values */
/** @typedef {import("./read.js").Read & {name: string}} Brought */

const PASTE = "Or drop a file here, or paste one while the keys are in this explorer. ";
const STAYS = inPage
  ? "It stays in this page: it is sent nowhere, and neither a link nor a reload keeps it."
  : "It stays in this notebook, whose Python has it as own_picture.";
const DRAWING =
  "It becomes your drawing, in 16 levels, and is sent nowhere; only a link that you copy holds " +
  "it. What the networks were trained on is light on black.";
const WORDS = { 1: "grey", 3: "in colour" };

export class Own {
  /** @param {import("../../core/state.js").State} state
   * @param {import("../../core/drawing/own_picture.js").Wanted} [wanted] */
  constructor(state, wanted) {
    this.state = state;
    this.wanted = wanted;
    /** @type {Brought | null} */
    this.brought = null;
    this.asked = 0;
    const shapes = state.description.settings.find(({ kind }) => kind === "picture")?.shapes;
    const side = wanted?.side ?? 28;
    this.shapes = shapes ?? [[side, side, 1]];
    this.invert = button("Invert", () => {
      const inverted = this.invert.getAttribute("aria-pressed") !== "true";
      this.invert.setAttribute("aria-pressed", String(inverted));
      this.give();
    });
    this.invert.setAttribute("aria-pressed", "false");
    this.form = element("select", { "aria-label": "Size of your picture" });
    this.shapes.forEach(([side, , channels], i) => {
      const words = `${WORDS[/** @type {1 | 3} */ (channels)]}, ${side} × ${side}`;
      this.form.append(element("option", { value: i }, words));
    });
    this.form.addEventListener("change", () => this.give());
    this.said = element("p", { role: "status" });
    const row = element("div", { class: "row" });
    row.append(
      ...this.input("Choose a picture …", {}),
      ...this.input("Take a photo …", { capture: "environment" }),
      ...(this.shapes.length > 1 ? [this.form] : []),
      this.invert,
      button("Forget it", () => this.forget()),
    );
    const words = element(
      "p",
      { class: "quiet" },
      PASTE + (wanted ? (wanted.words ?? DRAWING) : STAYS),
    );
    const style = element("style", {}, ".own-picture select { width: auto; }");
    this.root = element("div", { class: "own-picture" }, style, row, this.said, words);
  }

  /** A button, and the input that it opens. @param {string} words
   * @param {import("../../core/drawing/dom.js").Attributes} attributes */
  input(words, attributes) {
    const file = { type: "file", accept: "image/*", hidden: true };
    const input = element("input", { ...file, ...attributes });
    input.addEventListener("change", () => {
      if (input.files?.[0]) this.read(input.files[0]);
      input.value = "";
    });
    return [button(words, () => input.click()), input];
  }

  /** Read a file, and say what is wrong with it; of two the later one counts. @param {File} file */
  async read(file) {
    this.asked += 1;
    const own = this.asked;
    setText(this.said, "Reading …");
    try {
      const found = await read(file);
      if (own !== this.asked) return;
      this.brought = { ...found, name: file.name };
      this.give();
    } catch (error) {
      if (own === this.asked) {
        setText(this.said, `${file.name}: ${/** @type {Error} */ (error).message}`);
      }
    }
  }

  /** Hand it over as it is, or dark for light. */
  give() {
    if (!this.brought) return;
    const [side, , channels] = this.shapes[Number(this.form.value)];
    const colours = square(this.brought.pixels, side);
    const inverted = this.invert.getAttribute("aria-pressed") === "true";
    const as = (/** @type {number} */ level) => (inverted ? 1 - level : level);
    const levels = (channels === 1 ? grey(colours) : colours).map(as);
    if (this.wanted) this.wanted.take(levels);
    else this.state.set({ image: "own", own_picture: toText(levels) });
    setText(this.said, told(this.brought, side));
  }

  forget() {
    this.asked += 1;
    this.brought = null;
    const { initial, values, description } = this.state;
    const { image, sketch } = initial;
    if (this.wanted?.forget) this.wanted.forget();
    else if (this.wanted) this.state.set({ image, sketch });
    else {
      const { options } = description.settings.find(({ name }) => name === "image") ?? {};
      const other = image === "own" ? options?.[0].value : image;
      const now = values.image === "own" ? other : values.image;
      this.state.set({ own_picture: "", image: now });
    }
    setText(this.said, "Forgotten.");
  }
}

/** What became of a picture. @param {Brought} brought @param {number} side */
function told({ name, width, height, moves, pixels }, side) {
  const [from, to] = [`${count(width)} × ${count(height)}`, `${side} × ${side} pixels`];
  const clear = clearPart(pixels);
  return [
    width === height ? `${name}: ${from}, at ${to}.` : `${name}: of ${from} its middle, at ${to}.`,
    moves && "Of an animation the first picture.",
    clear && `What is clear is shown ${clear}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {string} words @param {() => void} does */
function button(words, does) {
  const made = element("button", { type: "button" }, words);
  made.addEventListener("click", does);
  return made;
}
