/** What was changed can be taken back, and done again: by a slider, a step, a preset, Reset, a link. */

import { element, setText } from "./drawing/dom.js";
import { same } from "./settings.js";

/** @typedef {import("./settings.js").Values} Values */

const MOST = 100;

export class History {
  /**
   * @param {Pick<import("./frame.js").Host, "root" | "state" | "settle" | "say">} host its
   *   settle draws a step at once: it moves layers to other places, and the next key or click must
   *   find them there
   * @param {string[]} names of the settings whose changes are steps; the others go along
   */
  constructor({ root, state, settle, say }, names) {
    this.state = state;
    this.settle = settle;
    this.say = say;
    this.names = names;
    this.present = state.values;
    /** @type {Values[]} */
    this.past = [];
    /** @type {Values[]} */
    this.future = [];
    /** The input of the page that is at work. @type {EventTarget | null} */
    this.source = null;
    /** Whose moves the last step is. @type {object | null} */
    this.open = null;
    this.going = false;
    this.said = element("span", { class: "quiet" });
    this.undo = button("Undo", () => this.go(this.past, this.future, "Undone."));
    this.redo = button("Redo", () => this.go(this.future, this.past, "Done again."));
    this.root = element("div", { class: "row history" }, this.undo, this.redo, this.said);
    this.surface = /** @type {ShadowRoot} */ (root.getRootNode());
    this.listen();
    state.subscribe((changed) => this.note(changed));
    this.tell("");
  }

  /** One move of a hand is one step: a slider from its grasp to its release, a text until it is
   * left, a key as long as it is held. Of controls beside the surface the state's `hand` says so. */
  listen() {
    const { surface } = this;
    surface.addEventListener("input", ({ target }) => (this.source = target), true);
    surface.addEventListener("input", () => (this.source = null));
    const close = () => (this.open = null);
    for (const kind of ["pointerdown", "focusout"]) surface.addEventListener(kind, close, true);
    const isRange = (/** @type {Event} */ { target }) =>
      /** @type {HTMLInputElement} */ (target).type === "range";
    surface.addEventListener("change", (event) => isRange(event) || close(), true);
    surface.addEventListener("keydown", (event) => {
      if (isRange(event) && !(/** @type {KeyboardEvent} */ (event).repeat)) close();
    });
  }

  /** Something was changed. @param {string[]} changed */
  note(changed) {
    const before = this.present;
    this.present = this.state.values;
    if (this.going || !changed.some((name) => this.names.includes(name))) return;
    this.future = [];
    const source = this.source ?? this.state.hand;
    if (!source || source !== this.open) this.past = [...this.past, before].slice(-MOST);
    this.open = source;
    const last = this.past[this.past.length - 1];
    if (this.names.every((name) => same(last[name], this.present[name]))) {
      this.past.pop(); // back to where the hand took hold of it
      this.open = null;
    }
    this.tell("");
  }

  /**
   * Change the state as one step, and say so; returns whether anything changed.
   * @param {Values} changes
   * @param {string} words
   */
  take(changes, words) {
    const before = this.state.values;
    this.source = null;
    this.state.set(changes);
    if (this.state.values === before) return false;
    this.settle();
    this.tell(words);
    return true;
  }

  /** @param {Values[]} from @param {Values[]} to @param {string} words */
  go(from, to, words) {
    const values = from.pop();
    if (!values) return;
    to.push(this.state.values);
    this.open = null;
    this.going = true;
    this.state.set(values);
    this.going = false;
    const focus = this.surface.activeElement;
    this.settle();
    // What had the focus may have gone with the step.
    if (focus && !this.surface.activeElement) this.undo.focus();
    this.tell(words);
  }

  /** @param {string} words */
  tell(words) {
    setText(this.said, words);
    if (words) this.say(words);
    // aria-disabled and not disabled: a button that goes dead would lose the focus.
    this.undo.setAttribute("aria-disabled", String(!this.past.length));
    this.redo.setAttribute("aria-disabled", String(!this.future.length));
  }
}

/** @param {string} words @param {() => void} does */
function button(words, does) {
  const made = element("button", { type: "button" }, words);
  made.addEventListener("click", does);
  return made;
}
