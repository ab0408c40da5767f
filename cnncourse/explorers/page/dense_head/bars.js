/** A row of bars for each class: its logit, to be dragged, and what becomes of it. */

import { element, setAttributes, setText } from "../core/drawing/dom.js";
import { grip } from "../core/drawing/hold.js";
import { number } from "../core/format.js";
import { CLASSES, capital, REACH, share, significant } from "./words.js";

/** @typedef {import("./results.js").Results} Results */
/** @typedef {import("../core/settings.js").Values} Values */
/** @typedef {{logits: () => number[], drag: (index: number, logit: number) => void,
 *   choose: (name: string) => void}} Does */
/** @typedef {{root: HTMLElement, fill: HTMLElement, value: HTMLElement}} Bar */

/** @type {{[key: string]: number}} */
const KEYS = {
  ArrowLeft: -0.1,
  ArrowDown: -0.1,
  ArrowRight: 0.1,
  ArrowUp: 0.1,
  PageDown: -1,
  PageUp: 1,
  Home: -Infinity,
  End: Infinity,
};

/** The five rows of bars under their headings. */
export class ClassBars {
  /** @param {Does} does */
  constructor(does) {
    this.does = does;
    const heads = ["Class", "Logit: drag it", "After the sigmoid", "Probability", "Gradient"];
    const names = ["name", "logit", "squashed", "share", "gradient"];
    const head = element(
      "div",
      { class: "classrow head", "aria-hidden": "true" },
      ...heads.map((words, i) => element("span", { class: names[i] }, words)),
    );
    this.rows = CLASSES.map((name, index) => this.row(name, index));
    this.root = element("div", { class: "classbars" }, head, ...this.rows.map((row) => row.root));
  }

  /** @param {string} name @param {number} index */
  row(name, index) {
    const choose = element("button", { type: "button", class: "name" }, capital(name));
    choose.addEventListener("click", () => this.does.choose(name));
    const logit = makeBar("logit", `logits.${index}`);
    this.handle(logit.root, name, index);
    const squashed = makeBar("squashed", `squashed.${index}`);
    const given = makeBar("share", `probabilities.${index}`);
    const gradient = element("span", { class: "number" });
    gradient.dataset.result = `gradient.${index}`;
    const slope = element("span", { class: "gradient" }, gradient);
    const root = element(
      "div",
      { class: "classrow" },
      choose,
      logit.root,
      squashed.root,
      given.root,
      slope,
    );
    return { root, choose, logit, squashed, given, gradient };
  }

  /** Let a bar be dragged, and moved by keys. @param {HTMLElement} root @param {string} name
   * @param {number} index */
  handle(root, name, index) {
    setAttributes(root, {
      role: "slider",
      tabindex: 0,
      "aria-label": `Logit of ${capital(name)}`,
      "aria-valuemin": -REACH,
      "aria-valuemax": REACH,
    });
    const move = (/** @type {number} */ wanted) => {
      const tenths = Math.round(10 * wanted) / 10;
      this.does.drag(index, Math.min(Math.max(tenths, -REACH), REACH));
    };
    const point = (/** @type {PointerEvent} */ event) => {
      const box = root.getBoundingClientRect();
      move(((2 * (event.clientX - box.left)) / box.width - 1) * REACH);
    };
    // A finger that moves up or down scrolls the page, so it takes the bar only sideways.
    let [start, taken] = [{ x: 0, y: 0 }, false];
    const sideways = (/** @type {PointerEvent} */ { clientX: x, clientY: y }) =>
      Math.abs(x - start.x) > Math.max(Math.abs(y - start.y), 4);
    grip(root, {
      press: (event) => {
        start = { x: event.clientX, y: event.clientY };
        taken = event.pointerType !== "touch" || event.type === "click";
        if (taken) point(event);
      },
      drag: (event) => {
        taken ||= sideways(event);
        if (taken) point(event);
      },
      free: () => true,
    });
    root.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      move(this.does.logits()[index] + step);
    });
  }

  /** @param {Results} results @param {Values} values */
  draw(results, values) {
    this.root.classList.toggle("through", values.sigmoid);
    this.rows.forEach((row, i) => {
      const own = CLASSES[i] === values.label;
      const logit = results.logits[i];
      row.root.classList.toggle("label", own);
      row.choose.setAttribute("aria-pressed", String(own));
      setText(row.choose, capital(CLASSES[i]) + (own ? " (label)" : ""));
      const end = 50 + (50 * Math.min(Math.max(logit, -REACH), REACH)) / REACH;
      show(row.logit, Math.min(50, end), Math.abs(end - 50), number(logit, 2));
      row.logit.root.classList.toggle("beyond", Math.abs(logit) > REACH + 1e-9);
      row.logit.root.classList.toggle("negative", logit < 0);
      setAttributes(row.logit.root, {
        "aria-valuenow": Math.min(Math.max(Math.round(logit * 1e6) / 1e6, -REACH), REACH),
        "aria-valuetext": `${number(logit, 2)}, probability ${share(results.probabilities[i])}`,
      });
      row.squashed.root.hidden = !values.sigmoid;
      show(row.squashed, 0, 100 * results.squashed[i], share(results.squashed[i]));
      show(row.given, 0, 100 * results.probabilities[i], share(results.probabilities[i]));
      setText(row.gradient, significant(results.gradient[i]));
    });
  }
}

/** @param {string} kind @param {string} key @returns {Bar} */
function makeBar(kind, key) {
  const fill = element("span", { class: "fill" });
  const value = element("span", { class: "value number", "data-result": key });
  const track = element("span", { class: "track" }, fill);
  return { root: element("div", { class: `bar ${kind}` }, track, value), fill, value };
}

/** @param {Bar} bar @param {number} left percent @param {number} width percent
 * @param {string} words */
function show({ fill, value }, left, width, words) {
  fill.style.left = `${left.toFixed(3)}%`;
  fill.style.width = `${width.toFixed(3)}%`;
  setText(value, words);
}
