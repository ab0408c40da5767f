/** Inputs with their labels: what the page's controls and those of a layer are made of. */

import { element, setText } from "./drawing/dom.js";

/** @typedef {import("./drawing/dom.js").Attributes} Attributes */

let made = 0;

/** @param {string} stem */
function newId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/**
 * A slider, and the words of what it stands at.
 * @param {{label: string, low: number, high: number, step: number,
 *   set: (value: number) => void, stem?: string, attributes?: Attributes}} spec
 */
export function rangeInput({ label, low, high, step, set, stem = "input", attributes = {} }) {
  const id = newId(stem);
  const bounds = { min: low, max: high, step };
  const input = element("input", { type: "range", id, ...bounds, ...attributes });
  input.addEventListener("input", () => set(Number(input.value)));
  const shown = element("output", { for: id });
  const name = element("label", { for: id }, label);
  const root = element("div", { class: "control slider" }, name, shown, input);
  return {
    root,
    input,
    shown,
    /** @param {string} owner @param {string} [words] instead of the label */
    own(owner, words = label) {
      setText(name, words);
      input.setAttribute("aria-label", `${owner} ${words}`);
    },
    /** @param {number} value @param {string} words @param {string} [spoken] */
    show(value, words, spoken = words) {
      if (Number(input.value) !== value) input.value = String(value);
      setText(shown, words);
      input.setAttribute("aria-valuetext", spoken);
    },
  };
}

/**
 * One of several values, each with its words.
 * @param {{label: string, options: [value: string, words: string][],
 *   set: (value: string) => void, stem?: string, attributes?: Attributes}} spec
 */
export function chooser({ label, options, set, stem = "input", attributes = {} }) {
  const id = newId(stem);
  const select = element("select", { id, ...attributes });
  for (const [value, words] of options) select.append(element("option", { value }, words));
  select.addEventListener("change", () => set(select.value));
  const root = element("div", { class: "control choice" });
  root.append(element("label", { for: id }, label), select);
  return {
    root,
    select,
    /** @param {string} owner */
    own: (owner) => select.setAttribute("aria-label", `${owner} ${label}`),
    /** @param {string} value */
    show(value) {
      if (select.value !== value) select.value = value;
    },
  };
}

/**
 * Yes or no.
 * @param {{label: string, set: (value: boolean) => void, stem?: string,
 *   attributes?: Attributes}} spec
 */
export function switchInput({ label, set, stem = "input", attributes = {} }) {
  const id = newId(stem);
  const input = element("input", { type: "checkbox", id, ...attributes });
  input.addEventListener("change", () => set(input.checked));
  const root = element("div", { class: "control toggle" }, input);
  root.append(element("label", { for: id }, label));
  return {
    root,
    /** @param {string} owner */
    own: (owner) => input.setAttribute("aria-label", `${owner} ${label}`),
    /** @param {boolean} value */
    show: (value) => (input.checked = value),
  };
}
