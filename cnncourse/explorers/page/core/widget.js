/** The explorers in a notebook: the drawing of an anywidget; ipywidgets bring the controls. */

import { Frame } from "./frame.js";
import { joinControls, received, send, toSend } from "./joined.js";
import { acceptAll } from "./settings.js";
import { State } from "./state.js";
import { dress } from "./style.js";

/**
 * @typedef {import("./joined.js").Model} Model
 * @typedef {{model: Model, el: HTMLElement}} Place
 */

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
  const joined = joinControls(model, state);
  const listeners = settings.map((one) => {
    const listener = () =>
      joined.fromPython(() => state.set({ [one.name]: received(one, model.get(one.name)) }));
    model.on(`change:${one.name}`, listener);
    return () => model.off(`change:${one.name}`, listener);
  });
  const leave = state.subscribe((names) => {
    // All in one message: settings that changed together arrive together.
    const changed = settings.filter((one) => names.includes(one.name));
    send(
      model,
      Object.fromEntries(changed.map((one) => [one.name, toSend(one, state.values[one.name])])),
    );
  });
  return () => {
    leave();
    joined.leave();
    for (const stop of listeners) stop();
    frame.destroy();
  };
}
