/** The explorers in a notebook: the drawing of an anywidget; ipywidgets bring the controls. */

import { Frame } from "./frame.js";
import { acceptAll } from "./settings.js";
import { State } from "./state.js";
import { dress } from "./style.js";

/**
 * @typedef {import("./settings.js").Setting} Setting
 * @typedef {{get: (name: string) => any, set: (name: string, value: any) => void,
 *   save_changes: () => void, on: (event: string, listener: () => void) => void,
 *   off: (event: string, listener: () => void) => void}} Model
 * @typedef {{model: Model, el: HTMLElement}} Place
 */

/** A choice travels as its place, because that is what a Dropdown shares with the page.
 * @param {Setting} setting @param {any} sent */
function received(setting, sent) {
  return setting.kind === "choice" ? setting.options?.[sent]?.value : sent;
}

/** @param {Setting} setting @param {any} value */
function toSend(setting, value) {
  if (setting.kind !== "choice") return value;
  return setting.options?.findIndex((option) => option.value === value);
}

/**
 * What anywidget asks of the script of an explorer.
 * @param {import("./frame.js").View} view
 * @param {string} style
 */
export function drawing(view, style) {
  return { render: (/** @type {Place} */ place) => render(view, style, place) };
}

/**
 * Draw the explorer of `model` into `el` (called by anywidget).
 * @param {import("./frame.js").View} view
 * @param {string} style
 * @param {Place} place
 * @returns {() => void} takes it away
 */
function render(view, style, { model, el }) {
  /** @type {import("./settings.js").Description} */
  const description = model.get("description");
  const { settings } = description;
  const raw = settings.map((one) => [one.name, received(one, model.get(one.name))]);
  const state = new State(description, acceptAll(description, Object.fromEntries(raw)).values);
  const host = document.createElement("div");
  el.append(host);
  const shadow = host.attachShadow({ mode: "open" });
  dress(shadow, style);
  const frame = new Frame(view, state, model.get("data"), shadow);
  const listeners = settings.map((one) => {
    const listener = () => state.set({ [one.name]: received(one, model.get(one.name)) });
    model.on(`change:${one.name}`, listener);
    return () => model.off(`change:${one.name}`, listener);
  });
  const leave = state.subscribe((names) => {
    let moved = false;
    for (const one of settings.filter((each) => names.includes(each.name))) {
      const sent = toSend(one, state.values[one.name]);
      if (JSON.stringify(sent) === JSON.stringify(model.get(one.name))) continue;
      model.set(one.name, sent);
      moved = true;
    }
    if (moved) model.save_changes();
  });
  return () => {
    leave();
    for (const stop of listeners) stop();
    frame.destroy();
  };
}
