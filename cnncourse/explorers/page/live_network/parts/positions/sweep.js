/** Trying every place: both networks run with the item wherever it can be moved. */

import { element, setText } from "../../../core/drawing/dom.js";
import { PlaceMap } from "../../../core/drawing/places.js";
import { count, percent } from "../../../core/format.js";

const PATIENCE = 6; // milliseconds of work for each frame of the screen

/** @typedef {import("./trying.js").Swept} Swept */
/** @typedef {import("../../../core/settings.js").Values} Values */

/** What was found by trying: words, and the two maps that fill up. */
export class Sweep {
  /**
   * @param {number} reach how far the item can be moved, each way, in pixels
   * @param {HTMLElement} said where its words go
   * @param {() => Generator<Swept, Swept>} start begins anew with what is shown
   * @param {(down: number, right: number) => void} move
   * @param {(words: string) => void} say
   */
  constructor(reach, said, start, move, say) {
    this.say = say;
    this.reach = reach;
    this.side = 2 * reach + 1;
    this.start = start;
    this.said = said;
    this.maps = ["Convolutional", "Dense"].map(
      () => new PlaceMap((row, column) => move(row - reach, column - reach)),
    );
    this.legend = element(
      "p",
      { class: "quiet" },
      "Each square is a place of the item, the middle one that of the data set: filled where " +
        "the network is right, dotted where it is wrong. Inside the dashed line nothing of the " +
        "item is cut off. Point at a square to move the item there.",
    );
    this.pictures = element("div", { class: "maps" }, ...this.maps.map(({ root }) => root));
    this.root = element("div", { hidden: true }, this.pictures, this.legend);
    this.asked = 0;
    /** @type {Swept | null} */
    this.swept = null;
    /** @type {Values} */
    this.values = {};
  }

  begin() {
    this.stop();
    const work = this.start();
    this.root.hidden = false;
    setText(this.said, `Trying all ${count(this.side ** 2)} positions …`);
    const go = () => {
      const end = performance.now() + PATIENCE;
      let turn;
      do turn = work.next();
      while (!turn.done && performance.now() < end);
      this.swept = turn.value;
      this.asked = turn.done ? 0 : requestAnimationFrame(go);
      this.draw();
      if (!turn.done) return;
      setText(this.said, this.words());
      this.say(this.words());
    };
    this.asked = requestAnimationFrame(go);
  }

  /** What was found belongs to another item now. */
  forget() {
    this.stop();
    this.swept = null;
    this.root.hidden = true;
    setText(this.said, "");
  }

  stop() {
    cancelAnimationFrame(this.asked);
    this.asked = 0;
  }

  /** Show where the item is now. @param {Values} values */
  follow(values) {
    this.values = values;
    if (this.swept) this.draw();
  }

  draw() {
    const { predictions, wanted, room } = /** @type {Swept} */ (this.swept);
    const { shift_down, shift_right } = this.values;
    this.maps.forEach((map, i) => {
      const known = predictions[i];
      map.draw(`${["Convolutional", "Dense"][i]}: ${this.good(i).length} of ${this.side ** 2}`, {
        side: this.side,
        right: (at) => (known[at] < 0 ? null : known[at] === wanted[i]),
        room,
        at: [shift_down + this.reach, shift_right + this.reach],
      });
    });
  }

  /** The places where a network is right. @param {number} i */
  good(i) {
    const { predictions, wanted } = /** @type {Swept} */ (this.swept);
    return [...predictions[i].keys()].filter((at) => predictions[i][at] === wanted[i]);
  }

  words() {
    const { room, labelled } = /** @type {Swept} */ (this.swept);
    const [up, down, left, right] = room.map((pixels) => Math.min(pixels, this.reach));
    const whole = (/** @type {number} */ at) => {
      const [row, column] = [
        Math.floor(at / this.side) - this.reach,
        (at % this.side) - this.reach,
      ];
      return row >= -up && row <= down && column >= -left && column <= right;
    };
    const [good, dense] = [this.good(0), this.good(1)];
    const all = this.side ** 2;
    const within = (up + down + 1) * (left + right + 1);
    const verb = labelled ? "is right" : "says the same as in the middle";
    return (
      `The convolutional network ${verb} at ${good.length} of ${all} positions ` +
      `(${percent(good.length / all)}), the dense one at ${dense.length} ` +
      `(${percent(dense.length / all)}). At ${within} of them nothing of the item is cut off: ` +
      `there it is ${good.filter(whole).length} against ${dense.filter(whole).length}.`
    );
  }
}
