/** The page's own controls, made from the same description as a notebook's sliders. */

import { number } from "./format.js";
import { chooser, rangeInput, switchInput } from "./inputs.js";
import { paddingChooser } from "./padding.js";

/**
 * @typedef {import("./settings.js").Setting} Setting
 * @typedef {import("./state.js").State} State
 * @typedef {{root: HTMLElement, show: (value: any) => void}} Control
 * @typedef {(value: any) => void} Set
 */

/** @type {{[kind: string]: (setting: Setting, set: Set) => Control}} */
const KINDS = { slider, choice, toggle };

/**
 * Let an explorer bring the control of a kind of its own.
 * @param {string} kind
 * @param {(setting: Setting, set: Set) => Control} make
 */
export function addControl(kind, make) {
  KINDS[kind] = make;
}

/**
 * Make a control for every setting that has one, or for some of them, joined to the state.
 * @param {State} state
 * @param {HTMLElement} root receives them
 * @param {string[] | null} [names] of the settings to make a control for, in this order
 */
export function makeControls(state, root, names = null) {
  const { settings } = state.description;
  const shown = names ?? settings.map((one) => one.name);
  const made = makeAll(settings, state);
  for (const name of shown) {
    const control = made.get(name);
    if (!control) continue;
    control.show(state.values[name]);
    control.root.dataset.control = name;
    root.append(control.root);
  }
  const controls = new Map([...made].filter(([name]) => shown.includes(name)));
  state.subscribe((changed) => {
    for (const name of changed) controls.get(name)?.show(state.values[name]);
  });
  return controls;
}

/** Every setting's control by its name. @param {Setting[]} settings @param {State} state */
function makeAll(settings, state) {
  /** @type {Map<string, Control>} */
  const made = new Map();
  const setOf = (/** @type {Setting} */ one) => (/** @type {any} */ value) =>
    state.set({ [one.name]: value });
  for (const setting of settings) {
    const make = KINDS[setting.kind];
    if (!make || !setting.label || made.has(setting.name)) continue;
    const pixels = settings.find((one) => one.name === setting.pixels);
    if (pixels) {
      const [kind, slider] = padding(setting, pixels, setOf(setting), setOf(pixels));
      made.set(setting.name, kind).set(pixels.name, slider);
    } else {
      made.set(setting.name, make(setting, setOf(setting)));
    }
  }
  return made;
}

/** @param {Setting} setting */
function marked({ name }) {
  return { stem: name, attributes: { "data-setting": name } };
}

/** What a slider's number is in words: shown beside it, and spoken. @param {Setting} setting
 * @param {number} value @returns {[string, string]} */
function worded({ unit }, value) {
  return [number(value, 3), [number(value, 3), unit].filter(Boolean).join(" ")];
}

/** @param {Setting} setting @param {Set} set @returns {Control} */
function slider(setting, set) {
  const { label, low = 0, high = 0, step = 1 } = setting;
  const made = rangeInput({ label, low, high, step, set, ...marked(setting) });
  return {
    root: made.root,
    show: (/** @type {number} */ value) => made.show(value, ...worded(setting, value)),
  };
}

/** @param {Setting} setting @returns {[value: string, words: string][]} */
function optionsOf({ options = [] }) {
  return options.map(({ value, label }) => [value, label]);
}

/** @param {Setting} setting @param {Set} set @returns {Control} */
function choice(setting, set) {
  return chooser({ label: setting.label, options: optionsOf(setting), set, ...marked(setting) });
}

/** @param {Setting} setting @param {Set} set @returns {Control} */
function toggle(setting, set) {
  return switchInput({ label: setting.label, set, ...marked(setting) });
}

/** The two controls of a padding. @param {Setting} kind @param {Setting} pixels
 * @param {Set} setKind @param {Set} setPixels @returns {[Control, Control]} */
function padding(kind, pixels, setKind, setPixels) {
  const made = paddingChooser({
    kinds: optionsOf(kind),
    labels: [kind.label, pixels.label],
    low: pixels.low,
    high: pixels.high ?? 0,
    setKind,
    setPixels,
    stems: [kind.name, pixels.name],
    attributes: [marked(kind).attributes, marked(pixels).attributes],
  });
  return [
    made.kind,
    {
      root: made.pixels.root,
      show: (/** @type {number} */ value) => made.showPixels(value, ...worded(pixels, value)),
    },
  ];
}
