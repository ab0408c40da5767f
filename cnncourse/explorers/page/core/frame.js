/** What stands around every drawing: its surface, the words beside it, and when it is drawn. */

import { element, setHidden, setText } from "./drawing/dom.js";
import { inkOn } from "./drawing/ink.js";
import { labelled } from "./labels.js";
import { offered } from "./offered.js";
import { refusal } from "./refusals.js";
import { same } from "./settings.js";
import { Voice } from "./voice.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./settings.js").Values} Values
 * @typedef {{[name: string]: any, problem: string, summary: string}} Results
 * @typedef {{root: HTMLElement, state: State, data: any, still: boolean, results: () => any,
 *   settle: () => void, preview: (values: Values | null) => void,
 *   say: (words: string) => void, more: More}} Host
 *   root: where to draw; data: the stored data by name; still: whether motion is unwanted;
 *   results: what follows from the state as it is now. Keys and clicks may come faster than
 *   frames, so an answer to one starts from these and from the state, never from what was drawn.
 *   settle: draws at once what waits for the next frame; preview: draws what values would give,
 *   until it is told null or a setting changes: state and address stay as they are; say: speaks of
 *   a step, once the hand has rested; more: loads data that the explorer does not always need
 * @typedef {(name: string) => Promise<any>} More
 * @typedef {{
 *   name: string,
 *   compute: (values: Values, data: any) => Results,
 *   mount: (host: Host) => {
 *     update: (results: any, values: Values, names: string[]) => void,
 *     destroy?: () => void,
 *   },
 * }} View
 *   compute is pure; update draws what it gave; names are the settings that changed
 */

/** One living drawing: it computes and draws at most once for each frame of the screen. */
export class Frame {
  /**
   * @param {View} view
   * @param {State} state
   * @param {any} data
   * @param {ShadowRoot} shadow where the style already is
   * @param {More} more
   */
  constructor(view, state, data, shadow, more) {
    this.view = view;
    this.state = state;
    this.data = data;
    this.box = element("section", {
      class: "explorer",
      dir: "ltr",
      "aria-label": state.description.title,
    });
    this.controls = element("div", { class: "controls" });
    this.problem = element("p", { class: "problem", hidden: true });
    this.note = element("p", { class: "note", role: "status", hidden: true });
    this.drawing = element("div", { class: "drawing" });
    this.summary = element("p", { class: "summary" });
    this.voice = new Voice();
    const { controls, problem, note, drawing } = this;
    this.box.append(controls, problem, note, drawing, this.summary, this.voice.root);
    if (state.description.settings.some(({ kind }) => kind === "place")) {
      const words = "Rows, columns, channels and places are counted from 0.";
      this.box.append(element("p", { class: "quiet" }, words));
    }
    this.parts = state.description.parts.map((name) => offered(name, this));
    this.box.append(...this.parts.map((one) => one.root));
    shadow.append(this.box);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    /** The values that `found` follows from. @type {Values | undefined} */
    this.known = undefined;
    this.found = /** @type {Results} */ ({ problem: "", summary: "" });
    /** Values that are tried and not set. @type {Values | null} */
    this.tried = null;
    this.mounted = view.mount({
      root: this.drawing,
      state,
      data,
      still,
      results: () => this.results,
      settle: () => this.settle(),
      preview: (values) => this.preview(values),
      more,
      say: (words) => this.voice.say(words),
    });
    /** @type {Set<string>} */
    this.waiting = new Set(Object.keys(state.values));
    this.asked = 0;
    this.leave = state.subscribe((names) => {
      setHidden(this.note, true);
      this.preview(null);
      this.ask(names);
    });
    this.themes = this.followTheme();
    /** What is printed is as set, though the screen may not show it yet. */
    this.print = () => this.settle();
    addEventListener("beforeprint", this.print);
    this.draw();
  }

  /** @param {string[]} names */
  ask(names) {
    for (const name of names) this.waiting.add(name);
    this.asked ||= requestAnimationFrame(() => this.draw());
  }

  /** What follows from the settings as they are now, though it may not be drawn yet. */
  get results() {
    const { values } = this.state;
    if (this.known !== values) {
      this.found = this.view.compute(values, this.data);
      this.known = values;
    }
    return this.found;
  }

  /** @param {Values | null} values */
  preview(values) {
    if (same(values, this.tried)) return;
    this.ask(Object.keys({ ...this.tried, ...values }));
    this.tried = values;
  }

  settle() {
    if (!this.asked) return;
    cancelAnimationFrame(this.asked);
    this.draw();
  }

  draw() {
    const names = [...this.waiting];
    this.waiting.clear();
    this.asked = 0;
    const { tried } = this;
    const values = tried ? { ...this.state.values, ...tried } : this.state.values;
    const results = tried ? this.view.compute(values, this.data) : this.results;
    this.mounted.update(results, values, names);
    setHidden(this.problem, !results.problem);
    const words = results.problem && labelled(results.problem, this.state.description.settings);
    setText(this.problem, words);
    setText(this.summary, results.summary);
    for (const one of this.parts) one.update();
    const trouble = words && `Does not go together: ${words}.`;
    if (!tried) this.voice.follow([trouble, results.summary].filter(Boolean).join(" "));
    this.box.dispatchEvent(new CustomEvent("explorer-drawn", { bubbles: true, composed: true }));
  }

  /** Light or dark is as the ink that the page gives: light ink stands on a dark page. */
  followTheme() {
    const tell = () => {
      const ink = getComputedStyle(this.box).color;
      const [r, g, b] = (ink.match(/[\d.]+/g) || ["0", "0", "0"]).map((n) => Math.round(Number(n)));
      this.box.classList.toggle("dark", inkOn(r, g, b) === "#000");
    };
    // First when the page is laid out, before it is painted: who asks earlier has it laid out anew.
    const laid = new ResizeObserver(() => laid.disconnect() ?? tell());
    laid.observe(this.box);
    const watch = new MutationObserver(tell);
    const attributes = ["data-theme", "class", "data-jp-theme-light", "theme"];
    for (const watched of [document.documentElement, document.body]) {
      watch.observe(watched, { attributes: true, attributeFilter: attributes });
    }
    const preference = matchMedia("(prefers-color-scheme: dark)");
    preference.addEventListener("change", tell);
    return () => {
      laid.disconnect();
      watch.disconnect();
      preference.removeEventListener("change", tell);
    };
  }

  /** Say which values of an address were not taken, until the next change. @param {string[]} names */
  refuse(names) {
    setHidden(this.note, !names.length);
    setText(this.note, refusal(names, this.state.description));
  }

  destroy() {
    cancelAnimationFrame(this.asked);
    removeEventListener("beforeprint", this.print);
    this.leave();
    this.themes();
    this.voice.stop();
    this.mounted.destroy?.();
  }
}
