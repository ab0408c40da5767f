/** Words for a screen reader, said once the hand rests. */

import { element, setText } from "../../../core/drawing/dom.js";

const REST = 500; // milliseconds

/** A place for words that change faster than they can be spoken. */
export class Speaking {
  constructor() {
    this.root = element("p", { class: "spoken quiet", role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
  }

  /** @param {string} words */
  say(words) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => setText(this.root, words), REST);
  }

  stop() {
    clearTimeout(this.waiting);
  }
}
