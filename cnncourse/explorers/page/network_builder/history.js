/** Steps that can be taken back: layers added, moved, removed, another network. */

import { element, setText } from "../core/drawing/dom.js";

/** @typedef {import("../core/settings.js").Values} Values */

const MOST = 100;

export class History {
  /**
   * @param {import("../core/state.js").State} state
   * @param {() => void} settle draws a step at once: it moves layers to other places, and the
   *   next key or click must find them there
   * @param {(words: string) => void} say
   */
  constructor(state, settle, say) {
    this.state = state;
    this.settle = settle;
    this.say = say;
    /** @type {Values[]} */
    this.past = [];
    this.said = element("span", { class: "quiet" });
    // aria-disabled and not disabled: a button that goes dead would lose the focus.
    this.button = element("button", { type: "button", "aria-disabled": "true" }, "Undo");
    this.button.addEventListener("click", () => this.undo());
    this.root = element("div", { class: "row nb-history" }, this.button, this.said);
  }

  /**
   * Change the state so that it can be undone, and say so; returns whether anything changed.
   * @param {Values} changes
   * @param {string} words
   */
  take(changes, words) {
    const before = this.state.values;
    this.state.set(changes);
    if (this.state.values === before) return false;
    this.past = [...this.past, before].slice(-MOST);
    this.settle();
    this.tell(words);
    return true;
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.state.set(before);
    this.settle();
    this.tell("Undone.");
  }

  /** @param {string} words */
  tell(words) {
    setText(this.said, words);
    this.say(words);
    this.button.setAttribute("aria-disabled", String(!this.past.length));
  }
}
