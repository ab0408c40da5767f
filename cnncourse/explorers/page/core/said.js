/** Short words after a click, which go again by themselves. */

import { element } from "./drawing/dom.js";

const STAYS = 8000; // milliseconds

export class Said {
  constructor() {
    this.root = element("span", { role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.going = undefined;
  }

  /** Words that stay a while; those of before are forgotten, their end as well.
   * @param {string} words */
  say(words) {
    this.keep(words);
    this.going = setTimeout(() => this.root.replaceChildren(), STAYS);
  }

  /** What stays until it is replaced. @param {...(Node | string)} content */
  keep(...content) {
    clearTimeout(this.going);
    this.root.replaceChildren(...content);
  }
}
