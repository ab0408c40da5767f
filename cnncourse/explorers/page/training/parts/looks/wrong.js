/** The validation images that are most wrong: what was said, and what is right. */

import { element, setAttributes, setText } from "../../../core/drawing/dom.js";
import { paint } from "../../../core/drawing/paint.js";
import { percent, plural } from "../../../core/format.js";
import { moved } from "./moved.js";

/** @typedef {{index: number, label: number, predicted: number, probability: number}} One */

const TITLE = "Most wrong of the validation images";

export class Wrong {
  /** @param {import("../../images.js").Data} data
   * @param {(index: number) => void} choose looks at one */
  constructor({ validation, classes, side }, choose) {
    this.images = validation.images;
    this.classes = classes;
    this.side = side;
    this.choose = choose;
    this.list = element("ul", { class: "wrong" });
    this.title = element("p", { class: "name" }, TITLE);
    this.none = element("p", { class: "quiet" }, "None is wrong, or nothing was measured yet.");
    this.root = element("section", { "aria-label": "Most wrong" });
    this.root.append(this.title, this.none, this.list);
    /** @type {ReturnType<Wrong["make"]>[]} */
    this.made = [];
  }

  make() {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const [said, right] = [element("span", { class: "said" }), element("span")];
    const button = element("button", { type: "button" }, canvas, said, right);
    const one = { index: 0, canvas, said, right, button, root: element("li", {}, button) };
    button.addEventListener("click", () => this.choose(one.index));
    return one;
  }

  /** @param {One[]} wrong @param {number} right pixels that they were moved when they were measured */
  draw(wrong, right) {
    setText(this.title, right ? `${TITLE}, moved by ${plural(right, "pixel")}` : TITLE);
    while (this.made.length < wrong.length) {
      const one = this.make();
      this.made.push(one);
      this.list.append(one.root);
    }
    this.none.hidden = wrong.length > 0;
    this.made.forEach((one, i) => {
      one.root.hidden = i >= wrong.length;
      if (i < wrong.length) this.fill(one, wrong[i], right);
    });
  }

  /** @param {ReturnType<Wrong["make"]>} one @param {One} what @param {number} right */
  fill(one, { index, label, predicted, probability }, right) {
    const levels = moved(this.images, index, this.side, right);
    const look = { palette: /** @type {const} */ ("grey"), low: 0, high: 255 };
    paint(one.canvas, this.side, this.side, (at) => levels[at], look);
    one.index = index;
    setText(one.said, `says ${this.classes[predicted]}, ${percent(probability, 0)}`);
    setText(one.right, `is ${this.classes[label]}`);
    const title = `Validation image ${index}: look at it`;
    setAttributes(one.button, { title });
  }
}
