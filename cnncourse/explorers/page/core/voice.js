/** What is spoken by a screen reader: one region, which speaks once the hand has rested. */

import { element } from "./drawing/dom.js";

const REST = 500; // milliseconds without a change, after which it speaks

/** A hidden region for words that are seen elsewhere while they change many times a second. */
export class Voice {
  constructor() {
    this.root = element("p", { class: "spoken", role: "status" });
    this.news = ""; // of one step, as "Undone."
    this.known = ""; // what the drawing says
    this.moved = false; // whether it said something else since it was last spoken of
    this.since = 0; // when the last change came, in milliseconds of a clock that is never set
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.asked = undefined;
  }

  /** Speak of one step, and of the drawing if that has changed. @param {string} words */
  say(words) {
    this.news = words;
    this.wait();
  }

  /** Speak of the drawing; its first words are there to be read, and not spoken.
   * @param {string} words */
  follow(words) {
    if (this.known && words !== this.known) {
      this.moved = true;
      this.wait();
    }
    this.known = words;
  }

  wait() {
    this.since = performance.now();
    this.asked ??= setTimeout(() => this.speak(), REST);
  }

  speak() {
    const left = this.since + REST - performance.now();
    this.asked = left > 0 ? setTimeout(() => this.speak(), left) : undefined;
    if (this.asked) return;
    const words = [this.news, this.moved ? this.known : ""];
    // Said anew even where it is the same as last time.
    this.root.textContent = words.filter(Boolean).join(" ");
    this.news = "";
    this.moved = false;
  }

  stop() {
    clearTimeout(this.asked);
  }
}
