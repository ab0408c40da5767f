/** The page's own controls, made from the same description as a notebook's sliders. */

import { element, setText } from "./drawing/dom.js";
import { number } from "./format.js";

/**
 * @typedef {import("./settings.js").Setting} Setting
 * @typedef {import("./state.js").State} State
 * @typedef {{root: HTMLElement, show: (value: any) => void}} Control
 */

let made = 0;

/** @type {{[kind: string]: (setting: Setting, id: string, set: (v: any) => void) => Control}} */
const KINDS = { slider, choice, toggle };

/**
 * Make a control for every setting that has one, joined to the state.
 * @param {State} state
 * @param {HTMLElement} root receives them
 */
export function makeControls(state, root) {
  /** @type {Map<string, Control>} */
  const controls = new Map();
  for (const setting of state.description.settings) {
    const make = KINDS[setting.kind];
    if (!make || !setting.label) continue;
    made += 1;
    const id = `${setting.name}-${made}`;
    const control = make(setting, id, (value) => state.set({ [setting.name]: value }));
    control.show(state.values[setting.name]);
    control.root.dataset.control = setting.name;
    controls.set(setting.name, control);
    root.append(control.root);
  }
  state.subscribe((names) => {
    for (const name of names) controls.get(name)?.show(state.values[name]);
  });
  return controls;
}

/** @param {Setting} setting @param {string} id @param {(value: any) => void} set */
function slider(setting, id, set) {
  const { low, high, step, unit } = setting;
  const bounds = { min: low, max: high, step };
  const input = element("input", { type: "range", id, ...bounds, "data-setting": setting.name });
  const shown = element("output", { for: id });
  input.addEventListener("input", () => set(Number(input.value)));
  const label = element("label", { for: id }, setting.label);
  const root = element("div", { class: "control slider" }, label, shown, input);
  return {
    root,
    show: (/** @type {number} */ value) => {
      if (Number(input.value) !== value) input.value = String(value);
      const words = [number(value, 3), unit].filter(Boolean).join(" ");
      setText(shown, number(value, 3));
      input.setAttribute("aria-valuetext", words);
    },
  };
}

/** @param {Setting} setting @param {string} id @param {(value: any) => void} set */
function choice(setting, id, set) {
  const select = element("select", { id, "data-setting": setting.name });
  for (const { value, label } of setting.options || []) {
    select.append(element("option", { value }, label));
  }
  select.addEventListener("change", () => set(select.value));
  const label = element("label", { for: id }, setting.label);
  const root = element("div", { class: "control choice" }, label, select);
  return { root, show: (/** @type {string} */ value) => (select.value = value) };
}

/** @param {Setting} setting @param {string} id @param {(value: any) => void} set */
function toggle(setting, id, set) {
  const input = element("input", { type: "checkbox", id, "data-setting": setting.name });
  input.addEventListener("change", () => set(input.checked));
  const root = element("div", { class: "control toggle" });
  root.append(input, element("label", { for: id }, setting.label));
  return { root, show: (/** @type {boolean} */ value) => (input.checked = value) };
}
